/** 去重计数 — about how many different texts were added, in a fixed 128 bytes: what a hostile site names cannot fill the memory. */
export type Distinct = {
  add(hash: number): void;
  /** Within about a tenth (HyperLogLog with 128 registers; below 200 nearer still). */
  size(): number;
};

const registers = 128;
const alpha = 0.7213 / (1 + 1.079 / registers);

export function openDistinct(): Distinct {
  const ranks = new Uint8Array(registers);
  let sum = registers;
  let empty = registers;
  return {
    add(hash) {
      const at = hash & (registers - 1);
      // Leading zeros of the 25 bits that are left, and one.
      const rank = Math.clz32(hash >>> 7) - 6;
      const known = ranks[at] ?? 0;
      if (rank <= known) return;
      if (known === 0) empty--;
      sum += 2 ** -rank - 2 ** -known;
      ranks[at] = rank;
    },
    size() {
      const raw = (alpha * registers * registers) / sum;
      return raw <= 2.5 * registers && empty > 0 ? registers * Math.log(registers / empty) : raw;
    },
  };
}

/** FNV-1a with the finish of MurmurHash3: 32 bits, unsigned. */
export function hash32(text: string, seed = 0): number {
  let h = 0x811c9dc5 ^ seed;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** A map that forgets its oldest entry beyond `most`; reading keeps an entry young. */
export function openBounded<V>(most: number): { get(key: string, make: () => V): V; peek(key: string): V | undefined } {
  const entries = new Map<string, V>();
  return {
    get(key, make) {
      let value = entries.get(key);
      if (value === undefined) {
        if (entries.size >= most) entries.delete(entries.keys().next().value ?? '');
        value = make();
      } else entries.delete(key);
      entries.set(key, value);
      return value;
    },
    peek: (key) => entries.get(key),
  };
}
