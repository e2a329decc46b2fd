import { type Assessment, type Conclusion, findingId, type ItemAssessment, type ScoreRange } from './assessment.ts';
import type { Finding } from './verdict.ts';

/**
 * What became of a finding from one assessment to the next. `fixed` is only said where the later one could tell: a finding that is missing because
 * nobody could look is `unsettled`.
 */
export type FindingChange = 'new' | 'worse' | 'still' | 'eased' | 'fixed' | 'unsettled';

/** 问题变化 */
export type ComparedFinding = {
  /** Stable over runs. */
  id: string;
  change: FindingChange;
  itemId: string;
  title: string;
  /** As the later assessment puts it, else as the earlier one did. */
  finding: Finding;
};

/** 对象变化. A side is null where the subject was not assessed. */
export type ComparedSubject = {
  id: string;
  type: string;
  name: string;
  conclusion: { before: Conclusion | null; after: Conclusion | null };
  score: { before: ScoreRange | null; after: ScoreRange | null };
  findings: readonly ComparedFinding[];
};

export type Comparison = {
  before: { runId: string; asOf: string; policy: string; policyDigest: string };
  after: { runId: string; asOf: string; policy: string; policyDigest: string };
  /** Chinese: what makes the two hard to compare; empty when nothing does. */
  cautions: readonly string[];
  subjects: readonly ComparedSubject[];
};

const order: readonly FindingChange[] = ['new', 'worse', 'still', 'eased', 'unsettled', 'fixed'];

/** 前后对比 of two assessments by stable ids; the one judged from the later instant is the later one, whichever way they are given. Pure. */
export function compare(one: Assessment, other: Assessment): Comparison {
  const [before, after] = one.run.asOf <= other.run.asOf ? [one, other] : [other, one];
  const cautions: string[] = [];
  if (before.run.policy.id !== after.run.policy.id)
    cautions.push(
      `两次用的指标体系不同（${before.run.policy.title}；${after.run.policy.title}），问题的增减可能出自标准`,
    );
  else if (before.run.policy.digest !== after.run.policy.digest)
    cautions.push('两次之间指标体系或检查方法有改动，问题的增减可能出自标准');
  if (before.run.registry.digest !== after.run.registry.digest) cautions.push('两次之间台账有改动');
  const was = new Map(before.subjects.map((s) => [s.subject.id, s]));
  const is = new Map(after.subjects.map((s) => [s.subject.id, s]));
  const subjects = [...new Set([...is.keys(), ...was.keys()])].map((id): ComparedSubject => {
    const [old, now] = [was.get(id), is.get(id)];
    const subject = (now ?? old)?.subject;
    return {
      id,
      type: subject?.type ?? 'site',
      name: subject?.name ?? id,
      conclusion: { before: old?.conclusion ?? null, after: now?.conclusion ?? null },
      score: { before: old?.score ?? null, after: now?.score ?? null },
      findings: compareItems(id, old?.items ?? [], now?.items ?? []),
    };
  });
  return { before: named(before), after: named(after), cautions, subjects };
}

const named = ({ run }: Assessment) => ({
  runId: run.id,
  asOf: run.asOf,
  policy: run.policy.title,
  policyDigest: run.policy.digest,
});

type Seen = { item: ItemAssessment; finding: Finding };

function compareItems(
  subjectId: string,
  before: readonly ItemAssessment[],
  after: readonly ItemAssessment[],
): ComparedFinding[] {
  const was = findingsOf(subjectId, before);
  const is = findingsOf(subjectId, after);
  const told = new Map(after.map((i) => [i.indicator.id, tells(i)]));
  const out: ComparedFinding[] = [];
  for (const [id, { item, finding }] of is)
    out.push({ id, change: changeOf(was.get(id)?.finding, finding), itemId: item.itemId, title: item.title, finding });
  for (const [id, { item, finding }] of was)
    if (!is.has(id)) {
      const change = told.get(item.indicator.id) === true ? 'fixed' : 'unsettled';
      out.push({ id, change, itemId: item.itemId, title: item.title, finding });
    }
  return out.sort((a, b) => order.indexOf(a.change) - order.indexOf(b.change) || (a.id < b.id ? -1 : 1));
}

function findingsOf(subjectId: string, items: readonly ItemAssessment[]): Map<string, Seen> {
  const found = new Map<string, Seen>();
  for (const item of items)
    if (item.applicable)
      for (const finding of item.verdict.findings) {
        const id = findingId(item.indicator.id, subjectId, finding);
        // Two items may read one indicator: the surer finding speaks for both.
        if (found.get(id)?.finding.certainty !== 'confirmed') found.set(id, { item, finding });
      }
  return found;
}

function changeOf(was: Finding | undefined, is: Finding): FindingChange {
  if (was === undefined) return 'new';
  if (was.certainty === is.certainty) return 'still';
  return is.certainty === 'confirmed' ? 'worse' : 'eased';
}

/** Whether the later look would have shown the finding if it were still there. */
function tells(item: ItemAssessment): boolean {
  if (!item.applicable || item.unexamined === true) return false;
  return item.verdict.outcome !== 'needs-review' || item.verdict.because.kind === 'suspect';
}
