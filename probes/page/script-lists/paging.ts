import type { PageSnapshot } from '#core/evidence.ts';
import { type Flow, flowOf } from '../dates/flow.ts';
import { compact } from '../text.ts';
import { parseFragment } from './fragment.ts';
import { encodedSources } from './others.ts';
import { viewOf } from './page-view.ts';

/** Pages named at most: whoever wants to know what is new needs no more. */
const MAX_NEXT = 5;

/** 翻页 of a list that stands in static pages: the next pages in order, and how many there are where the page tells. */
export type NextPages = { urls: readonly string[]; total: number | null };

/** TRS: `createPageHTML(页数, 当前页从 0 起, "index", "html")`; page k > 0 is `index_k.html`. Some put the place first. */
const trs =
  /createPage(?:HTML)?\s{0,3}\(\s{0,5}(?:["'][\w-]{1,40}["']\s{0,3},\s{0,3})?(\d{1,5})\s{0,3},\s{0,3}(\d{1,5})\s{0,3},\s{0,3}["']([\w-]{1,60})["']\s{0,3},\s{0,3}["'](s?html?|jhtml|aspx?|jsp|php)["']/gi;
const next = /^(?:下一?页|下页|后一页|next|[>›»]{1,2}|下一页[>›»]{1,2})$/i;
const last = /^(?:尾页|末页|最后一?页|last)$/i;

/** Next pages of a list page by its pager: TRS's script, 下一页 and 尾页, numbers, also where the pager stands in base64. Only the same host. */
export function nextPagesOf(page: PageSnapshot): NextPages {
  const view = viewOf(page);
  for (const { text } of view.scripts) {
    if (!text.includes('createPage')) continue;
    for (const m of text.matchAll(trs)) {
      const pages = Number(m[1]);
      const current = Number(m[2]);
      const urls: string[] = [];
      for (let k = current + 1; k < pages && urls.length < MAX_NEXT; k++) {
        const url = URL.parse(`${m[3]}_${k}.${m[4]}`, page.url);
        if (url !== null) urls.push(url.href);
      }
      return { urls, total: pages };
    }
  }
  const pagers: Flow[] = [view.flow];
  for (const source of encodedSources(view))
    for (const html of source.inline ?? []) pagers.push(flowOf(parseFragment(html)));
  for (const flow of pagers) {
    const found = byLinks(flow, page.url, view.base);
    if (found.urls.length > 0) return found;
  }
  return { urls: [], total: null };
}

function byLinks(flow: Flow, pageUrl: string, base: string): NextPages {
  const own = URL.parse(pageUrl);
  let following: URL | null = null;
  let final: URL | null = null;
  const numbered = new Map<number, URL>();
  for (const anchor of flow.anchors) {
    const text = compact(flow.text.slice(anchor.start, Math.min(anchor.end, anchor.start + 12)));
    const number = /^\d{1,4}$/.test(text) ? Number(text) : null;
    const isNext = next.test(text);
    if (!isNext && number === null && !last.test(text)) continue;
    const href = anchor.href.trim();
    if (href === '' || href.startsWith('#') || /^javascript:/i.test(href) || href.length > 500) continue;
    const url = URL.parse(href, base);
    if (url === null || own === null || url.host !== own.host || !/^https?:$/.test(url.protocol)) continue;
    url.hash = '';
    if (isNext) following ??= url;
    else if (number !== null) numbered.set(number, url);
    else final ??= url;
  }
  // A lone number is a count or a rank; a pager has a way on.
  if (following === null) return { urls: [], total: null };
  const way = between(following, final);
  const urls = [following.href, ...way.urls];
  if (way.total === null)
    for (const [, url] of [...numbered].sort((a, b) => a[0] - b[0])) if (isAfter(url, following)) urls.push(url.href);
  const unique = [...new Set(urls)].filter((u) => u !== pageUrl).slice(0, MAX_NEXT);
  return { urls: unique, total: way.total };
}

/** Numbers of an address, by which pages of one list differ. */
const numbers = (url: URL) => [...`${url.pathname}${url.search}`.matchAll(/\d{1,6}/g)].slice(0, 20);

/** The addresses between 下一页 and 尾页 where the two differ in one number only. */
function between(from: URL, to: URL | null): { urls: string[]; total: number | null } {
  const at = to === null ? null : onlyDifference(from, to);
  if (at === null) return { urls: [], total: null };
  const urls: string[] = [];
  const path = `${from.pathname}${from.search}`;
  for (let n = at.from + 1; n <= at.to && urls.length < MAX_NEXT; n++)
    urls.push(`${from.origin}${path.slice(0, at.index)}${n}${path.slice(at.index + at.length)}`);
  return { urls, total: at.to };
}

function onlyDifference(a: URL, b: URL): { index: number; length: number; from: number; to: number } | null {
  const x = `${a.pathname}${a.search}`;
  const y = `${b.pathname}${b.search}`;
  if (x.replace(/\d{1,6}/g, '#') !== y.replace(/\d{1,6}/g, '#') || a.host !== b.host) return null;
  const left = numbers(a);
  const right = numbers(b);
  const differing = left.flatMap((m, i) => (m[0] === right[i]?.[0] ? [] : [i]));
  const [only] = differing;
  if (differing.length !== 1 || only === undefined) return null;
  const m = left[only]!;
  return { index: m.index, length: m[0].length, from: Number(m[0]), to: Number(right[only]![0]) };
}

function isAfter(url: URL, from: URL): boolean {
  const d = onlyDifference(from, url);
  return d !== null && d.to > d.from;
}
