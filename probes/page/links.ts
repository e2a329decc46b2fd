import { type Element, isTag } from 'domhandler';
import type { Locator, PageSnapshot } from '#core/evidence.ts';
import { cssUrls, refreshTarget, scriptTargets, srcsetUrls } from './links/embedded.ts';
import { type Resolved, resolver } from './links/resolve.ts';
import { locate } from './locate.ts';
import { attr, pageIndex, rawText, squeeze, textOf } from './text.ts';

export type LinkKind = 'page' | 'image' | 'script' | 'style' | 'media' | 'frame' | 'form' | 'attachment' | 'other';

/** 页面上的一个链接, as typed and as a browser would follow it. */
export type LinkRef = Resolved & {
  /** As typed, at most 2000 characters. */
  raw: string;
  kind: LinkKind;
  tag: string;
  attr: string;
  /** Text of the anchor, alt of its image or its title; at most 120 characters. */
  text: string;
  place: Locator;
};

/** Beyond this a page is a link dump; the rest is left out. */
const MAX_LINKS = 20_000;

const documentFile = /\.(?:docx?|xlsx?|pptx?|pdf|wps|et|dps|ofd|ceb|rtf|txt|csv|zip|rar|7z|tar|gz|exe|apk)$/i;
const imageFile = /\.(?:jpe?g|png|gif|bmp|webp|svg|ico|tiff?)$/i;
const mediaFile = /\.(?:mp[34]|m4[av]|flv|swf|avi|wmv|wma|wav|mov|rm|rmvb|mpe?g|ogg|webm|f4v|m3u8)$/i;

/**
 * 页面链接, in document order, every occurrence. Not links: what stands in comments, in script text, in templates, and in noscript,
 * which no visitor with a normal browser is shown. `wanted`: only the links of these elements, for who needs a few.
 */
export function linksOf(page: PageSnapshot, wanted: (e: Element) => boolean = () => true): LinkRef[] {
  const found: LinkRef[] = [];
  const resolve = resolver(page);
  const add = (e: Element, attribute: string, raw: string, kind: LinkKind | null) => {
    if (found.length >= MAX_LINKS) return;
    const resolved = resolve(raw);
    found.push({
      ...resolved,
      raw: raw.slice(0, 2000),
      kind: kind ?? kindOf(resolved.url, e),
      tag: e.name,
      attr: attribute,
      text: labelOf(e),
      place: locate(page, e),
    });
  };
  for (const e of pageIndex(page.document).elements) {
    if (e.name === 'noscript' || !wanted(e) || insideInert(e)) continue;
    const names = Object.keys(e.attribs);
    if (names.length > 0) readAttributes(e, names, add);
    if (e.name === 'style')
      for (const { raw, sheet } of cssUrls(rawText(e))) add(e, 'text', raw, sheet ? 'style' : 'image');
  }
  return found;
}

type Add = (e: Element, attribute: string, raw: string, kind: LinkKind | null) => void;

/** Element and attribute → kind; null: by the file the link leads to. */
const attributes: Readonly<Record<string, readonly (readonly [string, LinkKind | null])[]>> = {
  a: [
    ['href', null],
    ['xlink:href', null],
  ],
  area: [['href', null]],
  img: [['src', 'image']],
  input: [
    ['src', 'image'],
    ['formaction', 'form'],
  ],
  button: [['formaction', 'form']],
  image: [
    ['href', 'image'],
    ['xlink:href', 'image'],
  ],
  source: [['src', 'media']],
  track: [['src', 'media']],
  video: [
    ['src', 'media'],
    ['poster', 'image'],
  ],
  audio: [['src', 'media']],
  iframe: [['src', 'frame']],
  frame: [['src', 'frame']],
  script: [['src', 'script']],
  form: [['action', 'form']],
  object: [['data', 'media']],
  embed: [['src', 'media']],
  body: [['background', 'image']],
  table: [['background', 'image']],
  td: [['background', 'image']],
  th: [['background', 'image']],
};

function readAttributes(e: Element, names: readonly string[], add: Add): void {
  for (const [name, kind] of attributes[e.name] ?? []) {
    const raw = e.attribs[name];
    if (raw === undefined) continue;
    // An empty src loads nothing; an empty href or action is the page itself.
    if (raw.trim() === '' && name !== 'href' && name !== 'action') continue;
    const targets = /^\s*javascript:/i.test(raw) ? scriptTargets(raw) : [];
    if (targets.length > 0) for (const t of targets) add(e, name, t, null);
    else add(e, name, raw, kind);
  }
  if (e.name === 'link') readLink(e, add);
  if (e.name === 'meta' && /^refresh$/i.test(attr(e, 'http-equiv').trim())) {
    const target = refreshTarget(attr(e, 'content'));
    if (target !== null) add(e, 'content', target, 'page');
  }
  if (e.name === 'option') readOption(e, add);
  for (const name of names) {
    if (name === 'srcset') for (const raw of srcsetUrls(attr(e, name))) add(e, name, raw, 'image');
    else if (name === 'style') for (const { raw } of cssUrls(attr(e, name))) add(e, name, raw, 'image');
    else if (name.startsWith('on')) for (const raw of scriptTargets(attr(e, name))) add(e, name, raw, null);
  }
}

function readLink(e: Element, add: Add): void {
  const href = attr(e, 'href');
  const rel = attr(e, 'rel').toLowerCase();
  // Hints to the browser name hosts, not things a visitor can open.
  if (href.trim() === '' || /\b(?:dns-prefetch|preconnect)\b/.test(rel)) return;
  add(e, 'href', href, rel.includes('stylesheet') ? 'style' : rel.includes('icon') ? 'image' : 'other');
}

/** 友情链接 in a drop-down list: the options hold addresses and the list opens them. */
function readOption(e: Element, add: Add): void {
  const value = attr(e, 'value').trim();
  if (!/^(?:https?:)?\/\//i.test(value)) return;
  for (let p = e.parent; p !== null; p = p.parent)
    if (isTag(p) && p.name === 'select') {
      if (/open|location|href|jump|go/i.test(attr(p, 'onchange') + attr(p, 'onclick'))) add(e, 'value', value, null);
      return;
    }
}

function kindOf(url: string | null, e: Element): LinkKind {
  if (url === null) return 'other';
  if (e.attribs.download !== undefined) return 'attachment';
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  // The host may end like a file name: only what follows its first slash counts.
  if (path.indexOf('/', 8) < 0) return 'page';
  return documentFile.test(path)
    ? 'attachment'
    : imageFile.test(path)
      ? 'image'
      : mediaFile.test(path)
        ? 'media'
        : 'page';
}

/** Elements whose content no visitor sees as page. */
function insideInert(e: Element): boolean {
  for (let p = e.parent; p !== null; p = p.parent)
    if (isTag(p) && (p.name === 'noscript' || p.name === 'template')) return true;
  return false;
}

function labelOf(e: Element): string {
  if (e.name === 'style' || e.name === 'script' || e.name === 'body' || e.name === 'form') return '';
  const shown = textOf(e, 120);
  if (shown !== '') return shown;
  const image = e.name === 'a' ? firstImage(e) : e;
  const label =
    attr(e, 'alt') || attr(e, 'title') || (image === null ? '' : attr(image, 'alt') || attr(image, 'title'));
  return squeeze(label).trim().slice(0, 120);
}

function firstImage(e: Element): Element | null {
  for (const child of e.children) {
    if (!isTag(child)) continue;
    if (child.name === 'img') return child;
    const deeper = firstImage(child);
    if (deeper) return deeper;
  }
  return null;
}

/**
 * 跳转桩页: the target of a page that does nothing but lead on, by meta refresh or by a script; null when the page has content of
 * its own or the target is not a plain literal.
 */
export function redirectOf(page: PageSnapshot): LinkRef | null {
  const refresh = linksOf(page, (e) => e.name === 'meta')[0];
  if (refresh) return refresh;
  const { elements, visible } = pageIndex(page.document);
  if (visible.text.trim().length > 100) return null;
  const resolve = resolver(page);
  for (const e of elements) {
    if (e.name !== 'script' || e.attribs.src !== undefined) continue;
    const raw = scriptTargets(rawText(e))[0];
    if (raw === undefined) continue;
    return { ...resolve(raw), raw, kind: 'page', tag: 'script', attr: 'text', text: '', place: locate(page, e) };
  }
  return null;
}
