import { addDays, dayMs, endOfDay, isDay, shanghaiDay, startOfDay } from '#core/calendar.ts';
import type { FetchedResponse, TimeSpan } from './contract.ts';

const second = 1_000;
const minute = 60_000;
const hour = 3_600_000;
/** No platform here is older: what is earlier is a default value (0, 1970) or a mistake. 2009-01-01 Asia/Shanghai. */
const earliest = Date.UTC(2008, 11, 31, 16);
/** Clocks differ: this much later than now is still now. */
const skew = 10 * minute;

/**
 * 基准时刻 — the instant that words like 刚刚 or 昨天 are relative to. Two clocks that disagree make an interval that holds both, so that a
 * wrong clock widens an answer and never moves it.
 */
export type Anchor = { lo: number; hi: number };

/** Anchor of an answer: the server's clock (`Date`, or one printed in the page) against ours. */
export function anchorOf(response: Pick<FetchedResponse, 'serverTime' | 'fetchedAt'>, pageMs?: number | null): Anchor {
  const ours = response.fetchedAt;
  const theirs = pageMs ?? response.serverTime;
  if (theirs === null || !Number.isFinite(theirs) || theirs < earliest || theirs > ours + dayMs)
    return { lo: ours, hi: ours };
  return { lo: Math.min(theirs, ours), hi: Math.max(theirs, ours) };
}

/** Whether an instant can be the time of a post seen at `nowMs`: not before 2009, not more than 10 minutes in the future. */
export function plausible(ms: number, nowMs: number): boolean {
  return Number.isFinite(ms) && ms >= earliest && ms <= nowMs + skew;
}

/**
 * Epoch seconds or milliseconds, number or digits, told apart by size (below 1e11: seconds). Null: no such thing, 0, before 2009 or
 * in the future.
 */
export function epochOf(value: unknown, from: string, nowMs: number): TimeSpan | null {
  const text = typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;
  if (typeof text !== 'string' || !/^\s*\d{9,16}(?:\.\d{1,9})?\s*$/.test(text)) return null;
  const n = Number(text);
  const seconds = n < 1e11;
  const ms = Math.trunc(seconds ? n * second : n);
  if (!plausible(ms, nowMs)) return null;
  const hi = seconds && Number.isInteger(n) ? ms + second - 1 : ms;
  return span(ms, hi, { precision: 'second', raw: text.trim(), from, nowMs });
}

/**
 * 发布时间 as pages, lists and feeds write it, as an interval in which it must lie. Asia/Shanghai where no zone is named. Null: unreadable,
 * before 2009 or in the future. Never throws; at most 80 characters are read.
 */
export function timeOf(text: unknown, from: string, anchor: Anchor): TimeSpan | null {
  if (typeof text !== 'string') return null;
  const clean = tidy(text);
  if (clean === '' || clean.length > 80) return null;
  const at = { raw: clean, from, nowMs: anchor.hi };
  return (
    epochOf(clean, from, anchor.hi) ??
    english(clean, at) ??
    dated(clean, at) ??
    relative(clean, at, anchor) ??
    dayWord(clean, at, anchor) ??
    yearless(clean, at, anchor)
  );
}

type At = { raw: string; from: string; nowMs: number };

/** Full-width digits and marks in half width, labels such as 发布时间： dropped, blanks joined. */
function tidy(text: string): string {
  return text
    .slice(0, 200)
    .replace(/[\uff10-\uff19\uff0d\uff0f\uff1a]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\u2013\u2014]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^(?:发布时间|发布于|发表于|时间|更新于|更新时间) ?[::]? ?/, '')
    .trim();
}

function span(
  lo: number,
  hi: number,
  o: { precision: TimeSpan['precision']; raw: string; from: string; nowMs: number },
): TimeSpan | null {
  if (!Number.isFinite(lo) || !Number.isFinite(hi) || !plausible(lo, o.nowMs)) return null;
  // What was seen is published: the interval ends at the latest when it was seen.
  const end = Math.max(lo, Math.min(hi, o.nowMs));
  return { lo, hi: end, precision: o.precision, raw: o.raw.slice(0, 80), from: o.from };
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const zones: Readonly<Record<string, number>> = {
  z: 0,
  gmt: 0,
  ut: 0,
  utc: 0,
  est: -300,
  edt: -240,
  pst: -480,
  pdt: -420,
};

/** `Sat Aug 20 18:29:52 +0800 2022` and the dates of mail and feeds, `Sat, 20 Aug 2022 18:29:52 +0800`. */
function english(text: string, at: At): TimeSpan | null {
  const ctime = /^[A-Za-z]{3} ([A-Za-z]{3}) (\d{1,2}) (\d{2}):(\d{2}):(\d{2}) ([+-]\d{4}) (\d{4})$/.exec(text);
  if (ctime) return clock([ctime[7], ctime[1], ctime[2]], [ctime[3], ctime[4], ctime[5]], ctime[6], at);
  const mail =
    /^(?:[A-Za-z]{3,9}, ?)?(\d{1,2}) ([A-Za-z]{3,9}) (\d{2}|\d{4}) (\d{1,2}):(\d{2})(?::(\d{2}))?(?: ?([A-Za-z]{1,3}|[+-]\d{2}:?\d{2}))?$/.exec(
      text,
    );
  if (mail) return clock([mail[3], mail[2]?.slice(0, 3), mail[1]], [mail[4], mail[5], mail[6]], mail[7], at);
  return null;
}

function clock(
  [year, month, day]: readonly (string | undefined)[],
  [h, m, s]: readonly (string | undefined)[],
  zone: string | undefined,
  at: At,
): TimeSpan | null {
  const monthAt = months.indexOf((month ?? '').toLowerCase());
  const fullYear = year?.length === 2 ? `20${year}` : (year ?? '');
  const date = dayOf(fullYear, String(monthAt + 1), day ?? '');
  if (monthAt < 0 || date === null) return null;
  const time = timeOfDay(h, m, s);
  if (time === null) return null;
  const base = Date.parse(`${date}T00:00:00.000Z`) + time.ms;
  // A feed that names no zone, or one we do not know, means either its own or Greenwich: both are held.
  const offset = zone === undefined ? null : offsetOf(zone);
  if (offset === null) return span(base - 8 * hour, base + time.width, { ...at, precision: 'hour' });
  const lo = base - offset * minute;
  return span(lo, lo + time.width, { ...at, precision: time.width < minute - 1 ? 'second' : 'minute' });
}

function offsetOf(zone: string): number | null {
  const named = zones[zone.toLowerCase()];
  if (named !== undefined) return named;
  const m = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (!m) return null;
  const minutes = Number(m[2]) * 60 + Number(m[3]);
  return minutes > 14 * 60 ? null : m[1] === '-' ? -minutes : minutes;
}

/** `2026-03-07`, `2026/3/7 17:30`, `2026年3月7日 17时30分`, `2026-03-07T09:30:00.000Z`, `20260307`, `20260307173000`. */
const withYear =
  /^(\d{4}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?日?(?:[T ,]{0,2}(\d{1,2})[:时点](\d{1,2})(?:[:分](\d{1,2})(?:\.\d{1,9})?)?[分秒]? ?(Z|[+-]\d{2}:?\d{2})?)?$/i;

function dated(text: string, at: At): TimeSpan | null {
  const packed = /^(20\d{2})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?$/.exec(text);
  const m = packed ?? withYear.exec(text);
  if (!m) return null;
  const date = dayOf(m[1] ?? '', m[2] ?? '', m[3] ?? '');
  if (date === null) return null;
  if (m[4] === undefined) return wholeDay(date, at);
  const time = timeOfDay(m[4], m[5], m[6]);
  if (time === null) return null;
  const offset = m[7] === undefined ? 480 : offsetOf(m[7]);
  if (offset === null) return null;
  const lo = Date.parse(`${date}T00:00:00.000Z`) + time.ms - offset * minute;
  return span(lo, lo + time.width, { ...at, precision: time.width < minute - 1 ? 'second' : 'minute' });
}

const units: Readonly<Record<string, number>> = {
  秒: second,
  秒钟: second,
  分: minute,
  分钟: minute,
  小时: hour,
  个小时: hour,
};

/** 刚刚, 3分钟前, 2小时前, 5天前, 3周前, 2个月前, 1年前. The width is the unit. */
function relative(text: string, at: At, anchor: Anchor): TimeSpan | null {
  if (/^(?:刚刚|刚才|片刻前|几秒前)$/.test(text))
    return span(anchor.lo - minute, anchor.hi, { ...at, precision: 'minute' });
  if (/^半小时前$/.test(text)) return span(anchor.lo - hour, anchor.hi - 30 * minute, { ...at, precision: 'hour' });
  const m = /^(\d{1,4}) ?(秒钟?|分钟?|个?小时|天|日|周|个?星期|个?月|年) ?(?:以)?前$/.exec(text);
  if (!m) return null;
  const n = Number(m[1]);
  const unit = m[2] ?? '';
  const ms = units[unit];
  if (ms !== undefined) {
    const precision = ms === hour ? 'hour' : ms === minute ? 'minute' : 'second';
    return span(anchor.lo - (n + 1) * ms, anchor.hi - n * ms, { ...at, precision });
  }
  if (unit === '天' || unit === '日') {
    // Some count full 24 hours, some calendar days: the interval holds both readings.
    const lo = Math.min(
      anchor.lo - (n + 1) * dayMs,
      startOfDay(shanghaiDay(new Date(anchor.lo - n * dayMs))).getTime(),
    );
    const hi = Math.max(anchor.hi - n * dayMs, endOfDay(shanghaiDay(new Date(anchor.hi - n * dayMs))).getTime());
    return span(lo, hi, { ...at, precision: 'day' });
  }
  const [longest, shortest] = unit.includes('月') ? [31, 28] : unit === '年' ? [366, 365] : [7, 7];
  const lo = Math.max(anchor.lo - (n + 1) * longest * dayMs, earliest);
  return span(lo, anchor.hi - n * shortest * dayMs + dayMs, { ...at, precision: 'day' });
}

/** 今天 12:30, 昨天12:30, 前天: days of the Shanghai calendar, counted from the day of the anchor. */
function dayWord(text: string, at: At, anchor: Anchor): TimeSpan | null {
  const m = /^(今天|今日|昨天|昨日|前天) ?(?:(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
  if (!m) return null;
  const back = m[1]?.startsWith('今') ? 0 : m[1]?.startsWith('昨') ? -1 : -2;
  const reading = (ms: number) => onDay(addDays(shanghaiDay(new Date(ms)), back), m.slice(2), at);
  const [early, late] = [reading(anchor.lo), reading(anchor.hi)];
  return early && late ? { ...late, lo: early.lo } : late;
}

/** `02-14`, `2月14日 09:30`: the latest such day that is not in the future; 02-29 only in a leap year. */
function yearless(text: string, at: At, anchor: Anchor): TimeSpan | null {
  const m = /^(\d{1,2}) ?[-/.月] ?(\d{1,2}) ?日? ?(?:(\d{1,2}):(\d{2})(?::(\d{2}))?)?$/.exec(text);
  if (!m) return null;
  const today = shanghaiDay(new Date(anchor.hi));
  const year = Number(today.slice(0, 4));
  for (let back = 0; back <= 8; back++) {
    const date = dayOf(String(year - back), m[1] ?? '', m[2] ?? '');
    if (date === null || date > today) continue;
    const found = onDay(date, m.slice(3), at);
    // Later today is not possible: then it was last year.
    if (found !== null) return found;
  }
  return null;
}

function onDay(date: string, [h, m, s]: readonly (string | undefined)[], at: At): TimeSpan | null {
  if (h === undefined) return wholeDay(date, at);
  const time = timeOfDay(h, m, s);
  if (time === null) return null;
  const lo = startOfDay(date).getTime() + time.ms;
  return span(lo, lo + time.width, { ...at, precision: time.width < minute - 1 ? 'second' : 'minute' });
}

function wholeDay(date: string, at: At): TimeSpan | null {
  return span(startOfDay(date).getTime(), endOfDay(date).getTime(), { ...at, precision: 'day' });
}

function timeOfDay(h = '', m = '', s?: string): { ms: number; width: number } | null {
  const [hours, minutes, seconds] = [Number(h), Number(m), Number(s ?? 0)];
  if (h === '' || m === '' || hours > 23 || minutes > 59 || seconds > 59) return null;
  return { ms: (hours * 60 + minutes) * minute + seconds * second, width: s === undefined ? minute - 1 : second - 1 };
}

/** A day that exists, YYYY-MM-DD, with a year from 2000 to 2100. */
function dayOf(year: string, month: string, day: string): string | null {
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isDay(date) && date >= '2000' && date < '2101' ? date : null;
}
