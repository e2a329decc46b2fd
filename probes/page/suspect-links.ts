import { type Element, isText } from 'domhandler';
import type { PageSnapshot } from '#core/evidence.ts';
import type { ObservationValue } from '#core/observation.ts';
import { definePageProbe } from '#probes/probe.ts';
import { resolver } from './links/resolve.ts';
import { locate } from './locate.ts';
import { hiderOf, hidingRules } from './suspect-links/hiding.ts';
import { domainOf, isForeign } from './suspect-links/hosts.ts';
import { againstIt, lexicon } from './suspect-links/lexicon.ts';
import { attr, pageIndex, rawText, squeeze, textOf } from './text.ts';

type Clue = ObservationValue<'page.suspect-links'>['clues'][number];
type Anchor = { element: Element; href: string; host: string; domain: string; foreign: boolean };

/** Different foreign domains in a row that make a block a farm: fewer when it is hidden from readers. */
const FARM = 12;
const HIDDEN_FARM = 5;
const MAX_CLUES = 50;

/**
 * 暗链线索 — links that a person must look at; never a verdict. Hidden anchors count only when they lead to foreign hosts (menus and
 * tabs hide the site's own links), a block is a farm only when it leads to many unrelated domains without public bodies or state media
 * among them, and words count only as the text of a link or as the title of the page.
 */
export const suspectLinksProbe = definePageProbe({
  id: 'suspect-links',
  version: 1,
  title: '暗链线索',
  produces: 'page.suspect-links',
  on: ['home', 'list', 'article', 'other'],
  read(page) {
    const anchors = anchorsOf(page);
    const hiderOfAnchor = hiders(page, anchors);
    const clues = [
      ...hidden(page, anchors, hiderOfAnchor),
      ...farms(page, anchors, hiderOfAnchor),
      ...words(page, anchors),
      ...title(page),
    ];
    return {
      status: 'observed',
      value: { url: page.url, clues: clues.slice(0, MAX_CLUES), examined: anchors.length },
    };
  },
});

function anchorsOf(page: PageSnapshot): Anchor[] {
  const resolve = resolver(page);
  const own = domainOf(new URL(page.url).hostname);
  const found: Anchor[] = [];
  const hosts = new Map<string, Pick<Anchor, 'host' | 'domain' | 'foreign'>>();
  for (const element of pageIndex(page.document).elements) {
    if ((element.name !== 'a' && element.name !== 'area') || element.attribs.href === undefined) continue;
    const { url } = resolve(attr(element, 'href'));
    if (url === null) continue;
    const origin = url.slice(0, url.indexOf('/', 8));
    let known = hosts.get(origin);
    if (!known) {
      const host = hostOf(url);
      known = { host, domain: domainOf(host), foreign: isForeign(host, own) };
      hosts.set(origin, known);
    }
    const { host, domain, foreign } = known;
    found.push({ element, href: url, host, domain, foreign });
  }
  return found;
}

/** Host name of a canonical address, without port. */
function hostOf(url: string): string {
  return /^https?:\/\/(\[[^\]]*\]|[^/:?#]*)/.exec(url)?.[1] ?? '';
}

/** What a link says, and what it is called. */
const textAt = ({ element }: Anchor): string =>
  squeeze(`${textOf(element, 100)} ${attr(element, 'title')}`)
    .trim()
    .slice(0, 200);

/** No less than `textAt` says, blanks left as they are. */
function sourceAt({ element }: Anchor): string {
  const [only] = element.children;
  const text = element.children.length === 1 && isText(only!) ? only.data : textOf(element, 100);
  return element.attribs.title === undefined ? text : `${text}\n${element.attribs.title}`;
}

type Hiders = (anchor: Anchor) => ReturnType<typeof hiderOf>;

function hiders(page: PageSnapshot, anchors: readonly Anchor[]): Hiders {
  if (!anchors.some((a) => a.foreign)) return () => null;
  const rules = hidingRules(pageIndex(page.document));
  const known = new Map<Element, ReturnType<typeof hiderOf>>();
  return (anchor) => hiderOf(anchor.element, rules, known);
}

/** One clue for each element that hides foreign links, however many it holds. */
function hidden(page: PageSnapshot, anchors: readonly Anchor[], hiderOfAnchor: Hiders): Clue[] {
  const groups = new Map<Element, { how: string; anchors: Anchor[] }>();
  for (const a of anchors) {
    if (!a.foreign) continue;
    const hider = hiderOfAnchor(a);
    if (hider === null) continue;
    const group = groups.get(hider.element) ?? { how: hider.how, anchors: [] };
    group.anchors.push(a);
    groups.set(hider.element, group);
  }
  const clues: Clue[] = [];
  for (const [element, { how, anchors: inside }] of groups) {
    const first = inside[0]!;
    clues.push({
      kind: 'hidden',
      href: first.href,
      text: textAt(first),
      why: `${inside.length} 个站外链接对访问者隐藏（${how}），第一个指向 ${first.host}`,
      place: locate(page, element, inside.slice(0, 8).map(textAt).join(' ')),
    });
  }
  return clues;
}

/** Runs of foreign anchors to many different domains, with nothing of the site's own or of public bodies between them. */
function farms(page: PageSnapshot, anchors: readonly Anchor[], hiderOfAnchor: Hiders): Clue[] {
  const clues: Clue[] = [];
  const own = domainOf(new URL(page.url).hostname);
  let run: Anchor[] = [];
  let gap = 0;
  const close = () => {
    const domains = new Set(run.map((a) => a.domain));
    if (domains.size < HIDDEN_FARM) {
      run = [];
      return;
    }
    const unseen = run.every((a) => hiderOfAnchor(a) !== null);
    // A register of firms or banks names firms; a farm names anything.
    const firms = run.filter((a) => /公司|集团|银行|股份|厂$/.test(textAt(a))).length;
    if (domains.size >= (unseen ? HIDDEN_FARM : FARM) && firms < run.length * 0.6) {
      const first = run[0]!;
      clues.push({
        kind: 'farm',
        href: first.href,
        text: textAt(first),
        why: `连续 ${run.length} 个链接指向 ${domains.size} 个互不相关的站外域名：${[...domains].slice(0, 5).join('、')} 等`,
        place: locate(page, first.element, run.slice(0, 8).map(textAt).join(' ')),
      });
    }
    run = [];
  };
  for (const a of anchors) {
    if (a.foreign) {
      run.push(a);
      gap = 0;
    }
    // A single link of the site's own inside a farm is part of the disguise.
    else if (run.length > 0 && (a.domain !== own || ++gap > 1)) close();
  }
  close();
  return clues;
}

function words(page: PageSnapshot, anchors: readonly Anchor[]): Clue[] {
  const clues: Clue[] = [];
  // Most pages have none of the words: one look at all the texts.
  if (!anchors.some((a) => holdsWord(sourceAt(a)))) return clues;
  for (const a of anchors) {
    const text = textAt(a);
    const hit = wordIn(text, a.foreign);
    if (hit === null) continue;
    clues.push({
      kind: 'lexicon',
      href: a.href,
      text,
      why: `链接文字含${hit.group}类词语“${hit.word}”${a.foreign ? `，指向站外 ${a.host}` : ''}`,
      place: locate(page, a.element, text),
    });
    if (clues.length >= MAX_CLUES) break;
  }
  return clues;
}

/** Title and description are what hijackers change for search engines while the page looks as ever. */
function title(page: PageSnapshot): Clue[] {
  const clues: Clue[] = [];
  for (const e of pageIndex(page.document).elements) {
    const isTitle = e.name === 'title';
    if (!isTitle && !(e.name === 'meta' && /^(?:keywords|description)$/i.test(attr(e, 'name')))) continue;
    const text = squeeze(isTitle ? rawText(e) : attr(e, 'content'))
      .trim()
      .slice(0, 200);
    const hit = wordIn(text, false);
    const name = isTitle ? '网页标题' : `meta ${attr(e, 'name').toLowerCase()}`;
    if (hit !== null)
      clues.push({
        kind: 'lexicon',
        href: page.url,
        text,
        why: `${name}含${hit.group}类词语“${hit.word}”`,
        place: locate(page, e, text),
      });
    if (isTitle && writtenInReferences(page, e))
      clues.push({
        kind: 'hidden',
        href: page.url,
        text,
        why: '网页标题整段写成数字字符引用（&#…;），是标题被篡改的常见手法',
        place: locate(page, e, text),
      });
  }
  return clues;
}

function writtenInReferences(page: PageSnapshot, e: Element): boolean {
  if (e.startIndex === null) return false;
  const source = page.html.slice(e.startIndex, e.startIndex + 2000);
  const inner = source
    .slice(source.indexOf('>') + 1)
    .split('<', 1)[0]!
    .trim();
  const references = inner.match(/&#x?[0-9a-f]{2,6};/gi) ?? [];
  return references.length >= 8 && references.join('').length > inner.length * 0.9;
}

const escaped = (words: readonly string[]) => words.map((w) => w.replace(/[^\w\u4e00-\u9fff]/g, '\\$&')).join('|');
const strong = new RegExp(escaped(lexicon.flatMap((g) => g.words)), 'i');
const anyWord = new RegExp(escaped(lexicon.flatMap((g) => [...g.words, ...g.weak])), 'i');

/** Words by the character that they begin with. */
const wordsFrom: ReadonlyMap<number, readonly string[]> = Map.groupBy(
  lexicon.flatMap((g) => [...g.words, ...g.weak]).map((w) => w.toLowerCase()),
  (w) => w.charCodeAt(0),
);
/** Which characters begin one, so that nearly all are done with at one look. */
const begins = new Uint8Array(0x10000);
for (const code of wordsFrom.keys()) {
  begins[code] = 1;
  begins[String.fromCharCode(code).toUpperCase().charCodeAt(0)] = 1;
}

/** Whether any word of the lexicon stands in a text: `anyWord`, many times as fast. */
export function holdsWord(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (begins[text.charCodeAt(i)] === 0) continue;
    const rest = text.slice(i, i + LONGEST_WORD).toLowerCase();
    for (const word of wordsFrom.get(rest.charCodeAt(0)) ?? []) if (rest.startsWith(word)) return true;
  }
  return false;
}
const LONGEST_WORD = Math.max(...[...wordsFrom.values()].flat().map((w) => w.length));

function wordIn(text: string, leavesSite: boolean): { group: string; word: string } | null {
  const word = (leavesSite ? anyWord : strong).exec(text)?.[0].toLowerCase();
  if (word === undefined || againstIt.test(text)) return null;
  const group = lexicon.find((g) => g.words.includes(word) || g.weak.includes(word));
  return group ? { group: group.name, word } : null;
}
