import data from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { BugError } from './errors.ts';

/** One calendar day in milliseconds. China has kept no summer time since 1991, so every day is this long. */
export const dayMs = 86_400_000;
/** Asia/Shanghai is UTC+8 all year; computed, not looked up, so that the time zone of the machine never matters. */
const offsetMs = 8 * 3_600_000;

/** The table itself and not the functions of the package: those read `YYYY-MM-DD` wrongly west of Greenwich. */
const holidays = new Set(Object.keys(data.holidays));
const makeUpDays = new Set(Object.keys(data.workdays));

/** 工作日 and whether the State Council's notice for that day is in the data; without it Monday to Friday is assumed. */
export type Workday = { workday: boolean; verified: boolean };

/** The day (YYYY-MM-DD, Asia/Shanghai) an instant falls on. Throws BugError for an invalid date. */
export function shanghaiDay(instant: Date): string {
  const ms = instant.getTime();
  if (!Number.isFinite(ms)) throw new BugError('shanghaiDay：不是有效的时间');
  return new Date(ms + offsetMs).toISOString().slice(0, 10);
}

/** 00:00:00.000 Asia/Shanghai of a day. */
export function startOfDay(day: string): Date {
  return new Date(utc(day) - offsetMs);
}

/** 23:59:59.999 Asia/Shanghai of a day: the last instant that belongs to it. */
export function endOfDay(day: string): Date {
  return new Date(utc(day) - offsetMs + dayMs - 1);
}

/** The day `n` days later (negative: earlier). */
export function addDays(day: string, n: number): string {
  return new Date(utc(day) + Math.trunc(n) * dayMs).toISOString().slice(0, 10);
}

/** Whole days from one day to another: 0 for the same day, 1 for the next, negative when `to` is earlier. */
export function daysBetween(from: string, to: string): number {
  return Math.round((utc(to) - utc(from)) / dayMs);
}

/** Whether the yearly notice on holidays (国务院办公厅关于节假日安排的通知) for this year is in the data. */
export function hasHolidayData(year: number): boolean {
  // National Day is in every yearly notice; a lone New Year's Day could have spilled over from a neighbour's.
  return holidays.has(`${String(year).padStart(4, '0')}-10-01`);
}

/** 工作日, with 调休: a moved Sunday works, a moved Monday rests. */
export function isWorkday(day: string): Workday {
  const verified = isVerified(day);
  if (holidays.has(day)) return { workday: false, verified };
  if (makeUpDays.has(day)) return { workday: true, verified };
  const weekday = new Date(utc(day)).getUTCDay();
  return { workday: weekday !== 0 && weekday !== 6, verified };
}

/**
 * The `n`th working day after a day, which itself is not counted (the day of receipt does not count), `n` from 0 to 10 000.
 * 0 gives the day back. `verified` is false when any day passed over is not in the data.
 */
export function addWorkdays(day: string, n: number): { day: string; verified: boolean } {
  if (!Number.isInteger(n) || n < 0 || n > 10_000)
    throw new BugError(`addWorkdays：工作日数应为 0 到 10000 的整数，得到 ${n}`);
  let at = addDays(day, 0);
  let verified = true;
  for (let left = n; left > 0; ) {
    at = addDays(at, 1);
    const w = isWorkday(at);
    verified &&= w.verified;
    if (w.workday) left--;
  }
  return { day: at, verified };
}

/** Working days after `from` up to and including `to`; 0 when `to` is not later. */
export function workdaysBetween(from: string, to: string): { count: number; verified: boolean } {
  const span = daysBetween(from, to);
  if (span > 20_000) throw new BugError(`workdaysBetween：相隔 ${span} 天，过长`);
  let count = 0;
  let verified = true;
  for (let i = 1; i <= span; i++) {
    const w = isWorkday(addDays(from, i));
    verified &&= w.verified;
    if (w.workday) count++;
  }
  return { count, verified };
}

function isVerified(day: string): boolean {
  const year = Number(day.slice(0, 4));
  if (!hasHolidayData(year)) return false;
  // The next year's notice may move days at the end of December (2018-12-29 became a working day that way).
  return day.slice(5) < '12-28' || hasHolidayData(year + 1);
}

/** Whether the text is a day that exists, YYYY-MM-DD: 2026-02-30 is none. */
export function isDay(text: string): boolean {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00.000Z`) : Number.NaN;
  // Date.parse rolls 02-30 over in some engines; the round trip refuses what is not a day.
  return Number.isFinite(ms) && new Date(ms).toISOString().slice(0, 10) === text;
}

/** Midnight UTC of a written day: the base of all arithmetic here. */
function utc(day: string): number {
  if (!isDay(day)) throw new BugError(`不是 YYYY-MM-DD 形式的日期：${day}`);
  return Date.parse(`${day}T00:00:00.000Z`);
}
