import { expect, test } from 'vitest';
import { z } from 'zod';
import { closest, explainIssues, pathText, suggest } from '#core/explain.ts';

const schema = z.strictObject({
  name: z.string().min(2).max(4),
  level: z.enum(['low', 'high']).default('low'),
  rows: z.array(z.strictObject({ url: z.string(), day: z.iso.date().optional() })).max(2),
  price: z.union([z.number(), z.strictObject({ points: z.number(), once: z.literal(true) })]).optional(),
  many: z.record(z.string(), z.strictObject({ each: z.number().int().positive() })).default({}),
});
const lines = (input: unknown) => {
  const parsed = schema.safeParse(input);
  if (parsed.success) return [];
  return explainIssues(parsed.error.issues, schema, input).map(
    (e) => `${e.place}：${e.message}${e.hint ? `。${e.hint}` : ''}`,
  );
};
const good = { name: '示例', rows: [] };

test.each([
  [good, []],
  [{ ...good, nmae: 1 }, ['nmae：不认识的项“nmae”。是不是“name”？']],
  [{ rows: [] }, ['name：缺少这一项，应写文字']],
  [{ ...good, name: 5 }, ['name：应为文字，写的是 5']],
  [{ ...good, name: '示' }, ['name：太短，至少为 2 个字符']],
  [{ ...good, name: '示例示例示例' }, ['name：太长，最多为 4 个字符']],
  [{ ...good, level: 'hihg' }, ['level：不能是 “hihg”。是不是“high”？']],
  [{ ...good, level: 3 }, ['level：不能是 3。应为：low、high']],
  [
    { ...good, rows: [{ url: 'a' }, { ulr: 'b' }] },
    ['rows[1].url：缺少这一项，应写文字', 'rows[1].ulr：不认识的项“ulr”。是不是“url”？'],
  ],
  [
    { ...good, rows: [{ url: 'a', day: '2026-02-30' }] },
    ['rows[0].day：不是日期：“2026-02-30”。写成 2026-01-31 的样子'],
  ],
  [{ ...good, rows: [{ url: '1' }, { url: '2' }, { url: '3' }] }, ['rows：太多，最多为 2 项']],
  [
    { ...good, price: { points: 1, onec: true } },
    ['price.once：缺少这一项。应为：true', 'price.onec：不认识的项“onec”。是不是“once”？'],
  ],
  [{ ...good, price: '五分' }, ['price：写法不对：“五分”']],
  [{ ...good, many: { a: { each: 0 } } }, ['many.a.each：太小，应大于 0']],
  [{ ...good, many: { a: { eahc: 1, each: 1 } } }, ['many.a.eahc：不认识的项“eahc”。是不是“each”？']],
])('%j', (input, expected) => expect(lines(input)).toEqual(expected));

test('a prefix puts the place inside a larger file', () => {
  const parsed = schema.safeParse({ rows: [] });
  expect(explainIssues(parsed.error?.issues ?? [], schema, {}, ['sites', 3])[0]?.place).toBe('sites[3].name');
});
test('names far from everything get the list, not a guess', () => {
  expect(closest('zzzzzz', ['name', 'level'])).toBeUndefined();
  expect(suggest('zzzzzz', ['name', 'level'])).toBe('可用的有：name、level');
  expect(suggest('x', [])).toBe('这里不能有任何项');
  expect(closest('deduct', ['deduction', 'veto'])).toBe('deduction');
});
test('places are written as people write them', () =>
  expect(pathText(['items', 'a', 'rows', 0, 'b'])).toBe('items.a.rows[0].b'));
