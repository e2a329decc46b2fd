import { type AnyNode, type Element, isTag, isText } from 'domhandler';
import type { Exchange, PageSnapshot } from '#core/evidence.ts';
import { pageIndex } from '../../page/text.ts';
import { assetKind, isHomeOf, isRoot } from './address.ts';
import { headerOf, isLogin } from './classify.ts';
import type { Control } from './content.ts';
import { sameTitle } from './page-facts.ts';
import { crashWords, errorAddress, errorWords } from './soft404.ts';

/** What is known of an answer beside the page it was parsed into. */
export type SuspicionFacts = {
  exchange: Pick<Exchange, 'outcome' | 'status' | 'finalUrl' | 'bodyComplete' | 'hops'>;
  /** Address that was asked for, as the link check knows it. */
  url: string;
  /** Home page of the site. */
  home: string;
  /**
   * What the host says to an address that cannot exist beside this one. Undefined: not asked yet, so that every inner page is doubtful. Null: asked
   * and it tells nothing, or the caller looks again once it is known.
   */
  control: Control | null | undefined;
};

/** Fewer letters may be a stub, a notice or a challenge; fewer than `SMALL` an error page, if its words say so. */
const TINY = 200;
const SMALL = 300;
const FULL = 1_000;
const FEW_LINKS = 5;
/** Running text of an article, and the least that rules out a page whose text is one line. */
const ARTICLE = 400;
const LINE = 120;
/** A block with more characters is no error line. */
const LONGEST_LINE = 60;
/** The parser flattens what is nested deeper: headings there have lost their text. */
const DEEPEST = 500;

/**
 * 疑点 — whether a page that came with status 200 needs the full judgement of its content (`judgeContent`, with the stub and the challenge rules
 * before it). Microseconds, from the tree that is there already. Never false where the full judgement with the same control would say anything but
 * `ok`: whatever is not plainly a page with content of its own, under a title of its own, is doubtful.
 */
export function suspicious(page: PageSnapshot, f: SuspicionFacts): boolean {
  const x = f.exchange;
  if (x.outcome !== 'response' || x.status !== 200 || !x.bodyComplete || page.cut !== undefined || page.rendered)
    return true;
  if (headerOf(x, 'cf-mitigated') !== undefined || !plainlyRead(page)) return true;
  if (x.finalUrl !== f.url && doubtfulEnd(x.finalUrl, f)) return true;
  if (assetKind(f.url) !== null) return true;
  const names = namesOf(page);
  return names === null || saysError(page) || alike(names.titles, f);
}

/** Both ways of decoding give the same text, and it is markup. */
function plainlyRead(page: PageSnapshot): boolean {
  const { used, lying, source } = page.charset;
  if (lying || (used !== 'utf-8' && (used !== 'gb18030' || source === 'guess'))) return false;
  return !page.html.includes('\ufffd') && !/^\s*[{[]/.test(page.html);
}

/** Sent to an error page, a sign-in or a home page. */
function doubtfulEnd(to: string, f: SuspicionFacts): boolean {
  return errorAddress(to) !== null || isLogin(to) || isRoot(to) || isHomeOf(to, f.url, f.home);
}

/** Whether the control could be this very page: pages are only ever the same under the same title. */
function alike(titles: readonly string[], f: SuspicionFacts): boolean {
  const control = f.control;
  if (control === undefined) return !isRoot(f.url) && !isHomeOf(f.url, f.url, f.home);
  if (control === null || control.status === 404 || control.status === 410 || control.facts === null) return false;
  const other = control.facts.title;
  return sameTitle('', other) || titles.some((title) => sameTitle(title, other));
}

/** Texts of the titles; null when a title or a heading may be that of an error page. */
function namesOf(page: PageSnapshot): { titles: string[] } | null {
  const titles: string[] = [];
  for (const e of pageIndex(page.document).elements) {
    const title = e.name === 'title';
    if (!title && e.name !== 'h1' && e.name !== 'h2' && e.name !== 'h3') continue;
    const text = textIn(e);
    if (text === '' && depthOf(e) > DEEPEST) return null;
    if (title) titles.push(text);
    else if (errorWords.test(text.toLowerCase())) return null;
  }
  return titles.some((title) => errorWords.test(title.toLowerCase())) ? null : { titles };
}

function depthOf(e: Element): number {
  let depth = 0;
  for (let p = e.parent; p !== null; p = p.parent) depth++;
  return depth;
}

/** Not shown by any reading of the page. */
const silent = new Set(['script', 'style', 'noscript', 'template', 'svg', 'textarea', 'select']);
/** Shown by one reading and not by another: what stands in them is searched, but does not count as content. */
const uncounted = new Set([
  'title',
  'head',
  'iframe',
  'object',
  'math',
  'audio',
  'video',
  'canvas',
  'noframes',
  'noembed',
]);

function textIn(node: AnyNode): string {
  if (isText(node)) return node.data;
  if (!('children' in node)) return '';
  let out = '';
  for (const child of node.children) if (!isTag(child) || !silent.has(child.name)) out += textIn(child);
  return out;
}

type Reading = {
  letters: number;
  links: number;
  /** Letters outside links in texts of at least 20: less than what stands in blocks of that size. */
  prose: number;
  texts: string[];
  tooDeep: boolean;
};

/** Too little content, or words of an error in a page that is no article. */
function saysError(page: PageSnapshot): boolean {
  const r: Reading = { letters: 0, links: 0, prose: 0, texts: [], tooDeep: false };
  read(page.document, r, true, false, 0);
  if (r.tooDeep || r.letters < TINY || (r.letters < FULL && r.links < FEW_LINKS)) return true;
  if (r.letters >= SMALL && r.prose >= ARTICLE) return false;
  const text = r.texts.join('').toLowerCase();
  if (crashWords.test(text)) return true;
  if (r.letters < SMALL) return errorWords.test(text);
  if (r.prose >= LINE) return false;
  let lines = '';
  for (const text of r.texts) if (text.length <= LONGEST_LINE || text.trim().length <= LONGEST_LINE) lines += text;
  return errorWords.test(lines.toLowerCase());
}

const isDone = (r: Reading): boolean => r.prose >= ARTICLE && r.letters >= FULL;

function read(node: AnyNode, r: Reading, counted: boolean, linked: boolean, depth: number): void {
  if (isText(node)) {
    const { data } = node;
    // Half of all texts are the indentation of the markup.
    const n = counted ? lettersIn(data) : 0;
    if (n > 0 || !counted || data.trim() !== '') r.texts.push(data);
    r.letters += n;
    if (!linked && n >= 20) r.prose += n;
    return;
  }
  if (!('children' in node)) return;
  let inside = counted;
  let inLink = linked;
  if (isTag(node)) {
    if (silent.has(node.name)) return;
    if (uncounted.has(node.name)) inside = false;
    if (node.name === 'a') {
      inLink = true;
      if (node.attribs.href !== undefined) r.links++;
    }
    if (depth > DEEPEST) r.tooDeep = true;
  }
  for (const child of node.children) {
    if (isDone(r)) return;
    read(child, r, inside, inLink, depth + 1);
  }
}

/** ASCII letters and digits, and the common ideographs: never more than any other count of what can be read. */
function lettersIn(text: string): number {
  let n = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (
      (c >= 0x4e00 && c <= 0x9fff) ||
      (c >= 0x61 && c <= 0x7a) ||
      (c >= 0x30 && c <= 0x39) ||
      (c >= 0x41 && c <= 0x5a)
    )
      n++;
  }
  return n;
}
