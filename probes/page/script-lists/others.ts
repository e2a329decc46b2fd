import { unreadFrames } from '../dated-items-unread.ts';
import { textOf } from '../text.ts';
import { addressAround, fieldsAround, flat, places } from './literal.ts';
import { bareUrl, type PageView, paramsOf, serviceUrl, small, sourceOf } from './page-view.ts';
import { familyNames, type ListSource } from './types.ts';

/** truecms — JSONP around a `<datastore>`; it answers 404 to whoever does not name the page as Referer. */
export function truecmsSources(view: PageView): ListSource[] {
  const list: ListSource[] = [];
  const seen = new Set<string>();
  for (const { text, index } of view.scripts)
    for (const at of places(text, 'messageController/getMessage.do', 20)) {
      const typed = addressAround(text, at);
      const around = fieldsAround(text, at);
      const fields = around === null ? new Map<string, string>() : flat(around.fields);
      const url = serviceUrl(typed, view.base);
      const query = url === null ? {} : paramsOf(url);
      const column =
        fields.get('columnid') ?? query.columnId ?? /columnId\s{0,3}[:=]\s{0,3}["']([\w-]{1,80})["']/.exec(text)?.[1];
      const known = url !== null && column !== undefined && column !== '';
      const key = known ? `${url.pathname} ${column}` : `? ${index}`;
      if (seen.has(key)) continue;
      seen.add(key);
      list.push(
        sourceOf(view, {
          family: 'truecms',
          label: `${familyNames.truecms}${known ? `columnId=${column}` : 'getMessage.do'}`,
          covers: familyNames.truecms,
          url: known ? bareUrl(url) : null,
          ...(known ? {} : { why: '页面没有写明栏目编号（columnId）' }),
          params: known ? { ...withoutPaging(query), columnId: column } : {},
          // Some sites answer nothing or 404 to larger pages than their own.
          perPage: small(fields.get('perpage') ?? query.perpage, 10, 20),
          script: index,
        }),
      );
    }
  return list;
}

function withoutPaging(query: Readonly<Record<string, string>>): Record<string, string> {
  const names = /^(?:startrecord|endrecord|perpage|page|callback|_)$/i;
  return Object.fromEntries(Object.entries(query).filter(([name]) => !names.test(name)));
}

/** 广东 gkmlpt — `/gkmlpt/api/all/<栏目>?page=&sid=`; the column stands behind the # of the address, 0 is all of the catalogue. */
export function gkmlptSources(view: PageView): ListSource[] {
  const own = URL.parse(view.page.url);
  const onPage = own !== null && /\/gkmlpt\//.test(own.pathname);
  const text = view.scripts.find((s) => /gkmlpt|\bSID\b/.test(s.text) && /\bSID\b/.test(s.text));
  const sid = text === undefined ? undefined : /\bSID\b["']?\s{0,4}[:=]\s{0,4}["']?(\d{1,12})/.exec(text.text)?.[1];
  if (!onPage && (text === undefined || !text.text.includes('/gkmlpt/'))) return [];
  const typed =
    text === undefined ? undefined : /["']([^"'\s]{0,120}\/gkmlpt)\/api\/all(?:\/(\d{1,12}))?/.exec(text.text);
  const folder = onPage ? own.pathname.slice(0, own.pathname.indexOf('/gkmlpt/') + 7) : (typed?.[1] ?? '/gkmlpt');
  const hash = /^#(\d{1,12})$/.exec(own?.hash ?? '')?.[1];
  // All of a catalogue stands on its own page; elsewhere only what the page names does.
  const id = hash ?? typed?.[2] ?? (onPage ? '0' : undefined);
  const url = serviceUrl(`${folder}/api/all/${id}`, view.base);
  const known = url !== null && sid !== undefined && id !== undefined;
  return [
    sourceOf(view, {
      family: 'gkmlpt',
      label: `${familyNames.gkmlpt}${known ? `栏目 ${id}` : '/gkmlpt/'}`,
      covers: familyNames.gkmlpt,
      url: known ? bareUrl(url) : null,
      ...(known ? {} : { why: sid === undefined ? '页面没有写明站点编号（SID）' : '页面没有写明栏目编号' }),
      params: sid === undefined ? {} : { sid },
      perPage: 100,
      script: text?.index ?? -1,
    }),
  ];
}

/** 同站框架页 — frames that may hold a list, one level deep. */
export function frameSources(view: PageView): ListSource[] {
  return unreadFrames(view.page, view.flow)
    .slice(0, 8)
    .map(({ src, url }) =>
      sourceOf(view, {
        family: 'frame',
        label: `${familyNames.frame}${src.slice(0, 120)}`,
        covers: `${familyNames.frame}${src.slice(0, 120)}`,
        url: url.href,
        complete: false,
      }),
    );
}

/** Base64 that could hold markup: at least 24 characters of the alphabet and nothing else. */
const disguised = /^[A-Za-z0-9+/_\s-]{24,200000}={0,2}\s{0,20}$/;

/** 编码的列表 — markup that stands in the page as base64 and is written by `atob`. */
export function encodedSources(view: PageView): ListSource[] {
  const users = view.scripts.filter((s) => /\batob\s?\(/.test(s.text));
  if (users.length === 0) return [];
  const candidates: string[] = [];
  for (const { text } of users)
    for (const at of places(text, 'atob', 20)) {
      const literal = /^atob\s{0,3}\(\s{0,3}(["'])/.exec(text.slice(at, at + 20));
      if (literal === null) continue;
      const start = at + literal[0].length;
      const end = text.indexOf(literal[1]!, start);
      if (end > start) candidates.push(text.slice(start, end));
    }
  const named = view.flow.boxes.filter(({ el: { attribs } }) => {
    const { id } = attribs;
    return id !== undefined && id !== '' && users.some((s) => s.text.includes(id));
  });
  for (const box of named.slice(0, 20)) candidates.push(textOf(box.el, 200_000));
  const inline = candidates.flatMap((c) => {
    const html = disguised.test(c) ? decoded(c) : null;
    return html !== null && /<[a-z]/i.test(html) ? [html] : [];
  });
  if (inline.length === 0) return [];
  return [
    sourceOf(view, {
      family: 'encoded',
      label: `${familyNames.encoded}atob`,
      covers: familyNames.encoded,
      url: null,
      complete: false,
      script: users[0]?.index ?? -1,
      inline,
    }),
  ];
}

/** Base64 of UTF-8, or of percent escapes of it; null where it is neither. */
function decoded(text: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(text.replace(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/')), (c) =>
      c.charCodeAt(0),
    );
    const plain = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (/<[a-z]/i.test(plain)) return plain;
    return /%3C/i.test(plain) ? decodeURIComponent(plain.replaceAll('+', ' ')) : null;
  } catch {
    return null;
  }
}
