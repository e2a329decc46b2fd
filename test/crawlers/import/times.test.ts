import { describe, expect, it } from 'vitest';
import { spanOf } from '#crawlers/import/times.ts';

const day = ['2026-11-07T16:00:00.000Z', '2026-11-08T15:59:59.999Z'];
const minute = ['2026-11-08T06:30:00.000Z', '2026-11-08T06:30:59.999Z'];
const second = ['2026-11-08T06:30:05.000Z', '2026-11-08T06:30:05.000Z'];

describe('times of ledgers', () => {
  it.each([
    ['2026-11-08', day],
    ['2026/11/8', day],
    ['2026.11.08', day],
    ['2026年11月8日', day],
    ['２０２６年１１月８日', day],
    ['2026年 11月 8日 星期日', day],
    ['20261108', day],
    ['2026—11—08', day],
    ['2026-11-08 00:00:00', day],
    ['2026-11-08 14:30', minute],
    ['2026/11/8 14:30', minute],
    ['2026年11月8日14时30分', minute],
    ['2026年11月8日 14：30', minute],
    ['2026-11-08 下午2:30', minute],
    ['11/8/2026', null],
    ['2026-11-08 14:30:05', second],
    ['2026-11-08T14:30:05', second],
    ['2026-11-08T06:30:05Z', second],
    ['2026-11-08T14:30:05.123+08:00', second],
    ['2026-11-08 2:30:05 PM', second],
    ['1794119405', second],
    ['1794119405000', second],
    ['2026-11-08 12:30 AM', ['2026-11-07T16:30:00.000Z', '2026-11-07T16:30:59.999Z']],
    ['2026-02-29', null],
    ['2024-02-29', ['2024-02-28T16:00:00.000Z', '2024-02-29T15:59:59.999Z']],
    ['2026-13-01', null],
    ['2026-11-08 25:00', null],
    ['11-08', null],
    ['11月8日', null],
    ['昨天 12:30', null],
    ['3分钟前', null],
    ['46334', null],
    ['', null],
    ['0000-00-00', null],
    [`2026-11-08${' '.repeat(100_000)}x`, null],
  ])('%s', (text, expected) => {
    const span = spanOf(text as string);
    expect(span && [new Date(span.from).toISOString(), new Date(span.to).toISOString()]).toEqual(expected);
  });
});
