import { z } from 'zod';
import { Evidence } from './evidence.ts';
import type { IgnoreRule } from './ignores.ts';
import type { SubjectType } from './indicator.ts';
import type { UnobservedReason } from './observation.ts';
import type { Clause, Hundredths, Policy } from './policy.ts';
import type { Finding, Verdict } from './verdict.ts';

/** 得分区间: worst and best score compatible with what is known. Equal ends: nothing is left to review. */
export type ScoreRange = { lower: Hundredths; upper: Hundredths };

/** 合格 / 不合格 / 待复核. */
export type Conclusion = 'qualified' | 'unqualified' | 'undetermined';

/** 一次检查: what was asked. */
export type Run = {
  id: string;
  /** 监测时间点, UTC. */
  asOf: string;
  policy: { id: string; title: string; digest: string };
  /** 台账 title and digest of the register it was judged with. */
  registry: { title: string; digest: string };
  /** Seed of every sample drawn. */
  seed: string;
  /** Version of the program. */
  tool: string;
  /** What a reader must know before reading a verdict: compressed demo time, caps hit. Chinese. */
  notes: readonly string[];
};

/** 人工复核: a person's decision on one item of one subject, appended, never overwriting. */
export const Review = z.strictObject({
  id: z.string(),
  subjectId: z.string(),
  itemId: z.string(),
  /** Stable id of one finding; absent: the whole verdict. */
  findingId: z.string().optional(),
  decision: z.enum(['confirm', 'reject', 'pass', 'fail']),
  reason: z.string().min(1),
  person: z.string().min(1),
  at: z.iso.datetime(),
  /** With `fail` on a verdict that found nothing: which fault of the indicator the person found … */
  fault: z.string().optional(),
  /** … and what proves it. Without both, nobody can be charged. */
  evidence: z.array(Evidence).optional(),
});
export type Review = z.infer<typeof Review>;

/** Stable across runs, wording and order: what was found about what, under which indicator. */
export function findingId(indicatorId: string, subjectId: string, f: Pick<Finding, 'fault' | 'target'>): string {
  return `${subjectId}/${indicatorId}/${f.fault}/${f.target}`;
}

/** 按忽略规则不计的问题: found and shown, but neither judged nor priced, by decision of a person. */
export type IgnoredFinding = { finding: Finding; rule: IgnoreRule };

export type ItemAssessment = {
  itemId: string;
  title: string;
  part: 'veto' | 'deduction' | 'bonus';
  points: Hundredths;
  indicator: { id: string; version: number };
  clauses: readonly Clause[];
  params: Readonly<Record<string, unknown>>;
} & (
  | { applicable: false; because: string }
  | {
      applicable: true;
      /**
       * 未检: neither the machine nor a person has looked, and the policy leaves the item out of the score then. `verdict` is 无法判定, `cost`
       * what the whole index could lose by it; `score` and `conclusion` of the subject do not contain it.
       */
      unexamined?: true;
      /** After reviews. */
      verdict: Verdict;
      /** 扣分 (or, for a bonus, what is missing) at both ends. */
      cost: ScoreRange;
      /** Reviews that settled it. */
      reviews: readonly Review[];
      /** What people's ignore rules took out of the count; absent: nothing. */
      ignored?: readonly IgnoredFinding[];
      /** Set when the indicator threw: the verdict is then undeterminable. */
      error?: string;
    }
);

/** Something that was to be looked at and could not be. */
export type Unseen = {
  kind: string;
  target: string;
  slot: string;
  reason: UnobservedReason;
  detail: string;
  /** How many of the kind and reason stand in this line; absent: one. */
  count?: number;
  evidence: readonly Evidence[];
};

export type SubjectAssessment = {
  subject: {
    id: string;
    type: SubjectType;
    name: string;
    organization: string;
    address: string;
    detail: string;
    /** 首页仅为栏目导航入口的网站: its second-level pages count as its home page. */
    navigationOnly?: true;
  };
  /** Of the items that were looked at (限已检项). */
  conclusion: Conclusion;
  /** Of the items that were looked at. Null: a veto stopped the count, or the subject is not scored (accounts). */
  score: ScoreRange | null;
  /**
   * 连同未检项: range and conclusion of the whole index with the unexamined items open, at their worst lost and at their best won. Absent:
   * every applicable item was looked at, and `score` and `conclusion` are those of the whole index.
   */
  whole?: { conclusion: Conclusion; score: ScoreRange | null };
  items: readonly ItemAssessment[];
  /** Items whose review would decide the conclusion or move the score most, largest effect first. */
  openQuestions: readonly { itemId: string; effect: Hundredths | 'veto'; note: string }[];
  unseen: readonly Unseen[];
  /** Findings that carry no price and no verdict: facts a maintainer should know. */
  information: readonly { message: string; evidence: readonly Evidence[] }[];
};

/** 检查结果: what came out. Immutable; can be recomputed from the stored observations. */
export type Assessment = {
  format: 1;
  run: Run;
  policy: Pick<Policy, 'id' | 'title' | 'effectiveFrom' | 'notes' | 'flow' | 'unchecked'>;
  subjects: readonly SubjectAssessment[];
  /** 忽略规则 as they stood when it was judged, in force or not; absent: there were none. */
  ignores?: readonly IgnoreRule[];
  /** Subjects of the register that were not inspected (closed, moved), with the reason. */
  skipped: readonly { id: string; name: string; reason: string }[];
};
