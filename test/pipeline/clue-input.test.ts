import { expect, test } from 'vitest';
import { LexiconFile } from '#core/lexicon.ts';
import { clueFlag, siteNames } from '#pipeline/clue-input.ts';
import { readForCrawl } from '#pipeline/crawl/read-page.ts';
import { bookOf } from '#probes/page/clues/book.ts';
import { pageOf } from '../harness/pages.ts';

const list = LexiconFile.parse({
  id: 'own',
  title: '自用',
  kind: 'typo',
  source: '测试',
  date: '2026-11-01',
  why: '请核对',
  pairs: { 布署: '部署', 追朔: '追溯' },
});
const input = { book: bookOf([list]), names: [], leaders: [] };
const at = (n: number, body: string) => pageOf(body, { url: `https://www.shili.gov.cn/${n}.html`, role: 'other' });

test('what stands on every page is told of one; what is new on a page is told of it', () => {
  const flag = clueFlag(input);
  expect(flag(at(1, '<p>没有错字</p>'))).toBe(false);
  expect(flag(at(2, '<p>作出布署</p>'))).toBe(true);
  expect(flag(at(3, '<p>作出布署</p>'))).toBe(false);
  expect(flag(at(4, '<p>作出布署，追朔历史</p>'))).toBe(true);
});

test('personal data are looked at on every page that has some', () => {
  const flag = clueFlag(input);
  const person = '<p>张某 11010519491231002X</p>';
  expect([flag(at(1, person)), flag(at(2, person))]).toEqual([true, true]);
});

test('the crawl marks such pages, and those with hidden links as before', () => {
  const flag = clueFlag(input);
  const home = 'https://www.shili.gov.cn/';
  const read = (body: string, clues = true) =>
    readForCrawl(at(1, body), { requestedUrl: home } as Parameters<typeof readForCrawl>[1], {
      today: '2026-11-22',
      home,
      ...(clues ? { clues: flag } : {}),
    }).clues;
  expect(read('<p>作出布署</p>')).toBe(true);
  expect(read('<p>作出部署</p>')).toBe(false);
  expect(read('<p>追朔</p>', false)).toBe(false);
  const hidden = '<div style="display:none"><a href="http://spam.example/">六合彩</a></div>';
  expect(read(hidden, false)).toBe(true);
});

test('names to compare a title with: of the site and its unit, but no address', () => {
  const home = 'https://www.shili.gov.cn/';
  const unit = {
    id: 'unit',
    name: '示例县人民政府',
    class: 'county-government' as const,
    outwardService: true,
    aliases: ['示例县政府'],
  };
  expect(siteNames({ name: '示例县门户', home }, unit)).toEqual(['示例县门户', '示例县人民政府', '示例县政府']);
  expect(siteNames({ name: 'www.shili.gov.cn', home }, undefined)).toEqual([]);
});
