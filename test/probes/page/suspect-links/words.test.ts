import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lexicon } from '#probes/page/suspect-links/lexicon.ts';
import { holdsWord } from '#probes/page/suspect-links.ts';

const words = lexicon.flatMap((g) => [...g.words, ...g.weak]);
const pattern = new RegExp(words.map((w) => w.replace(/[^\w\u4e00-\u9fff]/g, '\\$&')).join('|'), 'i');

test('every word of the lexicon is found, whatever stands around it and in whatever case', () => {
  for (const word of words) {
    expect(holdsWord(word)).toBe(true);
    expect(holdsWord(`示例${word.toUpperCase()}一则`)).toBe(true);
    expect(holdsWord(word.slice(0, -1) + word)).toBe(true);
  }
  expect(holdsWord('示例市人民政府网上办事、办理流程、电子政务、北京')).toBe(false);
});

test('the quick look agrees with the pattern of the same words', () => {
  const piece = fc.oneof(
    fc.constantFrom(...words),
    fc.constantFrom(...words).chain((w) => fc.nat(w.length).map((n) => w.slice(0, n))),
    fc.constantFrom(...words).map((w) => w.toUpperCase()),
    fc.constantFrom('办', '网上', 'B', 'be', 't365', ' ', '示例', '3', '6', 'AV'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 5 }), (pieces) => {
      const text = pieces.join('');
      expect(holdsWord(text), text).toBe(pattern.test(text));
    }),
    { numRuns: 5_000, seed: 20_261_122 },
  );
});
