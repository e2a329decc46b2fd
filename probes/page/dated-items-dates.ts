import { dayOf } from './dates/calendar-day.ts';
import { type Box, boxUp, datesOf, type Flow, type Run, runAt } from './dates/flow.ts';
import { parseDate } from './dates/parse.ts';
import type { DateReading } from './dates/reading.ts';
import { labelBefore } from './publish-date-labels.ts';

/** Date of a row and how it was read. */
export type RowDate = { date: string; source: 'row' | 'row-yearless'; run: Run };

/** Everything about dates that the rows of one flow share. */
export type DateField = {
  flow: Flow;
  readings: readonly DateReading[];
  today: string;
  /** Column headings of tables, by table. */
  headings: Map<Box, string[]>;
};

export function dateField(flow: Flow, today: string): DateField {
  return { flow, readings: datesOf(flow, today), today, headings: new Map() };
}

/** Extent of a title link, to tell dates in it from dates beside it. */
export type Span = { start: number; end: number };

/** 行日期: the date of a row. In the title only where it stands apart (an element of its own, brackets at either end). */
export function rowDate(field: DateField, row: Span, title: Span): RowDate | null {
  let best: { reading: DateReading; run: Run; rank: number } | null = null;
  for (const reading of within(field.readings, row)) {
    const run = runAt(field.flow, reading.index);
    if (run === null) continue;
    const rank = rankOf(field, reading, run, title);
    // At equal rank the later one: rows begin with numbers and end with dates.
    if (rank > 0 && (best === null || rank >= best.rank)) best = { reading, run, rank };
  }
  if (best !== null) return dated(best.reading, best.run);
  return fromPieces(field, row, title);
}

function dated(reading: DateReading, run: Run): RowDate {
  return { date: reading.date, source: reading.yearless ? 'row-yearless' : 'row', run };
}

function* within(readings: readonly DateReading[], span: Span): Generator<DateReading> {
  let low = 0;
  let high = readings.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (readings[middle]!.index < span.start) low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < readings.length && readings[i]!.index < span.end; i++) yield readings[i]!;
}

/** 0: not the date of the row. */
function rankOf(field: DateField, reading: DateReading, run: Run, title: Span): number {
  const { text } = field.flow;
  const end = reading.index + reading.length;
  const around = text.slice(run.start, reading.index) + text.slice(end, run.end);
  const own = /^[\s()[\]（）【】〔〕|:：]*$/.test(around);
  const label = labelBefore(text, reading.index);
  if (label?.kind === 'other' || label?.kind === 'clock') return 0;
  const inTitle = reading.index >= title.start && reading.index < title.end;
  if (inTitle) {
    if (own && (run.start > title.start || run.end < title.end)) return 5;
    if (label?.kind === 'publish' || label?.kind === 'weak') return 5;
    return !reading.relative && atEnd(text, reading, title) ? 2 : 0;
  }
  const column = headingOf(field, run);
  if (column !== null && /成文|印发|发文|截止|生效|实施|开始|结束|有效/.test(column)) return 1;
  if (label?.kind === 'publish' || (column !== null && /发布|公开|上网|发稿/.test(column))) return 8;
  if (own) return 7;
  if (label?.kind === 'weak') return label.prefix === '' ? 6 : 0;
  if (reading.relative) return 0;
  return freeStanding(text, reading) ? 4 : 0;
}

/** [2026-07-19]标题, 标题 2026-07-19, 标题（07-19）: at an end of the link, and apart from the words. */
function atEnd(text: string, reading: DateReading, title: Span): boolean {
  const before = text.slice(title.start, reading.index);
  const after = text.slice(reading.index + reading.length, title.end);
  const closed = (a: string, b: string) => /[[(（【]\s*$/.test(a) && /^\s*[\])）】]/.test(b);
  if (/^[\s[(（【]*$/.test(before)) return closed(before, after) || /^\s/.test(after);
  if (/^[\s\])）】]*$/.test(after))
    return closed(before, after) || (/\s$/.test(before) && !reading.text.includes('月'));
  return false;
}

function freeStanding(text: string, reading: DateReading): boolean {
  const before = text[reading.index - 1] ?? '\n';
  const after = text[reading.index + reading.length] ?? '\n';
  return !/[\u4e00-\u9fffA-Za-z\d，,、年]/.test(before) && !/[\u4e00-\u9fffA-Za-z\d，、]/.test(after);
}

const tables = new Set(['table']);
const tr = new Set(['tr']);

/** Heading of the table column that a run stands in. */
function headingOf(field: DateField, run: Run): string | null {
  const row = boxUp(run.box, tr, 8);
  const table = row === null ? null : boxUp(row, tables, 4);
  if (row === null || table === null || run.start - row.start > 2_000) return null;
  let heads = field.headings.get(table);
  if (heads === undefined) {
    const first = field.flow.text.slice(table.start, field.flow.text.indexOf('\n', table.start + 1));
    heads = first.split('\t').map((h) => h.trim());
    if (heads.length < 2 || heads.some((h) => h.length > 12)) heads = [];
    field.headings.set(table, heads);
  }
  const column = field.flow.text.slice(row.start, run.start).split('\t').length - 1;
  return heads[column] ?? null;
}

/** Dates in pieces: 23 | 2020-12, 12-23 | 2020, 7/19 alone, 2020年12月 | 23日. */
function fromPieces(field: DateField, row: Span, title: Span): RowDate | null {
  let month: { date: string; run: Run } | null = null;
  let day: { value: number; run: Run } | null = null;
  let partial: { reading: DateReading; run: Run } | null = null;
  const single = title.start >= title.end;
  for (const run of runsIn(field.flow, row)) {
    const text = field.flow.text.slice(run.start, run.end).trim();
    if (text.length > 14 || !/\d/.test(text)) continue;
    // The link's only text is its title.
    if (!single && run.start <= title.start && run.end >= title.end) continue;
    const bareDay = /^(\d{1,2})\s?[日号]?$/.exec(text);
    if (bareDay !== null && Number(bareDay[1]) >= 1 && Number(bareDay[1]) <= 31)
      day ??= { value: Number(bareDay[1]), run };
    else {
      const reading = parseDate(text, field.today, {
        months: true,
        bareYearless: /^[[(（]?\s*\d{1,2}\s?[-/.]\s?\d{1,2}\s*[\])）]?$/.test(text),
      });
      if (reading === null || reading.relative || !/^[\s()[\]（）【】]*$/.test(text.replace(reading.text, '')))
        continue;
      if (reading.precision === 'month') month ??= { date: reading.date, run };
      else partial ??= { reading, run };
    }
  }
  if (month !== null && day !== null) {
    const [y, m] = month.date.split('-');
    const date = dayOf(Number(y), Number(m), day.value);
    if (date !== null) return { date, source: 'row', run: month.run };
  }
  if (partial === null) return null;
  return dated(partial.reading, partial.run);
}

/** The year may stand in an element of its own beside 07-19. */
export function completeYear(field: DateField, row: Span, found: RowDate): RowDate {
  if (found.source !== 'row-yearless') return found;
  for (const run of runsIn(field.flow, row)) {
    const m = /^((?:19|20)\d{2})\s?[年/.-]?$/.exec(field.flow.text.slice(run.start, run.end).trim());
    const date = m === null ? null : dayOf(Number(m[1]), Number(found.date.slice(5, 7)), Number(found.date.slice(8)));
    if (date !== null) return { date, source: 'row', run: found.run };
  }
  return found;
}

function* runsIn(flow: Flow, span: Span): Generator<Run> {
  let low = 0;
  let high = flow.runs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (flow.runs[middle]!.start < span.start) low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < flow.runs.length && flow.runs[i]!.start < span.end; i++) yield flow.runs[i]!;
}
