import { distance } from 'fastest-levenshtein';
import type { z } from 'zod';

/** One schema issue in words a person can act on: where, what is wrong, how to mend it. Chinese. */
export type Explained = { place: string; message: string; hint?: string };

type Issue = z.core.$ZodIssue;
type Schema = z.core.$ZodType;

const typeNames: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  object: '一组“键: 值”',
  record: '一组“键: 值”',
  array: '列表',
  null: '空',
  undefined: '没有写',
  nan: '不是数字',
};
const typeName = (t: string) => typeNames[t] ?? t;

/** The nearest of some names, when it is near enough to be meant. */
export function closest(name: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const k of known) {
    const d = distance(name, k);
    if (d < least) {
      best = k;
      least = d;
    }
  }
  if (best === undefined) return undefined;
  const cut = name.length >= 3 && (best.startsWith(name) || name.startsWith(best));
  return cut || least <= Math.max(2, Math.floor(name.length / 3)) ? best : undefined;
}

/** 是不是“…”？, or what there is to choose from. */
export function suggest(name: string, known: Iterable<string>): string {
  const all = [...known];
  const near = closest(name, all);
  if (near !== undefined) return `是不是“${near}”？`;
  return all.length === 0
    ? '这里不能有任何项'
    : `可用的有：${all.slice(0, 12).join('、')}${all.length > 12 ? ' 等' : ''}`;
}

/** `items.site-access.params[0]`. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (s, p) => (typeof p === 'number' ? `${s}[${p}]` : s === '' ? String(p) : `${s}.${String(p)}`),
    '',
  );
}

/** Every issue of a failed parse, nearest key named. `prefix` is put before each place. */
export function explainIssues(
  issues: readonly Issue[],
  schema: Schema,
  input: unknown,
  prefix: readonly PropertyKey[] = [],
): Explained[] {
  return issues.flatMap((i) => explainIssue(i, schema, input, prefix));
}

function explainIssue(issue: Issue, schema: Schema, input: unknown, prefix: readonly PropertyKey[]): Explained[] {
  const path = [...prefix, ...issue.path];
  const place = pathText(path);
  switch (issue.code) {
    case 'unrecognized_keys': {
      const known = keysAt(schema, issue.path);
      return issue.keys.map((k) => ({
        place: pathText([...path, k]),
        message: `不认识的项“${k}”`,
        hint: suggest(k, known),
      }));
    }
    case 'invalid_type': {
      const got = valueAt(input, issue.path);
      if (got === undefined) return [{ place, message: `缺少这一项，应写${typeName(issue.expected)}` }];
      return [{ place, message: `应为${typeName(issue.expected)}，写的是 ${shown(got)}` }];
    }
    case 'invalid_value': {
      const got = valueAt(input, issue.path);
      const values = issue.values.map(String);
      const message = got === undefined ? '缺少这一项' : `不能是 ${shown(got)}`;
      return [{ place, message, hint: typeof got === 'string' ? suggest(got, values) : `应为：${values.join('、')}` }];
    }
    case 'invalid_union': {
      // The branch that came furthest is the one that was meant.
      const branch = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
      if (branch === undefined || (depth(branch) === 0 && branch.every((i) => i.code === 'invalid_type'))) {
        return [{ place, message: `写法不对：${shown(valueAt(input, issue.path))}` }];
      }
      return branch.flatMap((i) =>
        explainIssue({ ...i, path: [...issue.path, ...i.path] } as Issue, schema, input, prefix),
      );
    }
    case 'too_small':
      return [
        {
          place,
          message: `${sizeWord(issue.origin, '太短', '太少', '太小')}，${issue.inclusive === false ? '应大于' : '至少为'} ${issue.minimum}${lengthUnit(issue.origin)}`,
        },
      ];
    case 'too_big':
      return [
        {
          place,
          message: `${sizeWord(issue.origin, '太长', '太多', '太大')}，${issue.inclusive === false ? '应小于' : '最多为'} ${issue.maximum}${lengthUnit(issue.origin)}`,
        },
      ];
    case 'invalid_format':
      return [
        {
          place,
          message: issue.format === 'date' ? `不是日期：${shown(valueAt(input, issue.path))}` : formatText(issue),
          ...(issue.format === 'date' ? { hint: '写成 2026-01-31 的样子' } : {}),
        },
      ];
    case 'invalid_key':
      return [{ place, message: '键的写法不对' }];
    default:
      return [{ place, message: issue.message }];
  }
}

function formatText(issue: Extract<Issue, { code: 'invalid_format' }>): string {
  const pattern = 'pattern' in issue && issue.pattern !== undefined ? `，应符合 ${String(issue.pattern)}` : '';
  return /[\u4e00-\u9fff]/.test(issue.message) ? issue.message : `格式不对${pattern}`;
}

function sizeWord(origin: string, text: string, list: string, number: string): string {
  if (origin === 'string') return text;
  return origin === 'array' || origin === 'set' ? list : number;
}

function lengthUnit(origin: string): string {
  if (origin === 'string') return ' 个字符';
  return origin === 'array' || origin === 'set' ? ' 项' : '';
}

function depth(issues: readonly Issue[]): number {
  return issues.reduce(
    (d, i) => Math.max(d, i.path.length + (i.code === 'unrecognized_keys' || i.code === 'custom' ? 1 : 0)),
    0,
  );
}

function shown(v: unknown): string {
  if (v === undefined) return '空';
  const text = typeof v === 'string' ? `“${v}”` : JSON.stringify(v);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let v = input;
  for (const p of path) {
    if (typeof v !== 'object' || v === null || !Object.hasOwn(v, p)) return undefined;
    v = (v as Record<PropertyKey, unknown>)[p];
  }
  return v;
}

/** Strips what only decorates a schema: default, optional, transform. */
function bare(schema: Schema): z.core.$ZodTypes {
  let s = schema as z.core.$ZodTypes;
  for (let i = 0; i < 10; i++) {
    const def = s._zod.def;
    if (
      def.type === 'default' ||
      def.type === 'prefault' ||
      def.type === 'optional' ||
      def.type === 'nullable' ||
      def.type === 'readonly' ||
      def.type === 'catch'
    )
      s = def.innerType as z.core.$ZodTypes;
    else if (def.type === 'pipe') s = def.in as z.core.$ZodTypes;
    else break;
  }
  return s;
}

/** The schemas a place may have (several below a union). */
function schemaAt(schema: Schema, path: readonly PropertyKey[]): Schema[] {
  let at: Schema[] = [schema];
  for (const p of path) at = at.flatMap(options).flatMap((s) => child(s, p));
  return at.flatMap(options);
}

function options(schema: Schema): Schema[] {
  const s = bare(schema);
  return s._zod.def.type === 'union' ? (s._zod.def.options as readonly Schema[]).flatMap(options) : [s];
}

function child(schema: Schema, key: PropertyKey): Schema[] {
  const def = bare(schema)._zod.def;
  if (def.type === 'object') {
    const shape = def.shape as Readonly<Record<PropertyKey, Schema>>;
    return Object.hasOwn(shape, key) ? [shape[key] as Schema] : [];
  }
  if (def.type === 'record') return [def.valueType as Schema];
  if (def.type === 'array') return [def.element as Schema];
  return [];
}

function keysAt(schema: Schema, path: readonly PropertyKey[]): string[] {
  const keys = schemaAt(schema, path).flatMap((s) => {
    const def = bare(s)._zod.def;
    return def.type === 'object' ? Object.keys(def.shape) : [];
  });
  return [...new Set(keys)];
}
