import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isArticleAddress, partsOf, pathPagerOf } from '#crawlers/site/address-shape.ts';
import { type MetIn, priorityOf } from '#crawlers/site/priority.ts';

const H = 'http://www.shili.gov.cn';
const at = (path: string, depth: number, from: MetIn = 'list') => priorityOf({ url: `${H}${path}`, depth, from });

test('columns before articles, two levels ahead; navigation and sitemap first on a level', () => {
  const order = [
    at('/', 0),
    at('/zwgk/', 1, 'navigation'),
    at('/zwgk/', 1, 'sitemap'),
    at('/zwgk/', 1, 'list'),
    at('/zwgk/', 1, 'content'),
    at('/zwgk/tzgg/', 2, 'navigation'),
    at('/zwgk/tzgg/index.html', 2, 'list'),
    at('/art/2026/3/4/art_12_345.html', 1, 'list'),
    at('/col/col1234/index.html', 3, 'list'),
    at('/art/2026/3/4/art_12_345.html', 2, 'list'),
  ];
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(new Set(order).size).toBe(order.length - 1);
});

test('far pages of a list come after the first of others', () => {
  expect(at('/zwgk/index_1.html', 2)).toBe(at('/zwgk/', 2));
  expect(at('/zwgk/index_40.html', 2)).toBeGreaterThan(at('/zwgk/', 2));
});

test.each([
  ['/art/2026/3/4/art_123_456.html', true],
  ['/zwgk/202603/t20260304_1234.html', true],
  ['/content/2026-03/04/content_123.htm', true],
  ['/show.asp?id=5', true],
  ['/xw/detail.jsp?newsId=402881e5', true],
  ['/article/123456', true],
  ['/list.asp?classid=12', false],
  ['/index.jsp?columnId=12', false],
  ['/col/col1234/index.html', false],
  ['/zwgk/index_12.html', false],
  ['/zwgk/list_12_3.html', false],
  ['/zwgk/', false],
  ['/', false],
  ['/zwgk/jgsz.html', false],
])('%s is an article: %s', (path, article) => {
  expect(isArticleAddress(partsOf(`${H}${path}`))).toBe(article);
});

test.each([
  ['/zwgk/index_12.html', 12],
  ['/zwgk/list_3_12.html', 12],
  ['/zwgk/page/12/', 12],
  ['/zwgk/index.html', null],
  ['/art/2026/3/4/art_12_345.html', null],
])('%s is page %s of a list', (path, page) => {
  expect(pathPagerOf(path)?.page ?? null).toBe(page);
});

test('whole numbers in a narrow range for anything', () => {
  const places = fc.constantFrom<MetIn>('sitemap', 'navigation', 'list', 'content');
  fc.assert(
    fc.property(fc.oneof(fc.webUrl(), fc.string()), fc.oneof(fc.integer(), fc.double()), places, (url, depth, from) => {
      const p = priorityOf({ url, depth, from });
      expect(Number.isInteger(p) && p >= 0 && p <= 630).toBe(true);
      expect(priorityOf({ url, depth, from })).toBe(p);
    }),
  );
});
