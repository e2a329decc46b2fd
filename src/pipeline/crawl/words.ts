import { isUtf8 } from 'node:buffer';

/** Groups of words of one meaning that are looked for together, at most 30: group n is bit n of what is found. */
export type WordSearch = {
  /** Groups of which a word stands in the bytes of a page, in either encoding of Chinese pages, as bits. */
  in(bytes: Uint8Array): number;
};

const gb = new TextDecoder('gb18030');

/**
 * 找词 in one pass over the text, however many words. What is valid UTF-8 is read as that alone; anything else is read in both encodings, since a page
 * that was cut or mixed is valid in neither. Throws for more than 30 groups.
 */
export function wordSearch(groups: readonly string[]): WordSearch {
  if (groups.length > 30) throw new RangeError('一次最多找 30 组词');
  const all = 2 ** groups.length - 1;
  /** Words by their first character, with their bits. */
  const byFirst = new Map<number, { word: string; bit: number }[]>();
  const begins = new Uint8Array(0x10000);
  for (const [n, words] of groups.entries())
    for (const word of words.split(' ')) {
      const first = word.charCodeAt(0);
      begins[first] = 1;
      const list = byFirst.get(first);
      if (list) list.push({ word, bit: 1 << n });
      else byFirst.set(first, [{ word, bit: 1 << n }]);
    }
  const inText = (text: string): number => {
    let found = 0;
    for (let i = 0; i < text.length && found !== all; i++) {
      const c = text.charCodeAt(i);
      if (begins[c] === 0) continue;
      for (const { word, bit } of byFirst.get(c) ?? []) if (text.startsWith(word, i)) found |= bit;
    }
    return found;
  };
  return {
    in(bytes) {
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
      return isUtf8(bytes) ? inText(text) : inText(text) | inText(gb.decode(bytes));
    },
  };
}

/** How many groups bits stand for. */
export function groupsOf(bits: number): number {
  let n = 0;
  for (let left = bits; left !== 0; left &= left - 1) n++;
  return n;
}
