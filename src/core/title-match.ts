/** Marks that a relay puts around or before a title: 【…】, “转载：”, the name of a column. */
const wrappers = /^(?:转载|转发|转|扩散|速看|重磅|权威发布|要闻|最新|通知)[:：|｜丨\s]+/;
/** Longest text that is compared; the beginning tells enough. */
const maxText = 400;

/** 标题 or text, as it is compared: width, case, blanks and punctuation do not matter, nor what a relay writes before a title. */
export function matchText(text: string): string {
  const plain = text
    .slice(0, 2_000)
    .normalize('NFKC')
    .replace(/^\s*[【[][^】\]]{1,12}[】\]]/, '')
    .trim()
    .replace(wrappers, '');
  return plain
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]/gu, '')
    .slice(0, maxText);
}

/** Pairs of neighbouring characters, each with how often it stands there. */
export type Grams = { counts: ReadonlyMap<string, number>; total: number };

export function gramsOf(text: string): Grams {
  const counts = new Map<string, number>();
  for (let i = 0; i + 1 < text.length; i++) {
    const pair = text.slice(i, i + 2);
    counts.set(pair, (counts.get(pair) ?? 0) + 1);
  }
  return { counts, total: Math.max(0, text.length - 1) };
}

/** 相似程度 from 0 to 1: shared pairs of characters (Dice). Two texts too short for a pair are like each other only when equal. */
export function similarity(a: Grams, b: Grams): number {
  if (a.total === 0 || b.total === 0) return 0;
  return (2 * shared(a, b)) / (a.total + b.total);
}

/** 包含程度 from 0 to 1: how much of the shorter text stands in the longer: a relay often adds a line, or cuts the title. */
export function containment(a: Grams, b: Grams): number {
  const least = Math.min(a.total, b.total);
  return least === 0 ? 0 : shared(a, b) / least;
}

function shared(a: Grams, b: Grams): number {
  const [small, large] = a.counts.size <= b.counts.size ? [a, b] : [b, a];
  let n = 0;
  for (const [pair, count] of small.counts) n += Math.min(count, large.counts.get(pair) ?? 0);
  return n;
}
