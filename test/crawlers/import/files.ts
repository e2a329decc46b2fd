import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll } from 'vitest';
import { InputError } from '#core/errors.ts';
import { readTable, type Table, type TableLimits } from '#crawlers/import/table.ts';

const require = createRequire(import.meta.url);
export const ExcelJS = require('exceljs') as typeof import('exceljs');

/** A folder for the files of one test file, removed when it ends. */
export function folder(): { write(name: string, content: string | Uint8Array): string; path(name: string): string } {
  const dir = mkdtempSync(join(tmpdir(), 'xuncha-import-'));
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const path = (name: string): string => join(dir, name);
  return {
    path,
    write(name, content) {
      writeFileSync(path(name), content);
      return path(name);
    },
  };
}

/** Rows as texts, for comparing. */
export function texts(table: Table): (string | null)[][] {
  return table.sheets.flatMap((s) => s.rows.map((r) => r.cells.map((c) => c?.text ?? null)));
}

/** The lines a person would see. */
export async function refusal(what: () => unknown): Promise<string> {
  try {
    await what();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error('was not refused');
}

/** A table out of CSV text, without a file. */
export async function csv(
  f: ReturnType<typeof folder>,
  name: string,
  text: string,
  limits?: Partial<TableLimits>,
): Promise<Table> {
  return readTable(f.write(name, text), limits);
}

const relations = (list: readonly [id: string, type: string, target: string][]): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list
    .map(([id, type, target]) => `<Relationship Id="${id}" Type="http://x/${type}" Target="${target}"/>`)
    .join('')}</Relationships>`;

/** A workbook by hand, with only the parts that must be there: what other programs than Excel write. */
export function bareWorkbook(sheetXml: string, more: Record<string, string | Uint8Array> = {}): Uint8Array {
  const parts: Record<string, string | Uint8Array> = {
    '_rels/.rels': relations([['r1', 'officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml':
      '<workbook xmlns:r="http://r"><sheets><sheet name="表一" sheetId="1" r:id="s1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': relations([
      ['s1', 'worksheet', '/xl/worksheets/sheet1.xml'],
      ['s2', 'sharedStrings', 'sharedStrings.xml'],
      ['s3', 'styles', 'styles.xml'],
    ]),
    'xl/worksheets/sheet1.xml': sheetXml,
    ...more,
  };
  return zipSync(
    Object.fromEntries(Object.entries(parts).map(([name, p]) => [name, typeof p === 'string' ? strToU8(p) : p])),
    { level: sheetXml.length > 10_000_000 ? 1 : 6 },
  );
}
