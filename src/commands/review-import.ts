import type { Assessment } from '#core/assessment.ts';
import { InputError, type InputProblem } from '#core/errors.ts';
import { type ProposedReview, planReviews } from '#core/review-plan.ts';
import type { Entry } from '#crawlers/import/header.ts';
import { refuse } from '#crawlers/import/refuse.ts';
import { systemClock } from '../app.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import type { DataFolder } from '../store/data-folder.ts';
import { readFilledSheet } from './filled-sheet.ts';
import { decideOn, TypedReview, type Wrong } from './review-decide.ts';
import { reviewColumns } from './review-sheet.ts';
import { printJson, say, withData } from './session.ts';

export type ReviewImportFlags = GlobalFlags & { override?: string };
type Field = keyof typeof reviewColumns;

/** Takes over a filled 复核表, whole or not at all. */
export async function importReviews(file: string, flags: ReviewImportFlags): Promise<number> {
  const override = overrideOf(flags.override);
  return withData(flags, 'share', async (data) => {
    const done = await takeOver(file, data, { override, at: systemClock.now().toISOString() });
    if (flags.json) printJson(done);
    else {
      const superseding = done.superseding > 0 ? `，其中改判 ${done.superseding} 条` : '';
      const known = done.known > 0 ? `，${done.known} 条以前已经导入` : '';
      const blank = done.blank > 0 ? `，${done.blank} 行还没有复核` : '';
      say(`已导入复核 ${done.added} 条${superseding}${known}${blank}`);
      if (done.added > 0) say('执行 xuncha assess 后生效');
    }
    return exitCodes.done;
  });
}

/** 改判的理由. Throws InputError. */
export function overrideOf(typed: string | undefined): string | undefined {
  if (typed === undefined) return undefined;
  const text = typed.trim();
  if (text === '' || text.length > 500)
    throw new InputError({ file: '--override', place: '', message: '要写明改判的原因，不超过 500 个字符' });
  return text;
}

export async function takeOver(
  file: string,
  data: Pick<DataFolder, 'assessments' | 'reviews'>,
  o: { override: string | undefined; at: string },
): Promise<{ added: number; known: number; superseding: number; blank: number }> {
  const { entries, title } = await readFilledSheet<Field>(file, reviewColumns, { from: 'xuncha review export' });
  const problems: InputProblem[] = [];
  const proposed: ProposedReview[] = [];
  const runs = new Map<string, Assessment | undefined>();
  const bad = (entry: Entry<Field>, field: Field, message: string, hint: string) =>
    problems.push({ file, place: `${entry.place}“${title(field)}”`, message, hint });
  let blank = 0;
  for (const entry of entries) {
    const filled = (['decision', 'reason', 'person'] as const).filter((f) => entry.get(f) !== '');
    if (filled.length === 0) {
      blank++;
      continue;
    }
    const typed = TypedReview.safeParse({
      subject: entry.get('subject'),
      item: entry.get('item'),
      finding: entry.get('finding'),
      decision: entry.get('decision'),
      reason: entry.get('reason'),
      person: entry.get('person'),
      digest: entry.get('digest'),
    });
    if (!typed.success) {
      for (const issue of typed.error.issues)
        bad(entry, issue.path[0] as Field, issue.message, '复核结论、原因、复核人三列要一起填，隐藏的列不要改动');
      continue;
    }
    if (entry.get('finding') === '') {
      bad(entry, 'finding', '没有填', '隐藏的列不要改动；针对整项的写“整项”');
      continue;
    }
    const id = entry.get('run');
    if (!runs.has(id)) runs.set(id, id === '' ? undefined : await data.assessments.load(id));
    const run = runs.get(id);
    if (run === undefined) {
      bad(entry, 'run', `没有检查编号“${id.slice(0, 80)}”`, '要用同一个数据目录导出的复核表');
      continue;
    }
    const decided = decideOn(run, typed.data, { at: o.at, place: entry.place });
    if (isWrong(decided))
      bad(entry, decided.field in reviewColumns ? (decided.field as Field) : 'decision', decided.message, decided.hint);
    else proposed.push(decided);
  }
  refuse(file, problems);
  if (proposed.length === 0)
    throw new InputError({
      file,
      place: '',
      message: '没有一行填了复核结论',
      hint: '填好“复核结论”“原因”“复核人”再导入',
    });
  const plan = planReviews(proposed, await data.reviews.all(), o.override);
  refuse(
    file,
    plan.problems.map((p) => ({ file, ...p })),
  );
  const added = await data.reviews.appendAll(plan.add);
  return { added, known: plan.known, superseding: plan.superseding, blank };
}

export function isWrong(x: ProposedReview | Wrong): x is Wrong {
  return 'field' in x;
}
