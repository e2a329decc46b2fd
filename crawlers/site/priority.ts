import { isArticleAddress, partsOf, pathPagerOf } from './address-shape.ts';

/** Where an address was met: in a sitemap, or in which part of a page. */
export type MetIn = 'sitemap' | 'navigation' | 'list' | 'content';

/** Priorities of one click of depth. */
const perClick = 10;
/** Clicks an article stands behind: the columns two clicks further come before it, since they lead to what no page read so far shows. */
const articleWait = 2 * perClick;
/** Deeper than this all are equal: the frontier keeps one queue a priority. */
const deepest = 60;

/**
 * 抓取次序: smaller is read earlier; equal ones in the order in which they were met. Whole, from 0 to 630. Breadth-first by clicks; on the
 * same level what navigation and the sitemap name comes first, then lists, then links in running text; articles wait for the lists of the next
 * two levels, so that a crawl that ends at a cap has seen every column, and the far pages of one list wait for the first pages of all.
 */
export function priorityOf(address: { url: string; depth: number; from: MetIn }): number {
  const depth = Number.isFinite(address.depth) ? Math.min(Math.max(Math.trunc(address.depth), 0), deepest) : deepest;
  if (depth === 0) return 0;
  const parts = partsOf(address.url);
  const pager = pathPagerOf(parts.path);
  const far = pager === null ? 0 : Math.min(4, Math.floor(Math.log2(Math.max(pager.page, 1)) / 2));
  return depth * perClick + (isArticleAddress(parts) ? articleWait : 0) + places[address.from] + far;
}

const places: Record<MetIn, number> = { navigation: 0, sitemap: 1, list: 2, content: 4 };
