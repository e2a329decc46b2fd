import { resolve } from 'node:path';
import { type Coverage, coverageOf } from '#core/coverage.ts';
import { InputError } from '#core/errors.ts';
import { suggest } from '#core/explain.ts';
import { coverageLines } from '#reports/text/coverage.ts';
import { configOf, programRoot } from '../app.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import { indicators } from '../indicators/index.ts';
import { loadClauses } from '../store/files/clauses.ts';
import { loadPolicy } from '../store/files/policies.ts';
import { printJson, say } from './session.ts';

/** 条款覆盖: every clause of the documents, what looks at it, and what the machine may decide alone. */
export async function coverage(flags: GlobalFlags): Promise<number> {
  const { policy: asked, ...rest } = flags;
  const { config } = configOf(rest);
  const dirs = [...config.policies.map((d) => resolve(d)), resolve(programRoot, 'data/policies')];
  const lists = loadClauses(dirs);
  if (asked !== undefined && !lists.has(asked))
    throw new InputError({
      file: '--policy',
      place: asked,
      message: '没有这套指标体系的条款清单',
      hint: suggest(asked, [...lists.keys()].sort()),
    });
  const all = [...lists.values()]
    .filter((l) => asked === undefined || l.policy === asked)
    .map((l): Coverage => coverageOf(l, loadPolicy(l.policy, dirs, indicators).policy, indicators));
  if (flags.json) printJson(all);
  else for (const line of all.flatMap((c, i) => (i > 0 ? ['', ...coverageLines(c)] : coverageLines(c)))) say(line);
  return all.some((c) => c.problems.length > 0) ? exitCodes.fault : exitCodes.done;
}
