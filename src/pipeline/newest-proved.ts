import { addDays } from '#core/calendar.ts';
import type { ListItem } from '#probes/page/script-lists/types.ts';

/** A row this young settles every update rule there is. */
const freshDays = 3;

/**
 * 最新日期是否已经看到 — whether the rows of one list, in its order, hold its newest: a row of these days, or rows that do not run from old to new.
 * Rows without any date say the same on every page; no row says nothing.
 */
export function newestProved(rows: readonly Pick<ListItem, 'date'>[], today: string): boolean {
  const dates = rows.flatMap((r) => (r.date === null || r.date > today ? [] : [r.date]));
  if (dates.length === 0) return rows.length > 0;
  if (dates.some((d) => d >= addDays(today, -freshDays))) return true;
  const rising = dates.every((d, i) => i === 0 || d >= dates[i - 1]!);
  return !(rising && dates.length >= 3 && dates[0]! < dates.at(-1)!);
}
