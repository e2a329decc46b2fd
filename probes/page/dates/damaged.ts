import { dayOf } from './calendar-day.ts';

/**
 * 残缺日期 — digits left when 年月日 were lost. 20191218 is whole; 201941 can only be 4月1日; 2022121 could be 1月21日 or 12月1日 and is
 * read only when `notAfter` (YYYY-MM-DD) leaves one of them. Null when not exactly one reading is a day.
 */
export function damagedDay(digits: string, notAfter: string): { date: string; damaged: boolean } | null {
  if (!/^(?:19|20)\d{4,6}$/.test(digits)) return null;
  const year = Number(digits.slice(0, 4));
  const rest = digits.slice(4);
  const readings = new Set<string>();
  for (let cut = 1; cut <= 2 && cut < rest.length; cut++) {
    const month = rest.slice(0, cut);
    const day = rest.slice(cut);
    if (day.length > 2 || month.startsWith('0') !== (month.length === 2 && Number(month) < 10)) continue;
    if (day.startsWith('0') && day.length === 1) continue;
    const found = dayOf(year, Number(month), Number(day));
    if (found !== null && found <= notAfter) readings.add(found);
  }
  if (readings.size !== 1) return null;
  return { date: [...readings][0]!, damaged: rest.length !== 4 };
}
