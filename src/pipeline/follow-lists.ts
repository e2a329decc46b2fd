import type { HttpClient } from '#core/context.ts';
import type { Evidence, PageSnapshot } from '#core/evidence.ts';
import type { ObservationValue, UnobservedReason } from '#core/observation.ts';
import { datedItemsProbe } from '#probes/page/dated-items.ts';
import { hasEmptyList, scriptFilled } from '#probes/page/dated-items-unread.ts';
import { flowOf } from '#probes/page/dates/flow.ts';
import { keepColumn } from '#probes/page/script-lists/column.ts';
import { nextPagesOf } from '#probes/page/script-lists/paging.ts';
import { listSourcesOf } from '#probes/page/script-lists/sources.ts';
import type { ListItem, ListSource } from '#probes/page/script-lists/types.ts';
import type { EvidenceStore } from '../store/ports.ts';
import { type Asking, openAsking } from './ask-list.ts';
import { newestProved } from './newest-proved.ts';
import { barrierOf } from './open-page.ts';
import { pageFrom } from './page-reader.ts';
import { readWhole } from './read-list.ts';

export type FollowOptions = {
  http: HttpClient;
  evidence: EvidenceStore;
  /** Hosts of the site (with port where there is one); besides them only the page's own host is asked. */
  hosts: readonly string[];
  /** Milliseconds of one request. */
  pageMs: number;
  /** Bytes of one answer. */
  maxBytes: number;
  /** Asia/Shanghai day. */
  today: string;
  /** Whether the rows of one list, in its order, say enough. Default: the newest date is among them. */
  until?: (rows: readonly ListItem[]) => boolean;
  /** Requests for one page. */
  maxRequests?: number;
  /** Answers already had in this round, by request: pages of one site share their lists. */
  asked?: Asking['asked'] | undefined;
};

/** A list that was read: where it stands, how many rows it gave. */
export type ReadList = { list: string; rows: number; total: number | null };
/** A list that stayed unread: `entry` of the page's `unreadLists` that it stands behind, null where the page itself carried first rows. */
export type UnreadList = { list: string; entry: string | null; reason: UnobservedReason; detail: string };

/** 读到的列表 of one page. */
export type FollowedLists = {
  items: readonly ListItem[];
  /** Those of them that stand on further static pages of the list. */
  paged: readonly ListItem[];
  evidence: readonly Evidence[];
  read: readonly ReadList[];
  unread: readonly UnreadList[];
  /** Entries of the page's `unreadLists` of which every list was read. */
  settled: readonly string[];
  /** Further entries that only show once those are settled: places that other scripts fill. */
  further: readonly string[];
  requests: number;
};

type Value = ObservationValue<'page.dated-items'>;

/** Requests for one page: a home page with a dozen units, each asked once. */
const maxRequestsOfPage = 16;

/**
 * 读取脚本列表 — asks the services, frames and pagers behind a page's lists, each only as far as freshness needs: one look mostly, a few more pages
 * where the newest date cannot stand on the first. Every answer is stored. A list that did not answer stays unread, with the reason; a list
 * that said it is empty is read.
 */
export async function followLists(page: PageSnapshot, value: Value, o: FollowOptions): Promise<FollowedLists> {
  const until = o.until ?? ((rows: readonly ListItem[]) => newestProved(rows, o.today));
  const asking = openAsking({ ...o, page: page.url, maxRequests: o.maxRequests ?? maxRequestsOfPage });
  const found = await throughSources(page, value, { ...o, until, asking, depth: 0 });
  const more = page.role === 'list' ? await throughPages(page, value.items, { ...o, until, asking }) : null;
  return {
    ...found,
    items: [...found.items, ...(more?.items ?? [])],
    paged: more?.items ?? [],
    evidence: asking.evidence,
    requests: asking.requests(),
  };
}

type Within = FollowOptions & { until: (rows: readonly ListItem[]) => boolean; asking: Asking };
type Found = Pick<FollowedLists, 'items' | 'read' | 'unread' | 'settled' | 'further'>;

async function throughSources(page: PageSnapshot, value: Value, o: Within & { depth: number }): Promise<Found> {
  const all = listSourcesOf(page).filter((s) => o.depth === 0 || s.family !== 'frame');
  const entries = value.unreadLists;
  const items: ListItem[] = [];
  const read: ReadList[] = [];
  const unread: UnreadList[] = [];
  const done = new Set<ListSource>();
  for (const source of all) {
    const entry = entries.find((e) => standsBehind(source, e)) ?? null;
    // Rows that stand in the page are read already; more are wanted only where they do not hold the newest.
    if (entry === null && (source.carried === 0 || o.until(value.items))) continue;
    const answer = source.family === 'frame' ? await throughFrame(source, o) : await readWhole(source, o, value.items);
    items.push(...answer.items);
    if (answer.read) {
      done.add(source);
      read.push({ list: source.label, rows: answer.items.length, total: answer.total });
    } else unread.push({ list: source.label, entry, reason: answer.reason, detail: answer.detail });
  }
  const settled = entries.filter((e) => {
    const behind = all.filter((s) => standsBehind(s, e));
    return behind.length > 0 && behind.every((s) => done.has(s)) && !stillEmpty(page, behind, read);
  });
  const scripts = new Set([...done].flatMap((s) => (s.script >= 0 ? [s.script] : [])));
  const left = settled.length === entries.length && settled.length > 0;
  const further = left ? scriptFilled(page, flowOf(page.document), scripts) : [];
  return { items, read, unread, settled, further };
}

function standsBehind(source: Pick<ListSource, 'family' | 'covers'>, entry: string): boolean {
  return source.family === 'frame' ? entry === source.covers : entry.startsWith(source.covers);
}

/** A disguised pager beside an empty place of a list: what fills the place is not known. */
function stillEmpty(page: PageSnapshot, behind: readonly ListSource[], read: readonly ReadList[]): boolean {
  const encoded = behind.find((s) => s.family === 'encoded');
  if (encoded === undefined) return false;
  const rows = read.find((r) => r.list === encoded.label)?.rows ?? 0;
  return rows === 0 && hasEmptyList(flowOf(page.document));
}

type Answer =
  | { read: true; items: readonly ListItem[]; total: number | null }
  | { read: false; items: readonly ListItem[]; reason: UnobservedReason; detail: string };

/** 框架页 — read as a page of its own, with the services behind its lists, but not the frames in it. */
async function throughFrame(source: ListSource, o: Within): Promise<Answer> {
  const asked = await o.asking.ask({ url: source.url ?? '', method: 'GET', headers: { referer: source.page } }, 'html');
  if (!asked.ok) return { read: false, items: [], reason: asked.reason, detail: asked.detail };
  const seen = await pageFrom(asked.exchange, 'list', o);
  if (!seen.ok) return { read: false, items: [], reason: seen.reason, detail: seen.detail };
  const page = seen.page;
  const reading = datedItemsProbe.read(page, o.today);
  if (reading.status !== 'observed') return { read: false, items: [], reason: reading.reason, detail: reading.detail };
  const inner = await throughSources(page, reading.value, { ...o, depth: 1 });
  const items = [...reading.value.items, ...inner.items];
  const left = reading.value.unreadLists.filter((e) => !inner.settled.includes(e)).concat(inner.further);
  if (left.length > 0) {
    const why = inner.unread[0];
    return {
      read: false,
      items,
      reason: why?.reason ?? 'unparsed',
      detail: why?.detail ?? `框架页里还有没有读到的列表：${left[0]!.slice(0, 60)}`,
    };
  }
  const barrier = items.length > 0 ? undefined : barrierOf(page);
  if (barrier !== undefined) return { read: false, items, ...barrier };
  // A frame without rows and without scripts holds text or pictures; with scripts nobody knows what they would write.
  if (items.length === 0 && inner.read.length === 0 && flowOf(page.document).scripts.length > 0)
    return { read: false, items, reason: 'unparsed', detail: '框架页里没有认出条目，而它带有脚本' };
  return { read: true, items, total: null };
}

/** Static pages after the first, where its rows do not hold the newest. */
async function throughPages(
  page: PageSnapshot,
  first: readonly ListItem[],
  o: Within,
): Promise<{ items: readonly ListItem[] } | null> {
  if (first.length === 0 || o.until(first)) return null;
  const items: ListItem[] = [];
  for (const url of nextPagesOf(page).urls.slice(0, 3)) {
    const asked = await o.asking.ask({ url, method: 'GET', headers: { referer: page.url } }, 'html');
    if (!asked.ok) break;
    const seen = await pageFrom(asked.exchange, 'list', o);
    if (!seen.ok || barrierOf(seen.page) !== undefined) break;
    const reading = datedItemsProbe.read(seen.page, o.today);
    if (reading.status !== 'observed') break;
    const known = new Set([...first, ...items].map((i) => i.url));
    const fresh = keepColumn(first, reading.value.items).kept.filter((i) => !known.has(i.url));
    if (fresh.length === 0) break;
    items.push(...fresh);
    if (o.until([...first, ...items])) break;
  }
  return { items };
}
