import { type Flow, type Run, runAt } from './dates/flow.ts';
import { compact } from './text.ts';

/** Separators between the title of a page and the names of column and site. */
const tail = /\s*[_|｜—–-]\s*[^_|｜—–-]*(?:政府|网站?|门户|平台|委员会|局|在线|首页)[^_|｜—–-]*$/;

/**
 * 标题 of an article page: the content tag, else the first heading that holds one, else the title element without the name of the site. `at`: where it
 * stands on the page, null when only tags tell it.
 */
export function titleOf(flow: Flow): { text: string; at: Run | null } {
  const tag = flow.metas.find((m) => m.name.toLowerCase() === 'articletitle')?.content.trim() ?? '';
  const head = flow.headTitle.replace(tail, '').replace(tail, '').trim();
  const wanted = compact(tag !== '' ? tag : head);
  for (const b of flow.boxes) {
    if (
      !/^h[1-3]$/.test(b.el.name) &&
      !/(?:^|[\s_-])(?:title|bt|wzbt|article_?title)(?:$|[\s_-])/i.test(
        `${b.el.attribs.class ?? ''} ${b.el.attribs.id ?? ''}`,
      )
    )
      continue;
    if (b.chrome || b.end - b.start > 200) continue;
    const text = flow.text.slice(b.start, b.end).replace(/\s+/g, ' ').trim();
    const plain = compact(text);
    if (plain.length < 4) continue;
    if (wanted === '' || !(wanted.includes(plain) || plain.includes(wanted))) continue;
    // A box that holds the line under the title too.
    const own = plain.length <= wanted.length + 4 ? text : tag !== '' ? tag : head;
    return { text: own, at: runAt(flow, b.start) };
  }
  return { text: tag !== '' ? tag : head, at: null };
}
