import { z } from 'zod';
import { Evidence } from './evidence.ts';
import type { IgnoreRule } from './ignores.ts';
import type { SubjectType } from './indicator.ts';
import type { UnobservedReason } from './observation.ts';
import type { Clause, Hundredths, Part, Policy } from './policy.ts';
import type { Finding, Verdict } from './verdict.ts';

/** 得分区间: worst and best score compatible with what is known. Equal ends: nothing is left to review. */
export type ScoreRange = { lower: Hundredths; upper: Hundredths };

/** 合格 / 不合格 / 待复核; 不评定: nothing of the policy rates the subject, it only has duties (要求). */
export type Conclusion = 'qualified' | 'unqualified' | 'undetermined' | 'unrated';

/** 要求的结论: 符合 / 不符合 / 待核实. */
export type DutyConclusion = 'met' | 'not-met' | 'open';

/** 要求落实情况 of one subject: apart from its conclusion and score, which it never changes. */
export type Duties = { met: number; notMet: number; open: number; conclusion: DutyConclusion };

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
  /** `appeal` (申诉): the unit disagrees and says why; it changes nothing until an inspector decides. */
  decision: z.enum(['confirm', 'reject', 'pass', 'fail', 'appeal']),
  reason: z.string().min(1),
  person: z.string().min(1),
  at: z.iso.datetime(),
  /** With `fail` on a verdict that found nothing: which fault of the indicator the person found … */
  fault: z.string().optional(),
  /** … and what proves it. Without both, nobody can be charged. */
  evidence: z.array(Evidence).optional(),
  /** 佐证摘要 of what was decided on, as it was then: another one later, and the decision has run out. Absent: only time tells. */
  digest: z.string().optional(),
  /** 改判: decisions of others that this one takes the place of, and why. They stay stored. */
  supersedes: z.strictObject({ ids: z.array(z.string()).min(1), reason: z.string().min(1) }).optional(),
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
  part: Part;
  /** 年度考核 item; absent: 检查指标. */
  stage?: 'annual';
  points: Hundredths;
  /** What the text leaves open and how the policy set it. */
  notes?: readonly string[];
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
      /** Reviews that settled it, and appeals (申诉) against it. */
      reviews: readonly Review[];
      /** 佐证已变，须重新复核: decisions made on other evidence than what is there now. Absent: none. */
      expired?: readonly Review[];
      /** 佐证摘要 of the verdict before reviews; set where they changed it. */
      digest?: string;
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

/** 影响 of an open question: whether there is a veto, so many points, or only whether a duty is met. */
export type Effect = Hundredths | 'veto' | 'duty';

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
  /** 年度考核, counted apart, never added. Absent: the policy has none for this subject. */
  annual?: {
    conclusion: Conclusion;
    score: ScoreRange | null;
    whole?: { conclusion: Conclusion; score: ScoreRange | null };
  };
  /** 要求落实情况. Absent: the policy has no duties for this subject. */
  duties?: Duties;
  items: readonly ItemAssessment[];
  /** Items whose review would decide the conclusion or move the score most, largest effect first. */
  openQuestions: readonly { itemId: string; effect: Effect; note: string }[];
  unseen: readonly Unseen[];
  /** Findings that carry no price and no verdict: facts a maintainer should know. */
  information: readonly { message: string; evidence: readonly Evidence[] }[];
};

/** 单位得分的一部分: 检查指标, or 年度考核. */
export type UnitPart = {
  stage: 'inspection' | 'annual';
  /**
   * `rated`: it has a score. `vetoed`: a veto is certain, 0 分. `no-accounts`: nothing to take a mean of. `nothing-scored`: no priced item
   * was looked at. `no-class`: the policy compares no units of its class.
   */
  state: 'rated' | 'vetoed' | 'no-accounts' | 'nothing-scored' | 'no-class';
  /** A veto that is still open: the lower end is then 0. */
  vetoOpen: boolean;
  /** 单位得分, the mean of its accounts; rounded half up to 0.01 for print only. Null: there is none. */
  mean: ScoreRange | null;
  /** 同类单位最高得分, at both ends, and who has or may have it. */
  best: { range: ScoreRange; units: readonly string[] } | null;
  /** 单位最终得分: its own worst against the best reading of the others, and its own best against their worst. */
  final: ScoreRange | null;
};

/** 单位得分, with the parts side by side: the document does not say how they would be added. */
export type UnitAssessment = {
  organization: { id: string; name: string };
  /** 同类, as the policy calls it; null: none. */
  class: string | null;
  /** Accounts that went into the mean, with what each scored. */
  accounts: readonly { id: string; name: string; inspection: ScoreRange | null; annual: ScoreRange | null }[];
  /** Accounts of the unit that were not inspected: closed ones. */
  skipped: number;
  parts: readonly UnitPart[];
};

/** 检查结果: what came out. Immutable; can be recomputed from the stored observations. */
export type Assessment = {
  format: 1;
  run: Run;
  policy: Pick<Policy, 'id' | 'title' | 'effectiveFrom' | 'notes' | 'flow' | 'unchecked'>;
  subjects: readonly SubjectAssessment[];
  /** 单位得分, where the policy rates units by their accounts; see `flow.shape`. */
  units?: readonly UnitAssessment[];
  /** 忽略规则 as they stood when it was judged, in force or not; absent: there were none. */
  ignores?: readonly IgnoreRule[];
  /** Subjects of the register that were not inspected (closed, moved), with the reason. */
  skipped: readonly { id: string; name: string; reason: string }[];
};
