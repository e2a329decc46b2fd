import type { AnyNode } from 'domhandler';
import type { PageSnapshot } from '#core/evidence.ts';
import type { ObservationValue } from '#core/observation.ts';
import { definePageProbe, type Reading } from '#probes/probe.ts';
import { pageLinks, sameSite } from './dated-items-links.ts';
import { type Row, rowsOf } from './dated-items-rows.ts';
import { unlistedLinks } from './dated-items-unlisted.ts';
import { unreadLists } from './dated-items-unread.ts';
import { flowOf } from './dates/flow.ts';
import { linksOf } from './links.ts';
import { locate } from './locate.ts';
import { parseFragment } from './script-lists/fragment.ts';

type Value = ObservationValue<'page.dated-items'>;

/** Rows kept of one page; a page with more is an archive, and its newest rows are among the first or the last. */
const MAX_ITEMS = 1_000;
const MAX_FRAGMENTS = 40;
const MAX_FRAGMENT = 400_000;

/**
 * 带日期的条目 of a home or list page. Rows are evidence only: whether something was published on a day is told by its own page. Nothing here
 * depends on the order of rows, so a pinned first row does no harm.
 */
export const datedItemsProbe = definePageProbe({
  id: 'dated-items',
  version: 2,
  title: '列表条目与日期',
  produces: 'page.dated-items',
  on: ['home', 'list', 'other'],
  read(page, today): Reading<'page.dated-items'> {
    const flow = flowOf(page.document);
    const base = baseOf(page);
    const items = new Map<string, Value['items'][number]>();
    const keep = (row: Row, node: AnyNode) => {
      const key = `${row.url === '' ? row.title : row.url} ${row.date ?? ''}`;
      const before = items.get(key);
      if (items.size >= MAX_ITEMS || (before !== undefined && before.title.length >= row.title.length)) return;
      items.set(key, {
        title: row.title,
        url: row.url,
        date: row.date,
        source: row.source,
        place: locate(page, node, row.title),
      });
    };
    for (const row of rowsOf(flow, page.url, base, today)) keep(row, row.node);
    let carried = 0;
    for (const fragment of flow.fragments.slice(0, MAX_FRAGMENTS)) {
      // Text inside a script was not parsed with the page: these rows are read here for the first time.
      const inner = flowOf(parseFragment(fragment.html.slice(0, MAX_FRAGMENT)));
      for (const row of rowsOf(inner, page.url, base, today)) {
        carried++;
        keep(row, fragment.el);
      }
    }
    const unread = unreadLists(page, flow, carried > 0);
    const list = dropTwins([...items.values()]);
    const unlisted = unlistedLinks(flow, page.url, base, new Set(list.map((i) => i.url)), scriptedLinks(page));
    const lost = page.cut === undefined ? [] : [`${page.cut}，其后的条目没有读到`];
    return {
      status: 'observed',
      value: {
        url: page.url,
        role: page.role,
        items: list,
        ...(unlisted.length > 0 ? { unlisted } : {}),
        unreadLists: [...unread, ...lost],
        navigationOnly:
          page.role === 'home' && list.length === 0 && unread.length === 0 && columnLinks(page, base) >= 3,
      },
    };
  },
});

/** Blocks and pictures that open a page when clicked, without being links. */
function scriptedLinks(page: PageSnapshot): { url: string; text: string }[] {
  if (!/\bonclick\s{0,9}=/i.test(page.html)) return [];
  return linksOf(page, (e) => e.name !== 'a' && e.attribs.onclick !== undefined).flatMap((l) =>
    l.attr === 'onclick' && l.kind === 'page' && l.url !== null ? [{ url: l.url, text: l.text }] : [],
  );
}

/** An address that stands in a dated row needs no second entry without date. */
function dropTwins(items: Value['items']): Value['items'] {
  const shown = new Set(items.filter((i) => i.source === 'row' || i.source === 'row-yearless').map((i) => i.url));
  return items.filter((i) => i.source === 'row' || i.source === 'row-yearless' || !shown.has(i.url));
}

function baseOf(page: PageSnapshot): string {
  const base = flowOf(page.document).boxes.find((b) => b.el.name === 'base')?.el.attribs.href;
  return (base === undefined ? null : URL.parse(base, page.url))?.href ?? page.url;
}

function columnLinks(page: PageSnapshot, base: string): number {
  const home = URL.parse(page.url);
  const own = pageLinks(flowOf(page.document), base).filter((l) => sameSite(l.at, home) && l.url !== home?.href);
  return new Set(own.map((l) => l.url)).size;
}
