import type { CrawlLedger } from '#core/crawl.ts';
import type { Evidence, PageSnapshot } from '#core/evidence.ts';
import type { Observation } from '#core/observation.ts';
import { datedItemsProbe } from '#probes/page/dated-items.ts';
import { footerMarksProbe } from '#probes/page/footer-marks.ts';
import { publishDateProbe } from '#probes/page/publish-date.ts';
import type { EvidenceStore } from '../../store/ports.ts';
import type { SiteScripts } from '../scripts.ts';
import { observed, sha256, unobserved } from '../write.ts';
import { storedPage } from './stored-page.ts';

/** Pages with fewer links are popups, frames and prints: no template of the site stands around them. */
const minLinks = 15;
/** Rows that make a page a list. */
const minRows = 5;
/** Pages looked at for one that is taken. */
const tries = 4;

/**
 * 页脚标识抽查: the marks that must stand on every page, on so many list and article pages of the crawl, drawn by the
 * site and the address alone: every round looks at the same pages, so that what is gone from the list was mended. The home page and its articles are looked at by the round; what a crawl read besides tells whether the template is the same everywhere.
 */
export async function sampleMarks(
  ledger: CrawlLedger,
  o: {
    siteId: string;
    slot: string;
    today: string;
    count: number;
    evidence: EvidenceStore;
    scripts: SiteScripts;
  },
): Promise<Observation[]> {
  const drawn = [...ledger.pages.values()]
    .filter(
      (p) => p.result === 'page' && !p.doubt && p.jump === undefined && p.target !== 0 && p.occurrences >= minLinks,
    )
    .map((p) => ({ id: p.target, order: sha256(`${o.siteId}|${ledger.targets[p.target]?.url}`) }))
    .sort((a, b) => (a.order < b.order ? -1 : 1));
  const out: Observation[] = [];
  for (const { id } of drawn.slice(0, o.count * tries)) {
    if (out.length >= o.count) break;
    const stored = storedPage(ledger, id);
    const role = stored === null ? null : roleOf(stored, o.today);
    if (stored === null || role === null) continue;
    const page = await o.scripts({ ...stored, role });
    const reading = footerMarksProbe.read(page, o.today);
    const evidence: Evidence = {
      kind: 'html',
      sha256: await o.evidence.put(ledger.body(id) ?? new Uint8Array(0)),
      url: page.url,
      capturedAt: page.fetchedAt,
    };
    const head = {
      kind: 'page.footer-marks' as const,
      subjectId: o.siteId,
      target: ledger.targets[id]?.url ?? page.url,
      slot: o.slot,
      observedAt: page.fetchedAt,
      probe: { id: footerMarksProbe.id, version: footerMarksProbe.version },
    };
    out.push(
      reading.status === 'observed'
        ? observed(head, reading.value, [evidence])
        : unobserved(head, reading.reason, reading.detail, [evidence]),
    );
  }
  return out;
}

/** Only what is plainly an article or a list of the site: anything else may be meant to stand without a foot. */
function roleOf(page: PageSnapshot, today: string): 'article' | 'list' | null {
  const date = publishDateProbe.read({ ...page, role: 'article' }, today);
  if (date.status === 'observed' && date.value.isArticle && date.value.date !== null) return 'article';
  const items = datedItemsProbe.read({ ...page, role: 'list' }, today);
  const dated = items.status === 'observed' ? items.value.items.filter((i) => i.date !== null).length : 0;
  return dated >= minRows ? 'list' : null;
}
