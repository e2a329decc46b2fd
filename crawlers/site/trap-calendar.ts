import type { AddressParts } from './address-shape.ts';
import { hash32, openBounded } from './distinct.ts';

/** Days of one calendar that are read at most; an archive with a page a day fills eleven years. */
const maxDates = 4_000;
/** Steps from one page of a calendar to the next, for calendars without file names. */
const maxSteps = 400;
/** Stepping on is refused beyond this: announcements look a year ahead, archives reach back to the first government sites. */
const maxAheadMonths = 14;
const maxBackMonths = 12 * 28;
/** Steps that make a walk, none longer than a year: numbers of columns may look like dates, and do not follow one another. */
const walk = 10;
const maxCalendars = 1_000;

/** A date that is all that tells an address from its sisters. */
type Place = { calendar: string; months: number; day: number; file: boolean };

/**
 * 日历陷阱: pages that differ by year, month or day alone. Articles that hold a date and a number or a name are none, nor is a single year,
 * which may be the number of a column. What is far from `today` is refused only to a walk from one page of the calendar to the next.
 */
export function openCalendarTrap(today: Date): (parts: AddressParts, from: AddressParts) => boolean {
  const now = today.getUTCFullYear() * 12 + today.getUTCMonth();
  const calendars = openBounded<{ dates: Set<number>; steps: number }>(maxCalendars);
  return (parts, from) => {
    const place = placeOf(parts);
    if (place === null) return false;
    const before = placeOf(from);
    const walked = before !== null && before.calendar === place.calendar;
    const away = place.months - now;
    const known = calendars.get(place.calendar, () => ({ dates: new Set(), steps: 0 }));
    if (walked && known.steps >= walk && (away > maxAheadMonths || away < -maxBackMonths)) {
      const onward = Math.abs(away) >= Math.abs(before.months - now);
      if (onward && Math.abs(place.months - before.months) <= 12) return true;
    }
    const date = hash32(`${place.months}/${place.day}/${parts.path}/${parts.query}`);
    // Files that a list names are articles of their day.
    if (known.dates.has(date) || (place.file && !walked)) return false;
    if (known.dates.size >= maxDates || (walked && !place.file && known.steps >= maxSteps)) return true;
    known.dates.add(date);
    if (walked) known.steps++;
    return false;
  };
}

const pathDate =
  /\/(\d{4})(?:(\d{2})(?:(\d{2}))?|[-_/.](\d{1,2})(?:[-_/.](\d{1,2}))?)(?:\/?|\/(?:index|default)\.\w{2,5}|(\.\w{2,5}))$/;

function placeOf(parts: AddressParts): Place | null {
  if (parts.query !== '') {
    const found = queryPlace(parts);
    if (found) return found;
  }
  const tail = Math.max(0, parts.path.length - 40);
  const found = pathDate.exec(tail === 0 ? parts.path : parts.path.slice(tail));
  if (!found) return null;
  const place = dated(found[1], found[2] ?? found[4], found[3] ?? found[5]);
  if (!place) return null;
  const prefix = parts.path.slice(0, tail + found.index);
  return { ...place, calendar: `${parts.origin}${prefix}?${parts.query}`, file: found[6] !== undefined };
}

const yearName = /^(?:y|yy|yyyy|year|nian|niandu|(?:cur|select|the)_?year)$/i;
const monthName = /^(?:m|mm|month|mon|yue|(?:cur|select|the)_?month)$/i;
const dayName = /^(?:d|dd|day|ri|(?:cur|select|the)_?day)$/i;
const dateName = /^(?:\w{0,12}date|day|month|ym|ymd|rq|riqi|ri|time|week|(?:date)?(?:start|end|from|to))$/i;
const dateValue = /^(\d{4})(?:[-_/.]|%2F)?(\d{1,2})(?:(?:[-_/.]|%2F)?(\d{1,2}))?(?:T|\+|%20|$)/i;

function queryPlace(parts: AddressParts): Place | null {
  let year: string | undefined;
  let month: string | undefined;
  let day: string | undefined;
  const rest: string[] = [];
  for (const parameter of parts.query.split('&', 40)) {
    const equals = parameter.indexOf('=');
    const name = equals < 0 ? parameter : parameter.slice(0, equals);
    const value = equals < 0 ? '' : parameter.slice(equals + 1);
    if (yearName.test(name) && /^\d{4}$/.test(value)) year ??= value;
    else if (monthName.test(name) && /^\d{1,2}$/.test(value)) month ??= value;
    else if (dayName.test(name) && /^\d{1,2}$/.test(value)) day ??= value;
    else {
      const whole = dateName.test(name) && value.length <= 40 ? dateValue.exec(value) : null;
      if (whole === null) rest.push(parameter);
      else if (year === undefined) [, year, month, day] = whole;
    }
  }
  const place = year === undefined ? null : dated(year, month ?? '1', day);
  if (!place) return null;
  return { ...place, calendar: `${parts.origin}${parts.path}?${rest.join('&')}`, file: false };
}

/** Years that a walk from today passes through; other numbers are no years. */
function dated(year?: string, month?: string, day?: string): Pick<Place, 'months' | 'day'> | null {
  const y = Number(year);
  const m = Number(month);
  const d = day === undefined ? 0 : Number(day);
  if (!(y >= 1900 && y <= 2199) || !(m >= 1 && m <= 12) || !(d <= 31) || (day !== undefined && d === 0)) return null;
  return { months: y * 12 + m - 1, day: d };
}
