import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { checkPolicy } from '#core/check-policy.ts';
import { InputError, type InputProblem } from '#core/errors.ts';
import { explainIssues, suggest } from '#core/explain.ts';
import type { AnyIndicator } from '#core/indicator.ts';
import { type Policy, type PolicyFault, PolicyFile, resolve } from '#core/policy.ts';

/** Larger than any index ever written; a policy is typed by people. */
const maxBytes = 1_000_000;

/** 指标体系, ready to judge by. */
export type LoadedPolicy = {
  /** Resolved, with every item's params complete. */
  policy: Policy;
  /** SHA-256 of its canonical JSON: what a run was judged by. */
  digest: string;
  /** The indicators its items use. */
  indicators: readonly AnyIndicator[];
};

/**
 * Every policy file of some folders by id; of two with one id, the earlier folder wins. Throws InputError with one line a problem: unreadable
 * folder, bad YAML, unknown key (closest named), id that is not the file's name.
 */
export function loadPolicies(dirs: readonly string[]): Map<string, PolicyFile> {
  return readAll(dirs).files;
}

/** One policy, resolved and checked against the indicators. Throws InputError naming file, place, and the closest name that exists. */
export function loadPolicy(id: string, dirs: readonly string[], indicators: readonly AnyIndicator[]): LoadedPolicy {
  // A mistake is told with everything there is beside it; what is right needs its own files only.
  const { files, paths } = readChain(id, dirs) ?? readAll(dirs);
  if (!files.has(id)) {
    throw new InputError({
      file: dirs.join('、'),
      place: '',
      message: `没有名为“${id}”的指标体系`,
      hint: suggest(id, [...files.keys()].sort()),
    });
  }
  const resolved = resolve(id, files);
  if (!resolved.ok) throw faultError(resolved.faults, paths);
  const checked = checkPolicy(resolved.policy, indicators, files);
  if (!checked.ok) throw faultError(checked.faults, paths);
  return { policy: checked.policy, digest: canonicalDigest(checked.policy), indicators: checked.indicators };
}

/** SHA-256, hex, of a value's JSON with keys in order: the same content always gives the same digest. */
export function canonicalDigest(value: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(ordered(value)))
    .digest('hex');
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(entries.map(([k, v]) => [k, ordered(v)]));
}

/** The file of a policy and those it builds on. Null where one of them is missing or wrong. */
function readChain(
  id: string,
  dirs: readonly string[],
): { files: Map<string, PolicyFile>; paths: Map<string, string> } | null {
  const files = new Map<string, PolicyFile>();
  const paths = new Map<string, string>();
  for (let at: string | undefined = id; at !== undefined; ) {
    if (files.has(at)) return null;
    const path = pathOf(at, dirs);
    const read = path === undefined ? undefined : readPolicyFile(path);
    if (path === undefined || read === undefined || !read.ok) return null;
    files.set(at, read.file);
    paths.set(at, path);
    at = read.file.extends;
  }
  return { files, paths };
}

function pathOf(id: string, dirs: readonly string[]): string | undefined {
  for (const dir of dirs) {
    const name = namesIn(dir).find((n) => n.replace(/\.ya?ml$/, '') === id);
    if (name !== undefined) return join(dir, name);
  }
  return undefined;
}

function readAll(dirs: readonly string[]): { files: Map<string, PolicyFile>; paths: Map<string, string> } {
  const files = new Map<string, PolicyFile>();
  const paths = new Map<string, string>();
  const problems: InputProblem[] = [];
  for (const dir of dirs) {
    for (const name of namesIn(dir)) {
      const path = join(dir, name);
      const read = readPolicyFile(path);
      if (!read.ok) problems.push(...read.problems);
      else if (!files.has(read.file.id)) {
        files.set(read.file.id, read.file);
        paths.set(read.file.id, path);
      }
    }
  }
  const [first, ...rest] = problems;
  if (first) throw new InputError(first, ...rest);
  return { files, paths };
}

function namesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
      .filter((n) => /\.ya?ml$/.test(n))
      .sort();
  } catch (e) {
    const code = (e as NodeJS.ErrnoException).code;
    const message =
      code === 'ENOENT' ? '指标体系文件夹不存在' : code === 'ENOTDIR' ? '不是文件夹' : `读不出文件夹（${code}）`;
    throw new InputError({ file: dir, place: '', message, hint: '检查设置里的 policies' });
  }
}

type Read = { ok: true; file: PolicyFile } | { ok: false; problems: InputProblem[] };

/** One YAML file, parsed and checked by itself. */
export function readPolicyFile(path: string): Read {
  const bad = (place: string, message: string, hint?: string): Read => ({
    ok: false,
    problems: [{ file: path, place, message, ...(hint === undefined ? {} : { hint }) }],
  });
  let text: string;
  try {
    const { size } = statSync(path);
    if (size > maxBytes) return bad('', `文件过大（${size} 字节）`, `指标体系文件不超过 ${maxBytes} 字节`);
    text = readFileSync(path, 'utf8');
  } catch (e) {
    return bad('', `读不出文件（${(e as NodeJS.ErrnoException).code}）`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    const at = lines.linePos(error.pos[0]);
    return bad(`第 ${at.line} 行第 ${at.col} 列`, yamlText(error.code), '检查缩进、冒号后的空格和引号');
  }
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 100 });
  } catch {
    return bad('', 'YAML 别名展开过多', '不要用 & 和 * 反复引用');
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    return bad('', '不是指标体系文件：应为一组“键: 值”', '至少要有 id、title、effectiveFrom');
  }
  const parsed = PolicyFile.safeParse(content);
  if (!parsed.success) {
    const explained = explainIssues(parsed.error.issues, PolicyFile, content);
    return { ok: false, problems: explained.map((e) => ({ file: path, ...e })) };
  }
  const name = basename(path).replace(/\.ya?ml$/, '');
  if (parsed.data.id !== name) return bad('id', `编号“${parsed.data.id}”与文件名“${name}”不一致`, '改成一样的');
  return { ok: true, file: parsed.data };
}

function yamlText(code: string): string {
  if (code === 'DUPLICATE_KEY') return 'YAML 里同一个键写了两次';
  if (code === 'TAB_AS_INDENT') return 'YAML 不能用制表符缩进';
  return `不是有效的 YAML（${code}）`;
}

function faultError(faults: readonly [PolicyFault, ...PolicyFault[]], paths: ReadonlyMap<string, string>): InputError {
  const problem = (f: PolicyFault): InputProblem => ({
    file: paths.get(f.policy) ?? f.policy,
    place: f.place,
    message: f.message,
    ...(f.hint === '' ? {} : { hint: f.hint }),
  });
  const [first, ...rest] = faults;
  return new InputError(problem(first), ...rest.map(problem));
}
