import type { Element } from 'domhandler';
import type { PageSnapshot } from '#core/evidence.ts';
import { type Flow, flowOf } from '../dates/flow.ts';
import { rawText } from '../text.ts';
import { type ListSource, plainSpeech } from './types.ts';

/** Characters of script text that are searched. */
const MAX_SCRIPT = 400_000;

/** What the families look at: the scripts in the page one by one, and those it loads from its own site. */
export type PageView = {
  page: PageSnapshot;
  flow: Flow;
  base: string;
  scripts: readonly { text: string; el: Element; index: number }[];
  /** Texts of the site's own scripts. */
  loaded: readonly string[];
};

export function viewOf(page: PageSnapshot): PageView {
  const flow = flowOf(page.document);
  const base = flow.boxes.find((b) => b.el.name === 'base')?.el.attribs.href;
  let left = MAX_SCRIPT;
  const scripts = flow.scripts.map((el, index) => {
    const text = rawText(el).slice(0, Math.max(0, left));
    left -= text.length;
    return { text, el, index };
  });
  return {
    page,
    flow,
    base: (base === undefined ? null : URL.parse(base, page.url))?.href ?? page.url,
    scripts,
    loaded: page.scripts.slice(0, 40).map((s) => s.text.slice(0, MAX_SCRIPT)),
  };
}

/** A source with what most of them have in common filled in. */
export function sourceOf(
  view: PageView,
  s: Pick<ListSource, 'family' | 'label' | 'covers' | 'url'> & Partial<ListSource>,
): ListSource {
  return {
    page: view.page.url,
    params: {},
    perPage: 15,
    speech: plainSpeech,
    complete: true,
    carried: 0,
    column: null,
    script: -1,
    ...s,
  };
}

/** Address of a service, null where it is none that may be asked: no http(s), with a user name. */
export function serviceUrl(typed: string, base: string): URL | null {
  if (typed.length > 2_000) return null;
  const url = URL.parse(typed.replaceAll('&amp;', '&').trim(), base);
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null;
  url.hash = '';
  return url;
}

/** Parameters of an address; of several with one name the last that says something. */
export function paramsOf(url: URL): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of [...url.searchParams].slice(0, 60))
    if (value !== '' || found[name] === undefined) found[name] = value;
  return found;
}

/** The address without its parameters. */
export function bareUrl(url: URL): string {
  return `${url.origin}${url.pathname}`;
}

export function withParams(url: string, params: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(params).toString();
  return query === '' ? url : `${url}?${query}`;
}

export const small = (text: string | undefined, fallback: number, most: number): number => {
  const n = Number(text);
  return Number.isInteger(n) && n > 0 ? Math.min(n, most) : fallback;
};
