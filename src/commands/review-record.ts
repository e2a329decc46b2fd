import { InputError } from '#core/errors.ts';
import { suggest } from '#core/explain.ts';
import { planReviews } from '#core/review-plan.ts';
import { decisionNames } from '#reports/model/words.ts';
import { systemClock } from '../app.ts';
import { exitCodes, type GlobalFlags } from '../flags.ts';
import { readEvidenceFile } from './evidence-file.ts';
import { runOf } from './review.ts';
import { decideOn, TypedReview } from './review-decide.ts';
import { isWrong, overrideOf } from './review-import.ts';
import { printJson, say, withData } from './session.ts';

export type ReviewRecordFlags = GlobalFlags & {
  run?: string;
  subject: string;
  item: string;
  finding?: string;
  decision: string;
  reason: string;
  person: string;
  fault?: string;
  evidence?: string[];
  override?: string;
};

/** 复核一件: one decision typed on the command line. */
export async function recordReview(flags: ReviewRecordFlags): Promise<number> {
  const override = overrideOf(flags.override);
  const { subject, item, finding = '', decision, reason, person } = flags;
  const typed = TypedReview.safeParse({ subject, item, finding, decision, reason, person });
  if (!typed.success) {
    const issue = typed.error.issues[0];
    throw new InputError({ file: `--${String(issue?.path[0])}`, place: '', message: issue?.message ?? '写法不对' });
  }
  return withData(flags, 'share', async (data) => {
    const run = await runOf(flags.run, data);
    const at = systemClock.now().toISOString();
    const { fault } = flags;
    if (fault !== undefined) await checkFault(fault, run.subjects, typed.data);
    const files = [];
    for (const path of flags.evidence ?? [])
      files.push(await readEvidenceFile(path, { file: '--evidence', place: '' }, at));
    const evidence = files.map((f) => f.evidence);
    const decided = decideOn(run, typed.data, { at, place: '这次登记', fault, evidence });
    if (isWrong(decided))
      throw new InputError({ file: `--${decided.field}`, place: '', message: decided.message, hint: decided.hint });
    const plan = planReviews([decided], await data.reviews.all(), override);
    const [problem] = plan.problems;
    if (problem) throw new InputError({ file: 'review record', ...problem, place: '' });
    for (const f of files) await data.evidence.put(f.bytes);
    await data.reviews.appendAll(plan.add);
    const name = run.subjects.find((s) => s.subject.id === subject)?.subject.name ?? subject;
    if (flags.json) printJson({ added: plan.add, known: plan.known });
    else if (plan.add.length === 0) say('以前已经这样登记过，没有再记');
    else
      say(
        `已登记：${name} [${item}] ${decisionNames[decided.review.decision]}（${person}）。执行 xuncha assess 后生效`,
      );
    return exitCodes.done;
  });
}

type Subjects = Awaited<ReturnType<typeof runOf>>['subjects'];

/** Only a fault that the indicator declares can be charged. Throws InputError. */
async function checkFault(fault: string, subjects: Subjects, typed: { subject: string; item: string }): Promise<void> {
  const { indicators } = await import('../indicators/index.ts');
  const found = subjects.find((s) => s.subject.id === typed.subject)?.items.find((i) => i.itemId === typed.item);
  const indicator = indicators.find((i) => i.id === found?.indicator.id);
  if (!indicator || Object.hasOwn(indicator.faults, fault)) return;
  throw new InputError({
    file: '--fault',
    place: fault,
    message: '这一项没有这种问题类型',
    hint: suggest(fault, Object.keys(indicator.faults)),
  });
}
