import type { Element } from 'domhandler';
import { addDays } from '#core/calendar.ts';
import { completeYear, type DateField, dateField, type RowDate, rowDate, type Span } from './dated-items-dates.ts';
import { articleLike, columnLike, type Link, natural, pageLinks, sameSite } from './dated-items-links.ts';
import { newestDay } from './dates/calendar-day.ts';
import { type Box, boxUp, type Flow, runAt } from './dates/flow.ts';
import { urlDate } from './dates/url.ts';
import { compact } from './text.ts';

/** 列表行: one row of a list. */
export type Row = {
  title: string;
  url: string;
  date: string | null;
  source: 'row' | 'row-yearless' | 'url' | 'none';
  /** What to point at. */
  node: Element;
};

type Draft = { link: Link; box: Box; found: RowDate | null };

const stop = new Set(['body', 'html', 'main', 'form', 'ul', 'ol', 'table', 'tbody']);

/** Rows of a flow: links with a date beside, before or in them, and links to articles that stand in a list without one. */
export function rowsOf(flow: Flow, pageUrl: string, base: string, today: string): Row[] {
  const page = URL.parse(pageUrl);
  const links = pageLinks(flow, base);
  const field = dateField(flow, today);
  const drafts = draftsOf(links, field);
  besides(field, drafts);
  const siblings = new Map<Box | null, number>();
  for (const d of drafts) siblings.set(d.box.parent, (siblings.get(d.box.parent) ?? 0) + 1);
  const rows: Row[] = [];
  for (const d of drafts) {
    const row = finish(flow, d, page, siblings.get(d.box.parent) ?? 1);
    if (row !== null) rows.push(row);
  }
  rows.push(...linkless(flow, field, links));
  return rows;
}

/** Rows that open by script or lost their link: a li or tr with a title and a date of its own, and no link at all. */
function linkless(flow: Flow, field: DateField, links: readonly Link[]): Row[] {
  const rows: Row[] = [];
  const linked = new Set(links.map((l) => l.row));
  const seen = new Set<Box>();
  for (const reading of field.readings) {
    const run = runAt(flow, reading.index);
    const box = run === null ? null : boxUp(run.box, natural, 6);
    if (run === null || box === null || run.anchor !== null || seen.has(box) || linked.has(box) || box.chrome) continue;
    seen.add(box);
    if (box.end - box.start > 300) continue;
    const found = rowDate(field, box, { start: box.end, end: box.end });
    const title = longestPiece(flow, box);
    if (found === null || found.run !== run || compact(title).length < 8 || /[:：。]/.test(title)) continue;
    rows.push({ title: title.slice(0, 300), url: '', date: found.date, source: found.source, node: box.el });
  }
  return rows;
}

/** One draft a row: the widest element around a link that holds no other link, or a li or tr whose other links are mere tags. */
function draftsOf(links: readonly Link[], field: DateField): Draft[] {
  const counts = new Map<Box, { urls: number; last: string }>();
  const held = new Map<Box, Link[]>();
  for (const link of links) {
    const id = identity(link);
    for (let b: Box | null = link.anchor.box; b !== null; b = b.parent) {
      const c = counts.get(b);
      if (c === undefined) counts.set(b, { urls: 1, last: id });
      else if (c.urls > 1)
        break; // and so have all that hold it
      else if (c.last !== id) {
        c.urls++;
        c.last = id;
      }
    }
    if (link.row !== null) {
      const list = held.get(link.row);
      if (list === undefined) held.set(link.row, [link]);
      else list.push(link);
    }
  }
  const cut = ownEnds(held);
  const whole = new Set<Box>();
  for (const [row, inside] of held) if (isOneRow(inside)) whole.add(row);
  const drafts: Draft[] = [];
  const done = new Set<Box>();
  for (const [i, link] of links.entries()) {
    const box = link.row !== null && whole.has(link.row) ? link.row : climb(link.anchor.box, counts);
    if (done.has(box)) continue;
    done.add(box);
    const end = cut.get(box) ?? box.end;
    const span = end >= link.anchor.end ? { start: box.start, end } : { start: link.anchor.start, end: box.end };
    const main = mainOf(links, span, i);
    const found = rowDate(field, span, main.anchor);
    drafts.push({ link: main, box, found: found === null ? null : completeYear(field, span, found) });
  }
  return drafts;
}

/** Where a row stops that holds further rows: an end tag is missing (a parser then nests the rest of the list), or it is a tree. */
function ownEnds(held: ReadonlyMap<Box, readonly Link[]>): Map<Box, number> {
  const ends = new Map<Box, number>();
  for (const row of held.keys())
    for (let up = boxUp(row.parent, natural); up !== null; up = boxUp(up.parent, natural)) {
      if (!held.has(up)) continue;
      ends.set(up, Math.min(ends.get(up) ?? row.start, row.start));
      break;
    }
  return ends;
}

/** Links to the same address are one; links without an address are told apart by what they say. */
function identity(link: Link): string {
  return link.url === '' ? `#${link.title}` : link.url;
}

/** All links but one are generic, repeat it, or are short tags ([通知公告]). */
function isOneRow(inside: readonly Link[]): boolean {
  if (inside.length === 1) return true;
  const urls = new Set(inside.map(identity)).size;
  if (urls <= 1) return true;
  const sizes = inside.map((l) => (l.generic ? 0 : l.size));
  const most = Math.max(...sizes);
  const main = inside[sizes.indexOf(most)]!;
  return (
    urls <= 6 &&
    most >= 6 &&
    inside.every((l, i) => identity(l) === identity(main) || sizes[i]! * 2 <= most || sizes[i]! === 0) &&
    inside.length <= 8
  );
}

function climb(from: Box, counts: ReadonlyMap<Box, { urls: number }>): Box {
  let box = from;
  for (let n = 0; n < 8; n++) {
    const up = box.parent;
    if (up === null || stop.has(up.el.name) || (counts.get(up)?.urls ?? 1) > 1 || up.end - up.start > 1_500) break;
    box = up;
  }
  return box;
}

/** The link of a row that names it: the longest that is not 查看 or 更多. */
function mainOf(links: readonly Link[], row: Span, first: number): Link {
  let best = links[first]!;
  for (let i = first + 1; i < links.length && links[i]!.anchor.start < row.end; i++) {
    const l = links[i]!;
    if (best.generic !== l.generic ? best.generic : l.size > best.size) best = l;
  }
  return best;
}

/** Flat lists: the dates stand between the links (`<a>…</a> 2026-07-19<br>`, dt and dd), all after them or all before. */
function besides(field: DateField, drafts: readonly Draft[]): void {
  // A date behind the next link is that link's: a headline above a list does not have the date of the list's first row.
  const named = drafts.filter((d) => !d.link.generic);
  const starts = named.map((d) => d.box.start).sort((a, b) => a - b);
  const ends = named.map((d) => d.box.end).sort((a, b) => a - b);
  const nextStart = (at: number) => starts[firstAbove(starts, at - 1)] ?? Number.POSITIVE_INFINITY;
  const lastEnd = (at: number) => ends[firstAbove(ends, at) - 1] ?? 0;
  const groups = new Map<Box | null, Draft[]>();
  for (const d of drafts) {
    if (d.link.generic && d.found === null) continue;
    const group = groups.get(d.box.parent);
    if (group === undefined) groups.set(d.box.parent, [d]);
    else group.push(d);
  }
  for (const [parent, group] of groups) {
    if (parent === null || group.some((d) => d.found !== null && d.box.start !== d.link.anchor.start)) continue;
    const after = group.map((d, i) =>
      gapDate(field, d.box.end, Math.min(group[i + 1]?.box.start ?? parent.end, nextStart(d.box.end), d.box.end + 160)),
    );
    const before = group.map((d, i) =>
      gapDate(
        field,
        Math.max(group[i - 1]?.box.end ?? parent.start, lastEnd(d.box.start), d.box.start - 160),
        d.box.start,
      ),
    );
    const use = after.at(-1) !== null || before[0] === null ? after : before;
    group.forEach((d, i) => {
      d.found ??= use[i] ?? null;
    });
  }
}

/** Index of the first number of an ascending list that is above `limit`; its length when none is. */
function firstAbove(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! > limit) high = middle;
    else low = middle + 1;
  }
  return low;
}

function gapDate(field: DateField, start: number, end: number): RowDate | null {
  if (end <= start) return null;
  const found = rowDate(field, { start, end }, { start: end, end });
  return found === null ? null : completeYear(field, { start, end }, found);
}

function finish(flow: Flow, d: Draft, page: URL | null, siblings: number): Row | null {
  const { link, found, box } = d;
  let title = link.title;
  if (link.generic || compact(title) === '') title = longestPiece(flow, d.box);
  title = withoutDate(title, found, link, flow);
  const size = compact(title).length;
  if (found !== null) {
    if (size < 2 || (size <= 8 && columnLike(link.at))) return null;
    if (box.chrome && !natural.has(box.el.name)) return null;
    return {
      title: title.slice(0, 300),
      url: link.url,
      date: yearOf(found, link.url),
      source: found.source,
      node: link.anchor.el,
    };
  }
  if (link.generic || size < 8 || box.chrome || !sameSite(link.at, page) || link.url === page?.href) return null;
  if (!articleLike(link.at)) return null;
  const fromUrl = urlDate(link.url);
  const day = fromUrl?.precision === 'day' ? fromUrl.date : null;
  if (day === null && siblings < 3) return null;
  return {
    title: title.slice(0, 300),
    url: link.url,
    date: day,
    source: day === null ? 'none' : 'url',
    node: link.anchor.el,
  };
}

/**
 * 07-19 in a row whose address says 2024-07-19 or 202407: that year. An address made in 2017 holds nothing published years later, so
 * the year is counted back from a month after it.
 */
function yearOf(found: RowDate, url: string): string {
  if (found.source !== 'row-yearless') return found.date;
  const other = urlDate(url);
  if (other === null) return found.date;
  if (other.date.slice(4) === found.date.slice(4, other.date.length))
    return `${other.date.slice(0, 4)}${found.date.slice(4)}`;
  const made = other.precision === 'day' ? other.date : `${other.date}-28`;
  const limit = addDays(made, 31);
  if (found.date <= limit) return found.date;
  return newestDay(Number(found.date.slice(5, 7)), Number(found.date.slice(8)), limit) ?? found.date;
}

/** Title of a row whose link says only 查看: the longest piece of its text. */
function longestPiece(flow: Flow, box: Box): string {
  const pieces = flow.text
    .slice(box.start, box.end)
    .split(/[\n\t]/)
    .map((p) => p.trim())
    .filter((p) => !/^[\d\s:./年月日()[\]-]*$/.test(p));
  return pieces.reduce((a, b) => (b.length > a.length ? b : a), '');
}

function withoutDate(title: string, found: RowDate | null, link: Link, flow: Flow): string {
  if (found === null || found.run.start < link.anchor.start || found.run.start >= link.anchor.end) return title;
  const printed = flow.text.slice(found.run.start, found.run.end).trim();
  const cut = printed.length <= 24 ? title.replace(printed, '') : title;
  return cut
    .replace(/^[\s[(（【]*\d{2,4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?[\s\])）】]+/, '')
    .replace(/[\s[(（【]+(?:\d{2,4}[-/.年])?\d{1,2}[-/.月]\d{1,2}日?[\s\])）】]*$/, '')
    .trim();
}
