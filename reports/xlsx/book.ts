import { PassThrough } from 'node:stream';
import { clean } from '../model/clean.ts';

/** A text, a number, or a text that leads to an address or to a file beside the workbook. */
export type XlsxCell = string | number | null | { text: string; href: string };

export type XlsxColumn = {
  heading: string;
  /** Characters of ordinary width; a Chinese character takes two. */
  width: number;
  /** Long texts break into lines. */
  wrap?: boolean;
  /** 下拉列表 of the values people may fill in. */
  choices?: readonly string[];
};

export type XlsxSheet = {
  name: string;
  columns: readonly XlsxColumn[];
  rows: Iterable<readonly XlsxCell[]>;
  /** Columns that stay in view. */
  freeze?: number;
};

/** Longest text of one cell a spreadsheet takes, and most links of one sheet. */
const cellMax = 32_000;
const linksMax = 60_000;
const hrefMax = 2_000;
const rowsAtOnce = 500;

/** Text as a cell may hold it: one line, no hidden characters. It is stored as text, which no spreadsheet computes. */
export function xlsxText(text: string): string {
  return clean(text).trim().slice(0, cellMax).toWellFormed();
}

/** Where a link may lead: http(s) without a password, or a file beside the workbook. Else null. */
export function xlsxHref(href: string): string | null {
  if (href.length > hrefMax) return null;
  if (/^https?:\/\//i.test(href)) {
    const url = URL.parse(href);
    return url !== null && url.username === '' && url.password === '' ? url.href : null;
  }
  if (/^[a-z][a-z0-9+.-]*:|^[\\/]|[\\\u0000-\u001f]/i.test(href)) return null;
  return encodeURI(href).replace(/%25([0-9A-Fa-f]{2})/g, '%$1');
}

/** Names of sheets: at most 31 characters, none of `[]:*?/\`, each once. */
function sheetNames(): (name: string) => string {
  const taken = new Set<string>();
  return (wanted) => {
    const base =
      xlsxText(wanted)
        .replace(/[[\]:*?/\\']/g, ' ')
        .trim()
        .slice(0, 28) || '表';
    let name = base;
    for (let n = 2; taken.has(name); n++) name = `${base}${n}`;
    taken.add(name);
    return name;
  };
}

/**
 * 工作簿 written row by row, so that a table of many thousand rows is never held as cells: header frozen, filters on, links only where they may lead. The
 * library is loaded here and nowhere before: most commands write none.
 */
export async function xlsxBytes(sheets: readonly XlsxSheet[], made: { at: string }): Promise<Uint8Array> {
  const { default: ExcelJS } = await import('exceljs');
  const stream = new PassThrough();
  const chunks: Buffer[] = [];
  const done = new Promise<void>((resolve, reject) => {
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', resolve);
    stream.on('error', reject);
  });
  const book = new ExcelJS.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false });
  book.creator = 'xuncha';
  book.created = new Date(made.at);
  book.modified = new Date(made.at);
  const nameOf = sheetNames();
  for (const s of sheets) {
    const last = Math.max(1, s.columns.length);
    const sheet = book.addWorksheet(nameOf(s.name), {
      views: [{ state: 'frozen', xSplit: s.freeze ?? 0, ySplit: 1 }],
      pageSetup: { paperSize: 9, orientation: 'landscape', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    });
    sheet.columns = s.columns.map((c) => ({
      width: c.width,
      style: { alignment: { vertical: 'top', wrapText: c.wrap === true }, font: { name: '微软雅黑', size: 10 } },
    }));
    const head = sheet.addRow(s.columns.map((c) => xlsxText(c.heading)));
    head.eachCell((cell) => {
      cell.font = { name: '微软雅黑', size: 10, bold: true };
      cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFF0F2F5' } };
      cell.alignment = { vertical: 'middle', wrapText: true };
      cell.border = { bottom: { style: 'medium', color: { argb: 'FF7D8591' } } };
    });
    head.commit();
    let links = 0;
    let number = 1;
    for (const cells of s.rows) {
      number++;
      const row = sheet.getRow(number);
      cells.forEach((value, i) => {
        if (value === null || value === '') return;
        const cell = row.getCell(i + 1);
        if (typeof value === 'number') cell.value = value;
        else if (typeof value === 'string') cell.value = xlsxText(value);
        else {
          const to = links < linksMax ? xlsxHref(value.href) : null;
          const text = xlsxText(value.text);
          if (to === null) cell.value = text;
          else {
            links++;
            cell.value = { text, hyperlink: to };
            cell.font = { name: '微软雅黑', size: 10, color: { argb: 'FF17498A' }, underline: true };
          }
        }
      });
      s.columns.forEach((c, i) => {
        if (c.choices !== undefined)
          row.getCell(i + 1).dataValidation = {
            type: 'list',
            allowBlank: true,
            formulae: [`"${c.choices.join(',')}"`],
          };
      });
      row.commit();
      // What is written is packed and let go before the next rows come.
      if (number % rowsAtOnce === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    sheet.autoFilter = { from: { row: 1, column: 1 }, to: { row: number, column: last } };
    sheet.commit();
  }
  await book.commit();
  await done;
  return new Uint8Array(Buffer.concat(chunks));
}
