import { dirname, resolve } from 'node:path';
import type { Assessment } from '#core/assessment.ts';
import type { Registry } from '#core/registry.ts';
import { modelOf } from '#reports/model.ts';
import { exitCodes } from '../flags.ts';
import { exitCodeOf, type FailOn } from '../output/fail-on.ts';
import { writeFolder } from '../output/folder.ts';
import type { EvidenceStore, ObservationStore } from '../store/ports.ts';
import { addAccountAudit, auditFolder } from './account-audit-files.ts';
import { addEvidence, addLinkReport, citedByLinks, type LinkReport, linkInputOf, linkSitesOf } from './link-reports.ts';
import { previewsOf } from './previews.ts';

export type Delivered = {
  folder: string;
  html: string | null;
  json: string | null;
  /** 链接问题清单 of each site whose links were looked at; absolute paths. */
  links: readonly { siteId: string; html: string; csv: string }[];
  /** 账号核查报告; absolute path. Null: the register has no accounts. */
  accounts: string | null;
  /** 问题台账; absolute path. */
  issues: string | null;
  model: ReturnType<typeof modelOf>;
};

/**
 * Writes report, result, the link reports of the sites and the evidence they point to as one folder that can be moved, sent and opened from
 * disk. Without `observations` there are no link reports: the result alone does not hold every page that points to a dead link; without
 * `registry` besides there is no account audit.
 */
export async function deliver(
  assessment: Assessment,
  evidence: EvidenceStore,
  folder: string,
  options: {
    generatedAt: string;
    formats?: ReadonlySet<string>;
    observations?: ObservationStore;
    /** The register of today. */
    registry?: Registry;
  },
): Promise<Delivered> {
  const formats = options.formats ?? new Set(['html', 'json']);
  const files = new Map<string, string | Uint8Array>();
  const inputs =
    formats.has('html') && options.observations !== undefined
      ? await linkInputs(assessment, options.observations, options.generatedAt)
      : [];
  const hashes = new Set([...cited(assessment), ...citedByLinks(inputs)]);
  const names = await addEvidence(files, hashes, evidence);
  const previews = formats.has('html') ? await previewsOf(assessment, evidence) : new Map<string, string>();
  const href = (sha256: string) => names.get(sha256) ?? previews.get(sha256) ?? null;
  const reports = new Map<string, LinkReport>();
  for (const input of inputs)
    reports.set(input.site.id, await addLinkReport(files, input, { href, report: 'report.html' }));
  const { generatedAt, registry, observations } = options;
  const audit =
    formats.has('html') && registry !== undefined && observations !== undefined
      ? await addAccountAudit(
          files,
          { assessment, registry, observations },
          { folder: auditFolder, href, evidence, generatedAt, report: 'report.html' },
        )
      : null;
  const model = modelOf(assessment, {
    evidenceHref: href,
    generatedAt,
    linkReport: (id) => {
      const done = reports.get(id);
      return done === undefined ? null : { html: done.html, csv: done.csv, text: done.model.lead };
    },
    ...(formats.has('html')
      ? {
          beside: {
            issues: issuesName,
            ...(audit === null
              ? {}
              : { accountAudit: { html: audit.html, xlsx: audit.xlsx, csv: audit.csv, text: audit.summary } }),
          },
        }
      : {}),
  });
  if (formats.has('html')) {
    const [{ renderReport }, { issuesXlsx }] = await Promise.all([
      import('#reports/html/report.ts'),
      import('#reports/xlsx/issues.ts'),
    ]);
    files.set('report.html', renderReport(model));
    files.set(issuesName, await issuesXlsx(model, { at: generatedAt }));
  }
  if (formats.has('json')) files.set('assessment.json', `${JSON.stringify(assessment, null, 2)}\n`);
  const target = resolve(folder);
  await writeFolder(target, files);
  return {
    folder: target,
    html: formats.has('html') ? `${target}/report.html` : null,
    json: formats.has('json') ? `${target}/assessment.json` : null,
    links: [...reports.values()].map((r) => ({
      siteId: r.siteId,
      html: `${target}/${r.html}`,
      csv: `${target}/${r.csv}`,
    })),
    accounts: audit === null ? null : `${target}/${audit.html}`,
    issues: formats.has('html') ? `${target}/${issuesName}` : null,
    model,
  };
}

/** 问题台账 beside the report. */
const issuesName = '问题台账.xlsx';

async function linkInputs(
  assessment: Assessment,
  observations: ObservationStore,
  generatedAt: string,
): Promise<LinkInput[]> {
  const { run } = assessment;
  const common = { asOf: run.asOf, generatedAt, runId: run.id, tool: run.tool, ignores: assessment.ignores ?? [] };
  const inputs: LinkInput[] = [];
  for (const site of linkSitesOf(assessment)) {
    const input = await linkInputOf(observations, site, common);
    if (input !== null) inputs.push(input);
  }
  return inputs;
}

type LinkInput = NonNullable<Awaited<ReturnType<typeof linkInputOf>>>;

/** Where the link reports lie: the file of one site, the folder of many. */
export function linkLines(d: Pick<Delivered, 'links'>): string[] {
  const [only] = d.links;
  if (only === undefined) return [];
  if (d.links.length === 1) return [`链接问题清单：${only.html}`];
  return [`链接问题清单（${d.links.length} 个网站）：${dirname(only.html)}`];
}

/** Where the tables for people lie. */
export function tableLines(d: Pick<Delivered, 'accounts' | 'issues'>): string[] {
  return [
    ...(d.accounts === null ? [] : [`账号核查：${d.accounts}`]),
    ...(d.issues === null ? [] : [`问题台账：${d.issues}`]),
  ];
}

/** Hashes that the result points to, in findings and information; what nobody points to stays in the data folder. */
export function cited(a: Assessment): Set<string> {
  const hashes = new Set<string>();
  for (const subject of a.subjects) {
    for (const item of subject.items)
      if (item.applicable)
        for (const f of [...item.verdict.findings, ...(item.ignored ?? []).map((i) => i.finding)])
          for (const e of f.evidence) hashes.add(e.sha256);
    for (const i of subject.information) for (const e of i.evidence) hashes.add(e.sha256);
    for (const u of subject.unseen) for (const e of u.evidence) hashes.add(e.sha256);
  }
  return hashes;
}

/** Exit code of a finished assessment. An indicator that threw is our own fault: its item is 无法判定, the others stand, and it is told. */
export function exitOf(conditions: readonly FailOn[], assessment: Assessment): number {
  const faults = assessment.subjects.flatMap((s) =>
    s.items.flatMap((i) => (i.applicable && i.error !== undefined ? [`${s.subject.name}·${i.title}：${i.error}`] : [])),
  );
  for (const line of faults.slice(0, shownFaults)) process.stderr.write(`程序出错，这一项按无法判定处理：${line}\n`);
  if (faults.length > shownFaults) process.stderr.write(`……共 ${faults.length} 项，其余见报告\n`);
  if (faults.length > 0) return exitCodes.fault;
  return conditions.length === 0 ? exitCodes.done : exitCodeOf(conditions, assessment);
}

const shownFaults = 10;
