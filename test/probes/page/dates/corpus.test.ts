import { describe, expect, test } from 'vitest';
import { measureDates, printDates } from '../../../bench/corpus/dates.ts';
import { corpusDir } from '../../../harness/pages.ts';

const dir = corpusDir();

describe.skipIf(dir === null)('真实页面上的日期识别', () => {
  test('达到目标：政府网站 97 %，文章 90 %，列表 97 %，高置信错误为 0', { timeout: 60_000 }, () => {
    const report = measureDates(dir!);
    const told = printDates(report);
    const sum = (folders: string[], field: 'published' | 'newest', key: 'count' | 'exact' | 'wrongHigh') =>
      folders.reduce((n, f) => n + (report.folders[f]?.[field][key] ?? 0), 0);
    const gov = ['gov_html', 'gov_mirror'];
    expect(sum(gov, 'published', 'count'), told).toBeGreaterThan(100);
    expect(sum(gov, 'published', 'exact') / sum(gov, 'published', 'count'), told).toBeGreaterThanOrEqual(0.97);
    expect(
      sum(['zh_articles'], 'published', 'exact') / sum(['zh_articles'], 'published', 'count'),
      told,
    ).toBeGreaterThanOrEqual(0.9);
    expect(sum(gov, 'newest', 'exact') / sum(gov, 'newest', 'count'), told).toBeGreaterThanOrEqual(0.97);
    expect(sum(gov, 'published', 'wrongHigh') + sum(gov, 'newest', 'wrongHigh'), told).toBe(0);
  });
});
