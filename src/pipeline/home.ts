import type { Evidence, PageSnapshot } from '#core/evidence.ts';
import { documentOf } from '#probes/network/access-document.ts';
import { datedItemsProbe } from '#probes/page/dated-items.ts';
import { footerMarksProbe } from '#probes/page/footer-marks.ts';
import { linksOf } from '#probes/page/links.ts';
import { pageIndex } from '#probes/page/text.ts';
import type { Reading } from '#probes/probe.ts';
import { type FollowedLists, type FollowOptions, followLists } from './follow-lists.ts';
import { mergeLists } from './merge-parts.ts';
import { barrierOf, followed, unshown } from './open-page.ts';
import { type PageRead, type PageReaderOptions, readPage } from './page-reader.ts';
import type { SiteScripts } from './scripts.ts';
import type { Shower } from './show-page.ts';

export type HomeOptions = PageReaderOptions & {
  /** Hosts of the site. */
  hosts: readonly string[];
  scripts: SiteScripts;
  show: Shower;
  /** Asia/Shanghai day. */
  today: string;
  /** List services asked in this round, shared by the pages of a site. */
  asked?: FollowOptions['asked'];
};

/** One document of a home page with its evidence. */
export type HomePart = {
  page: PageSnapshot;
  evidence: Evidence;
  /** What the services and frames behind its lists gave; null where there are none. */
  lists: FollowedLists | null;
};

export type HomeRead =
  | {
      ok: true;
      page: PageSnapshot;
      evidence: Evidence;
      /** What a visitor sees: the page itself, or the documents in its frames. Never empty. */
      parts: readonly HomePart[];
      /** Frames that could not be read: what is absent may stand there. */
      unread: readonly string[];
    }
  | Extract<PageRead, { ok: false }>;

/** Frames of one home page read at most. */
const maxFrames = 8;

/**
 * The home page as a visitor comes to see it: redirects of the page itself followed, the site's own scripts beside it, its frames read one by
 * one, rendered in a browser when scripts build what matters and a browser is there.
 */
export async function openHome(url: string, o: HomeOptions): Promise<HomeRead> {
  const read = await followed(url, 'home', o);
  if (!read.ok) return read;
  const page = await o.scripts(read.page);
  if (documentOf(page.html, page.url).kind === 'frames')
    return inFrames({ page, evidence: read.evidence, lists: null }, o);

  let shown = await withLists(page, read.evidence, o);
  const { lists } = shown;
  let failed: string | undefined;
  if (needsBrowser(shown, o.today)) {
    const seen = await o.show({ page, exchange: read.exchange });
    if (seen !== null && 'page' in seen) shown = { ...seen, lists };
    else if (seen !== null) failed = seen.failed;
  }
  const barrier = barrierOf(shown.page);
  if (barrier?.reason === 'needs-browser' && failed !== undefined)
    return { ok: false, ...unshown(barrier.detail, failed) };
  return barrier ? { ok: false, ...barrier } : { ok: true, ...shown, parts: [shown], unread: [] };
}

/** A home page of frames is all of its frames: banner, menu, content and footer stand in different documents. */
async function inFrames(outer: HomePart, o: HomeOptions): Promise<HomeRead> {
  const parts: HomePart[] = [];
  const unread: string[] = [];
  const urls = new Set(linksOf(outer.page).flatMap((l) => (l.kind === 'frame' && l.url !== null ? [l.url] : [])));
  for (const url of urls) {
    const read = parts.length + unread.length < maxFrames ? await readPage(url, 'home', o) : undefined;
    const nested = read?.ok === true && documentOf(read.page.html, read.page.url).kind === 'frames';
    if (!read?.ok || nested) unread.push(url);
    else parts.push(await withLists(await o.scripts(read.page), read.evidence, o));
  }
  if (parts.length === 0) return { ok: false, reason: 'unparsed', detail: '首页由框架组成，框架里的页面都没有看成' };
  return { ok: true, ...outer, parts, unread };
}

/** A page with the rows of its script lists. */
async function withLists(page: PageSnapshot, evidence: Evidence, o: HomeOptions): Promise<HomePart> {
  const items = datedItemsProbe.read(page, o.today);
  const lists = items.status === 'observed' ? await followLists(page, items.value, o) : null;
  return { page, evidence, lists };
}

/** 首页条目 — the rows of a home page with those of its script lists. */
export function itemsOf({ page, lists }: HomePart, today: string): Reading<'page.dated-items'> {
  const reading = datedItemsProbe.read(page, today);
  if (reading.status !== 'observed') return reading;
  return { status: 'observed', value: mergeLists(reading.value, lists, page.rendered) };
}

/** Little text and scripts around it, lists that no service gave, or no footer at all: what a visitor sees is made by the scripts. */
function needsBrowser(part: HomePart, today: string): boolean {
  const { page } = part;
  if (pageIndex(page.document).visible.text.trim().length < 200 && /<script\b/i.test(page.html)) return true;
  const items = itemsOf(part, today);
  if (items.status === 'observed' && items.value.unreadLists.length > 0) return true;
  const marks = footerMarksProbe.read(page, today);
  return marks.status === 'observed' && marks.value.sponsor === null && marks.value.unreadScripts.length > 0;
}
