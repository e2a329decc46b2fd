import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ClauseFile } from '#core/coverage.ts';
import { InputError, type InputProblem } from '#core/errors.ts';
import { explainIssues } from '#core/explain.ts';

/** 条款清单 of the folder `clauses` of some policy folders, by policy; of two for one policy the earlier folder wins. Throws InputError, a line a problem. */
export function loadClauses(policyDirs: readonly string[]): Map<string, ClauseFile> {
  const lists = new Map<string, ClauseFile>();
  const problems: InputProblem[] = [];
  for (const dir of policyDirs) {
    for (const path of filesIn(join(dir, 'clauses'))) {
      let content: unknown;
      try {
        content = parse(readFileSync(path, 'utf8'), { maxAliasCount: 100 });
      } catch {
        problems.push({ file: path, place: '', message: '不是有效的 YAML', hint: '检查缩进、冒号后的空格和引号' });
        continue;
      }
      const parsed = ClauseFile.safeParse(content);
      if (!parsed.success)
        problems.push(...explainIssues(parsed.error.issues, ClauseFile, content).map((e) => ({ file: path, ...e })));
      else if (!lists.has(parsed.data.policy)) lists.set(parsed.data.policy, parsed.data);
    }
  }
  const [first, ...rest] = problems;
  if (first) throw new InputError(first, ...rest);
  return lists;
}

/** A folder of local policies need not have a list of clauses. */
function filesIn(dir: string): string[] {
  try {
    return readdirSync(dir)
      .filter((n) => /\.ya?ml$/.test(n))
      .sort()
      .map((n) => join(dir, n));
  } catch (e) {
    if ((e as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw e;
  }
}
