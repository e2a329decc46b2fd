import type { Conclusion } from '#core/assessment.ts';
import type { Platform } from '#core/registry.ts';
import type { EvidenceView, Tally } from './types.ts';

/**
 * 更新状态 of one account as the audit sorts it, worst first. `zombie` and `sleep` are confirmed; `suspect` is silent as far as it was seen and waits
 * for a person; `unseen` says nothing either way.
 */
export const auditStates = [
  'zombie',
  'sleep',
  'suspect',
  'due',
  'unseen',
  'active',
  'young',
  'other',
  'unjudged',
] as const;
export type AuditState = (typeof auditStates)[number];

/** 一周的发布 of one account. */
export type WeekCell =
  /** The account was not open yet, or closed already. */
  | { kind: 'absent' }
  /** No complete source speaks for the week and no post of it was seen: nothing is known. */
  | { kind: 'unknown' }
  /** Complete sources leave no room for a post. */
  | { kind: 'none' }
  /** `partly`: no complete source speaks for the week, there may be more. */
  | { kind: 'posts'; count: number; partly: boolean };

/** 由谁补什么, for what could not be seen or decided. */
export type Supply = {
  /** Why it could not be told, in words. */
  reason: string;
  steps: readonly { who: '运营单位' | '检查人员'; what: string }[];
};

/** What the other items found or left open. */
export type OtherMatter = {
  title: string;
  /** `open`: not decided, and no fault found. */
  mark: 'confirmed' | 'suspected' | 'open';
  /** The first of them, where there are several. */
  message: string;
  count: number;
  remedy: string;
};

/** 信息来源 of an account in the period, newest first. */
export type SourceView = {
  kind: 'import' | 'public' | 'bridge' | 'manual';
  kindName: string;
  complete: boolean;
  /** Days the record speaks for. */
  from: string;
  to: string;
  /** 签认人, 登记人; empty: nobody. */
  person: string;
  /** Day it was looked at or imported. */
  at: string;
  posts: number;
  /** File it came from; empty for what was looked at. */
  file: string;
  sha256: string;
};

/** 一个账号. */
export type AuditRow = {
  id: string;
  anchor: string;
  platform: Platform;
  platformName: string;
  name: string;
  organization: string;
  /** Registered address; empty: none. */
  url: string;
  handle: string;
  conclusion: Conclusion;
  conclusionText: string;
  state: AuditState;
  stateName: string;
  /** What the state rests on, one sentence; empty where there is nothing to say. */
  message: string;
  /** 最近一条 that any source showed: Beijing day or minute, with its title. Null: none. */
  last: { text: string; title: string } | null;
  /** 沉默天数 since `last` or, never having posted, since the account was opened. Null: not known. */
  silentDays: number | null;
  /** Nothing was ever published since the account was opened. */
  never: boolean;
  /** Days until the newest post is too old, of those that are alive. */
  leftDays: number | null;
  supply: Supply | null;
  /** Besides 内容不更新. */
  others: readonly OtherMatter[];
  /** Weeks, oldest first; the last one is the week that has begun. */
  weeks: readonly WeekCell[];
  /** Posts seen in these weeks, and how many of them complete sources speak for. */
  posts: number;
  knownWeeks: number;
  /** 原创率, as far as posts tell; empty: none does. */
  originals: string;
  followers: string;
  /** 认证 as the platform shows it; empty: not seen. */
  certified: string;
  sources: readonly SourceView[];
  openedOn: string;
  filedOn: string;
  evidence: readonly EvidenceView[];
};

/** 合格率: at least, if every open account fails, and at most, if every one passes. Null: there is no account. */
export type PassRate = { least: number; most: number } | null;

export type AuditTotals = Tally & {
  name: string;
  zombie: number;
  sleep: number;
  suspect: number;
  /** 没有看清: not decided, in this or another item. */
  unseen: number;
  due: number;
  /** 问题 that other items found, confirmed or suspected. */
  others: number;
  posts: number;
  rate: PassRate;
};

/** 台账问题: what the register itself shows to be wrong. */
export type RegisterFault = {
  organization: string;
  title: string;
  certainty: 'confirmed' | 'suspected';
  message: string;
  remedy: string;
  since: string | null;
  evidence: readonly EvidenceView[];
  /** False: the policy has no such item, it is told so that the register can be put right. */
  inPolicy: boolean;
};

/** 一份导入的记录, of however many accounts. */
export type SourceFile = Omit<SourceView, 'posts' | 'kind'> & { accounts: number; posts: number };

/** 公开页面、桥接来源 of one platform. */
export type SourceLooks = { platformName: string; kindName: string; accounts: number; last: string };

/** 账号核查报告 as data. */
export type AccountAudit = {
  title: string;
  lead: string;
  /** What a reader must know first. */
  caveats: readonly string[];
  run: { id: string; asOf: string; generatedAt: string; tool: string; policy: string; registry: string };
  /** 更新期限 and 僵尸 line of the policy, in days; null: the policy has no such item. */
  limits: { windowDays: number; zombieDays: number; warnDays: number } | null;
  totals: AuditTotals;
  /** 催办清单: overdue first, then what is about to be. */
  urgent: readonly AuditRow[];
  /** 通报名单: confirmed only. */
  notice: { zombie: readonly AuditRow[]; sleep: readonly AuditRow[] };
  /** Not to be decided: what was not seen, of this or of another item. */
  unseen: readonly AuditRow[];
  /** 其他指标项的问题 of accounts. */
  others: readonly (OtherMatter & { row: AuditRow })[];
  /** Labels of the weeks, oldest first. */
  weeks: readonly { from: string; to: string }[];
  /** All of them, worst first. */
  rows: readonly AuditRow[];
  organizations: readonly AuditTotals[];
  platforms: readonly AuditTotals[];
  faults: readonly RegisterFault[];
  files: readonly SourceFile[];
  looks: readonly SourceLooks[];
  /** Accounts without any source in the period. */
  sourceless: number;
  closed: readonly { id: string; name: string; reason: string }[];
};
