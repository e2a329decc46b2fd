import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256Text } from '#core/hash.ts';

const known = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex');

test('agrees with the platform at every length around a block', () => {
  for (let n = 0; n < 200; n++) expect(sha256Text('a'.repeat(n))).toBe(known('a'.repeat(n)));
});
test('agrees with the platform on any text', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
      expect(sha256Text(text)).toBe(known(text));
    }),
    { numRuns: 500 },
  ));
