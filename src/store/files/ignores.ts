import { readFileSync, statSync } from 'node:fs';
import { LineCounter, parseDocument } from 'yaml';
import { InputError, type InputProblem } from '#core/errors.ts';
import { explainIssues, suggest } from '#core/explain.ts';
import { IgnoreFile, type IgnoreRule } from '#core/ignores.ts';
import type { Registry } from '#core/registry.ts';
import { folderError } from './disk.ts';

/** Larger than five thousand well-argued rules. */
const maxBytes = 8_000_000;
/** Lines of one refusal. */
const shown = 20;

/**
 * 忽略规则 of a data folder; none where there is no file. Throws InputError, one line a problem, naming the rule (第 2 条) and its line in the
 * file: bad YAML, unknown or missing keys, a rule that names no link or several, no day on which it ends.
 */
export function loadIgnores(path: string): readonly IgnoreRule[] {
  const text = textOf(path);
  if (text === undefined) return [];
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const fail = (place: string, message: string, hint: string): never => {
    throw new InputError({ file: path, place, message, hint });
  };
  const [error] = document.errors;
  if (error) {
    const at = lines.linePos(error.pos[0]);
    fail(`第 ${at.line} 行第 ${at.col} 列`, `不是有效的 YAML（${error.code}）`, '检查缩进、冒号后的空格和引号');
  }
  let content: unknown;
  try {
    content = document.toJS({ maxAliasCount: 100 });
  } catch {
    fail('', 'YAML 别名展开过多', '不要用 & 和 * 反复引用');
  }
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    fail('', '不是忽略规则文件：应有 version: 1 和 rules', '规则写在 rules 下面，每条以“- ”开头');
  const parsed = IgnoreFile.safeParse(content);
  if (parsed.success) return parsed.data.rules;
  const lineAt = (issuePath: readonly PropertyKey[]): string => {
    for (let depth = issuePath.length; depth > 0; depth--) {
      const node = document.getIn(issuePath.slice(0, depth), true) as { range?: [number, number, number] } | undefined;
      if (node?.range) return `第 ${lines.linePos(node.range[0]).line} 行`;
    }
    return '';
  };
  const problems = parsed.error.issues.slice(0, shown).flatMap((issue) =>
    explainIssues([issue], IgnoreFile, content).map((e): InputProblem => {
      const place = e.place.replace(/^rules\[(\d+)\]\.?/, (_, n: string) => `第 ${Number(n) + 1} 条规则 `).trim();
      return { file: path, ...e, place: [place, lineAt(issue.path)].filter((p) => p !== '').join('，') };
    }),
  );
  throw new InputError(problems[0] as InputProblem, ...problems.slice(1));
}

/** Throws InputError for a rule about a site that is not in the register: it would never match, and nobody would notice. */
export function checkIgnores(path: string, rules: readonly IgnoreRule[], registry: Pick<Registry, 'sites'>): void {
  const ids = registry.sites.map((s) => s.id);
  const known = new Set(['all', ...ids]);
  const problems = rules.flatMap((rule, i): InputProblem[] =>
    known.has(rule.site)
      ? []
      : [
          {
            file: path,
            place: `第 ${i + 1} 条规则 site`,
            message: `台账里没有编号为“${rule.site}”的网站`,
            hint: `${suggest(rule.site, ids)}；对所有网站有效的写 all`,
          },
        ],
  );
  const [first, ...rest] = problems;
  if (first) throw new InputError(first, ...rest.slice(0, shown - 1));
}

function textOf(path: string): string | undefined {
  try {
    const { size } = statSync(path);
    if (size > maxBytes)
      throw new InputError({
        file: path,
        place: '',
        message: `文件过大（${size} 字节）`,
        hint: `忽略规则文件不超过 ${maxBytes} 字节`,
      });
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw folderError(path, error);
  }
}
