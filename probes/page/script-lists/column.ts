import type { ListItem } from './types.ts';

/** What the address of an item tells of its column: Hanweb's number, else host and the first folders that are no dates. */
export function columnMark(url: string): string {
  const at = URL.parse(url);
  if (at === null) return '';
  const hanweb = /\/art_(\d{1,12})_/.exec(at.pathname)?.[1];
  if (hanweb !== undefined) return `${at.host} art_${hanweb}`;
  const folders = at.pathname.split('/').slice(1, -1);
  const dated = folders.findIndex((f) => /^(?:\d{4,8}|\d{4}-\d{2}(?:-\d{2})?|\d{1,2})$/.test(f));
  return `${at.host} ${folders.slice(0, dated < 0 ? 2 : Math.min(dated, 2)).join('/')}`;
}

/**
 * 不串栏目 — further rows of a list that belong to the columns its first rows are of. Following a pager can lead into another column: such
 * rows say nothing about this one.
 */
export function keepColumn(
  first: readonly ListItem[],
  further: readonly ListItem[],
): { kept: ListItem[]; dropped: number } {
  const marks = new Set(first.map((i) => columnMark(i.url)));
  const kept = marks.size === 0 ? [...further] : further.filter((i) => marks.has(columnMark(i.url)));
  return { kept, dropped: further.length - kept.length };
}
