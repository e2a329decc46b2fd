import { articleLike, columnLike, type Link, pageLinks, sameSite } from './dated-items-links.ts';
import type { Flow } from './dates/flow.ts';
import { compact } from './text.ts';

/** Kept of one page: more than anybody opens. */
const MAX_UNLISTED = 200;

/**
 * 列表之外的链接 — links of the page that may lead to an item and stand in no list with dates: headlines, pictures that slide, a single row
 * without a date. Navigation is left out: chrome, columns, folders, short names.
 */
export function unlistedLinks(
  flow: Flow,
  pageUrl: string,
  base: string,
  listed: ReadonlySet<string>,
  /** Links that elements other than anchors open by script. */
  scripted: readonly { url: string; text: string }[],
): { title: string; url: string }[] {
  const page = URL.parse(pageUrl);
  const found = new Map<string, string>();
  for (const link of pageLinks(flow, base)) {
    if (found.size >= MAX_UNLISTED) break;
    if (link.url === '' || link.url === page?.href || listed.has(link.url) || found.has(link.url)) continue;
    if (link.generic || link.anchor.box.chrome || !mayBeItem(link)) continue;
    // Of other sites only what has a headline: shorter names are those of friends and services.
    if (!sameSite(link.at, page) && compact(link.title).length < (articleLike(link.at) ? 8 : 12)) continue;
    found.set(link.url, link.title.slice(0, 300));
  }
  for (const { url, text } of scripted) {
    const at = URL.parse(url);
    const item = articleLike(at) || (compact(text).length >= 8 && !columnLike(at));
    if (found.size < MAX_UNLISTED && item && sameSite(at, page) && !listed.has(url) && !found.has(url))
      found.set(url, text.slice(0, 300));
  }
  return [...found].map(([url, title]) => ({ title, url }));
}

/** An address of an article with any name or a picture, or that of some page with a name as long as a headline. */
function mayBeItem(link: Link): boolean {
  const size = compact(link.title).length;
  if (articleLike(link.at)) return size === 0 || size >= 6;
  if (size < 8 || link.at === null || columnLike(link.at)) return false;
  return /\.(?:s?html?|jhtml|aspx?|jsp|php)$/i.test(link.at.pathname) || link.at.search !== '';
}
