import type { HttpClient } from '#core/context.ts';
import type { PageSnapshot } from '#core/evidence.ts';
import type { FoundTarget, MoreTargets } from '#crawlers/site/types.ts';
import { datedItemsProbe } from '#probes/page/dated-items.ts';
import { nextPagesOf } from '#probes/page/script-lists/paging.ts';
import { listSourcesOf } from '#probes/page/script-lists/sources.ts';
import type { EvidenceStore } from '../../store/ports.ts';
import type { Asking } from '../ask-list.ts';
import { followLists } from '../follow-lists.ts';

/** Requests to the list services of one page: the crawl wants its rows, not its archive. */
const maxRequests = 6;

const signs =
  /<datastore|dataproxy\.jsp|jpaas-publish-server|unitbuild\.js|getgovinfolist|createPageHTML|gkmlpt|getMessage\.do|\/xxgk\/search|atob\s*\(/i;

/** Whether lists or pagers of a page are made by scripts: all others need no second look. */
export const hasScriptLists = (html: string): boolean => signs.test(html);

/**
 * 脚本列表里的链接 — rows that a list service gives and pages that a pager writes: a visitor sees them on the page, the bytes do not hold them. Rows
 * are links of the page. The addresses of further pages are worked out, so they are only read, never reported as links.
 */
export function openMore(o: {
  http: HttpClient;
  evidence: EvidenceStore;
  hosts: readonly string[];
  pageMs: number;
  maxBytes: number;
  today: string;
}): (page: PageSnapshot) => Promise<MoreTargets | null> {
  const asked: Asking['asked'] = new Map();
  return async (page) => {
    const pages = nextPagesOf(page).urls.map((url) => found(url, 'list'));
    // What stands in a frame is read as a page of its own.
    if (listSourcesOf(page).every((s) => s.family === 'frame') && !/<datastore/i.test(page.html))
      return pages.length === 0 ? null : { links: [], pages, whole: false };
    const reading = datedItemsProbe.read(page, o.today);
    if (reading.status !== 'observed') return null;
    const lists = await followLists(page, reading.value, { ...o, until: () => false, maxRequests, asked });
    const rows = [...reading.value.items, ...lists.items];
    const left = reading.value.unreadLists.filter((e) => !lists.settled.includes(e));
    return {
      links: [...new Set(rows.map((i) => i.url))].map((url) => found(url, 'list')),
      pages,
      whole: rows.length > 0 && left.length === 0 && lists.further.length === 0,
    };
  };
}

const found = (url: string, place: FoundTarget['place']): FoundTarget => ({
  url,
  kind: 'page',
  follow: true,
  place,
  problem: false,
});
