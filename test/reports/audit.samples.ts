import type { Assessment, Conclusion, ItemAssessment, SubjectAssessment } from '#core/assessment.ts';
import { addDays, dayMs, endOfDay, startOfDay } from '#core/calendar.ts';
import type { Evidence } from '#core/evidence.ts';
import { type Observation, observationKey, type UnobservedReason } from '#core/observation.ts';
import { Account, platformNames } from '#core/registry.ts';
import type { Verdict } from '#core/verdict.ts';
import { accountUpdate } from '#indicators/account/account-update.ts';
import { type AuditRow, auditRow } from '#reports/model/account-audit.ts';

/** Invented accounts, judged by the real indicator: the audit must say what it says. A Sunday noon in Asia/Shanghai. */
export const asOf = '2026-11-22T04:00:00.000Z';
export const now = Date.parse(asOf);
export const today = '2026-11-22';
const params = { windowDays: 7, zombieDays: 90, maxLagDays: 2, warnDays: 3 };

export const importFile: Evidence = { kind: 'import', sha256: 'a'.repeat(64), url: '发布记录.xlsx', capturedAt: asOf };

export function account(id: string, more: Partial<Account> = {}): Account {
  return Account.parse({
    id,
    organization: 'office',
    platform: 'weibo',
    name: `示例${id}`,
    url: `https://weibo.com/u/10000${id.length}`,
    ...more,
  });
}

type Look = {
  /** Days ago, at noon (or with hours). */
  posts?: readonly number[];
  titles?: readonly string[];
  coverage?: 'complete' | 'partial';
  from?: string;
  to?: string;
  person?: string | null;
  source?: 'import' | 'public';
};

/** An import that speaks for its days, by default complete for two years up to today. */
export function look(a: Account, o: Look = {}): Observation<'account.posts'> {
  const to = o.to ?? today;
  const head = {
    kind: 'account.posts' as const,
    subjectId: a.id,
    target: `${a.id}#file`,
    slot: new Date(Math.min(endOfDay(to).getTime(), now)).toISOString(),
  };
  return {
    ...head,
    key: observationKey(head),
    observedAt: asOf,
    probe: { id: 'import', version: 1 },
    status: 'observed',
    value: {
      platform: a.platform,
      source: o.source ?? 'import',
      coverage: o.coverage ?? 'complete',
      window: { from: o.from ?? addDays(today, -730), to },
      attestedBy: o.person === undefined ? '林知秋' : o.person,
      posts: (o.posts ?? []).map((days, i) => {
        const at = new Date(now - days * dayMs).toISOString();
        return {
          id: `${a.id}-${i}`,
          title: o.titles?.[i] ?? `第 ${i} 条`,
          url: null,
          published: { from: at, to: at },
          original: 'original' as const,
          pinned: false,
        };
      }),
    },
    evidence: [importFile],
  };
}

export function missed(a: Account, reason: UnobservedReason, detail: string): Observation<'account.posts'> {
  const head = { kind: 'account.posts' as const, subjectId: a.id, target: a.url ?? a.id, slot: asOf };
  return {
    ...head,
    key: observationKey(head),
    observedAt: asOf,
    probe: { id: 'account', version: 1 },
    status: 'unobserved',
    reason,
    detail,
    evidence: [],
  };
}

const conclusions: Record<Verdict['outcome'], Conclusion> = {
  pass: 'qualified',
  fail: 'unqualified',
  'needs-review': 'undetermined',
};

export function item(verdict: Verdict, more: Partial<ItemAssessment> = {}): ItemAssessment {
  return {
    itemId: 'account-update',
    title: '内容不更新',
    part: 'veto',
    points: 0,
    indicator: { id: 'account-update', version: accountUpdate.version },
    clauses: [],
    params,
    applicable: true,
    verdict,
    cost: { lower: 0, upper: 0 },
    reviews: [],
    ...more,
  } as ItemAssessment;
}

export function judged(
  a: Account,
  looks: readonly Observation<'account.posts'>[],
  others: readonly ItemAssessment[] = [],
): SubjectAssessment {
  const verdict = accountUpdate.judge({
    subject: { id: a.id, type: 'account', name: a.name, record: a },
    asOf: new Date(now),
    params,
    observations: { 'account.posts': looks, 'account.profile': [] },
  }) as Verdict;
  return {
    subject: {
      id: a.id,
      type: 'account',
      name: a.name,
      organization: '示例县人民政府办公室',
      address: a.url ?? '',
      detail: platformNames[a.platform],
    },
    conclusion: conclusions[verdict.outcome],
    score: null,
    items: [item(verdict), ...others],
    openQuestions: [],
    unseen: [],
    information: [],
  };
}

export function rowOf(
  a: Account,
  looks: readonly Observation<'account.posts'>[],
  others?: readonly ItemAssessment[],
): AuditRow {
  return auditRow({
    subject: judged(a, looks, others),
    anchor: `a-${a.id}`,
    account: a,
    posts: looks,
    profiles: [],
    now,
    href: () => null,
  });
}

export function assessmentOf(subjects: readonly SubjectAssessment[], more: Partial<Assessment> = {}): Assessment {
  return {
    format: 1,
    run: {
      id: '20261122-120000-sample-abcdef',
      asOf,
      policy: { id: 'sample', title: '示例指标体系', digest: 'f'.repeat(64) },
      registry: { title: '示例县', digest: 'e'.repeat(64) },
      seed: 's',
      tool: 'xuncha 0.1.0',
      notes: [],
    },
    policy: {
      id: 'sample',
      title: '示例指标体系',
      effectiveFrom: '2019-12-18',
      notes: [],
      flow: { base: 10000, failBelow: 6000, bonusAbove: 8000 } as Assessment['policy']['flow'],
      unchecked: [],
    },
    subjects,
    skipped: [],
    ...more,
  };
}

/** Monday of the week some weeks back, as the labels tell it. */
export const monday = (weeksAgo: number): string => {
  const first = startOfDay('2026-11-16').getTime() - weeksAgo * 7 * dayMs;
  return new Date(first + 8 * 3_600_000).toISOString().slice(0, 10);
};
