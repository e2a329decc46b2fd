import type { Assessment, SubjectAssessment } from '#core/assessment.ts';
import type { Evidence } from '#core/evidence.ts';
import type { Observation } from '#core/observation.ts';
import { registerViews } from '#core/register-view.ts';
import type { Account, Registry } from '#core/registry.ts';
import { registerCheck, registerCheckDays } from '#pipeline/register-check.ts';
import {
  type AccountAudit,
  type AuditRow,
  accountAuditOf,
  accountSubjects,
  auditRow,
  auditSince,
  auditSummary,
  type RegisterFinding,
  rowAnchors,
} from '#reports/model/account-audit.ts';
import type { EvidenceStore, ObservationStore } from '../store/ports.ts';
import { addEvidence } from './link-reports.ts';
import { digestOf } from './session.ts';

/** Folder of the account audit inside a run folder, and the name of its files. */
export const auditFolder = '账号核查';
/** Files of evidence that only the register check cites. */
const mostEvidence = 500;

export type AuditSource = { assessment: Assessment; registry: Registry; observations: ObservationStore };

type Loaded = { rows: AuditRow[]; found: RegisterFinding[] };

/**
 * Rows and register faults, unit by unit: only what one unit showed is held at a time. Null: there is no account to speak of.
 */
async function load(source: AuditSource, href: (sha256: string) => string | null): Promise<Loaded | null> {
  const { assessment, registry, observations } = source;
  const subjects = accountSubjects(assessment);
  if (subjects.length === 0) return null;
  const { asOf } = assessment.run;
  const now = Date.parse(asOf);
  const since = auditSince(now, lookbackOf(subjects));
  const accounts = new Map(registry.accounts.map((a) => [a.id, a]));
  const anchorFor = rowAnchors();
  const looksOf = async (id: string) => ({
    posts: await observations.window('account.posts', id, since, asOf),
    profiles: await observations.window('account.profile', id, since, asOf),
  });
  type Looks = Awaited<ReturnType<typeof looksOf>>;
  const rows: AuditRow[] = [];
  const add = (subject: SubjectAssessment, account: Account | undefined, looks: Looks): void =>
    void rows.push(auditRow({ subject, account, anchor: anchorFor(subject.subject.id), ...looks, now, href }));

  const judged = new Set(
    assessment.subjects
      .filter((s) => s.subject.type === 'organization')
      .flatMap((s) => s.items.map((i) => i.indicator.id)),
  );
  const evidence: Evidence = { kind: 'import', sha256: assessment.run.registry.digest, url: '台账', capturedAt: asOf };
  const views = registerViews(registry, evidence);
  const byUnit = Map.groupBy(subjects, (s) => accounts.get(s.subject.id)?.organization);
  const found: RegisterFinding[] = [];
  for (const [unit, mine] of byUnit) {
    const view = unit === undefined ? undefined : views.get(unit);
    const looks = new Map<string, Looks>();
    const ids = view === undefined ? mine.map((s) => s.subject.id) : view.accounts.map((a) => a.id);
    for (const id of ids) looks.set(id, await looksOf(id));
    for (const subject of mine)
      add(subject, accounts.get(subject.subject.id), looks.get(subject.subject.id) ?? { posts: [], profiles: [] });
    if (view === undefined) continue;
    const all = [...looks.values()];
    const faults = registerCheck({
      view,
      posts: all.flatMap((l): readonly Observation<'account.posts'>[] => l.posts),
      profiles: all.flatMap((l): readonly Observation<'account.profile'>[] => l.profiles),
      judged,
      asOf: new Date(asOf),
    });
    found.push(...faults.map((f) => ({ organization: view.organization.name, inPolicy: false, ...f })));
  }
  return { rows, found };
}

/** As far back as the policy looked, so that the newest post of a dead account is known too. */
function lookbackOf(subjects: readonly SubjectAssessment[]): number {
  const params = subjects.flatMap((s) => s.items).find((i) => i.indicator.id === 'account-update')?.params ?? {};
  const n = (key: string): number => (typeof params[key] === 'number' ? params[key] : 0);
  return Math.max(n('windowDays'), n('zombieDays'), registerCheckDays) + n('maxLagDays');
}

export type AuditFiles = { html: string; csv: string; xlsx: string; summary: string; model: AccountAudit };

/**
 * 账号核查报告 with its tables, put into `files`. `folder`: where inside the run folder, '' for the run folder itself. `href`: where evidence lies, seen
 * from the run folder. Null: there is no account.
 */
export async function addAccountAudit(
  files: Map<string, string | Uint8Array>,
  source: AuditSource,
  o: {
    folder: string;
    href: (sha256: string) => string | null;
    evidence: EvidenceStore;
    generatedAt: string;
    report: string | null;
  },
): Promise<AuditFiles | null> {
  const up = (path: string | null) => (path === null ? null : o.folder === '' ? path : `../${path}`);
  const loaded = await load(source, (sha256) => up(o.href(sha256)));
  if (loaded === null) return null;
  const cited = new Set(loaded.found.flatMap((f) => f.finding.evidence.slice(0, 2).map((e) => e.sha256)));
  const missing = [...cited].filter((sha256) => o.href(sha256) === null).slice(0, mostEvidence);
  const more = await addEvidence(files, missing, o.evidence);
  const model = accountAuditOf({
    assessment: source.assessment,
    rows: loaded.rows,
    registerFindings: loaded.found,
    sameRegister: digestOf(source.registry) === source.assessment.run.registry.digest,
    generatedAt: o.generatedAt,
    href: (sha256) => up(o.href(sha256) ?? more.get(sha256) ?? null),
  });
  // Loaded only when needed: a register without accounts writes none.
  const [{ renderAccountAudit }, { accountAuditCsv }, { accountAuditXlsx }] = await Promise.all([
    import('#reports/html/account-audit.ts'),
    import('#reports/text/account-audit-csv.ts'),
    import('#reports/xlsx/account-audit.ts'),
  ]);
  const name = (extension: string) => `${auditFolder}.${extension}`;
  const at = (extension: string) => (o.folder === '' ? name(extension) : `${o.folder}/${name(extension)}`);
  files.set(at('html'), renderAccountAudit(model, { csv: name('csv'), xlsx: name('xlsx'), report: up(o.report) }));
  files.set(at('csv'), accountAuditCsv(model));
  files.set(at('xlsx'), await accountAuditXlsx(model, { at: o.generatedAt }));
  return { html: at('html'), csv: at('csv'), xlsx: at('xlsx'), summary: auditSummary(model), model };
}
