import { shanghaiDay } from '#core/calendar.ts';
import { dayOf, timeOf } from './calendar-day.ts';
import type { RawDate } from './reading.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const NAME = '(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\\.?';
/** 2019-11-25T10:57:38Z with a zone: the only numeric form whose day can change on the way to Shanghai. */
const iso = /(?<!\d)(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d{1,9})?\s?(Z|[+-]\d{2}:?\d{2})/g;
const rfc = new RegExp(
  `(?:[A-Z][a-z]{2},\\s?)?(\\d{1,2})\\s${NAME}\\s(\\d{4})(?:\\s(\\d{2}):(\\d{2})(?::\\d{2})?\\s?(GMT|UTC|[+-]\\d{4})?)?`,
  'g',
);
/** Tue Sep 08 10:12:33 CST 2020: what a Java page prints when nobody formatted the date. */
const java = new RegExp(
  `[A-Z][a-z]{2}\\s${NAME}\\s(\\d{1,2})\\s(\\d{2}):(\\d{2}):\\d{2}\\s(CST|GMT\\+08:00)\\s(\\d{4})`,
  'g',
);

/** Dates of machines: ISO with a zone, RFC 822, Java. Converted to Asia/Shanghai; CST is China Standard Time here. */
export function* foreignDates(line: string): Generator<RawDate> {
  for (const m of line.matchAll(iso))
    yield* at(m, Number(m[1]), Number(m[2]), Number(m[3]), Number(m[4]), Number(m[5]), m[7]!);
  for (const m of line.matchAll(java))
    yield* at(m, Number(m[6]), monthNumber(m[1]!), Number(m[2]), Number(m[3]), Number(m[4]), '+0800');
  for (const m of line.matchAll(rfc)) {
    if (m[4] === undefined) {
      const date = dayOf(Number(m[3]), monthNumber(m[2]!), Number(m[1]));
      if (date !== null) yield { index: m.index, length: m[0].length, date, time: null };
    } else yield* at(m, Number(m[3]), monthNumber(m[2]!), Number(m[1]), Number(m[4]), Number(m[5]), m[6] ?? '+0800');
  }
}

function monthNumber(name: string): number {
  return months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

function* at(
  m: RegExpExecArray,
  y: number,
  mo: number,
  d: number,
  h: number,
  mi: number,
  zone: string,
): Generator<RawDate> {
  if (dayOf(y, mo, d) === null || timeOf(h, mi) === null) return;
  const offset = /^[A-Z]+$/.test(zone)
    ? 0
    : Number(`${zone[0]}1`) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2)));
  const instant = new Date(Date.UTC(y, mo - 1, d, h, mi) - offset * 60_000);
  const shanghai = new Date(instant.getTime() + 8 * 3_600_000);
  yield {
    index: m.index,
    length: m[0].length,
    date: shanghaiDay(instant),
    time: timeOf(shanghai.getUTCHours(), shanghai.getUTCMinutes()),
  };
}
