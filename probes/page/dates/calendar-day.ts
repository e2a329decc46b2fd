import { addDays } from '#core/calendar.ts';

const two = (n: number) => String(n).padStart(2, '0');

/** YYYY-MM-DD of a day that exists, else null. */
export function dayOf(year: number, month: number, day: number): string | null {
  if (!(year >= 1900 && year <= 2099 && month >= 1 && month <= 12 && day >= 1)) return null;
  const last = month === 2 ? (isLeap(year) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= last ? `${year}-${two(month)}-${two(day)}` : null;
}

/** YYYY-MM, or null. */
export function monthOf(year: number, month: number): string | null {
  return year >= 1900 && year <= 2099 && month >= 1 && month <= 12 ? `${year}-${two(month)}` : null;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

/** The newest such day that is not in the future; one day of grace for clocks that run ahead. 29 February: newest leap year. */
export function newestDay(month: number, day: number, today: string): string | null {
  const limit = addDays(today, 1);
  const year = Number(limit.slice(0, 4));
  for (let y = year; y > year - 9; y--) {
    const found = dayOf(y, month, day);
    if (found !== null && found <= limit) return found;
  }
  return null;
}

/** HH:MM of a time that exists, else null. */
export function timeOf(hour: number, minute: number): string | null {
  return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 ? `${two(hour)}:${two(minute)}` : null;
}

/** The last day that is not in the future, with one day of grace. */
export function latestDay(today: string): string {
  return addDays(today.slice(0, 10), 1);
}
