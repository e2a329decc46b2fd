import type { InputProblem } from '#core/errors.ts';
import { half, lostDigits, rowPlace } from './cell.ts';
import type { Cell, Row, Sheet } from './types.ts';

/** Field → the words a header may call it, most telling first. */
export type HeaderWords<F extends string> = { readonly [Field in F]: readonly string[] };

export type Header<F extends string> = {
  row: number;
  columns: ReadonlyMap<F, number>;
  /** The word found for a field: what messages call it. */
  titles: ReadonlyMap<F, string>;
};

/** Titles, notices and the like stand above the header. */
const mostRowsAbove = 20;

/** First cell of a row that a template shows as an example, or that explains its columns: neither is an entry. */
export const sampleMark = '【示例】';
export const hintMark = '【填写说明】';

/** `* 网站 名称（必填）：` → `网站名称`. */
export function bareWord(text: string): string {
  return half(text)
    .replace(/\([^()]{0,40}\)|\[[^[\]]{0,40}\]|【[^【】]{0,40}】/g, '')
    .replace(/[\s*:：#]/g, '')
    .toLowerCase();
}

/**
 * The row of a sheet that names most fields, at least `least` of them. Columns may stand in any order. A header of two rows counts as one: what
 * the lower leaves blank is named by the upper.
 */
export function findHeader<F extends string>(
  sheet: Sheet,
  words: HeaderWords<F>,
  least: number,
): Header<F> | undefined {
  let best: Header<F> | undefined;
  let above: Row | undefined;
  for (const row of sheet.rows.slice(0, mostRowsAbove)) {
    if (row.banner) {
      above = undefined;
      continue;
    }
    const own = named(row.cells, words);
    const joined = above === undefined ? own : named(joinedCells(above, row), words);
    // Both rows together only where the lower one is a header by itself: an entry below a header is none.
    const found = own.columns.size > 0 && joined.columns.size > own.columns.size && above !== undefined ? joined : own;
    if (found.columns.size >= least && found.columns.size > (best?.columns.size ?? 0))
      best = { row: row.number, ...found };
    above = row;
  }
  return best;
}

function joinedCells(above: Row, row: Row): (Cell | undefined)[] {
  return Array.from(
    { length: Math.max(above.cells.length, row.cells.length) },
    (_, i) => row.cells[i] ?? above.cells[i],
  );
}

function named<F extends string>(
  cells: readonly (Cell | undefined)[],
  words: HeaderWords<F>,
): { columns: Map<F, number>; titles: Map<F, string> } {
  const texts = cells.map((c) => (c ? bareWord(c.text) : ''));
  const columns = new Map<F, number>();
  const titles = new Map<F, string>();
  for (const [field, names] of Object.entries(words) as [F, readonly string[]][]) {
    for (const name of names) {
      const at = texts.indexOf(name.toLowerCase());
      if (at === -1 || [...columns.values()].includes(at)) continue;
      columns.set(field, at);
      titles.set(field, cells[at]?.text ?? name);
      break;
    }
  }
  return { columns, titles };
}

/** Texts of the header row as words, the row above it included where they share a header. */
export function headerTexts(sheet: Sheet, header: Header<string>): Set<string> {
  const at = sheet.rows.findIndex((r) => r.number === header.row);
  const rows = sheet.rows.slice(Math.max(0, at - 1), at + 1).filter((r) => !r.banner);
  return new Set(rows.flatMap((r) => r.cells.map((c) => (c ? bareWord(c.text) : ''))));
}

/** A row seen through the header. */
export type Entry<F extends string> = {
  place: string;
  number: number;
  /** Text of a field, '' when the column or the cell is missing. */
  get(field: F): string;
  cell(field: F): Cell | undefined;
};

const endNotes = /^(?:合计|总计|小计|共计|填表|制表|审核|负责人|联系人|说明|备注|注[:：])/;

/**
 * The entries below a header. Left out: titles, the header printed again on each page, sums and signatures at the end. Cells
 * of known columns whose text cannot be trusted become problems, those that might be old become notes.
 */
export function entriesOf<F extends string>(
  sheet: Sheet,
  header: Header<F>,
  file: string,
  /** Fields that a row can do without: what cannot be trusted of them is for the caller to leave out. */
  spare: ReadonlySet<F> = new Set(),
): { entries: Entry<F>[]; problems: InputProblem[]; notes: InputProblem[] } {
  const entries: Entry<F>[] = [];
  const problems: InputProblem[] = [];
  const notes: InputProblem[] = [];
  let formulas = 0;
  let firstFormula = '';
  for (const row of sheet.rows) {
    if (row.number <= header.row || row.banner || isHeaderAgain(row, header) || isEndNote(row) || isOfTemplate(row))
      continue;
    const place = rowPlace(sheet.name, row.number);
    const cell = (field: F): Cell | undefined => {
      const at = header.columns.get(field);
      return at === undefined ? undefined : row.cells[at];
    };
    if ([...header.columns.keys()].every((f) => cell(f) === undefined)) continue;
    for (const [field, title] of header.titles) {
      const c = cell(field);
      if (spare.has(field)) continue;
      if (c?.kind === 'error')
        problems.push({
          file,
          place,
          message: `“${title}”${c.doubt ?? `是错误值 ${c.text}`}`,
          hint: '在表格程序中改正并保存后再导入',
        });
      else if (c?.doubt === lostDigits)
        problems.push({
          file,
          place,
          message: `“${title}”的 ${c.text} ${lostDigits}`,
          hint: '把这一列设为文本格式，重新填写完整的号码',
        });
      else if (c?.doubt !== undefined) {
        formulas++;
        firstFormula ||= `${place}“${title}”`;
      }
    }
    entries.push({ place, number: row.number, cell, get: (field) => cell(field)?.text ?? '' });
  }
  if (formulas > 0)
    notes.push({
      file,
      place: firstFormula,
      message: `等 ${formulas} 格由公式算出，用的是文件里存着的结果`,
      hint: '有疑问时在表格程序中重新计算并保存',
    });
  return { entries, problems, notes };
}

function isHeaderAgain<F extends string>(row: Row, header: Header<F>): boolean {
  return [...header.columns].every(([field, at]) => row.cells[at]?.text === header.titles.get(field));
}

/** Example and explanation of a template. */
function isOfTemplate(row: Row): boolean {
  const first = row.cells.find((c) => c !== undefined)?.text ?? '';
  return first.startsWith(sampleMark) || first.startsWith(hintMark);
}

function isEndNote(row: Row): boolean {
  const texts = row.cells.filter((c) => c !== undefined);
  return texts.length <= 2 && texts[0] !== undefined && endNotes.test(texts[0].text);
}
