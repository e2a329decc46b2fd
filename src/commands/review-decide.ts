import { z } from 'zod';
import { type Assessment, findingId, type Review } from '#core/assessment.ts';
import type { Evidence } from '#core/evidence.ts';
import { type ApplicableItem, decisionWords, itemDigest } from '#core/open-reviews.ts';
import { findingDigest, findingKey } from '#core/review.ts';
import type { ProposedReview } from '#core/review-plan.ts';

/** What a person typed about one decision, in whichever form. */
export const TypedReview = z.strictObject({
  subject: z.string().trim().min(1, '没有填').max(64, '超过 64 个字符'),
  item: z.string().trim().min(1, '没有填').max(64, '超过 64 个字符'),
  /** Short or full id of a finding; '' or 整项: the whole item. */
  finding: z.string().trim().max(4000, '太长'),
  decision: z.string().trim().min(1, '没有填').max(20, '看不懂'),
  reason: z.string().trim().min(1, '没有填').max(2000, '超过 2000 个字符'),
  person: z.string().trim().min(1, '没有填').max(60, '超过 60 个字符'),
  /** 佐证摘要 the worksheet carries; absent: decided on what the run shows. */
  digest: z.string().trim().min(1, '没有填').max(64, '看不懂').optional(),
});
export type TypedReview = z.output<typeof TypedReview>;

/** One thing wrong with a decision: which field, what, how to mend it. */
export type Wrong = { field: keyof TypedReview | 'fault' | 'evidence'; message: string; hint: string };

const whole = '整项';
const decisions: Readonly<Record<string, Review['decision']>> = {
  ...decisionWords.finding,
  ...decisionWords.whole,
  确认: 'confirm',
  不成立: 'reject',
  confirm: 'confirm',
  reject: 'reject',
  pass: 'pass',
  fail: 'fail',
  appeal: 'appeal',
};

/**
 * A decision as checked against the run it was made on: subject, item and finding are there, the evidence is what the person saw, the word
 * fits the matter. Pure.
 */
export function decideOn(
  run: Assessment,
  typed: TypedReview,
  more: { at: string; place: string; fault?: string | undefined; evidence?: readonly Evidence[] },
): ProposedReview | Wrong {
  const subject = run.subjects.find((s) => s.subject.id === typed.subject);
  if (!subject)
    return wrong('subject', `检查 ${run.run.id} 里没有对象“${typed.subject}”`, '检查编号和对象编号都不要改动');
  const item = subject.items.find((i) => i.itemId === typed.item);
  if (!item) return wrong('item', `${subject.subject.name}没有指标项“${typed.item}”`, '检查指标项编号');
  if (!item.applicable) return wrong('item', `“${item.title}”对${subject.subject.name}不适用`, '不适用的项不用复核');
  const finding =
    typed.finding === '' || typed.finding === whole ? null : findingOf(item, subject.subject.id, typed.finding);
  if (finding === undefined)
    return wrong(
      'finding',
      `这次检查的“${item.title}”没有问题“${typed.finding.slice(0, 60)}”`,
      '用 review list --json 查看问题编号',
    );
  const decision = Object.hasOwn(decisions, typed.decision) ? decisions[typed.decision] : undefined;
  const allowed = finding === null ? decisionWords.whole : decisionWords.finding;
  if (decision === undefined || !Object.values(allowed).includes(decision))
    return wrong('decision', `“${typed.decision}”不是这里能填的结论`, `填 ${Object.keys(allowed).join('、')} 之一`);
  const digest = finding === null ? itemDigest(item) : findingDigest(finding);
  if (typed.digest !== undefined && typed.digest !== digest)
    return wrong('digest', '与这次检查的佐证对不上，表被改动过', '重新导出复核表再填');
  if (finding === null && item.verdict.basis.to === '' && decision !== 'appeal')
    return wrong(
      'decision',
      '这一项还没有任何监测记录，没有可以复核的东西',
      '先监测；由人检查过的，用 xuncha record 登记',
    );
  const proof = more.evidence ?? [];
  if (
    finding === null &&
    decision === 'fail' &&
    item.verdict.findings.length === 0 &&
    (more.fault === undefined || proof.length === 0)
  )
    return wrong(
      more.fault === undefined ? 'fault' : 'evidence',
      '程序没有列出问题，只写“存在问题”不能作为依据',
      '用 xuncha review record 写明 --fault 问题类型，并用 --evidence 附佐证',
    );
  const subjectId = subject.subject.id;
  return {
    place: more.place,
    review: {
      subjectId,
      itemId: item.itemId,
      ...(finding === null ? {} : { findingId: findingId(item.indicator.id, subjectId, finding) }),
      decision,
      reason: typed.reason,
      person: typed.person,
      at: more.at,
      ...(more.fault === undefined ? {} : { fault: more.fault }),
      ...(proof.length === 0 ? {} : { evidence: [...proof] }),
      digest,
    },
    inForce: (earlier) => speaks(earlier, item, subjectId, run.run.asOf),
  };
}

function wrong(field: Wrong['field'], message: string, hint: string): Wrong {
  return { field, message, hint };
}

/** Found anew for each row of a worksheet: kept by item. */
const byItem = new WeakMap<object, Map<string, ApplicableItem['verdict']['findings'][number]>>();

function findingOf(item: ApplicableItem, subjectId: string, id: string) {
  let known = byItem.get(item);
  if (!known) {
    known = new Map();
    for (const f of item.verdict.findings) {
      known.set(findingKey(item.indicator.id, subjectId, f), f);
      known.set(findingId(item.indicator.id, subjectId, f), f);
    }
    byItem.set(item, known);
  }
  return known.get(id);
}

/** Whether an earlier decision is about the evidence of this run. */
function speaks(earlier: Review, item: ApplicableItem, subjectId: string, asOf: string): boolean {
  // One that took its finding away shows only here.
  if (item.reviews.some((r) => r.id === earlier.id)) return true;
  if (earlier.digest === undefined) return earlier.at >= asOf;
  if (earlier.findingId === undefined) return earlier.digest === itemDigest(item);
  const f = findingOf(item, subjectId, earlier.findingId);
  return f !== undefined && findingDigest(f) === earlier.digest;
}
