import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digitRuns, matchesAround, matchesAt } from '#probes/page/dates/scan.ts';

const pieces = ['20', '19', '2019', '12', '7', '-', '/', '.', '年', '月', '日', ' ', '\n', '前', '天', '3', 'a', '：'];
const text = fc.array(fc.constantFrom(...pieces), { maxLength: 24 }).map((parts) => parts.join(''));
const told = (found: Iterable<RegExpMatchArray>) => [...found].map((m) => [m.index, ...m]);

describe('只在可能处试模式，与逐字查找结果相同', () => {
  test('数字开头的模式', () => {
    const four = String.raw`(?<!\d)((?:19|20)\d{2})\s{0,2}([-/.年])\s{0,2}(\d{1,2})`;
    const two = String.raw`(?<![\d./-])(\d{2})([-/])(\d{2})`;
    fc.assert(
      fc.property(text, (line) => {
        const runs = digitRuns(line);
        expect(told(matchesAt(new RegExp(four, 'y'), line, runs.four))).toEqual(
          told(line.matchAll(new RegExp(four, 'g'))),
        );
        expect(told(matchesAt(new RegExp(two, 'y'), line, runs.two))).toEqual(
          told(line.matchAll(new RegExp(two, 'g'))),
        );
      }),
      { numRuns: 2_000, seed: 7 },
    );
  });

  test('含定字的模式', () => {
    const month = String.raw`(?:(\d{4})\s{0,2}年\s{0,2})?(\d{1,2})\s{0,2}月\s{0,2}(\d{1,2})\s{0,2}日`;
    const ago = String.raw`(\d{1,4})\s?天前(?!天)`;
    fc.assert(
      fc.property(text, (line) => {
        expect(told(matchesAround(new RegExp(month), line, '月', 16, 24))).toEqual(
          told(line.matchAll(new RegExp(month, 'g'))),
        );
        expect(told(matchesAround(new RegExp(ago), line, '前', 14, 2))).toEqual(
          told(line.matchAll(new RegExp(ago, 'g'))),
        );
      }),
      { numRuns: 2_000, seed: 7 },
    );
  });
});
