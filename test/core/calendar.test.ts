import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addWorkdays,
  daysBetween,
  endOfDay,
  hasHolidayData,
  isWorkday,
  shanghaiDay,
  startOfDay,
  workdaysBetween,
} from '#core/calendar.ts';

describe('days of Asia/Shanghai', () => {
  test.each([
    ['2026-11-01T15:59:59.999Z', '2026-11-01'],
    ['2026-11-01T16:00:00.000Z', '2026-11-02'],
    ['2024-02-28T16:00:00.000Z', '2024-02-29'],
    ['2025-12-31T16:00:00.000Z', '2026-01-01'],
  ])('%s falls on %s', (instant, day) => expect(shanghaiDay(new Date(instant))).toBe(day));

  test('a day starts and ends at its own midnight', () => {
    expect(startOfDay('2026-11-02').toISOString()).toBe('2026-11-01T16:00:00.000Z');
    expect(endOfDay('2026-11-02').toISOString()).toBe('2026-11-02T15:59:59.999Z');
  });

  test('arithmetic crosses months, leap days and years', () => {
    expect(addDays('2024-02-28', 2)).toBe('2024-03-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
    expect(daysBetween('2026-11-08', '2026-11-01')).toBe(-7);
  });

  test.each(['2026-02-30', '2026-13-01', '26-01-01', '2026-1-1', '', 'gestern'])('%j is no day', (d) =>
    expect(() => startOfDay(d)).toThrow(/YYYY-MM-DD/),
  );
  test('an invalid instant is a bug, not a day', () => expect(() => shanghaiDay(new Date('x'))).toThrow(/有效/));

  test('going there and back again', () => {
    const anyDay = fc.integer({ min: -30_000, max: 30_000 }).map((n) => addDays('2000-01-01', n));
    fc.assert(
      fc.property(anyDay, fc.integer({ min: -3000, max: 3000 }), (d, n) => {
        const there = addDays(d, n);
        return (
          daysBetween(d, there) === n &&
          shanghaiDay(startOfDay(there)) === there &&
          shanghaiDay(endOfDay(there)) === there
        );
      }),
    );
  });
});

/** From the State Council's yearly notices (and that of 2020-01-26 for the longer Spring Festival). */
const notices: readonly (readonly [string, boolean, string])[] = [
  ['2015-09-03', false, '抗战胜利七十周年放假'],
  ['2015-09-06', true, '9 月 6 日（周日）上班'],
  ['2018-02-11', true, '春节前调休上班'],
  ['2018-02-15', false, '除夕'],
  ['2018-02-21', false, '春节假期末日'],
  ['2018-02-24', true, '春节后调休上班'],
  ['2018-04-28', true, '劳动节调休上班'],
  ['2018-12-29', true, '2019 年元旦调休上班'],
  ['2018-12-31', false, '2019 年元旦放假'],
  ['2019-05-02', false, '劳动节假期调整后'],
  ['2019-05-05', true, '劳动节调休上班'],
  ['2020-01-19', true, '春节前调休上班'],
  ['2020-01-30', false, '春节假期'],
  ['2020-01-31', false, '延长春节假期'],
  ['2020-02-01', false, '延长春节假期，原定上班'],
  ['2020-02-02', false, '延长春节假期末日'],
  ['2020-02-03', true, '延长后首个工作日'],
  ['2020-10-10', true, '国庆调休上班'],
  ['2022-12-31', false, '2023 年元旦放假'],
  ['2023-01-02', false, '2023 年元旦放假'],
  ['2023-01-03', true, '元旦后首个工作日'],
  ['2023-10-06', false, '中秋国庆假期末日'],
  ['2023-10-08', true, '国庆调休上班'],
  ['2024-02-09', true, '2024 年除夕不是法定放假'],
  ['2024-02-18', true, '春节后调休上班'],
  ['2025-01-28', false, '2025 年起除夕放假'],
  ['2025-05-02', false, '2025 年起劳动节放两天'],
  ['2026-02-23', false, '春节假期末日'],
  ['2026-02-28', true, '春节调休上班'],
  ['2026-10-10', true, '国庆调休上班'],
  ['2026-10-11', false, '普通周日'],
  ['2026-11-23', true, '普通周一'],
];

describe('工作日', () => {
  test.each(notices)('%s works: %s（%s）', (day, workday) =>
    expect(isWorkday(day)).toEqual({ workday, verified: true }),
  );

  test('working days of whole years', () => {
    const of = (y: number) => workdaysBetween(`${y - 1}-12-31`, `${y}-12-31`).count;
    expect({ 2018: of(2018), 2019: of(2019), 2020: of(2020), 2023: of(2023), 2024: of(2024), 2025: of(2025) }).toEqual({
      2018: 250,
      2019: 250,
      2020: 249,
      2023: 249,
      2024: 251,
      2025: 248,
    });
  });

  test('a year without data falls back to Monday to Friday and says so', () => {
    expect(hasHolidayData(2003)).toBe(false);
    expect(hasHolidayData(2026)).toBe(true);
    expect(hasHolidayData(2099)).toBe(false);
    expect(isWorkday('2099-10-01')).toEqual({ workday: true, verified: false });
    expect(isWorkday('2099-10-03')).toEqual({ workday: false, verified: false });
  });

  test('the last days of a year wait for the notice of the next one', () => {
    const last = Array.from({ length: 200 }, (_, i) => 2004 + i).findLast(hasHolidayData) ?? 0;
    expect(isWorkday(`${last}-12-27`).verified).toBe(true);
    expect(isWorkday(`${last}-12-28`).verified).toBe(false);
    expect(isWorkday(`${last - 1}-12-28`).verified).toBe(true);
  });

  test.each([
    // 5 working days over National Day 2026: Wed 09-30, Thu 10-08, Fri 10-09, Sat 10-10 (moved), Mon 10-12
    ['2026-09-29', 5, '2026-10-12'],
    ['2020-01-22', 3, '2020-02-04'],
    ['2026-11-20', 1, '2026-11-23'],
    ['2026-11-20', 0, '2026-11-20'],
  ])('%s and %i working days is %s', (from, n, to) => {
    expect(addWorkdays(from, n)).toEqual({ day: to, verified: true });
    expect(workdaysBetween(from, to)).toEqual({ count: n, verified: true });
  });

  test('nothing lies between a day and an earlier one', () =>
    expect(workdaysBetween('2026-11-20', '2026-11-01')).toEqual({ count: 0, verified: true }));
  test('crossing into a year without data is marked', () => {
    expect(addWorkdays('2098-12-30', 3).verified).toBe(false);
    expect(workdaysBetween('2003-12-30', '2004-01-05').verified).toBe(false);
  });
  test.each([-1, 1.5, 20_000, Number.NaN])('%s working days cannot be counted', (n) =>
    expect(() => addWorkdays('2026-01-01', n)).toThrow(/工作日数/),
  );
});
