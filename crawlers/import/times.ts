import { endOfDay, shanghaiDay, startOfDay } from '#core/calendar.ts';
import { half } from './cell.ts';

/** Earliest and latest instant that a written time can mean; equal when it is known to the second. Milliseconds. */
export type Span = { from: number; to: number };

/** `2026-11-08`, `2026年11月8日 9时5分`, `2026/11/8 09:05:03`, `2026-11-08T01:05:03Z`. */
const written =
  /^(\d{4})\s?[-/.年]\s?(\d{1,2})\s?[-/.月]\s?(\d{1,2})\s?日?(?:[T ,]{0,2}(\d{1,2})[:时点](\d{1,2})(?:[:分](\d{1,2})(?:\.\d{1,6})?)?[分秒]?\s?(Z|[+-]\d{2}:?\d{2})?)?$/i;
const halfDay = /上午|下午|\b[ap]m\b/i;

/**
 * A time as people and back offices write it, Asia/Shanghai where no zone is named. A day is the whole day; midnight to the
 * second is one too, because exports pad days so. Null: unreadable, or no year.
 */
export function spanOf(text: string): Span | null {
  if (text.length > 60) return null;
  const clean = half(text)
    .replace(/[—–]/g, '-')
    .replace(/(?:星期|周)[一二三四五六日天]/, ' ')
    .replace(halfDay, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const epoch = /^(\d{10})(\d{3})?$/.exec(clean);
  if (epoch) {
    const ms = Number(epoch[1]) * 1000 + Number(epoch[2] ?? 0);
    return { from: ms, to: ms };
  }
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(clean);
  const m = compact ?? written.exec(clean);
  if (!m) return null;
  const day = dayOf(Number(m[1]), Number(m[2]), Number(m[3]));
  if (day === null) return null;
  if (m[4] === undefined) return wholeDay(day);
  const [hour, minute, second] = [
    hourOf(Number(m[4]), half(text)),
    Number(m[5]),
    m[6] === undefined ? null : Number(m[6]),
  ];
  if (hour > 23 || minute > 59 || (second ?? 0) > 59) return null;
  const zone = m[7];
  if (zone === undefined && hour === 0 && minute === 0 && (second ?? 0) === 0) return wholeDay(day);
  // startOfDay is Shanghai midnight; a named zone shifts from there.
  const shift = zone === undefined ? 0 : 8 * 60 - zoneMinutes(zone);
  const from = startOfDay(day).getTime() + ((hour * 60 + minute + shift) * 60 + (second ?? 0)) * 1000;
  return { from, to: second === null ? from + 59_999 : from };
}

function wholeDay(day: string): Span {
  return { from: startOfDay(day).getTime(), to: endOfDay(day).getTime() };
}

function zoneMinutes(zone: string): number {
  if (/^z$/i.test(zone)) return 0;
  const sign = zone.startsWith('-') ? -1 : 1;
  return sign * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
}

/** Hour of 24, where the text counts twice to 12. */
function hourOf(hour: number, text: string): number {
  const mark = halfDay.exec(text)?.[0].toLowerCase();
  if (mark === undefined || hour > 12) return hour;
  return mark === '下午' || mark === 'pm' ? (hour % 12) + 12 : hour % 12;
}

/** A calendar day that exists, as YYYY-MM-DD. */
function dayOf(year: number, month: number, day: number): string | null {
  if (year < 1990 || year > 2100) return null;
  const d = new Date(Date.UTC(year, month - 1, day));
  if (d.getUTCMonth() !== month - 1 || d.getUTCDate() !== day) return null;
  return d.toISOString().slice(0, 10);
}

/** 日期 of a ledger cell as YYYY-MM-DD in Asia/Shanghai. Null: unreadable. */
export function dayOfText(text: string): string | null {
  const span = spanOf(text);
  return span === null ? null : shanghaiDay(new Date(span.from));
}
