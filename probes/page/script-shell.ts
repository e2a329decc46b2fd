import type { Element } from 'domhandler';
import type { PageSnapshot } from '#core/evidence.ts';
import { documentOf } from '#probes/network/access-document.ts';
import { anySign, families } from './dated-items-unread.ts';
import { attr, pageIndex, rawText, textOf } from './text.ts';

/** A page with this much text and so many links shows what it has to show; its lists may still be missing. */
const enoughText = 400;
const enoughLinks = 8;
/** Characters of script text that are searched for fingerprints. */
const maxScript = 200_000;
/** Rows of a list: links that carry a date beside them. */
const rowDate = /20\d\d[-年./]\d{1,2}[-月./]\d{1,2}/g;
const fewRows = 3;

const mount = /^(?:app|root|__next|__nuxt|main-app|q-app|vue-app|react-root)$/i;
const listBox = /list|data|news|result|column|unit|content/i;
const lists = new Set(['ul', 'ol', 'tbody', 'dl']);
const template = /\{\{[^{}\n]{1,80}\}\}/;

/**
 * 脚本外壳 — why the bytes of a page do not show what a visitor sees, so that only a browser can tell what stands on it and where it leads;
 * Chinese, null when they do show it (or a browser has been at work already). Quick enough to be asked of every page of a crawl.
 *
 * Three shapes: nothing but scripts; a front-end program with an empty place to build in, or with templates that nobody filled; a page of
 * a system that loads its lists afterwards (`reference` families of list services) whose place for the list is empty. A page that
 * merely carries such a script beside its own rows is none of them.
 */
export function shellOf(page: PageSnapshot): string | null {
  if (page.rendered) return null;
  const { elements, visible } = pageIndex(page.document);
  const seen = survey(elements);
  if (!seen.hasScript) return null;
  const full = visible.text.length >= enoughText && seen.links >= enoughLinks;
  if (!full) {
    if (documentOf(page.html, page.url).kind === 'script-shell') return '页面内容全部由脚本生成';
    if (seen.mount !== null && visible.text.length < enoughText)
      return `页面内容由前端程序在 #${attr(seen.mount, 'id').slice(0, 40)} 里生成，源码里没有`;
  }
  if (seen.templates > 0 && (template.test(visible.text) || !full))
    return '页面用前端模板书写，数据由脚本填入，源码里没有';
  if (template.test(visible.text)) return '页面里的 {{ }} 由脚本填入，源码里没有数据';
  return seen.emptyList ? listShell(page, elements, visible.text) : null;
}

/** A list that the system of the site loads afterwards, with nothing of it in the bytes. */
function listShell(page: PageSnapshot, elements: readonly Element[], text: string): string | null {
  const script = scriptText(elements);
  const own = /\/gkmlpt\//.test(page.url);
  if (!own && !anySign.test(script)) return null;
  const family = families.find((f) => f.pattern.test(script)) ?? (own ? { name: '广东 gkmlpt' } : undefined);
  if (family === undefined || (text.match(rowDate)?.length ?? 0) >= fewRows) return null;
  // Hanweb puts the first rows into the page itself, inside a script that is no program.
  if (family.name === '大汉 jpage' && /<(?:datastore|recordset|record)\b/i.test(script)) return null;
  return `列表由脚本加载（${family.name}），源码里没有`;
}

type Survey = {
  hasScript: boolean;
  links: number;
  /** Where a front-end program builds, still empty. */
  mount: Element | null;
  /** Elements that a template language repeats or shows on a condition. */
  templates: number;
  /** A place for a list that holds nothing. */
  emptyList: boolean;
};

function survey(elements: readonly Element[]): Survey {
  const seen: Survey = { hasScript: false, links: 0, mount: null, templates: 0, emptyList: false };
  for (const e of elements) {
    const a = e.attribs;
    if (e.name === 'script') seen.hasScript ||= a.type === undefined || /^$|javascript|module|ecmascript/i.test(a.type);
    else if (e.name === 'a') seen.links += a.href === undefined ? 0 : 1;
    else if (a['v-for'] !== undefined || a['ng-repeat'] !== undefined) seen.templates += 1;
    else if (e.name === 'div' || e.name === 'main' || lists.has(e.name)) {
      if (a.id !== undefined && mount.test(a.id) && textOf(e, 40).length < 20) seen.mount ??= e;
      if (!seen.emptyList && isEmpty(e) && (lists.has(e.name) || listBox.test(`${a.id ?? ''} ${a.class ?? ''}`)))
        seen.emptyList = true;
    }
  }
  return seen;
}

/** No element but scripts, no text. */
function isEmpty(e: Element): boolean {
  return e.children.every(
    (c) => c.type === 'comment' || c.type === 'script' || (c.type === 'text' && c.data.trim() === ''),
  );
}

function scriptText(elements: readonly Element[]): string {
  let text = '';
  for (const e of elements) {
    if (e.name === 'script') text += `${attr(e, 'src')} ${attr(e, 'url')} ${attr(e, 'querydata')} ${rawText(e)}\n`;
    else if (e.name === 'iframe') text += `${attr(e, 'src')}\n`;
    if (text.length > maxScript) break;
  }
  return text.slice(0, maxScript);
}
