import {
  type Assessment,
  type Effect,
  findingId,
  type ItemAssessment,
  type Review,
  type SubjectAssessment,
} from './assessment.ts';
import { answerTo, findingDigest, findingKey, verdictDigest } from './review.ts';
import type { Finding } from './verdict.ts';

export type ApplicableItem = ItemAssessment & { applicable: true };

/** 待复核的一件事: one finding, or one whole verdict, that a person is to decide. */
export type OpenReview = {
  subject: SubjectAssessment['subject'];
  item: ApplicableItem;
  /** Null: the whole verdict. */
  finding: Finding | null;
  /** Stable id for `Review.findingId`; undefined: the whole verdict. */
  findingId: string | undefined;
  /** The short form of it in worksheets; '' for a whole verdict. */
  key: string;
  /** 佐证摘要 */
  digest: string;
  effect: Effect;
  /** Why it is open, Chinese. */
  note: string;
  /** 尚未答复的申诉 against it. */
  appeal: Review | undefined;
  /** 佐证已变: the decision that has run out. */
  expired: Review | undefined;
  /** Nothing was looked at at all: there is nothing that a person could decide on, only something to look at. */
  blind: boolean;
};

/** 佐证摘要 of the verdict of an item as the machine gave it: what a decision on the whole item has to carry. */
export const itemDigest = (item: ApplicableItem): string => item.digest ?? verdictDigest(item.verdict);

/**
 * 待复核清单 of one run: what is open by its effect on the conclusion, vetoes first, then points, then duties; of equal effect an appeal
 * first, then in the order of the report. Appeals stand in it also where nothing else is open.
 */
export function openReviews(assessment: Pick<Assessment, 'subjects'>): OpenReview[] {
  const all = assessment.subjects.flatMap(ofSubject);
  // Array sort is stable: equal ones stay in the order of the report.
  return all.sort(
    (a, b) => weight(b.effect) - weight(a.effect) || Number(b.appeal !== undefined) - Number(a.appeal !== undefined),
  );
}

/** How much an effect counts, for sorting: a veto above all points, a duty below. */
export function weight(e: Effect): number {
  return e === 'veto' ? Number.MAX_SAFE_INTEGER : e === 'duty' ? -1 : e;
}

function ofSubject(s: SubjectAssessment): OpenReview[] {
  const questions = new Map(s.openQuestions.map((q) => [q.itemId, q]));
  return s.items.flatMap((item) => {
    if (!item.applicable || item.unexamined === true) return [];
    const question = questions.get(item.itemId);
    const effect: Effect =
      question?.effect ?? (item.part === 'veto' || item.part === 'duty' ? item.part : item.cost.upper);
    const pending = item.reviews.filter((r) => r.decision === 'appeal' && answerTo(r, item.reviews) === undefined);
    const entry = (finding: Finding | null): OpenReview => {
      const id = finding === null ? undefined : findingId(item.indicator.id, s.subject.id, finding);
      const appeal = pending.find((r) => r.findingId === id);
      const expired = item.expired?.find((r) => r.findingId === id);
      return {
        subject: s.subject,
        item,
        finding,
        findingId: id,
        key: finding === null ? '' : findingKey(item.indicator.id, s.subject.id, finding),
        digest: finding === null ? itemDigest(item) : findingDigest(finding),
        effect,
        note: finding === null ? (question?.note ?? '') : finding.message,
        appeal,
        expired,
        blind: finding === null && item.verdict.basis.to === '' && appeal === undefined,
      };
    };
    const { verdict } = item;
    const findings = verdict.findings
      .map(entry)
      .filter((e) => e.appeal !== undefined || (question !== undefined && e.finding?.certainty === 'suspected'));
    const blind =
      verdict.outcome === 'needs-review' && (verdict.because.kind === 'undeterminable' || findings.length === 0);
    const whole = entry(null);
    return (question !== undefined && blind) || whole.appeal !== undefined ? [...findings, whole] : findings;
  });
}

/** What a decision on one matter may be called in a worksheet; the first two are what an inspector chooses from. */
export const decisionWords: {
  readonly finding: Readonly<Record<string, Review['decision']>>;
  readonly whole: Readonly<Record<string, Review['decision']>>;
} = {
  finding: { 属实: 'confirm', 不属实: 'reject', 申诉: 'appeal' },
  whole: { 没有问题: 'pass', 存在问题: 'fail', 申诉: 'appeal' },
};
