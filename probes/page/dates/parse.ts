import { addDays } from '#core/calendar.ts';
import { dayOf, monthOf, newestDay } from './calendar-day.ts';
import { chineseDigits, digitByDigit, plain, smallNumber } from './characters.ts';
import { damagedDay } from './damaged.ts';
import { foreignDates } from './foreign.ts';
import type { DateReading, RawDate } from './reading.ts';
import { relativeDates } from './relative.ts';
import { digitRuns, matchesAround, matchesAt } from './scan.ts';
import { timeAfter } from './time.ts';

export type DateOptions = {
  /** Also months without a day (2020年12月). Default: no. */
  months?: boolean;
  /** Bare `MM-DD`, `MM/DD`, `M.D` anywhere. Default: only MM-DD of two digits each, free standing, or in brackets. */
  bareYearless?: boolean;
};

/** No page has more to say. */
const MAX_DATES = 20_000;
/** A year that a page can speak of. */
const YEAR = '(?:19|20)\\d{2}';
const DAY_THEN_TIME = '(?:\\d{2}(?=\\d{2}:\\d{2})|\\d{1,2}(?!\\d))';
const WEEKDAY = '(?:\\s?\\[?\\s?(?:星期|周)[一二三四五六日天]\\s?\\]?)?';

/** 2019-12-18, 2019 / 12 / 18, 2019.12.18, 2019--12--18. One separator, used twice. */
const full = new RegExp(
  `(?<![\\d.])(${YEAR})\\s{0,2}(-{1,2}|/|\\.)\\s{0,2}(\\d{1,2})\\s{0,2}\\2\\s{0,2}(${DAY_THEN_TIME})(?:\\s?[日号])?${WEEKDAY}`,
  'y',
);
/** 2019年12月18日, 2019年 12月18号, 2019年12月18. */
const written = new RegExp(
  `(?<!\\d)(${YEAR})\\s{0,3}年[,，\\s]{0,3}(\\d{1,2})\\s{0,3}月[,，\\s]{0,3}(\\d{1,2})(?!\\d)\\s{0,3}[日号]?${WEEKDAY}`,
  'y',
);
/** 二〇一九年十二月十八日, 二零一六年，九月三号, also with mixed digits (2019年十二月十八日). */
const numerals = new RegExp(
  `(?:([${chineseDigits}]{4}|${YEAR})\\s{0,2}年[,，\\s]{0,3})?([一二三四五六七八九十元]{1,2}|\\d{1,2})\\s{0,2}月\\s{0,2}([一二三四五六七八九十廿卅〇零]{1,3}|\\d{1,2})\\s{0,2}[日号]${WEEKDAY}`,
);
/** The most that can stand before 月 and behind it in the pattern above; a weekday in brackets is the longest end. */
const NUMERALS_BEFORE = 16;
const NUMERALS_AFTER = 24;
const writtenMonth = new RegExp(
  `(?<!\\d)(${YEAR}|[${chineseDigits}]{4})\\s{0,2}年\\s{0,2}(\\d{1,2}|[一二三四五六七八九十]{1,2})\\s{0,2}月`,
  'g',
);
const bareMonth = new RegExp(`(?<![\\d./-])(${YEAR})\\s?([-/.])\\s?(\\d{1,2})(?![\\d]|\\s?[-/.]\\s?\\d)`, 'g');
/** 18-03-08: two digits each, nothing that could make it part of a number, range or phone. */
const short = /(?<![\d./a-z-]|\d:)(\d{2})([-/])(\d{2})\2(\d{2})(?![\d./a-z-])/iy;
const shortWritten = /(?<!\d)(\d{2})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]/y;
/** 07-19 free standing. */
const yearless = /(?<![\d./a-z-]|\d:)(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?![\d./a-z-]|:\d)/iy;
const bracketed = /\[\s{0,2}(\d{1,2})\s?[-/.]\s?(\d{1,2})\s{0,2}\]/g;
const bare = /(?<![\d./a-z-]|\d:)(\d{1,2})\s?[-/.]\s?(\d{1,2})(?![\d./a-z-]|:\d)/gi;

/**
 * 查找日期 — every date printed in a text, in order, none overlapping. `today`: Asia/Shanghai day (or YYYY-MM-DDTHH:MM) that dates without a
 * year and relative words count from. Linear in the length of the text.
 */
export function findDates(text: string, today: string, options: DateOptions = {}): DateReading[] {
  const line = plain(text);
  const found: RawDate[] = [];
  const taken = new Uint8Array(line.length);
  const add = (raw: RawDate) => {
    const end = raw.index + raw.length;
    if (found.length >= MAX_DATES || taken.subarray(raw.index, end).includes(1)) return;
    taken.fill(1, raw.index, end);
    found.push(raw);
  };
  // First, because a zone can move the day that the plain reading of the same digits would give.
  if (/[A-Z][a-z]{2}\s|\dT\d/.test(line)) for (const raw of foreignDates(line)) add(raw);
  for (const raw of numbered(line, today, options)) add(raw);
  for (const raw of relativeDates(line, today)) add(raw);
  found.sort((a, b) => a.index - b.index);
  return found.map((raw) => finish(text, line, raw));
}

/** 解析日期 — the first date in a text, or null. Damaged forms are read too when the text holds nothing else. */
export function parseDate(
  text: string,
  today: string,
  options: DateOptions & { notAfter?: string } = {},
): DateReading | null {
  const first = findDates(text, today, { bareYearless: wholeIsShort(text), ...options })[0];
  if (first !== undefined) return first;
  const digits = /^(?:[^\d]{0,12}[\s:[])?(\d{6,8})[\s\]]{0,4}$/.exec(plain(text));
  if (digits === null) return null;
  const read = damagedDay(digits[1]!, options.notAfter ?? addDays(today.slice(0, 10), 1));
  if (read === null) return null;
  const index = plain(text).indexOf(digits[1]!);
  return {
    ...blank,
    date: read.date,
    damaged: read.damaged,
    index,
    length: digits[1]!.length,
    text: text.slice(index, index + digits[1]!.length),
  };
}

const blank = {
  time: null,
  precision: 'day',
  yearless: false,
  shortYear: false,
  damaged: false,
  relative: false,
} as const;

function wholeIsShort(text: string): boolean {
  return text.trim().length <= 8;
}

function* numbered(line: string, today: string, options: DateOptions): Generator<RawDate> {
  const day = today.slice(0, 10);
  const digits = /\d/.test(line);
  const runs = digitRuns(line);
  if (digits) {
    for (const m of matchesAt(full, line, runs.four)) yield* dated(m, dayOf(Number(m[1]), Number(m[3]), Number(m[4])));
    if (line.includes('年'))
      for (const m of matchesAt(written, line, runs.four))
        yield* dated(m, dayOf(Number(m[1]), Number(m[2]), Number(m[3])));
  }
  if (line.includes('月'))
    for (const m of matchesAround(numerals, line, '月', NUMERALS_BEFORE, NUMERALS_AFTER)) {
      const month = smallNumber(m[2]!);
      const date = smallNumber(m[3]!);
      // 8月15日 after a year that another pattern refused, or a digit: not a date of its own.
      if (m[1] === undefined) {
        const before = line.slice(Math.max(0, m.index - 2), m.index);
        if (!/[\d年]\s?$/.test(before)) yield* dated(m, newestDay(month, date, day), { yearless: true });
      } else
        yield* dated(
          m,
          dayOf(/^\d/.test(m[1]) && /^\d{4}$/.test(m[1]) ? Number(m[1]) : digitByDigit(m[1]), month, date),
        );
    }
  if (digits && line.includes('年'))
    for (const m of matchesAt(shortWritten, line, runs.two))
      yield* dated(m, shortDay(m[1]!, m[2]!, m[3]!, day), { shortYear: true });
  if (digits) {
    for (const m of matchesAt(short, line, runs.two))
      yield* dated(m, shortDay(m[1]!, m[3]!, m[4]!, day), { shortYear: true });
    for (const m of line.matchAll(bracketed))
      yield* dated(m, newestDay(Number(m[1]), Number(m[2]), day), { yearless: true });
    const pairs = options.bareYearless ? line.matchAll(bare) : matchesAt(yearless, line, runs.two);
    for (const m of pairs) yield* dated(m, newestDay(Number(m[1]), Number(m[2]), day), { yearless: true });
  }
  if (options.months) {
    for (const m of line.matchAll(writtenMonth)) {
      const year = /^\d{4}$/.test(m[1]!) ? Number(m[1]) : digitByDigit(m[1]!);
      yield* dated(m, monthOf(year, smallNumber(m[2]!)), { precision: 'month' });
    }
    for (const m of line.matchAll(bareMonth))
      yield* dated(m, monthOf(Number(m[1]), Number(m[3])), { precision: 'month' });
  }
}

function* dated(m: RegExpExecArray, date: string | null, marks: Partial<RawDate> = {}): Generator<RawDate> {
  if (date !== null) yield { ...marks, index: m.index, length: m[0].trimEnd().length, date };
}

/** 18-03-08: a year up to this one; anything later would be a day or a number of something else. */
function shortDay(year: string, month: string, date: string, today: string): string | null {
  const y = Number(year);
  const found = dayOf(y >= 94 ? 1900 + y : 2000 + y, Number(month), Number(date));
  return found !== null && found <= addDays(today, 1) ? found : null;
}

function finish(text: string, line: string, raw: RawDate): DateReading {
  const clock = raw.time === undefined && raw.precision === undefined ? timeAfter(line, raw.index + raw.length) : null;
  const length = raw.length + (clock?.length ?? 0);
  return {
    ...blank,
    date: raw.date,
    time: raw.time ?? clock?.time ?? null,
    precision: raw.precision ?? 'day',
    yearless: raw.yearless ?? false,
    shortYear: raw.shortYear ?? false,
    relative: raw.relative ?? false,
    index: raw.index,
    length,
    text: text.slice(raw.index, raw.index + length),
  };
}
