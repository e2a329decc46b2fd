import { type Element, isTag } from 'domhandler';
import type { PageSnapshot } from '#core/evidence.ts';
import { attr, pageIndex, rawText } from '../text.ts';
import { cssUrls, refreshTarget, scriptTargets, srcsetUrls } from './embedded.ts';
import { type Resolved, resolver } from './resolve.ts';

export type LinkKind = 'page' | 'image' | 'script' | 'style' | 'media' | 'frame' | 'form' | 'attachment' | 'other';

/** Beyond this a page is a link dump; the rest is left out. */
const MAX_LINKS = 20_000;

/** Kind of what an address leads to, by the ending of its path. */
const endings: ReadonlyMap<string, LinkKind> = new Map([
  ...kinds('docx doc xls xlsx ppt pptx pdf wps et dps ofd ceb rtf txt csv zip rar 7z tar gz exe apk', 'attachment'),
  ...kinds('jpg jpeg png gif bmp webp svg ico tif tiff', 'image'),
  ...kinds('mp3 mp4 m4a m4v flv swf avi wmv wma wav mov rm rmvb mpg mpeg ogg webm f4v m3u8', 'media'),
]);
function kinds(names: string, kind: LinkKind): [string, LinkKind][] {
  return names.split(' ').map((name) => [name, kind]);
}

/** One occurrence of a link, before anything is told about its place. */
export type LinkSeen = {
  e: Element;
  attr: string;
  /** As typed, whole. */
  raw: string;
  resolved: Resolved;
  kind: LinkKind;
  /** A visitor gets there by clicking, waiting or seeing it in a frame: another page of the site may be behind it. */
  follow: boolean;
};

type Add = (e: Element, attribute: string, raw: string, kind: LinkKind | null) => void;

/**
 * Every link of a page in document order: what all readings of its links share. Not links: what stands in comments, in script text, in
 * templates, and in noscript, which no visitor with a normal browser is shown. `wanted`: only the links of these elements.
 */
export function walkLinks(page: PageSnapshot, visit: (link: LinkSeen) => void, wanted?: (e: Element) => boolean): void {
  const resolve = resolver(page);
  let left = MAX_LINKS;
  const add: Add = (e, attribute, raw, kind) => {
    if (left <= 0) return;
    left--;
    const resolved = resolve(raw);
    // What has no kind of its own is an address that is gone to: by a click, a choice, a script.
    const follow = kind === null || kind === 'frame' || e.name === 'meta';
    visit({ e, attr: attribute, raw, resolved, kind: kind ?? kindOf(resolved.url, e), follow });
  };
  let inert: Element | null = null;
  for (const e of pageIndex(page.document).elements) {
    // Elements come in document order: what is inside an inert one follows it at once.
    if (inert !== null) {
      if (isInside(e, inert)) continue;
      inert = null;
    }
    if (e.name === 'noscript' || e.name === 'template') {
      inert = e;
      if (e.name === 'noscript') continue;
    }
    if (wanted !== undefined && !wanted(e)) continue;
    readAttributes(e, add);
    if (e.name === 'style')
      for (const { raw, sheet } of cssUrls(rawText(e))) add(e, 'text', raw, sheet ? 'style' : 'image');
  }
}

function isInside(e: Element, outer: Element): boolean {
  for (let p = e.parent; p !== null; p = p.parent) if (p === outer) return true;
  return false;
}

/** Element and attribute → kind; null: by the file the link leads to. */
const attributes: ReadonlyMap<string, readonly (readonly [string, LinkKind | null])[]> = new Map(
  Object.entries({
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
  } satisfies Record<string, [string, LinkKind | null][]>),
);

function readAttributes(e: Element, add: Add): void {
  const { attribs } = e;
  const own = attributes.get(e.name);
  if (own !== undefined)
    for (const [name, kind] of own) {
      const raw = attribs[name];
      if (raw === undefined) continue;
      // An empty src loads nothing; an empty href or action is the page itself.
      if (name !== 'href' && name !== 'action' && raw.trim() === '') continue;
      const targets = isScript(raw) ? scriptTargets(raw) : none;
      if (targets.length > 0) for (const t of targets) add(e, name, t, null);
      else add(e, name, raw, kind);
    }
  if (e.name === 'link') readLink(e, add);
  else if (e.name === 'meta') {
    if (/^refresh$/i.test(attr(e, 'http-equiv').trim())) {
      const target = refreshTarget(attr(e, 'content'));
      if (target !== null) add(e, 'content', target, 'page');
    }
  } else if (e.name === 'option') readOption(e, add);
  for (const name in attribs) {
    if (name.length < 3) continue;
    if (name === 'style') for (const { raw } of cssUrls(attr(e, name))) add(e, name, raw, 'image');
    else if (name === 'srcset') for (const raw of srcsetUrls(attr(e, name))) add(e, name, raw, 'image');
    else if (name.charCodeAt(0) === LOWER_O && name.charCodeAt(1) === LOWER_N)
      for (const raw of scriptTargets(attr(e, name))) add(e, name, raw, null);
  }
}

const none: readonly string[] = [];
const LOWER_O = 0x6f;
const LOWER_N = 0x6e;

/** An address that is a script. */
function isScript(raw: string): boolean {
  const c = raw.charCodeAt(0);
  // Hardly any begins with that letter or a blank.
  return (c === 0x6a || c === 0x4a || c <= 0x20 || c >= 0x80) && /^\s*javascript:/i.test(raw);
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
  const end = query < 0 ? url.length : query;
  const dot = url.lastIndexOf('.', end - 1);
  // The host may end like a file name: only what follows its first slash counts.
  const first = url.indexOf('/', 8);
  if (first < 0 || dot < first || end - dot > 6) return 'page';
  return endings.get(url.slice(dot + 1, end).toLowerCase()) ?? 'page';
}
