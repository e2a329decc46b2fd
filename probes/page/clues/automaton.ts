/** Finds every place of every word of a list in one pass (Aho–Corasick); time grows with the text, not with the list. */
export type Automaton = {
  /** Calls `found` for each word (by its place in the list) and the characters [start, end) it covers, in order of their ends; false ends the pass. */
  scan(text: string, found: (word: number, start: number, end: number) => boolean): void;
  /** How many words it holds. */
  readonly size: number;
};

/** Quotation marks inside set phrases come and go: they are read over. */
const skipped = '“”‘’"\'「」『』\u200b\u200c\u200d\ufeff';
const SKIP = 0xffff;
/** More of them in a row are no quotation. */
const maxSkipped = 4;

/** One form for letters and digits of all widths and cases; null for characters that are read over. */
export function folded(code: number): number | null {
  if (skipped.includes(String.fromCharCode(code))) return null;
  const narrow = code >= 0xff01 && code <= 0xff5e ? code - 0xfee0 : code;
  return narrow >= 0x41 && narrow <= 0x5a ? narrow + 0x20 : narrow;
}

/** A word as it is compared: folded, without quotation marks. */
export function foldedWord(word: string): string {
  let out = '';
  for (let i = 0; i < word.length; i++) {
    const c = folded(word.charCodeAt(i));
    if (c !== null) out += String.fromCharCode(c);
  }
  return out;
}

/** Builds the automaton. Words that fold to nothing are never found; a word that stands twice is reported for each. */
export function automatonOf(words: readonly string[]): Automaton {
  const classes = new Uint16Array(0x10000);
  let classCount = 1;
  const children: Map<number, number>[] = [new Map()];
  const lengths: number[] = [0];
  const outputs: number[][] = [[]];
  for (const [index, word] of words.entries()) {
    let node = 0;
    for (const c of foldedWord(word)) {
      const code = c.charCodeAt(0);
      if (classes[code] === 0) classes[code] = classCount++;
      const cls = classes[code]!;
      let next = children[node]!.get(cls);
      if (next === undefined) {
        next = children.length;
        children.push(new Map());
        lengths.push(lengths[node]! + 1);
        outputs.push([]);
        children[node]!.set(cls, next);
      }
      node = next;
    }
    if (node !== 0) outputs[node]!.push(index);
  }
  // Every character of the text that folds to one of the words' characters is of its class.
  for (let code = 0; code < 0x10000; code++) {
    const c = folded(code);
    if (c === null) classes[code] = SKIP;
    else if (c !== code) classes[code] = classes[c]!;
  }
  const { fail, chain } = links(children, outputs);
  const table = edges(children, classCount);
  const roots = new Int32Array(classCount);
  for (const [cls, node] of children[0]!) roots[cls] = node;

  return {
    size: words.length,
    scan(text, found) {
      let state = 0;
      let run = 0;
      for (let i = 0; i < text.length; i++) {
        const cls = classes[text.charCodeAt(i)]!;
        if (cls === 0) {
          state = 0;
          continue;
        }
        if (cls === SKIP) {
          if (++run > maxSkipped) state = 0;
          continue;
        }
        run = 0;
        let next = 0;
        for (;;) {
          if (state === 0) {
            next = roots[cls]!;
            break;
          }
          next = table(state * classCount + cls);
          if (next !== 0) break;
          state = fail[state]!;
        }
        state = next;
        for (let at = outputs[state]!.length > 0 ? state : chain[state]!; at !== 0; at = chain[at]!) {
          const start = startOf(text, i, lengths[at]!, classes);
          for (const word of outputs[at]!) if (!found(word, start, i + 1)) return;
        }
      }
    },
  };
}

/** Where a word of so many characters begins that ends with character `last`, those read over not counted. */
function startOf(text: string, last: number, length: number, classes: Uint16Array): number {
  let at = last;
  for (let left = length - 1; left > 0; ) {
    at--;
    if (classes[text.charCodeAt(at)] !== SKIP) left--;
  }
  return at;
}

/** Where to go on after a mismatch, and the nearest shorter word that ends at the same place. */
function links(children: readonly Map<number, number>[], outputs: readonly number[][]) {
  const fail = new Int32Array(children.length);
  const chain = new Int32Array(children.length);
  const queue = [...children[0]!.values()];
  for (let head = 0; head < queue.length; head++) {
    const node = queue[head]!;
    for (const [cls, child] of children[node]!) {
      let at = fail[node]!;
      while (at !== 0 && !children[at]!.has(cls)) at = fail[at]!;
      fail[child] = children[at]!.get(cls) ?? 0;
      chain[child] = outputs[fail[child]!]!.length > 0 ? fail[child]! : chain[fail[child]!]!;
      queue.push(child);
    }
  }
  return { fail, chain };
}

/** Edges below the root in one open-addressed table: state and class → next state, 0 where there is none. */
function edges(children: readonly Map<number, number>[], classCount: number): (key: number) => number {
  let count = 0;
  for (const map of children) count += map.size;
  let bits = 4;
  while (1 << bits < count * 3) bits++;
  const keys = new Float64Array(1 << bits);
  const values = new Int32Array(1 << bits);
  const mask = (1 << bits) - 1;
  const slot = (key: number) => (Math.imul(key, 0x9e3779b1) >>> (32 - bits)) & mask;
  for (const [node, map] of children.entries()) {
    if (node === 0) continue;
    for (const [cls, child] of map) {
      const key = node * classCount + cls;
      let at = slot(key);
      while (values[at] !== 0) at = (at + 1) & mask;
      keys[at] = key;
      values[at] = child;
    }
  }
  return (key) => {
    for (let at = slot(key); ; at = (at + 1) & mask) {
      const value = values[at]!;
      if (value === 0 || keys[at] === key) return value;
    }
  };
}
