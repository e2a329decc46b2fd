import type { PageSnapshot } from '#core/evidence.ts';
import { sameSite } from '../dated-items-links.ts';
import { ewbSources } from './epoint.ts';
import { jpaasSources, jpageSources, xxgkSources } from './hanweb.ts';
import { encodedSources, frameSources, gkmlptSources, truecmsSources } from './others.ts';
import { type PageView, viewOf, withParams } from './page-view.ts';
import type { ListRequest, ListSource } from './types.ts';

/** Lists looked at on one page. */
const MAX_SOURCES = 60;

/**
 * 列表来源 of a page — every list service, same-site frame and disguised list that stands in it, whether or not enough is written to ask it
 * (`url` null: not). Addresses of other sites are never asked. Nothing of the page is run. A page that a browser has filled has only frames.
 */
export function listSourcesOf(page: PageSnapshot): ListSource[] {
  const view = viewOf(page);
  const families = page.rendered ? [] : scriptFamilies;
  const found = [...families.flatMap((f) => f(view)), ...frameSources(view)].slice(0, MAX_SOURCES);
  const own = URL.parse(page.url);
  return found.map((s) =>
    s.url === null || sameSite(URL.parse(s.url), own)
      ? s
      : { ...s, url: null, why: `列表接口在别的网站（${URL.parse(s.url)?.host.slice(0, 80) ?? ''}），没有查询` },
  );
}

const scriptFamilies: readonly ((view: PageView) => ListSource[])[] = [
  jpageSources,
  jpaasSources,
  xxgkSources,
  truecmsSources,
  ewbSources,
  gkmlptSources,
  encodedSources,
];

/** Rows of one answer of the family, where more than one page is asked for. */
export function listRequest(source: ListSource, n: number): ListRequest | null {
  const { url, params, perPage } = source;
  if (url === null || n < 1) return null;
  const headers = { referer: withoutHash(source.page) };
  const scripted = { ...headers, 'x-requested-with': 'XMLHttpRequest' };
  const get = (
    query: Readonly<Record<string, string>>,
    h: Readonly<Record<string, string>> = scripted,
  ): ListRequest => ({
    url: withParams(url, query),
    method: 'GET',
    headers: h,
  });
  const records = { startrecord: `${(n - 1) * perPage + 1}`, endrecord: `${n * perPage}`, perpage: `${perPage}` };
  switch (source.family) {
    case 'jpage':
      // Some servers go by the records, some only by the page.
      return get({ ...params, ...records, page: `${n}` });
    case 'jpaas':
      // The first page as the unit's own script asks for it; only further ones are named, and only this way.
      return get(n === 1 ? params : { ...params, paramJson: JSON.stringify({ pageNo: n, pageSize: `${perPage}` }) });
    case 'truecms':
      return get({ ...params, ...records, callback: 'cb' }, headers);
    case 'gkmlpt':
      return get({ page: `${n}`, ...params });
    case 'xxgk': {
      const query = { ...params, currpage: `${n}` };
      return {
        url: withParams(url, query),
        method: 'POST',
        headers: scripted,
        body: new URLSearchParams(query).toString(),
        contentType: 'application/x-www-form-urlencoded; charset=UTF-8',
      };
    }
    case 'ewb':
      return ewbRequest(source, n, scripted);
    case 'frame':
      return n === 1 ? { url, method: 'GET', headers } : null;
    case 'encoded':
      return null;
  }
}

function ewbRequest(source: ListSource, n: number, headers: Readonly<Record<string, string>>): ListRequest {
  const { speech, params, perPage } = source;
  const index = (speech.first ?? 0) + n - 1;
  const common = { url: source.url ?? '', method: 'POST' as const, headers };
  if (speech.form)
    return {
      ...common,
      body: new URLSearchParams({ ...params, [speech.index]: `${index}`, [speech.size]: `${perPage}` }).toString(),
      contentType: 'application/x-www-form-urlencoded; charset=UTF-8',
    };
  const asked = { ...params, [speech.index]: index, [speech.size]: perPage };
  return {
    ...common,
    body: JSON.stringify(speech.wrapped ? { params: asked } : asked),
    contentType: 'application/json; charset=UTF-8',
  };
}

/** Requests that make up the first look: where the number of the first page is not known, 0 and 1. */
export function firstLook(source: ListSource): number {
  return source.family === 'ewb' && source.speech.first === null ? 2 : 1;
}

function withoutHash(url: string): string {
  return url.split('#', 1)[0] ?? url;
}
