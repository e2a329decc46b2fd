import type { PageSnapshot } from '#core/evidence.ts';
import { articleLike, pageLinks } from '../dated-items-links.ts';
import { type Flow, flowOf } from '../dates/flow.ts';
import { parseFragment } from '../script-lists/fragment.ts';
import { compact } from '../text.ts';
import { mentionsOf } from './mentions.ts';
import { cleanName } from './names.ts';
import { trailOf } from './trail.ts';
import type { ChannelSigns, Mention } from './types.ts';

/** Menus that scripts write (document.write) are read up to here. */
const MAX_FRAGMENTS = 60;
const MAX_FRAGMENT = 40_000;

/**
 * 栏目线索 of one page. Pure and quick: no dates are read. `hosts`: hosts of the site (with port where there is one); without them the page's own.
 */
export function channelSignsOf(page: PageSnapshot, hosts?: readonly string[]): ChannelSigns {
  const flow = flowOf(page.document);
  const base = baseOf(page, flow);
  const own = new Set(
    [...(hosts ?? []), URL.parse(page.url)?.host ?? ''].map((h) => h.toLowerCase().replace(/^www\./, '')),
  );
  const trail = trailOf(flow, base);
  const article = isArticle(page, flow, trail.length);
  return {
    url: page.url,
    requestedUrl: page.requestedUrl,
    home: page.role === 'home',
    title: titleOf(flow.headTitle),
    columnName: cleanName(tag(flow, 'columnname')),
    columnType: tag(flow, 'columntype'),
    columnKeywords: tag(flow, 'columnkeywords'),
    article,
    trail,
    // An article page repeats the menus of its list page.
    mentions: article ? [] : [...mentionsOf(flow, pageLinks(flow, base), own), ...written(flow, base, own)],
  };
}

/** Menus that a script writes, entry by entry. */
function written(flow: Flow, base: string, hosts: ReadonlySet<string>): Mention[] {
  const html = flow.fragments
    .slice(0, MAX_FRAGMENTS)
    .filter((f) => f.html.length <= 2_000 && !/datastore/i.test(f.html))
    .map((f) => f.html)
    .join('\n')
    .slice(0, MAX_FRAGMENT);
  if (html === '') return [];
  const inner = flowOf(parseFragment(html));
  return mentionsOf(inner, pageLinks(inner, base), hosts).map((m) =>
    m.place === 'content' || m.place === 'heading' ? { ...m, place: 'side' as const } : m,
  );
}

function tag(flow: Flow, name: string): string {
  const values = flow.metas.filter((m) => m.name.trim().toLowerCase() === name).map((m) => m.content.trim());
  return (values.find((v) => v !== '') ?? '').slice(0, 200);
}

/** 通知公告_示例县人民政府, 示例县人民政府-通知公告: the pieces are told apart by whoever merges. */
function titleOf(title: string): string {
  return title.slice(0, 120);
}

function isArticle(page: PageSnapshot, flow: Flow, steps: number): boolean {
  if (page.role === 'home') return false;
  if (tag(flow, 'articletitle') !== '' || tag(flow, 'pubdate') !== '') return true;
  if (!articleLike(URL.parse(page.url))) return false;
  // 栏目 whose address looks like that of an article name themselves and show a trail.
  return !(tag(flow, 'columnname') !== '' && steps > 0 && compact(flow.headTitle).length <= 24);
}

function baseOf(page: PageSnapshot, flow: Flow): string {
  const href = flow.boxes.find((b) => b.el.name === 'base')?.el.attribs.href;
  return (href === undefined ? null : URL.parse(href, page.url))?.href ?? page.url;
}
