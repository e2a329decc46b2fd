import { mondayOf } from '#core/account-weeks.ts';
import type { Assessment, SubjectAssessment } from '#core/assessment.ts';
import { dayMs, shanghaiDay } from '#core/calendar.ts';
import type { Finding } from '#core/verdict.ts';
import {
  type AccountAudit,
  type AuditRow,
  type AuditState,
  type AuditTotals,
  auditStates,
  type PassRate,
  type RegisterFault,
  type SourceFile,
  type SourceLooks,
} from './account-audit-types.ts';
import { auditWeeks, limitsOf } from './account-row.ts';
import { anchorOf, type EvidenceHref, evidenceView } from './subject.ts';
import type { Tally } from './types.ts';
import { dayText, minuteText } from './words.ts';

export type * from './account-audit-types.ts';
export { auditStates } from './account-audit-types.ts';
export { type AuditRowInput, auditRow, auditSince, auditWeeks, sourceNames, stateNames } from './account-row.ts';

/** A finding about the register of one unit. `inPolicy` false: the policy does not ask for it. */
export type RegisterFinding = { organization: string; title: string; finding: Finding; inPolicy: boolean };

export type AccountAuditInput = {
  assessment: Assessment;
  /** One for each account of the assessment. */
  rows: readonly AuditRow[];
  /** Besides those of the assessment itself. */
  registerFindings: readonly RegisterFinding[];
  /** Whether the register is still the one that was judged. */
  sameRegister: boolean;
  generatedAt: string;
  href: EvidenceHref;
};

/** Anchors of rows: safe and never twice. */
export function rowAnchors(): (id: string) => string {
  const taken = new Set<string>();
  return (id) => {
    const base = `a-${anchorOf(id)}`;
    let anchor = base;
    for (let n = 2; taken.has(anchor); n++) anchor = `${base}-${n}`;
    taken.add(anchor);
    return anchor;
  };
}

export function accountSubjects(a: Assessment): SubjectAssessment[] {
  return a.subjects.filter((s) => s.subject.type === 'account');
}

/** 账号核查报告: everything it says, in words. Pure: same input, same model. */
export function accountAuditOf(input: AccountAuditInput): AccountAudit {
  const { assessment, rows } = input;
  const { run } = assessment;
  const now = Date.parse(run.asOf);
  const item = accountSubjects(assessment)
    .flatMap((s) => s.items)
    .find((i) => i.indicator.id === 'account-update');
  const limits = item === undefined ? null : limitsOf(item);
  const sorted = [...rows].sort(worstFirst);
  const of = (state: AuditState): AuditRow[] => sorted.filter((r) => r.state === state);
  const totals = totalsOf('合计', rows);
  const closed = assessment.skipped.filter((s) => s.reason.startsWith('账号'));
  return {
    title: `${run.registry.title.trim()}政务新媒体账号核查报告`,
    lead: leadOf(totals, closed.length, limits),
    caveats: caveatsOf(input, totals),
    run: {
      id: run.id,
      asOf: minuteText(run.asOf),
      generatedAt: minuteText(input.generatedAt),
      tool: run.tool,
      policy: run.policy.title,
      registry: run.registry.title,
    },
    limits,
    totals,
    urgent: [...of('zombie'), ...of('sleep'), ...of('suspect'), ...of('due')],
    notice: { zombie: of('zombie'), sleep: of('sleep') },
    unseen: sorted.filter(isUnseen),
    others: sorted.flatMap((row) => row.others.filter((o) => o.mark !== 'open').map((o) => ({ ...o, row }))),
    weeks: weekLabels(now),
    rows: sorted,
    organizations: grouped(rows, (r) => r.organization),
    platforms: grouped(rows, (r) => r.platformName),
    faults: faultsOf(input),
    files: filesOf(rows),
    looks: looksOf(rows),
    sourceless: rows.filter((r) => r.sources.length === 0).length,
    closed: closed.map(({ id, name, reason }) => ({ id, name, reason })),
  };
}

const rank: Record<AuditState, number> = Object.fromEntries(auditStates.map((s, i) => [s, i])) as Record<
  AuditState,
  number
>;

/** Overdue first, the longest silent first; then by the days that are left. */
export function worstFirst(a: AuditRow, b: AuditRow): number {
  const days = (r: AuditRow): number => (r.never ? Number.MAX_SAFE_INTEGER : (r.silentDays ?? -1));
  const left = (r: AuditRow): number => r.leftDays ?? Number.MAX_SAFE_INTEGER;
  return (
    rank[a.state] - rank[b.state] ||
    left(a) - left(b) ||
    days(b) - days(a) ||
    (a.organization < b.organization ? -1 : a.organization > b.organization ? 1 : 0) ||
    (a.id < b.id ? -1 : 1)
  );
}

/** Something has to be supplied before it can be decided; a suspicion is told in the list of those overdue. */
const isUnseen = (r: AuditRow): boolean => r.supply !== null && r.state !== 'suspect';

function totalsOf(name: string, rows: readonly AuditRow[]): AuditTotals {
  const count = (state: AuditState): number => rows.filter((r) => r.state === state).length;
  const tally: Tally = {
    unqualified: rows.filter((r) => r.conclusion === 'unqualified').length,
    undetermined: rows.filter((r) => r.conclusion === 'undetermined').length,
    qualified: rows.filter((r) => r.conclusion === 'qualified').length,
    total: rows.length,
  };
  return {
    name,
    ...tally,
    zombie: count('zombie'),
    sleep: count('sleep'),
    suspect: count('suspect'),
    unseen: rows.filter(isUnseen).length,
    due: count('due'),
    others: rows.reduce((n, r) => n + r.others.reduce((m, o) => m + (o.mark === 'open' ? 0 : o.count), 0), 0),
    posts: rows.reduce((n, r) => n + r.posts, 0),
    rate: rateOf(tally),
  };
}

/** Those that are open never count as passed: they widen the rate. */
function rateOf(t: Tally): PassRate {
  if (t.total === 0) return null;
  return { least: t.qualified / t.total, most: (t.qualified + t.undetermined) / t.total };
}

/** 合格率 in words: `61.5%`, `61.5%–76.9%`. Rounded down: 99.96% is not all of them. */
export function rateText(rate: PassRate): string {
  if (rate === null) return '—';
  const percent = (r: number): string => `${(Math.floor(r * 1000 + 1e-9) / 10).toFixed(1)}%`;
  return rate.least === rate.most ? percent(rate.least) : `${percent(rate.least)}–${percent(rate.most)}`;
}

/** Worst first: most 不合格, then most open; equal ones by name. */
function grouped(rows: readonly AuditRow[], key: (r: AuditRow) => string): AuditTotals[] {
  return [...Map.groupBy(rows, key)]
    .map(([name, mine]) => totalsOf(name, mine))
    .sort(
      (a, b) =>
        b.unqualified - a.unqualified ||
        b.undetermined - a.undetermined ||
        b.total - a.total ||
        (a.name < b.name ? -1 : 1),
    );
}

/** One line for the report it stands beside. */
export function auditSummary(m: AccountAudit): string {
  const t = m.totals;
  return `账号 ${t.total} 个：僵尸 ${t.zombie}、睡眠 ${t.sleep}、疑似不更新 ${t.suspect}、没有看清 ${t.unseen}、即将到期 ${t.due}；合格率 ${rateText(t.rate)}。`;
}

function leadOf(t: AuditTotals, closed: number, limits: AccountAudit['limits']): string {
  const window =
    limits === null
      ? '本指标体系没有“内容不更新”一项，只列出看到的发布情况。'
      : `更新期限为监测时间点前 ${limits.windowDays} 天，超过 ${limits.zombieDays} 天或从未发布的列为“僵尸”。`;
  return [
    `台账中在用的账号 ${t.total} 个${closed > 0 ? `，另有 ${closed} 个已关停或注销` : ''}。`,
    `合格 ${t.qualified} 个，不合格 ${t.unqualified} 个，待复核 ${t.undetermined} 个。`,
    `其中确认“僵尸” ${t.zombie} 个、“睡眠” ${t.sleep} 个；疑似不更新、须人工核实的 ${t.suspect} 个；没有看清、还不能下结论的 ${t.unseen} 个；${t.due} 个即将到期。${t.others > 0 ? `其他指标项发现问题 ${t.others} 处（含疑似）。` : ''}`,
    window,
  ].join('');
}

function caveatsOf(input: AccountAuditInput, t: AuditTotals): string[] {
  const out = [...input.assessment.run.notes];
  if (t.undetermined > 0)
    out.push(
      `待复核的 ${t.undetermined} 个既不算合格，也不算不合格：合格率写成区间，下限是全部不合格、上限是全部合格时的比例。`,
    );
  if (!input.sameRegister) out.push('台账在这次判定之后改动过：结论按判定时的台账，链接、备案日期等按现在的台账。');
  const missing = input.assessment.policy.unchecked.filter((u) => u.subject === 'account');
  if (missing.length > 0) out.push(`结论限已检项；没有检查的有：${missing.map((u) => u.title).join('、')}。`);
  return out;
}

function weekLabels(now: number): { from: string; to: string }[] {
  const monday = mondayOf(now);
  return Array.from({ length: auditWeeks + 1 }, (_, i) => {
    const from = monday - (auditWeeks - i) * 7 * dayMs;
    return { from: shanghaiDay(new Date(from)), to: shanghaiDay(new Date(Math.min(from + 7 * dayMs - 1, now))) };
  });
}

/** What the judged items found about units, and what was looked at besides. Confirmed first, then by unit. */
function faultsOf(input: AccountAuditInput): RegisterFault[] {
  const judged = input.assessment.subjects
    .filter((s) => s.subject.type === 'organization')
    .flatMap((s) =>
      s.items.flatMap((i) =>
        i.applicable
          ? i.verdict.findings.map((finding) => ({
              organization: s.subject.name,
              title: i.title,
              finding,
              inPolicy: true,
            }))
          : [],
      ),
    );
  return [...judged, ...input.registerFindings]
    .map(
      ({ organization, title, finding, inPolicy }): RegisterFault => ({
        organization,
        title,
        certainty: finding.certainty,
        message: finding.message,
        remedy: finding.remedy,
        since: finding.since === undefined ? null : dayText(finding.since),
        evidence: finding.evidence.slice(0, 2).map((e) => evidenceView(e, input.href)),
        inPolicy,
      }),
    )
    .sort(
      (a, b) =>
        Number(a.certainty === 'suspected') - Number(b.certainty === 'suspected') ||
        Number(b.inPolicy) - Number(a.inPolicy) ||
        (a.title < b.title ? -1 : a.title > b.title ? 1 : 0) ||
        (a.organization < b.organization ? -1 : 1),
    );
}

/** 导入、人工登记 by file and by who vouches for which days. */
function filesOf(rows: readonly AuditRow[]): SourceFile[] {
  const out = new Map<string, SourceFile>();
  for (const row of rows)
    for (const s of row.sources) {
      if (s.kind !== 'import' && s.kind !== 'manual') continue;
      const key = [s.kind, s.sha256, s.person, s.from, s.to, s.complete, s.kind === 'manual' ? s.at : ''].join('|');
      const known = out.get(key);
      const { posts, kind: _, ...rest } = s;
      out.set(key, { ...rest, accounts: (known?.accounts ?? 0) + 1, posts: (known?.posts ?? 0) + posts });
    }
  return [...out.values()].sort((a, b) => (a.to < b.to ? 1 : a.to > b.to ? -1 : b.accounts - a.accounts));
}

/** 公开页面、桥接 by platform: of how many accounts something was seen, and when last. */
function looksOf(rows: readonly AuditRow[]): SourceLooks[] {
  const out = new Map<string, SourceLooks>();
  for (const row of rows)
    for (const kind of ['public', 'bridge'] as const) {
      const last = row.sources.find((s) => s.kind === kind);
      if (last === undefined) continue;
      const key = `${row.platformName}|${kind}`;
      const known = out.get(key);
      out.set(key, {
        platformName: row.platformName,
        kindName: last.kindName,
        accounts: (known?.accounts ?? 0) + 1,
        last: known === undefined || last.at > known.last ? last.at : known.last,
      });
    }
  return [...out.values()].sort((a, b) => b.accounts - a.accounts);
}
