import fc from 'fast-check';
import { expect, test } from 'vitest';
import { containment, gramsOf, matchText, similarity } from '#core/title-match.ts';

const like = (a: string, b: string) => similarity(gramsOf(matchText(a)), gramsOf(matchText(b)));

test.each([
  ['【转发】示例县人民政府通知', '示例县人民政府通知'],
  ['转载：示例县 人民政府通知！', '示例县人民政府通知'],
  ['ＡＢＣ通知', 'abc通知'],
])('%j is the same title as %j', (a, b) => expect(matchText(a)).toBe(matchText(b)));

test('likeness rises with what is shared', () => {
  const title = '示例县人民政府关于做好2026年冬季供暖保障工作的通知';
  expect(like(title, title)).toBe(1);
  expect(like(title, '关于做好2026年冬季供暖保障有关工作的公告')).toBeGreaterThan(0.5);
  expect(like(title, '示例县举办秋季职工运动会')).toBeLessThan(0.3);
  expect(like('', '')).toBe(0);
});

test('a cut title stands in the whole one', () => {
  const [whole, cut] = ['示例县人民政府关于做好2026年冬季供暖保障工作的通知', '做好2026年冬季供暖保障工作'].map((t) =>
    gramsOf(matchText(t)),
  );
  expect(containment(whole!, cut!)).toBe(1);
});

test('the same both ways, between 0 and 1 (property)', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 });
  fc.assert(
    fc.property(text, text, (a, b) => {
      const [x, y] = [gramsOf(a), gramsOf(b)];
      for (const f of [similarity, containment]) {
        expect(f(x, y)).toBe(f(y, x));
        expect(f(x, y)).toBeGreaterThanOrEqual(0);
        expect(f(x, y)).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('a hostile title comes to an end: long runs of brackets and blanks', () => {
  for (const piece of ['【', ' ', '转载：', '「'].map((c) => c.repeat(200_000)))
    expect(matchText(piece).length).toBeLessThanOrEqual(400);
});
