import { posix } from 'node:path';
import { InputError } from '#core/errors.ts';
import { type Archive, openArchive } from './archive.ts';
import { lostDigits, rowCollector, rowPlace, textCell, tidy } from './cell.ts';
import { numberText, serialText } from './number-format.ts';
import type { Cell, Row, Sheet, TableLimits } from './types.ts';
import { applyMerges, columnOf, type Merge, rangeOf } from './xlsx-cells.ts';
import { type Style, sharedStrings, stylesOf, unescapeText } from './xlsx-parts.ts';
import { walkXml, walkXmlStream } from './xml.ts';

/*
 * Why not exceljs, which writes our workbooks: it unpacks without a cap and keeps an object for every cell (a ledger of
 * 200,000 rows and eight columns took 1.0 GB, measured), turns numbers into floating point before one can see that digits
 * are missing, and gives up on files of other programs that leave optional parts out. A list needs texts, row numbers and
 * merged cells only. Format: ECMA-376 part 1, SpreadsheetML.
 */

type Book = {
  file: string;
  shared(at: number): Cell | undefined;
  styles: readonly Style[];
  date1904: boolean;
  take(chars: number): void;
};
type Raw = { type: string; style: number; value: string; hasValue: boolean; formula: boolean };

/** Texts of a list repeat; more different ones than this a row are none. */
const stringsPerRow = 16;
const mostSheets = 1000;
const mostRelations = 10_000;

function broken(file: string): never {
  throw new InputError({
    file,
    place: '',
    message: '不是完整的 .xlsx 工作簿',
    hint: '用表格程序打开并另存为 .xlsx 再导入',
  });
}

/** Visible sheets of a workbook, in order. Throws InputError. */
export async function readXlsx(bytes: Uint8Array, file: string, limits: TableLimits): Promise<Sheet[]> {
  const bad = (): never => broken(file);
  const archive = openArchive(bytes, file, limits.unpackedBytes);
  const main = mainPart(archive, bad) ?? bad();
  const part = archive.read(main) ?? bad();
  const listed: { name: string; id: string }[] = [];
  let date1904 = false;
  walkXml(
    part,
    {
      open(name, a) {
        if (name === 'workbookPr') date1904 = /^(?:1|true|on)$/.test(a.date1904 ?? '');
        if (name !== 'sheet' || (a.state !== undefined && a.state !== 'visible')) return;
        if (listed.length >= mostSheets) bad();
        const id = Object.entries(a).find(([k]) => k.endsWith(':id'))?.[1];
        if (id !== undefined) listed.push({ name: (a.name ?? '').slice(0, 100), id });
      },
    },
    bad,
  );
  const targets = relations(archive, main, bad);
  const nameOf = (type: string): string | undefined => targets.find((t) => t.type.endsWith(`/${type}`))?.target;
  const [strings, styles] = [nameOf('sharedStrings'), nameOf('styles')];
  const collector = rowCollector(file, limits);
  const shared = await sharedStrings(
    strings === undefined ? undefined : archive.stream(strings),
    { strings: limits.rows * stringsPerRow, cellChars: limits.cellChars, take: collector.take },
    bad,
  );
  // One cell for all places that refer to it: ledgers repeat their texts. Made when it is first asked for.
  const cells: (Cell | undefined)[] = [];
  const book: Book = {
    file,
    shared(at) {
      const text = shared[at];
      if (text === undefined) return undefined;
      cells[at] ??= textCell(text);
      return cells[at];
    },
    styles: stylesOf(styles === undefined ? undefined : archive.read(styles), bad),
    date1904,
    take: collector.take,
  };
  const sheets: Sheet[] = [];
  for (const { name, id } of listed) {
    const target = targets.find((t) => t.id === id);
    // Charts stand in the list of sheets too.
    if (!target?.type.endsWith('/worksheet')) continue;
    const rows = await sheetRows(archive.stream(target.target) ?? bad(), name, book, limits, collector);
    sheets.push({ name, rows });
  }
  return sheets;
}

type Relation = { id: string; type: string; target: string };

/** What a part refers to, targets as names in the archive. */
function relations(archive: Archive, part: string, bad: () => never): Relation[] {
  const folder = posix.dirname(part);
  const rels = archive.read(posix.join(folder, '_rels', `${posix.basename(part)}.rels`));
  const out: Relation[] = [];
  if (!rels) return out;
  walkXml(
    rels,
    {
      open(name, a) {
        // What lies outside the file is never asked for.
        if (name !== 'Relationship' || a.TargetMode === 'External') return;
        if (out.length >= mostRelations) bad();
        const target = a.Target ?? '';
        out.push({
          id: a.Id ?? '',
          type: a.Type ?? '',
          target: target.startsWith('/') ? target.slice(1) : posix.join(folder, target),
        });
      },
    },
    bad,
  );
  return out;
}

function mainPart(archive: Archive, bad: () => never): string | undefined {
  const named = relations(archive, '', bad).find((r) => r.type.endsWith('/officeDocument'))?.target;
  return named ?? archive.names.find((n) => n === 'xl/workbook.xml');
}

async function sheetRows(
  part: AsyncIterable<Uint8Array>,
  sheet: string,
  book: Book,
  limits: TableLimits,
  collector: ReturnType<typeof rowCollector>,
): Promise<Row[]> {
  const rows: Row[] = [];
  const merges: Merge[] = [];
  let number = 0;
  let cells: (Cell | undefined)[] = [];
  let column = -1;
  let cell: Raw = { type: '', style: 0, value: '', hasValue: false, formula: false };
  let taking = false;
  let reading = 0;
  await walkXmlStream(
    part,
    {
      open(name, a) {
        if (name === 'row') {
          const at = a.r === undefined ? number + 1 : Number(a.r);
          // Rows stand in order, each once; a second one of a number would take the first one's place.
          if (!Number.isInteger(at) || at <= number) broken(book.file);
          number = at;
          cells = [];
          column = -1;
        } else if (name === 'c') {
          column = a.r === undefined ? column + 1 : columnOf(a.r);
          cell = { type: a.t ?? 'n', style: Number(a.s ?? 0), value: '', hasValue: false, formula: false };
        } else if (name === 'f') cell.formula = true;
        else if (name === 'rPh') reading++;
        else if (name === 'v' || (name === 't' && reading === 0)) {
          taking = true;
          cell.hasValue = true;
        } else if (name === 'mergeCell' && merges.length < limits.rows) {
          const m = rangeOf(a.ref ?? '');
          if (m) merges.push(m);
        }
      },
      text(t) {
        if (taking && cell.value.length <= limits.cellChars) cell.value += t;
      },
      close(name) {
        if (name === 'v' || name === 't') taking = false;
        else if (name === 'rPh') reading--;
        else if (name === 'c') {
          const made = cellOf(cell, book);
          if (!made) return;
          if (column >= limits.columns)
            throw new InputError({
              file: book.file,
              place: rowPlace(sheet, number),
              message: `超过 ${limits.columns} 列`,
              hint: '删去右边多余的内容',
            });
          cells[column] = made;
        } else if (name === 'row') {
          // Array.from turns the holes of skipped cells into undefined.
          const row = collector.add(sheet, number, Array.from(cells));
          cells = [];
          if (row) rows.push(row);
        }
      },
    },
    () => broken(book.file),
  );
  return applyMerges(rows, merges, limits);
}

function cellOf(raw: Raw, book: Book): Cell | undefined {
  const cell = storedValue(raw, book);
  if (!raw.formula) return cell;
  // The stored result may be old: only a spreadsheet program computes it anew.
  if (!cell) return { text: '', kind: 'error', doubt: '公式没有算出值' };
  return { ...cell, doubt: cell.doubt ?? '由公式算出' };
}

function storedValue(raw: Raw, book: Book): Cell | undefined {
  switch (raw.type) {
    case 's':
      return book.shared(Number(raw.value));
    case 'inlineStr':
    case 'str':
      book.take(raw.value.length);
      return textCell(unescapeText(raw.value));
    case 'b':
      return raw.hasValue ? { text: raw.value.trim() === '1' ? '是' : '否', kind: 'boolean' } : undefined;
    case 'e':
      return { text: tidy(raw.value) || '#N/A', kind: 'error' };
    case 'd':
      return raw.value === '' ? undefined : { text: tidy(raw.value), kind: 'date' };
    default: {
      const digits = raw.value.trim();
      if (digits === '') return undefined;
      const style = book.styles[raw.style];
      const date = style?.date === true ? serialText(Number(digits), book.date1904) : null;
      if (date !== null) return { text: date, kind: 'date' };
      const { text, lost } = numberText(digits, style?.code);
      return lost ? { text, kind: 'number', doubt: lostDigits } : { text, kind: 'number' };
    }
  }
}
