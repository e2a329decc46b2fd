import type { Conclusion, Duties, Effect, ScoreRange, UnitAssessment } from '#core/assessment.ts';
import type { Evidence } from '#core/evidence.ts';
import type { SubjectType } from '#core/indicator.ts';
import type { Hundredths, Part } from '#core/policy.ts';

/** 检查结论, worst first where sorted. */
export type Tally = { unqualified: number; undetermined: number; qualified: number; total: number };

/** 判定 of one item as a reader meets it: the two kinds of needs-review are told apart, and what nobody looked at (未检) from both. */
export type Mark = 'fail' | 'suspect' | 'undeterminable' | 'pass' | 'unexamined' | 'not-applicable';

/** 条款 as printed: 上位依据 and 本地依据 stand side by side when a local policy changed the item. */
export type ClauseView = {
  /** 依据, or 上位依据 / 本地依据 when there are several. */
  label: string;
  document: string;
  section: string;
  summary: string;
  /** False: wording not checked in the document itself, printed as 未核对原文. */
  verified: boolean;
};

/** 佐证 as a reader can open it. */
export type EvidenceView = {
  kind: Evidence['kind'];
  /** 网页源码, 访问记录, 截图, 证书, 导入文件, with what must be known of it. */
  kindName: string;
  /** 小图 of a screenshot as a data URI; null when the report holds none. */
  preview: string | null;
  /** Relative path or http(s) address of the stored bytes, null when they were not kept beside the report. */
  href: string | null;
  sha256: string;
  /** Where the bytes came from. */
  url: string;
  /** Beijing time. */
  capturedAt: string;
  /** 位置 inside it, in words; empty when the whole of it is meant. */
  place: string;
};

/** 问题: where, since when, what to do; why is the clause of its item. */
export type FindingView = {
  /** Stable over runs (findingId of the core). */
  id: string;
  fault: string;
  certainty: 'confirmed' | 'suspected';
  message: string;
  target: string;
  /** Beijing day it was seen first, null when the observations do not tell. */
  since: string | null;
  /** Beijing time of the newest evidence. */
  seen: string;
  remedy: string;
  evidence: readonly EvidenceView[];
};

/** 人工复核 as printed. */
export type ReviewView = {
  person: string;
  at: string;
  decision: string;
  reason: string;
  findingId: string | null;
  evidence: readonly EvidenceView[];
};

/** 指标项 of one subject. */
export type ItemView = {
  id: string;
  anchor: string;
  title: string;
  part: Part;
  /** 年度考核 item; null: 检查指标. */
  stage: 'annual' | null;
  /** 单项否决, 扣分 5 分, 加分 3 分, 要求. */
  partText: string;
  mark: Mark;
  /** 未发现问题, 存在问题, 疑似 … */
  markText: string;
  /** 检查了多少、多少看不到、起止日期; for 不适用 the reason. */
  basis: string;
  /** Why it is open, empty when it is not. */
  because: string;
  notes: readonly string[];
  /** 扣 1.5 分, 扣 0–1.5 分, 得 5 分; empty for a veto, for 未检 and for 不适用. */
  costText: string;
  cost: ScoreRange | null;
  clauses: readonly ClauseView[];
  findings: readonly FindingView[];
  /** Found, but not charged by decision of a person; still shown. */
  ignored: readonly IgnoredView[];
  reviews: readonly ReviewView[];
  /** Set when the program itself failed on this item. */
  error: string | null;
  /** 判定程序 with version and its params, for whoever must defend or recompute it. */
  judgedBy: string;
};

/** 未能观察 of one subject: what of one kind was missed for one reason. */
export type UnseenView = {
  kindName: string;
  reason: string;
  reasonName: string;
  /** Who can do what about it. */
  advice: string;
  count: number;
  /** Beijing times of the first and the last. */
  from: string;
  to: string;
  examples: readonly { target: string; detail: string; evidence: readonly EvidenceView[] }[];
};

/** 待复核: one question whose answer would decide the conclusion or move the score. */
export type OpenQuestionView = {
  itemId: string;
  itemTitle: string;
  itemAnchor: string;
  effect: Effect;
  /** 决定是否单项否决, 影响 1.5 分, 要求是否落实. */
  effectText: string;
  note: string;
};

/** 按忽略规则不计的问题 as printed. */
export type IgnoredView = { finding: FindingView; what: string; why: string; person: string; expires: string };

/** 检查对象 with everything found about it. */
export type SubjectView = {
  id: string;
  anchor: string;
  type: SubjectType;
  typeName: string;
  /** 类型 where it tells namesakes apart: the platform of an account, else as `typeName`. */
  kindText: string;
  name: string;
  organization: string;
  address: string;
  detail: string;
  conclusion: Conclusion;
  conclusionText: string;
  /** Nothing of the policy rates it: it has duties (要求) only. */
  unrated: boolean;
  /** The policy holds items that were not checked: conclusion and score hold for the checked ones only. */
  partial: boolean;
  /** 连同未检项: what the whole index comes to with them open, in one sentence as well; null: nothing is unexamined, or an old file does not tell. */
  whole: {
    conclusion: Conclusion;
    conclusionText: string;
    score: ScoreRange | null;
    /** 3.0–130.0; empty where there is none. */
    scoreText: string;
    text: string;
  } | null;
  /** 年度考核, in one sentence; null: the policy has none for this subject. */
  annual: { conclusion: Conclusion; conclusionText: string; score: ScoreRange | null; text: string } | null;
  /** 要求落实情况, in one sentence; null: the policy has no duties for this subject. */
  duties: (Duties & { text: string; conclusionText: string }) | null;
  score: ScoreRange | null;
  /** 97.5, 92.0–97.5, or why there is none. */
  scoreText: string;
  /** One sentence: what the conclusion rests on. */
  reason: string;
  items: readonly ItemView[];
  openQuestions: readonly OpenQuestionView[];
  unseen: readonly UnseenView[];
  information: readonly { message: string; evidence: readonly EvidenceView[] }[];
  /** 链接问题清单 beside the report; null: none. Paths seen from the report. */
  linkReport: { html: string; csv: string; text: string } | null;
  counts: { confirmed: number; suspected: number; open: number; unseen: number };
};

/** 结论汇总 of one kind of subject. */
export type LedgerRow = Tally & { type: SubjectType; typeName: string };

/** 单位汇总. */
export type OrganizationRow = Tally & {
  organization: string;
  /** The unit's own section, where it is a subject itself; null: it is none. */
  anchor: string | null;
  /** 要求 of the unit and of all it holds: 符合 12，不符合 1，待核实 30; empty: there are none. */
  dutiesText: string;
  confirmed: number;
  suspected: number;
  subjects: readonly { name: string; anchor: string; conclusion: Conclusion; conclusionText: string }[];
};

/** 覆盖范围: how much of the policy was checked for one kind of subject. */
export type ScopeRow = {
  type: SubjectType;
  typeName: string;
  partial: boolean;
  checked: Readonly<Record<'veto' | 'deduction' | 'bonus', { items: number; points: Hundredths }>>;
  unchecked: Readonly<Record<'veto' | 'deduction' | 'bonus', { items: number; points: Hundredths }>>;
  /** One sentence with the figures above. */
  text: string;
  uncheckedItems: readonly {
    title: string;
    part: 'veto' | 'deduction' | 'bonus';
    partText: string;
    section: string;
    /** 全部, or how many of the subjects it applies to: 7 个中的 2 个. */
    where: string;
  }[];
};

/** 整改清单: one line per fault and remedy of one item, for the person who must mend it. */
export type RectificationRow = {
  itemTitle: string;
  itemAnchor: string;
  part: Part;
  costText: string;
  certainty: 'confirmed' | 'suspected';
  count: number;
  /** The first finding in full; the rest stands in the subject's own section. */
  message: string;
  place: string;
  since: string | null;
  /** Beijing time of the newest evidence of the first finding. */
  seen: string;
  remedy: string;
};
export type RectificationGroup = {
  name: string;
  organization: string;
  anchor: string;
  conclusion: Conclusion;
  conclusionText: string;
  rows: readonly RectificationRow[];
};

/** 要求落实情况 of one demand over all subjects it binds. */
export type DutyRow = {
  itemId: string;
  title: string;
  typeName: string;
  clauses: readonly ClauseView[];
  met: number;
  notMet: number;
  /** Looked at and not settled, and not looked at at all. */
  open: number;
  unexamined: number;
  /** Those that do not meet it, then those under suspicion. */
  subjects: readonly { name: string; anchor: string; mark: Mark; markText: string }[];
};

/** 单位得分 as printed, one row a unit. */
export type UnitRow = {
  id: string;
  name: string;
  className: string;
  accounts: readonly { name: string; anchor: string | null; text: string }[];
  parts: readonly { title: string; state: UnitAssessment['parts'][number]['state']; finalText: string; text: string }[];
};

/** 不适用: an item and the subjects it was not put to. */
export type NotApplicableRow = {
  title: string;
  because: string;
  clause: ClauseView | null;
  subjects: readonly { name: string; anchor: string }[];
};

/** 检查说明: what is needed to repeat the judgement. */
export type RunFacts = {
  id: string;
  /** 监测时间点, Beijing time. */
  asOf: string;
  generatedAt: string;
  policy: { id: string; title: string; digest: string; effectiveFrom: string; notes: readonly string[] };
  registry: { title: string; digest: string };
  seed: string;
  tool: string;
  notes: readonly string[];
  flow: {
    base: string;
    failBelow: string;
    bonusAbove: string;
    exemptFull: string | null;
    /** 单位按账号平均分评定. */
    byUnit: boolean;
    /** 两条线按折算前的分数判断. */
    gatesOnCounted: boolean;
  };
};

/** 随报告的其他文件, paths seen from the report. */
export type BesideView = {
  /** 账号核查报告, with its sum in one sentence. */
  accountAudit?: { html: string; xlsx: string; csv: string; text: string };
  /** 问题台账. */
  issues?: string;
};

/** 报告 as data: all words chosen, nothing escaped yet. Both HTML and text are made from it. */
export type ReportModel = {
  title: string;
  /** One subject only: the lists over many subjects are left out. */
  single: boolean;
  beside?: BesideView;
  run: RunFacts;
  /** Some item of the policy was not checked. */
  partial: boolean;
  ledger: readonly LedgerRow[];
  all: Tally;
  scope: readonly ScopeRow[];
  organizations: readonly OrganizationRow[];
  /** 要求落实情况, demand by demand; empty where the policy has none. */
  duties: readonly DutyRow[];
  /** 单位得分; empty where the policy does not rate units by their accounts. */
  units: readonly UnitRow[];
  /** Worst conclusion first. */
  subjects: readonly SubjectView[];
  rectification: readonly RectificationGroup[];
  /** 待复核清单, largest effect first. */
  reviewQueue: readonly (OpenQuestionView & { subject: string; organization: string; anchor: string })[];
  /** 未能观察 over all subjects, most frequent reason first. */
  unseen: readonly {
    reason: string;
    reasonName: string;
    advice: string;
    count: number;
    subjects: readonly { name: string; anchor: string; count: number }[];
  }[];
  notApplicable: readonly NotApplicableRow[];
  skipped: readonly { id: string; name: string; reason: string }[];
};
