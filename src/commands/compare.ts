import type { Assessment } from '#core/assessment.ts';
import { compare as compareAssessments } from '#core/compare.ts';
import { InputError } from '#core/errors.ts';
import { compareLines } from '#reports/text/compare.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import type { AssessmentStore } from '../store/ports.ts';
import { printJson, say, withData } from './session.ts';

/** 前后对比 of two runs; without numbers the two newest of one policy. */
export async function compare(ids: readonly string[], flags: GlobalFlags): Promise<number> {
  return withData(flags, 'share', async (data) => {
    const [one, other] = ids.length === 0 ? await newest(data.assessments) : await named(ids, data.assessments);
    const comparison = compareAssessments(one, other);
    if (flags.json) printJson(comparison);
    else for (const line of compareLines(comparison)) say(line);
    return exitCodes.done;
  });
}

async function named(ids: readonly string[], store: AssessmentStore): Promise<[Assessment, Assessment]> {
  const [a, b] = ids;
  if (a === undefined || b === undefined || ids.length > 2)
    throw new InputError({ file: 'compare', place: '', message: '要两个检查编号', hint: '或都不写，比较最近两次' });
  return [await loadRun(a, store, 'compare'), await loadRun(b, store, 'compare')];
}

/** A stored result by its number. Throws InputError that names the newest ones. */
export async function loadRun(id: string, store: AssessmentStore, command: string): Promise<Assessment> {
  const found = await store.load(id);
  if (found) return found;
  const known = await store.list(5);
  throw new InputError({
    file: command,
    place: id,
    message: '没有这个检查编号',
    hint: known.length === 0 ? '先执行 xuncha run' : `最近的有：${known.map((k) => k.runId).join('、')}`,
  });
}

async function newest(store: AssessmentStore): Promise<[Assessment, Assessment]> {
  const known = await store.list(200);
  const [last] = known;
  const before = last === undefined ? undefined : known.slice(1).find((k) => k.policy === last.policy);
  if (!last || !before)
    throw new InputError({
      file: 'compare',
      place: '',
      message: '还没有两次同一指标体系的检查结果',
      hint: '再执行一次 xuncha run，或写明两个检查编号',
    });
  return [await loadRun(before.runId, store, 'compare'), await loadRun(last.runId, store, 'compare')];
}
