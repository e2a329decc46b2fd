import { z } from 'zod';
import { findDates } from '#probes/page/dates/parse.ts';
import { type Entry, folderOf } from './pages.ts';
import { type Board, record } from './score.ts';

const Table = z.looseObject({
  columns: z.array(z.string()),
  cases: z.array(z.array(z.union([z.string(), z.number(), z.null()]))),
});
/** Day from which words like 昨天 count in a table that names none. */
const REFERENCE = '2026-11-22';

/**
 * 日期字符串: a table with the columns text and value (or start), and reference where words count from a day. `--MM-DD` = the year is
 * not printed, `relative` = a word like 昨天. Null: the file is no such table. The first date of the text is compared.
 */
export function measureStrings(board: Board, entry: Entry, body: Uint8Array): number | null {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(body));
  } catch {
    return null;
  }
  const table = Table.safeParse(json);
  if (!table.success) return null;
  const { columns, cases } = table.data;
  const column = (name: string) => columns.indexOf(name);
  const [text, value, reference] = [column('text'), Math.max(column('value'), column('start')), column('reference')];
  if (text < 0 || value < 0) return null;
  for (const row of cases) {
    const [line, expected] = [String(row[text] ?? ''), row[value] ?? null];
    const today = reference < 0 ? REFERENCE : String(row[reference]);
    const reading = findDates(line, today, { months: true, bareYearless: line.trim().length <= 8 })[0] ?? null;
    const got = reading === null ? null : reading.time === null ? reading.date : `${reading.date}T${reading.time}`;
    record(
      board,
      { field: '日期字符串', folder: folderOf(entry), file: `${entry.file}「${line.slice(0, 40)}」` },
      {
        there: expected !== null,
        said: reading === null ? 'no' : 'yes',
        right: expected === null ? reading === null : reading !== null && agrees(String(expected), reading),
        // A word or a number without year is an assumption about the day it was written.
        high: reading !== null && !reading.yearless && !reading.relative && !reading.shortYear && !reading.damaged,
      },
      { expected: String(expected ?? '无'), got: got ?? '无' },
    );
  }
  return cases.length;
}

type Reading = ReturnType<typeof findDates>[number];

function agrees(expected: string, reading: Reading): boolean {
  if (expected === 'relative') return reading.relative;
  if (expected.startsWith('--')) return reading.yearless && reading.date.slice(5) === expected.slice(2);
  if (/^\d{4}-\d{2}$/.test(expected)) return reading.precision === 'month' && reading.date.startsWith(expected);
  return reading.date === expected.slice(0, 10);
}
