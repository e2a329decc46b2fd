import { entriesOf, type LexiconEntry, type LexiconFile, type LexiconPlace } from '#core/lexicon.ts';
import { type Automaton, automatonOf, foldedWord } from './automaton.ts';

/** 词表汇编 — all lists in one automaton. */
export type ClueBook = {
  /** The lists it was made of. */
  readonly lists: readonly LexiconFile[];
  /** Words found in `text` that belong to lists of this place and are not innocent where they stand. `title`: that of the page. */
  find(text: string, place: LexiconPlace, title: string): WordHit[];
};

/** One word found. */
export type WordHit = { list: LexiconFile; entry: LexiconEntry; start: number; end: number };

/** Hits looked at in one text: more tell nothing new. */
const maxHits = 500;

/** 引用、勘误: words around a wrong form that is quoted, not used. */
const quoting =
  /误[写作为用称]|错[写误别]|应(?:当|该)?(?:写|改|称|表述)?(?:为|作|成)|改(?:为|成|称)|更正|勘误|纠错|规范(?:表述|用语|写法|称谓)|正确(?:写法|表述|用法)|不得使用|不使用|不能使用|不要使用|禁用|慎用|不宜|不能称|不称/;
/** Titles of pages about right and wrong forms. */
const correcting = /纠错|更正|勘误|错别字|错敏|禁用词|慎用词|规范(?:用语|表述|用字)|易错|校对|用语规范/;

/** Compiles the lists; costs a few milliseconds for thousands of words. */
export function bookOf(lists: readonly LexiconFile[]): ClueBook {
  const words = lists.flatMap((list) => entriesOf(list).map((entry) => ({ list, entry })));
  const automaton: Automaton = automatonOf(words.map((w) => w.entry.word));
  const ascii = words.map(({ entry }) => ({ first: /^[\w]/.test(entry.word), last: /[\w]$/.test(entry.word) }));
  return {
    lists,
    find(text, place, title) {
      const hits: (WordHit & { word: number })[] = [];
      automaton.scan(text, (word, start, end) => {
        const { list, entry } = words[word]!;
        const { first, last } = ascii[word]!;
        // A Latin word is a word of its own; inside an address it may stand anywhere.
        const inside = place !== 'script' && ((first && latin(text, start - 1)) || (last && latin(text, end)));
        if (list.places.includes(place) && !inside && !innocent(text, start, end, list, entry, title, place))
          hits.push({ list, entry, start, end, word });
        return hits.length < maxHits;
      });
      return enough(longest(hits), place);
    },
  };
}

const latin = (text: string, at: number) => /[0-9a-z]/i.test(text[at] ?? '');

/** Of hits that lie inside one another the longest, once. */
function longest(hits: readonly WordHit[]): WordHit[] {
  const sorted = hits.toSorted((a, b) => a.start - b.start || b.end - a.end);
  const kept: WordHit[] = [];
  let end = -1;
  for (const h of sorted) {
    if (h.end <= end) continue;
    kept.push(h);
    end = h.end;
  }
  return kept;
}

/** Lists that ask for several different words of theirs on one page. */
function enough(hits: readonly WordHit[], place: LexiconPlace): WordHit[] {
  if (place !== 'text') return [...hits];
  const different = new Map<LexiconFile, Set<string>>();
  for (const h of hits) {
    const words = different.get(h.list) ?? new Set();
    words.add(h.entry.word);
    different.set(h.list, words);
  }
  return hits.filter((h) => different.get(h.list)!.size >= h.list.least);
}

function innocent(
  text: string,
  start: number,
  end: number,
  list: LexiconFile,
  entry: LexiconEntry,
  title: string,
  place: LexiconPlace,
): boolean {
  for (const longer of entry.not) if (covers(text, start, entry.word, longer)) return true;
  if (entry.alone && !aloneInLine(text, start, end)) return true;
  const from = Math.max(0, start - list.near);
  const around = `${text.slice(from, start)}\n${text.slice(end, end + list.near)}`;
  if (entry.with.length > 0 && !entry.with.some((w) => around.includes(w))) return true;
  const excuses = [...list.unless, ...entry.unless];
  if (excuses.some((w) => around.includes(w))) return true;
  const inTitle = place === 'text' || place === 'hidden';
  if (inTitle && list.unless.some((w) => title.includes(w))) return true;
  return entry.right !== undefined && quoted(text, start, end, entry.right, title);
}

/** A wrong form beside its right one, or in a sentence about how to write it. */
function quoted(text: string, start: number, end: number, right: string, title: string): boolean {
  if (correcting.test(title)) return true;
  const before = text.slice(Math.max(0, start - 24), start);
  const after = text.slice(end, end + 24);
  const close = right.length + 10;
  if (before.slice(-close).includes(right) || after.slice(0, close).includes(right)) return true;
  return quoting.test(before.slice(-12)) || quoting.test(after.slice(0, 14));
}

/** Whether `longer` stands in the text where `word` begins at `start`, the word being part of it. */
function covers(text: string, start: number, word: string, longer: string): boolean {
  for (let at = longer.indexOf(word); at >= 0; at = longer.indexOf(word, at + 1)) {
    const from = start - at;
    if (from >= 0 && foldedWord(text.slice(from, from + longer.length)) === foldedWord(longer)) return true;
  }
  return false;
}

/** Nothing else in the line but signs, and a term as secrecy marks have it: ★10年, 长期. */
function aloneInLine(text: string, start: number, end: number): boolean {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  const rest =
    text.slice(Math.max(lineStart, start - 20), start) +
    text.slice(end, Math.min(next < 0 ? text.length : next, end + 20));
  return (
    start - lineStart <= 20 &&
    (next < 0 ? text.length : next) - end <= 20 &&
    /^[\s★☆*＊·•:：()（）【】[\]]{0,12}(?:[\d一二三四五六七八九十]{1,3}\s?(?:年|个月|月)|长期|启用前)?[\s()（）【】[\]]{0,6}$/.test(
      rest,
    )
  );
}
