import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { InputError } from '#core/errors.ts';
import { clean } from '#reports/model/clean.ts';
import { csvCell } from '#reports/text/broken-links-csv.ts';

/** 工作表的一列. */
export type WorksheetColumn<T> = {
  title: string;
  /** Characters wide, in columns of a spreadsheet. */
  width: number;
  cell(row: T): string;
  /** Stable ids and the like, which a person has no use for. */
  hidden?: true;
  /** To be filled in by a person: marked by colour. */
  fill?: true;
  /** What may be chosen, in a list beside the cell. Undefined: anything may be typed. */
  choices?(row: T): readonly string[] | undefined;
};

/** 供人填写的工作表: what each row is about, and columns to fill in. */
export type Worksheet<T> = {
  name: string;
  columns: readonly WorksheetColumn<T>[];
  rows: readonly T[];
  /** 填写说明, one line each, on a sheet of their own (a CSV has none). */
  help: readonly string[];
};

/** Longest list that a spreadsheet takes inside one cell's rule; longer ones stand on a hidden sheet. */
const inlineList = 250;
const cellMax = 32_000;
const formula = /^[=+\-@＝＋－＠]/;

/** Writes it as .xlsx or .csv, whichever the name says. Throws InputError for another name or a place that cannot be written. */
export async function writeWorksheet<T>(file: string, sheet: Worksheet<T>): Promise<void> {
  const kind = extname(file).toLowerCase();
  if (kind !== '.xlsx' && kind !== '.csv')
    throw new InputError({ file: '--out', place: file, message: '文件名要以 .xlsx 或 .csv 结尾' });
  const bytes = kind === '.csv' ? csvOf(sheet) : await xlsxOf(sheet);
  try {
    await writeFile(file, bytes);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new InputError({
      file: '--out',
      place: file,
      message: `写不进去（${code}）`,
      hint: '检查文件夹是否存在、文件是否正在打开',
    });
  }
}

/** UTF-8 with a byte order mark and CRLF, as spreadsheets of the offices expect. */
export function csvOf<T>(sheet: Worksheet<T>): Uint8Array {
  const lines = [sheet.columns.map((c) => csvCell(c.title)).join(',')];
  for (const row of sheet.rows) lines.push(sheet.columns.map((c) => csvCell(c.cell(row))).join(','));
  return new TextEncoder().encode(`\ufeff${lines.join('\r\n')}\r\n`);
}

/** Text of a cell: what comes from outside never becomes a formula. exceljs writes it as a text, which is not computed; a retyped cell would be. */
function cellText(text: string): string {
  const shown = clean(text).trim().slice(0, cellMax).toWellFormed();
  return formula.test(shown) ? `'${shown}` : shown;
}

async function xlsxOf<T>(sheet: Worksheet<T>): Promise<Uint8Array> {
  // Loaded only when needed: it takes a third of a second.
  const { default: Excel } = await import('exceljs');
  const book = new Excel.Workbook();
  const main = book.addWorksheet(sheet.name, { views: [{ state: 'frozen', ySplit: 1 }] });
  const lists = listSheet();
  main.columns = sheet.columns.map((c) => ({ width: c.width, hidden: c.hidden === true }));
  const head = main.addRow(sheet.columns.map((c) => c.title));
  head.font = { bold: true };
  sheet.columns.forEach((c, i) => {
    if (c.fill) head.getCell(i + 1).fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFFFF2CC' } };
  });
  for (const row of sheet.rows) {
    const line = main.addRow(sheet.columns.map((c) => cellText(c.cell(row))));
    sheet.columns.forEach((c, i) => {
      const cell = line.getCell(i + 1);
      // As text, so that ids and days stay what they are.
      cell.numFmt = '@';
      if (!c.hidden) cell.alignment = { vertical: 'top', wrapText: true };
    });
  }
  sheet.columns.forEach((c, i) => {
    // Of many cells at once: exceljs would compare every cell with every other.
    for (const run of choiceRuns(c, sheet.rows, lists.formula))
      (main as typeof main & Ranges).dataValidations.add(
        `${columnLetter(i + 1)}${run.from}:${columnLetter(i + 1)}${run.to}`,
        {
          type: 'list',
          allowBlank: true,
          formulae: [run.formula],
          showErrorMessage: true,
          errorTitle: c.title,
          error: '请从列表里选',
        },
      );
  });
  main.autoFilter = { from: { row: 1, column: 1 }, to: { row: 1, column: sheet.columns.length } };
  const help = book.addWorksheet('填写说明');
  help.columns = [{ width: 100 }];
  for (const text of sheet.help) help.addRow([cellText(text)]).getCell(1).alignment = { wrapText: true };
  const long = lists.long();
  if (long.length > 0) {
    const hidden = book.addWorksheet('选项', { state: 'veryHidden' });
    long.forEach((choices, column) => {
      choices.forEach((text, i) => {
        hidden.getCell(i + 1, column + 1).value = text;
      });
    });
  }
  return new Uint8Array(await book.xlsx.writeBuffer());
}

/** Left out of the types of exceljs, but part of it. */
type Ranges = { dataValidations: { add(range: string, rule: import('exceljs').DataValidation): void } };

/** Rows of the sheet, from and to, that follow one another with the same choices. */
function choiceRuns<T>(
  column: WorksheetColumn<T>,
  rows: readonly T[],
  formulaOf: (choices: readonly string[]) => string,
): { from: number; to: number; formula: string }[] {
  const runs: { from: number; to: number; formula: string }[] = [];
  rows.forEach((row, i) => {
    const choices = column.choices?.(row);
    if (choices === undefined || choices.length === 0) return;
    const formula = formulaOf(choices);
    const last = runs.at(-1);
    if (last && last.to === i + 1 && last.formula === formula) last.to = i + 2;
    else runs.push({ from: i + 2, to: i + 2, formula });
  });
  return runs;
}

/** Rules for lists: short ones in the cell, long ones as columns of a hidden sheet, each once. */
function listSheet(): { formula(choices: readonly string[]): string; long(): readonly (readonly string[])[] } {
  const columns: (readonly string[])[] = [];
  const known = new Map<string, string>();
  return {
    formula(choices) {
      const inline = choices.join(',');
      if (inline.length <= inlineList && choices.every((c) => !/[,"]/.test(c))) return `"${inline}"`;
      const key = choices.join('\n');
      const was = known.get(key);
      if (was !== undefined) return was;
      columns.push(choices);
      const letter = columnLetter(columns.length);
      const made = `选项!$${letter}$1:$${letter}$${choices.length}`;
      known.set(key, made);
      return made;
    },
    long: () => columns,
  };
}

function columnLetter(n: number): string {
  const rest = Math.floor((n - 1) / 26);
  return `${rest > 0 ? columnLetter(rest) : ''}${String.fromCharCode(65 + ((n - 1) % 26))}`;
}
