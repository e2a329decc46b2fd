import type { Evidence, PageSnapshot } from '#core/evidence.ts';
import type { Observation, ObservationValue } from '#core/observation.ts';
import { publishDateProbe } from '#probes/page/publish-date.ts';
import { pageTagsProbe } from '#probes/page/tags.ts';
import type { EvidenceStore } from '../../store/ports.ts';
import { observed, sha256 } from '../write.ts';
import type { CrawlRecord, FoundChannels } from './channels.ts';
import { storedPage } from './stored-page.ts';

/** 抽查 of the index: five content pages, five column pages. */
export const tagPages = 5;
/** Pages looked at for one that is taken. */
const tries = 8;

type Drawn = { url: string; page: 'content' | 'column'; tags: ObservationValue<'page.tags'>; evidence: Evidence };

/** Order of drawing: by the site and the address alone, so that a second inspector draws the same pages. */
export const drawOrder = (siteId: string, url: string): string => sha256(`${siteId}|tags|${url}`);

/** 页面标签抽查: five content and five column pages of a crawl, drawn by the site and the address alone. */
export async function sampleTags(
  ledger: CrawlRecord,
  found: FoundChannels,
  o: { siteId: string; slot: string; today: string; evidence: EvidenceStore },
): Promise<Observation[]> {
  const order = (ids: readonly number[]) =>
    ids
      .map((id) => ({ id, order: drawOrder(o.siteId, ledger.targets[id]?.url ?? '') }))
      .sort((a, b) => (a.order < b.order ? -1 : 1))
      .map((d) => d.id);
  const columns = found.channels.flatMap((c) =>
    c.page !== null && c.list !== null && (c.list.rows.length > 0 || c.guess.confidence === 'high') ? [c.page] : [],
  );
  const column = new Set(columns);
  const others = [...ledger.pages.values()].flatMap((p) =>
    p.result === 'page' && p.jump === undefined && !column.has(p.target) ? [p.target] : [],
  );
  const drawn: Drawn[] = [];
  const take = async (ids: readonly number[], page: Drawn['page']) => {
    let taken = 0;
    for (const id of order(ids).slice(0, tagPages * tries)) {
      if (taken >= tagPages) break;
      const stored = storedPage(ledger, id);
      if (stored === null) continue;
      const reading = pageTagsProbe.read({ ...stored, role: page === 'content' ? 'article' : 'list' }, o.today);
      if (reading.status === 'observed' && page === 'content' && !isContent(stored, reading.value, o.today)) continue;
      if (reading.status !== 'observed') continue;
      taken++;
      drawn.push({
        url: ledger.targets[id]?.url ?? stored.url,
        page,
        tags: reading.value,
        evidence: {
          kind: 'html',
          sha256: await o.evidence.put(ledger.body(id) ?? new Uint8Array(0)),
          url: stored.url,
          capturedAt: stored.fetchedAt,
        },
      });
    }
  };
  await take(columns, 'column');
  await take(others, 'content');
  return drawn.map((d) => tagsObservation(o, d));
}

/** Only what is plainly an article: a page nobody can name the kind of is no content page. */
function isContent(page: PageSnapshot, tags: ObservationValue<'page.tags'>, today: string): boolean {
  const date = publishDateProbe.read({ ...page, role: 'article' }, today);
  if (date.status !== 'observed' || !date.value.isArticle) return false;
  return date.value.date !== null || tags.tags.some((t) => t.name === 'ArticleTitle' && t.value !== '');
}

export function tagsObservation(o: { siteId: string; slot: string }, d: Omit<Drawn, 'page'>): Observation {
  const { id, version } = pageTagsProbe;
  const head = { kind: 'page.tags' as const, subjectId: o.siteId, target: d.url, slot: o.slot };
  return observed({ ...head, observedAt: d.evidence.capturedAt, probe: { id, version } }, d.tags, [d.evidence]);
}
