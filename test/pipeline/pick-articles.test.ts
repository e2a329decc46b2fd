import { describe, expect, test } from 'vitest';
import { type ArticleRead, nextArticle } from '#pipeline/pick-articles.ts';

const host = 'www.qinghe.gov.example';
const item = (path: string, date: string | null) => ({
  title: path,
  url: path.startsWith('http') ? path : `http://${host}${path}`,
  date,
  source: date === null ? ('none' as const) : ('row' as const),
  place: {},
});
const options = { today: '2026-11-22', hosts: [host], max: 30 };

/** Reads on until nothing more is asked for; `pages` holds the publication date of each article page. */
function readAll(items: ReturnType<typeof item>[], pages: Record<string, string | null>, o = options): string[] {
  const read: ArticleRead[] = [];
  for (let n = 0; n < 100; n += 1) {
    const url = nextArticle(items, read, o);
    if (url === null) break;
    read.push({ url, date: pages[new URL(url).pathname] ?? null });
  }
  return read.map((r) => new URL(r.url).pathname);
}

describe('nextArticle', () => {
  test('a fresh newest row that its page confirms needs one request', () => {
    const items = [item('/old', '2026-11-01'), item('/new', '2026-11-20'), item('/undated', null)];
    expect(readAll(items, { '/new': '2026-11-20' })).toEqual(['/new']);
  });
  test('a pinned old first row is not taken for the newest', () => {
    const items = [item('/pinned', '2019-01-01'), item('/new', '2026-11-19')];
    expect(readAll(items, { '/new': '2026-11-19' })).toEqual(['/new']);
  });
  test('a row dated fresh over an old page does not stop the search', () => {
    const items = [item('/lie', '2026-11-21'), item('/true', '2026-11-18')];
    expect(readAll(items, { '/lie': '2020-05-05', '/true': '2026-11-18' })).toEqual(['/lie', '/true']);
  });
  test('a row in the future is read and does not stop the search', () => {
    const items = [item('/future', '2027-01-01'), item('/new', '2026-11-20')];
    expect(readAll(items, { '/future': '2027-01-01', '/new': '2026-11-20' })).toEqual(['/future', '/new']);
  });
  test('rows without a date are read while the newest known date is old', () => {
    const items = [item('/old', '2026-09-01'), item('/a', null), item('/b', null)];
    expect(readAll(items, { '/old': '2026-09-01', '/a': '2026-10-01', '/b': null })).toEqual(['/old', '/a', '/b']);
  });
  test('off-site rows are left to others', () => {
    expect(readAll([item('http://other.example/x', '2026-11-20')], {})).toEqual([]);
  });
  test('the cap holds, and dated rows alone never use it up', () => {
    const many = Array.from({ length: 50 }, (_, i) => item(`/d${i}`, '2026-11-20'));
    expect(readAll(many, {})).toHaveLength(8);
    const undated = Array.from({ length: 50 }, (_, i) => item(`/u${i}`, null));
    expect(readAll(undated, {}, { ...options, max: 5 })).toHaveLength(5);
  });
});
