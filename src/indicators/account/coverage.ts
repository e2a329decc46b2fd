import { addDays } from '#core/calendar.ts';

/**
 * The unbroken stretch of days, both included, that ends latest among the windows of complete sources. Windows that touch or overlap join;
 * none reaches beyond `today`. Undefined: there is none, or all begin later.
 */
export function coverageEnd(
  windows: readonly { from: string; to: string }[],
  today: string,
): { from: string; to: string } | undefined {
  const cut = windows
    .map((w) => ({ from: w.from, to: w.to > today ? today : w.to }))
    .filter((w) => w.from <= w.to)
    .sort((a, b) => (a.to < b.to ? 1 : a.to > b.to ? -1 : 0));
  const last = cut[0];
  if (last === undefined) return undefined;
  let from = last.from;
  // Sorted by end, latest first: a window joins when it ends no earlier than the day before the stretch begins.
  for (const w of cut) if (w.from < from && w.to >= addDays(from, -1)) from = w.from;
  return { from, to: last.to };
}
