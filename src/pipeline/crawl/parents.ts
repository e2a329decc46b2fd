import type { CrawlLedger } from '#core/crawl.ts';
import type { Evidence, PageSnapshot } from '#core/evidence.ts';
import type { LinkParent } from '#probes/network/link/types.ts';
import { placesOf } from '#probes/page/links/targets.ts';
import type { EvidenceStore } from '../../store/ports.ts';
import { storedPage } from './stored-page.ts';
import { isHome, jumpsFrom } from './tally.ts';

/** Pages named for one target at most; the count tells the rest. */
const maxPages = 500;
/** Places named on one page: the head, the menu and the foot may hold the same link. */
const maxOnPage = 3;
/** Pages kept as evidence for one target. */
const maxEvidence = 10;

type Here = { id: number; link: number };

export type Placed = { parents: LinkParent[]; evidence: Evidence[] };

/**
 * 引用页 of the targets that do not open: where on each page the link stands. Only now are the pages searched for the places, from the bytes
 * the crawl kept: most links of a site open, and their places are wanted by nobody.
 */
export async function placesIn(
  ledger: CrawlLedger,
  wanted: ReadonlySet<number>,
  o: { evidence: EvidenceStore; navigationOnly: boolean },
): Promise<Map<number, Placed>> {
  const placed = new Map<number, Placed>();
  const count = new Map<number, number>();
  for (const id of wanted) placed.set(id, { parents: [], evidence: [] });
  for (const { page, links } of ledger.links()) {
    /** Wanted target, and the link on this page by which a visitor gets there. */
    const here: Here[] = [];
    for (const link of links)
      for (const id of [link, ...jumpsFrom(ledger, link)])
        if (wanted.has(id) && (count.get(id) ?? 0) < maxPages && !here.some((h) => h.id === id))
          here.push({ id, link });
    if (here.length === 0) continue;
    for (const { id } of here) count.set(id, (count.get(id) ?? 0) + 1);
    const snapshot = storedPage(ledger, page);
    if (snapshot === null) {
      const url = ledger.targets[page]?.url ?? '';
      for (const { id } of here)
        placed.get(id)?.parents.push({ url, role: roleOf(ledger, page, o), tag: 'a', text: '', place: {} });
      continue;
    }
    await place(ledger, page, snapshot, here, placed, o);
  }
  return placed;
}

async function place(
  ledger: CrawlLedger,
  page: number,
  snapshot: PageSnapshot,
  here: readonly Here[],
  placed: ReadonlyMap<number, Placed>,
  o: { evidence: EvidenceStore; navigationOnly: boolean },
): Promise<void> {
  const byUrl = new Map<string, number[]>();
  for (const { id, link } of here) {
    const url = ledger.targets[link]?.url ?? '';
    byUrl.set(url, [...(byUrl.get(url) ?? []), id]);
  }
  const role = roleOf(ledger, page, o);
  const met = new Map<number, number>();
  let kept: Evidence | null = null;
  for (const link of placesOf(snapshot, new Set(byUrl.keys())))
    for (const id of byUrl.get(link.url ?? link.raw) ?? []) {
      const there = placed.get(id);
      const times = met.get(id) ?? 0;
      if (there === undefined || times >= maxOnPage) continue;
      met.set(id, times + 1);
      there.parents.push({ url: snapshot.url, role, tag: link.tag, text: link.text, place: link.place });
      if (times > 0 || there.evidence.length >= maxEvidence) continue;
      kept ??= {
        kind: 'html',
        sha256: await o.evidence.put(ledger.body(page) ?? new Uint8Array(0)),
        url: snapshot.url,
        capturedAt: ledger.pages.get(page)?.at ?? ledger.startedAt,
      };
      there.evidence.push({ ...kept, locator: link.place });
    }
  // Rows of a script list stand on the page as a visitor sees it, at no place in its bytes.
  for (const { id } of here)
    if (!met.has(id)) placed.get(id)?.parents.push({ url: snapshot.url, role, tag: 'a', text: '', place: {} });
}

/** Of a home page that is nothing but navigation, the second-level pages are where the index looks for home links. */
function roleOf(ledger: CrawlLedger, page: number, o: { navigationOnly: boolean }): LinkParent['role'] {
  if (isHome(ledger, page)) return 'home';
  return o.navigationOnly && ledger.targets[page]?.depth === 1 ? 'list' : 'other';
}
