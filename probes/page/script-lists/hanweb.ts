import { addressAround, closing, fieldsAround, flat, places, readFields, texts } from './literal.ts';
import { bareUrl, type PageView, paramsOf, serviceUrl, small, sourceOf } from './page-view.ts';
import { familyNames, type ListSource } from './types.ts';

const paging = new Set(['startrecord', 'endrecord', 'perpage', 'page', 'currpage', 'infocount']);

/** 大汉 jpage — lists that `dataproxy.jsp` pages through; their first rows mostly stand in the page as `<datastore>`. */
export function jpageSources(view: PageView): ListSource[] {
  const found = new Map<string, ListSource>();
  const stored = view.scripts.reduce((n, s) => n + recordsIn(s.text), 0);
  const add = (typed: string, more: Record<string, string>, script: number, carried: number) => {
    const url = serviceUrl(typed, view.base);
    const all = url === null ? {} : { ...paramsOf(url), ...more };
    const params = Object.fromEntries(Object.entries(all).filter(([name]) => !paging.has(name.toLowerCase())));
    const lower = new Map(Object.entries(params).map(([name, value]) => [name.toLowerCase(), value]));
    const column = lower.get('columnid') ?? '';
    const known = url !== null && column !== '';
    const key = known ? `${url.pathname} ${column} ${lower.get('unitid') ?? ''}` : `? ${script}`;
    const before = found.get(key);
    if (before !== undefined) {
      if (carried > before.carried) found.set(key, { ...before, carried });
      return;
    }
    found.set(
      key,
      sourceOf(view, {
        family: 'jpage',
        label: `${familyNames.jpage}${known ? `columnid=${column}` : 'dataproxy.jsp'}`,
        covers: familyNames.jpage,
        url: known ? bareUrl(url) : null,
        ...(known ? {} : { why: '页面没有写明栏目编号（columnid）' }),
        params,
        perPage: small(lower.get('perpage') ?? more.perPage ?? more.perpage, 15, 45),
        complete: lower.has('unitid') && (lower.get('unitid') ?? '') !== '',
        carried,
        script,
      }),
    );
  };
  for (const { text, index } of view.scripts) {
    if (!text.includes('dataproxy.jsp') && !text.includes('.jpage(')) continue;
    const done: { start: number; end: number }[] = [];
    for (const at of places(text, '.jpage(')) {
      const open = text.indexOf('{', at);
      const read = open < 0 || open - at > 20 ? null : readFields(text, open);
      if (read === null) {
        add('', {}, index, 0);
        continue;
      }
      done.push({ start: open, end: read.end });
      const all = texts(read.fields);
      const proxy = flat(read.fields).get('proxyurl');
      delete all.proxyUrl;
      delete all.proxyurl;
      const options = new Set([
        'perpage',
        'totalrecord',
        'barposition',
        'tasktype',
        'pagesize',
        'showmode',
        'ajaxtype',
      ]);
      const perPage = flat(read.fields).get('perpage');
      const more = Object.fromEntries(Object.entries(all).filter(([name]) => !options.has(name.toLowerCase())));
      const unit = unitBefore(text, at);
      add(
        proxy ?? '',
        { ...(unit === null ? {} : { unitid: unit }), ...more, ...(perPage === undefined ? {} : { perpage: perPage }) },
        index,
        0,
      );
    }
    for (const at of places(text, 'dataproxy.jsp')) {
      if (done.some((d) => at >= d.start && at < d.end)) continue;
      const typed = addressAround(text, at);
      // Options that stand outside of a call: proxyUrl:'…', ajaxParam:{…}.
      const beside = typed.includes('?') ? null : fieldsAround(text, at);
      const more = beside === null ? {} : texts(beside.fields);
      delete more.proxyUrl;
      add(typed, more, index, recordsIn(text));
    }
  }
  const list = [...found.values()];
  // Data and call stand in scripts of their own: what is stored belongs to the only list.
  const [only] = list;
  return list.length === 1 && only !== undefined ? [{ ...only, carried: Math.max(only.carried, stored) }] : list;
}

function recordsIn(text: string): number {
  if (!text.includes('<datastore')) return 0;
  let n = 0;
  for (const _ of places(text, '<record>', 1_000)) n++;
  return n;
}

/** `$('#247686').jpage(…)`: the place that is filled is named after the unit. */
function unitBefore(text: string, at: number): string | null {
  return /["']#(\d{2,12})["']\s{0,3}\)\s{0,3}$/.exec(text.slice(Math.max(0, at - 30), at))?.[1] ?? null;
}

const unitPath = '/api-gateway/jpaas-publish-server/front/page/build/unit';

/** 大汉 jpaas — page units that `build/unit` delivers as HTML inside JSON. */
export function jpaasSources(view: PageView): ListSource[] {
  const list: ListSource[] = [];
  const seen = new Set<string>();
  const add = (typed: string, params: Record<string, string> | null, script: number) => {
    const url = serviceUrl(typed, view.base);
    const page = params?.pageId ?? '';
    const known = url !== null && params !== null && params.webId !== undefined && page !== '';
    const key = known ? JSON.stringify([url.href, params]) : `? ${script}`;
    if (seen.has(key) || list.length >= 40) return;
    seen.add(key);
    list.push(
      sourceOf(view, {
        family: 'jpaas',
        label: `${familyNames.jpaas}${known ? `${params.tagId ?? '栏目'}（pageId=${page.slice(0, 40)}）` : 'build/unit'}`,
        covers: familyNames.jpaas,
        url: known ? bareUrl(url) : null,
        ...(known ? {} : { why: '页面没有写明栏目参数（webId、pageId）' }),
        params: known ? { ...paramsOf(url), ...params } : {},
        complete: known && params.tplSetId !== undefined && params.tplSetId !== '',
        script,
      }),
    );
  };
  for (const { text, el, index } of view.scripts) {
    const { src, url, querydata } = el.attribs;
    if (querydata !== undefined || (url ?? '').includes('build/unit')) {
      const read = querydata === undefined ? null : readFields(querydata.trim(), 0);
      add(url ?? unitPath, read === null ? null : texts(read.fields), index);
      continue;
    }
    if (!/jpaas-publish-server|page\/build\/unit/.test(text) || /unitbuild/i.test(src ?? '')) continue;
    const service = [...places(text, 'build/unit', 1)].map((at) => addressAround(text, at))[0] ?? unitPath;
    let any = false;
    for (const at of places(text, 'webId')) {
      const around = fieldsAround(text, at);
      if (around === null) continue;
      any = true;
      add(service, texts(around.fields), index);
    }
    if (!any) add(service, null, index);
  }
  return list;
}

/** 大汉信息公开 — the catalogue that `search.jsp` delivers as HTML; without a class it gives the rows of the whole area. */
export function xxgkSources(view: PageView): ListSource[] {
  const list: ListSource[] = [];
  const seen = new Set<string>();
  const own = /\/col\/col(\d{1,12})\//.exec(view.page.url)?.[1] ?? null;
  const add = (typed: string, complete: boolean, script: number) => {
    const url = serviceUrl(typed, view.base);
    if (url === null) return;
    const params = Object.fromEntries(Object.entries(paramsOf(url)).filter(([n]) => !paging.has(n.toLowerCase())));
    const type = params.infotypeId ?? '';
    const narrowed = type !== '' && type !== '0';
    const key = JSON.stringify([bareUrl(url), params]);
    if (seen.has(key) || list.length >= 10) return;
    seen.add(key);
    const known = narrowed || own !== null;
    list.push(
      sourceOf(view, {
        family: 'xxgk',
        label: `${familyNames.xxgk}${narrowed ? `infotypeId=${type}` : 'search.jsp'}`,
        covers: familyNames.xxgk,
        url: known ? bareUrl(url) : null,
        ...(known ? {} : { why: '页面没有写明是哪个栏目的目录' }),
        params,
        complete: complete && narrowed,
        column: narrowed || own === null ? null : `art_${own}_`,
        script,
      }),
    );
  };
  for (const { text, index } of view.scripts) {
    for (const at of places(text, 'xxgk/search.jsp')) {
      const read = joined(text, at);
      if (read !== null) add(read.text, read.whole, index);
    }
  }
  if (list.length === 0)
    for (const frame of view.flow.frames) {
      const tree = serviceUrl(frame.attribs.src ?? '', view.base);
      const area = tree?.searchParams.get('area');
      if (tree === null || !area || !tree.pathname.endsWith('/xxgk/tree.jsp')) continue;
      const query = new URLSearchParams({ infotypeId: '', vc_title: '', vc_number: '', area });
      add(`${tree.origin}${tree.pathname.replace(/tree\.jsp$/, 'search.jsp')}?${query}`, false, -1);
    }
  return list;
}

/** A text put together by `'…' + a + '…'` around `at`: what is computed is left empty, `whole` says there was none of it but in names. */
function joined(text: string, at: number): { text: string; whole: boolean } | null {
  let start = at;
  while (start > 0 && at - start < 300 && text[start] !== '"' && text[start] !== "'") start--;
  const quote = text[start];
  if (quote !== '"' && quote !== "'") return null;
  let out = '';
  let whole = true;
  let i = start;
  for (let parts = 0; parts < 40; parts++) {
    const end = closing(text, i);
    if (end < 0 || end - i > 2_000) return null;
    out += text.slice(i + 1, end);
    i = end + 1;
    const plus = /^\s{0,20}\+\s{0,20}/.exec(text.slice(i, i + 44));
    if (plus === null) return { text: out, whole };
    i += plus[0].length;
    if (text[i] === '"' || text[i] === "'") continue;
    // A variable or a call: over it to the next plus, or the end of the argument.
    whole = false;
    let depth = 0;
    let next = -1;
    for (let k = i; k < text.length && k - i < 300; k++) {
      const c = text[k];
      if (c === '(') depth++;
      else if (c === ')' && --depth < 0) break;
      else if (depth === 0 && (c === ',' || c === ';')) break;
      else if (depth === 0 && c === '+') {
        next = k;
        break;
      }
    }
    if (next < 0) return { text: out, whole };
    i = next + 1;
    while (i < text.length && /\s/.test(text[i]!)) i++;
    if (text[i] !== '"' && text[i] !== "'") return { text: out, whole };
  }
  return { text: out, whole };
}
