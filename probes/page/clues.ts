import type { PageSnapshot } from '#core/evidence.ts';
import type { ClueKind } from '#core/lexicon.ts';
import type { ObservationValue } from '#core/observation.ts';
import { definePageProbe, type PageProbe } from '#probes/probe.ts';
import { bookOf, type ClueBook, type WordHit } from './clues/book.ts';
import { articleDateClues, listDateClues } from './clues/dates.ts';
import type { ClueHit } from './clues/hit.ts';
import { type Leader, leaderClues } from './clues/leaders.ts';
import { maskedText } from './clues/mask.ts';
import { personalData } from './clues/personal-data.ts';
import { type Head, headOf, type SiteNames, tampering } from './clues/tampering.ts';
import { datedItemsProbe } from './dated-items.ts';
import { locate, locateText } from './locate.ts';
import { publishDateProbe } from './publish-date.ts';
import { hiderOf, hidingRules } from './suspect-links/hiding.ts';
import { attr, closest, type FlatText, pageIndex } from './text.ts';

/** What the clues of a page are looked for with. */
export type ClueInput = {
  book: ClueBook;
  /** Names of the site in the register: its own and those of its unit. Empty: nothing to compare the title with. */
  names: SiteNames;
  /** 领导名录 from the registered leader pages. */
  leaders: readonly Leader[];
};

/** Clues of one page that are kept; the count tells the rest. */
const maxClues = 50;
/** Of one kind and source, so that one list does not crowd out the others. */
const maxOfOne = 12;

/** 内容线索探测 with word lists and what is known of the site. Clues are for a person and never verdicts. */
export function cluesProbeOf(input: ClueInput): PageProbe<'page.clues'> {
  return definePageProbe({
    id: 'page-clues',
    version: 1,
    title: '内容线索',
    produces: 'page.clues',
    on: ['home', 'list', 'article', 'other'],
    read(page, today) {
      const head = headOf(page);
      const hits = [...quickHits(page, head, input), ...datedHits(page, today, input)];
      return { status: 'observed', value: valueFrom(page, head, hits, input.book) };
    },
  });
}

/** The probe without word lists and register: what it finds then needs neither. Runs with the program's lists are made by the pipeline. */
export const pageCluesProbe = cluesProbeOf({ book: bookOf([]), names: [], leaders: [] });

/**
 * 快速预检 for a crawl: what a page holds that its neighbours did not, as signatures. Skips the dates and the leaders, which need the page read as an
 * article first; a page that names a leader counts as worth a closer look.
 */
export function clueSigns(page: PageSnapshot, input: ClueInput): string[] {
  // Personal data look alike behind their mask: each page with some is one to be read.
  const signs = quickHits(page, headOf(page), input).map(
    (h) => `${h.kind} ${h.source.id} ${h.kind === 'personal-data' ? page.url : h.text}`,
  );
  const { text } = pageIndex(page.document).visible;
  for (const { name } of input.leaders) if (text.includes(name)) signs.push(`leader ${name} ${page.url}`);
  return signs;
}

function quickHits(page: PageSnapshot, head: Head, input: ClueInput): ClueHit[] {
  return [...lexical(page, head, input.book), ...personalData(page), ...tampering(page, head, input.names)];
}

function datedHits(page: PageSnapshot, today: string, input: ClueInput): ClueHit[] {
  const hits: ClueHit[] = [];
  let date: string | null = null;
  if (page.role === 'article' || page.role === 'other') {
    const reading = publishDateProbe.read(page, today);
    if (reading.status === 'observed') {
      if (reading.value.isArticle) date = reading.value.date;
      hits.push(...articleDateClues(reading.value, today));
    }
  } else if (page.role === 'list') {
    const reading = datedItemsProbe.read(page, today);
    if (reading.status === 'observed') hits.push(...listDateClues(reading.value));
  }
  hits.push(...leaderClues(page, input.leaders, { date, today }));
  return hits;
}

function lexical(page: PageSnapshot, head: Head, book: ClueBook): ClueHit[] {
  if (book.lists.length === 0) return [];
  const index = pageIndex(page.document);
  const title = head.titleText;
  const hits: ClueHit[] = [];
  const flat = (text: FlatText, place: 'text' | 'hidden') => {
    for (const w of book.find(text.text, place, title)) {
      const how = w.list.kind === 'spam' ? hiddenBy(page, text, w.start) : null;
      hits.push(
        hitOf(w, place === 'hidden' ? '隐藏的文字里' : how === null ? '' : `对访客隐藏的文字（${how}）里`, () =>
          locateText(page, text, w.start, w.end),
        ),
      );
    }
  };
  flat(index.visible, 'text');
  if (index.hidden.text !== '') flat(index.hidden, 'hidden');
  const { title: element } = head;
  if (element !== null)
    for (const w of book.find(title, 'title', title))
      hits.push(hitOf(w, '网页标题里', () => locate(page, element, title)));
  for (const m of head.metas)
    for (const w of book.find(m.content, 'meta', title))
      hits.push(hitOf(w, `meta ${m.name} 里`, () => locate(page, m.element, m.content)));
  for (const e of head.scripts) {
    const src = attr(e, 'src');
    if (src === '') continue;
    for (const w of book.find(src, 'script', title))
      hits.push({ ...hitOf(w, '脚本或框架的网址里', () => locate(page, e, src)), text: src.slice(0, 200) });
  }
  return hits;
}

/** How the element that shows this character is hidden by a style, where it is. */
function hiddenBy(page: PageSnapshot, flat: FlatText, offset: number): string | null {
  const element = closest(flat.nodeAt(offset), () => true);
  return element === null ? null : (hiderOf(element, hidingRules(pageIndex(page.document)), new Map())?.how ?? null);
}

function hitOf(w: WordHit, where: string, place: ClueHit['place']): ClueHit {
  const { list, entry } = w;
  const what =
    entry.right === undefined
      ? `${where}出现“${entry.word}”`
      : `${where}出现“${entry.word}”，规范写法是“${entry.right}”`;
  return {
    kind: list.kind,
    text: entry.word,
    why: `${what}。${list.why}`,
    source: { id: list.id, title: list.title, date: list.date },
    confidence: entry.confidence ?? list.confidence,
    place,
  };
}

/** Sure ones first; the same thing on one page once, with how often it stands there. */
function valueFrom(
  page: PageSnapshot,
  head: Head,
  hits: readonly ClueHit[],
  book: ClueBook,
): ObservationValue<'page.clues'> {
  const groups = new Map<string, { first: ClueHit; times: number }>();
  for (const h of hits) {
    const key = `${h.kind} ${h.source.id} ${h.text} ${h.why}`;
    const group = groups.get(key);
    if (group) group.times++;
    else groups.set(key, { first: h, times: 1 });
  }
  const ordered = [...groups.values()].sort(
    (a, b) => Number(b.first.confidence === 'high') - Number(a.first.confidence === 'high'),
  );
  const perSource = new Map<string, number>();
  const clues: ObservationValue<'page.clues'>['clues'] = [];
  for (const { first, times } of ordered) {
    const n = (perSource.get(first.source.id) ?? 0) + 1;
    perSource.set(first.source.id, n);
    if (n > maxOfOne || clues.length >= maxClues) continue;
    clues.push(clueOf(first, times));
  }
  return {
    url: page.url,
    role: page.role,
    title: maskedText(head.titleText).slice(0, 200),
    clues,
    found: groups.size,
    lists: book.lists.map((l) => `${l.id}@${l.date}`),
  };
}

function clueOf(h: ClueHit, times: number): ObservationValue<'page.clues'>['clues'][number] {
  const place = h.place();
  return {
    kind: h.kind satisfies ClueKind,
    text: maskedText(h.text).slice(0, 200),
    why: maskedText(h.why).slice(0, 400),
    source: h.source,
    confidence: h.confidence,
    times,
    place: place.text === undefined ? place : { ...place, text: maskedText(place.text).slice(0, 200) },
  };
}
