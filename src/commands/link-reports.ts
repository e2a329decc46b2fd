import { resolve } from 'node:path';
import type { Assessment } from '#core/assessment.ts';
import { dayMs } from '#core/calendar.ts';
import type { IgnoreRule } from '#core/ignores.ts';
import { type BrokenLinksInput, type BrokenLinksModel, brokenLinksOf } from '#reports/model/broken-links.ts';
import { exchangeText } from '#reports/text/exchange.ts';
import { writeFolder } from '../output/folder.ts';
import type { EvidenceStore, ObservationStore } from '../store/ports.ts';

/** Folder of the link reports inside a run folder. */
const folderName = '链接问题';
/** How far back it is asked since when a link is dead. */
const historyDays = 92;
/** Files of evidence put beside the link reports of one run, all sites together; the rest stays in the data folder. */
const evidenceFiles = 2_000;

export type LinkSite = BrokenLinksInput['site'];

/** What the link report of one site is made from; null: nobody looked at its links. */
export async function linkInputOf(
  observations: ObservationStore,
  site: LinkSite,
  run: { asOf: string; generatedAt: string; runId: string; tool: string; ignores: readonly IgnoreRule[] },
): Promise<Omit<BrokenLinksInput, 'evidenceHref'> | null> {
  const from = new Date(Date.parse(run.asOf) - historyDays * dayMs).toISOString();
  const links = await observations.window('link.status', site.id, from, run.asOf);
  const crawls = await observations.window('site.crawl', site.id, from, run.asOf);
  return links.length + crawls.length === 0 ? null : { site, links, crawls, ...run };
}

/** The sites of a finished assessment, as a link report names them. */
export function linkSitesOf(a: Assessment): LinkSite[] {
  return a.subjects.flatMap(({ subject: s }) =>
    s.type === 'site'
      ? [
          {
            id: s.id,
            name: s.name,
            home: s.address,
            organization: s.organization,
            ...(s.navigationOnly === true ? { navigationOnly: true } : {}),
          },
        ]
      : [],
  );
}

/** Hashes that the printed entries of the reports point to, so many a site that all sites get their share. */
export function citedByLinks(inputs: readonly Omit<BrokenLinksInput, 'evidenceHref'>[]): Set<string> {
  const share = Math.max(10, Math.floor(evidenceFiles / Math.max(1, inputs.length)));
  const hashes = new Set<string>();
  for (const input of inputs) {
    const model = brokenLinksOf({ ...input, evidenceHref: () => null });
    const mine = new Set<string>();
    for (const entry of [...model.fix, ...model.check, ...model.caution])
      for (const e of entry.evidence) if (mine.size < share) mine.add(e.sha256);
    for (const sha256 of mine) hashes.add(sha256);
  }
  return hashes;
}

export type LinkReport = { siteId: string; html: string; csv: string; model: BrokenLinksModel };

/** Both files of one site, put into `files` under their place in the run folder. `href`: where evidence lies, seen from the run folder. */
export async function addLinkReport(
  files: Map<string, string | Uint8Array>,
  input: Omit<BrokenLinksInput, 'evidenceHref'>,
  o: { href: (sha256: string) => string | null; report: string | null },
): Promise<LinkReport> {
  const [{ renderBrokenLinks }, { brokenLinksCsv }] = await Promise.all([
    import('#reports/html/broken-links.ts'),
    import('#reports/text/broken-links-csv.ts'),
  ]);
  const up = (path: string | null) => (path === null ? null : `../${path}`);
  const model = brokenLinksOf({ ...input, evidenceHref: (sha256) => up(o.href(sha256)) });
  // Numbers of the register are plain letters; a name that is none never becomes a path.
  const name = input.site.id.replaceAll(/[^a-z0-9-]/gi, '_').slice(0, 80);
  const html = `${folderName}/${name}.html`;
  const csv = `${folderName}/${name}.csv`;
  files.set(html, renderBrokenLinks(model, { csv: `${name}.csv`, report: up(o.report) }));
  files.set(csv, brokenLinksCsv(model));
  return { siteId: input.site.id, html, csv, model };
}

/** 佐证 by hash, as files of a run folder: the bytes as they came and, of a visit, its record in words. Returns what each hash opens as. */
export async function addEvidence(
  files: Map<string, string | Uint8Array>,
  hashes: Iterable<string>,
  evidence: EvidenceStore,
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const sha256 of hashes) {
    const bytes = await evidence.get(sha256);
    if (!bytes) continue;
    const path = evidence.path(sha256);
    const name = `evidence/${sha256.slice(0, 16)}${path.slice(path.lastIndexOf('/') + 1).replace(/^[^.]*/, '')}`;
    files.set(name, bytes);
    // What a person opens is the record in words; the record itself, whose hash is cited, lies beside it.
    const words = name.endsWith('.json')
      ? exchangeText(new TextDecoder().decode(bytes), { name: name.slice('evidence/'.length), sha256 })
      : null;
    const shown = words === null ? name : name.replace(/\.json$/, '.txt');
    if (words !== null) files.set(shown, words);
    names.set(sha256, shown);
  }
  return names;
}

/**
 * 链接问题清单 of one site by itself, as `crawl` leaves it: the folder is written whole or not at all. Null: nobody looked at its links. Throws
 * InputError when the folder cannot be written.
 */
export async function deliverLinks(
  data: { observations: ObservationStore; evidence: EvidenceStore },
  site: LinkSite,
  run: { asOf: string; generatedAt: string; runId: string; tool: string; ignores: readonly IgnoreRule[] },
  folder: string,
): Promise<{ folder: string; html: string; csv: string; model: BrokenLinksModel } | null> {
  const input = await linkInputOf(data.observations, site, run);
  if (input === null) return null;
  const files = new Map<string, string | Uint8Array>();
  const names = await addEvidence(files, citedByLinks([input]), data.evidence);
  const done = await addLinkReport(files, input, { href: (sha256) => names.get(sha256) ?? null, report: null });
  const target = resolve(folder);
  await writeFolder(target, files);
  return { folder: target, html: `${target}/${done.html}`, csv: `${target}/${done.csv}`, model: done.model };
}
