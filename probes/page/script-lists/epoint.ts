import { addressAround, closing, type Fields, fieldsAround, flat, places, readFields, texts } from './literal.ts';
import { bareUrl, type PageView, serviceUrl, small, sourceOf } from './page-view.ts';
import { familyNames, type ListSource } from './types.ts';

const service = /getgovinfolist/i;
const guid = /siteGuid["']?\s{0,5}[:=]\s{0,5}["']([\w-]{1,60})["']/;
const firstIndex = /pageIndex["']?\s{0,5}[:=]\s{0,5}["']?([01])\b/i;

/**
 * 国泰新点 EWB — `getgovinfolist` answers a POST with JSON. Where the page does not say whether its pages count from 0 or 1, both are asked
 * for, so that the newest rows are never skipped. Without a column number everything of the site would come: nothing is asked then.
 */
export function ewbSources(view: PageView): ListSource[] {
  const list: ListSource[] = [];
  const seen = new Set<string>();
  const everything = [...view.scripts.map((s) => s.text), ...view.loaded].filter((t) => t !== '');
  const speaking = everything.filter((t) => service.test(t) || /XMLHttpRequest|\.ajax\s?\(|\bfetch\s?\(/.test(t));
  const address = serviceAddress(view, everything);
  const site = everything.map((t) => guid.exec(t)?.[1]).find((g) => g !== undefined);
  const query = URL.parse(view.page.url)?.searchParams;

  const add = (category: string | null, call: Fields | null, typed: string | null, script: number) => {
    const url = typed === null ? null : serviceUrl(typed, view.base);
    const given = call === null ? {} : texts(call);
    const lower = call === null ? new Map<string, string>() : flat(call);
    const known = url !== null && category !== null;
    const key = known ? `${url.pathname} ${category}` : `? ${script}`;
    if (seen.has(key) || list.length >= 20) return;
    seen.add(key);
    const names = Object.keys(given);
    const index = names.find((n) => /^pageindex$/i.test(n));
    const size = names.find((n) => /^pagesize$/i.test(n));
    const base = lower.get('pageindex') ?? speaking.map((t) => firstIndex.exec(t)?.[1]).find((b) => b !== undefined);
    const siteGuid = lower.get('siteguid') ?? site;
    list.push(
      sourceOf(view, {
        family: 'ewb',
        label: `${familyNames.ewb}${known ? `categorynum=${category}` : 'getgovinfolist'}`,
        covers: familyNames.ewb,
        url: known ? bareUrl(url) : null,
        ...(known ? {} : { why: '页面没有写明栏目编号（categorynum）' }),
        params: {
          deptcode: lower.get('deptcode') ?? query?.get('deptcode') ?? '',
          categorynum: category ?? '',
          ...(siteGuid === undefined ? {} : { siteGuid }),
        },
        perPage: small(lower.get('pagesize'), 20, 50),
        speech: {
          first: base === '0' ? 0 : base === '1' ? 1 : null,
          form: speaksForms(speaking),
          wrapped: speaking.some((t) => /["']?params["']?\s{0,3}:\s{0,3}(?:JSON|\{)/.test(t)),
          index: index ?? (size === 'pagesize' ? 'pageindex' : 'pageIndex'),
          size: size ?? 'pageSize',
        },
        complete: siteGuid !== undefined,
        script,
      }),
    );
  };

  for (const { text, index } of view.scripts) {
    if (!service.test(text)) continue;
    let any = false;
    for (const at of placesOf(text)) {
      const typed = addressAround(text, at);
      const around = fieldsAround(text, at);
      const own = around === null ? undefined : flat(around.fields).get('categorynum');
      const call = own === undefined ? argumentAfter(text, at) : (around?.fields ?? null);
      const category = own ?? (call === null ? undefined : flat(call).get('categorynum'));
      if (category === undefined || category === '') continue;
      any = true;
      add(category, call, /[^/]\/rest\//.test(typed) ? typed : address, index);
    }
    if (any) continue;
    const named = [...text.matchAll(/categorynum["']?\s{0,5}[:=]\s{0,5}["']([\w-]{1,60})["']/gi)].slice(0, 10);
    for (const m of named) add(m[1]!, null, address, index);
    if (named.length === 0) add(categoryOfPage(view), null, address, index);
  }
  // The call stands in a script of the site; the page only gives its column number.
  if (list.length === 0 && view.loaded.some((t) => service.test(t))) {
    const category = categoryOfPage(view);
    if (category !== null) add(category, null, address, -1);
  }
  return list;
}

/** `getgovinfolist` in whatever case. */
function* placesOf(text: string): Generator<number> {
  const lower = text.toLowerCase();
  // Some letters change their length with their case; then the places are not those of the text.
  if (lower.length === text.length) yield* places(lower, 'getgovinfolist', 20);
}

/** The object that follows the address: `$.post('/…/getgovinfolist', {…})`. */
function argumentAfter(text: string, at: number): Fields | null {
  const open = text.indexOf('{', at);
  return open < 0 || open - at > 120 ? null : (readFields(text, open)?.fields ?? null);
}

/** Column number in the address of the page or in a field of it. */
function categoryOfPage(view: PageView): string | null {
  const query = URL.parse(view.page.url)?.searchParams;
  const typed = query?.get('categorynum') ?? query?.get('categoryNum') ?? '';
  if (/^[\w-]{1,60}$/.test(typed)) return typed;
  const field = view.flow.boxes.find((b) => /^category-?num$/i.test(b.el.attribs.id ?? ''))?.el.attribs.value ?? '';
  return /^[\w-]{1,60}$/.test(field) ? field : null;
}

/** Address of the service: in full in a script, or project name and path (`siteInfo.projectName + '/rest/…'`). */
function serviceAddress(view: PageView, all: readonly string[]): string | null {
  let path: string | null = null;
  for (const text of all) {
    const lower = text.toLowerCase();
    if (lower.length !== text.length) continue;
    for (const at of places(lower, 'getgovinfolist', 5)) {
      const typed = addressAround(text, at);
      if (!typed.includes('/rest/')) continue;
      if (!typed.startsWith('/rest/')) return typed;
      path = typed;
    }
  }
  if (path === null) return null;
  for (const text of all)
    for (const at of places(text, 'projectName', 5)) {
      const value = /^projectName["']?\s{0,5}[:=]\s{0,5}(?=["'])/.exec(text.slice(at, at + 40));
      if (value === null) continue;
      const open = at + value[0].length;
      const end = closing(text, open);
      const project = end < 0 || end - open > 200 ? '' : text.slice(open + 1, end);
      if (serviceUrl(project, view.base) !== null) return `${project.replace(/\/$/, '')}${path}`;
    }
  return null;
}

function speaksForms(texts: readonly string[]): boolean {
  if (texts.some((t) => /application\/json|JSON\.stringify/.test(t))) return false;
  return texts.some((t) => /x-www-form-urlencoded|\$\.post\s?\(/.test(t));
}
