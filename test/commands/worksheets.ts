import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { InputError } from '#core/errors.ts';
import type { Observation } from '#core/observation.ts';
import { Registry } from '#core/registry.ts';
import { indicators } from '#indicators/index.ts';
import { assessStep } from '../../src/commands/steps.ts';
import { type DataFolder, openDataFolder } from '../../src/store/data-folder.ts';
import { loadPolicy } from '../../src/store/files/policies.ts';
import { root, scratch } from '../harness/cli.ts';

const require = createRequire(import.meta.url);
const ExcelJS = require('exceljs') as typeof import('exceljs');

export const registry = Registry.parse({
  version: 1,
  title: '示例县',
  organizations: [{ id: 'shili-gov', name: '示例县人民政府', class: 'county-government' }],
  sites: [
    {
      id: 'shili',
      organization: 'shili-gov',
      name: '示例县人民政府',
      home: 'https://www.shili.gov.cn/',
      siteCode: '5009990001',
      kind: 'portal',
    },
    { id: 'jyj', organization: 'shili-gov', name: '示例县教育局', home: 'https://jyj.shili.gov.cn/' },
  ],
  accounts: [],
});

/** A data folder of its own, with a register and these observations. */
export async function dataWith(observations: readonly Observation[]) {
  const folder = scratch();
  const path = join(folder.path, 'data');
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'registry.json'), JSON.stringify(registry));
  const data = await openDataFolder(path, { use: 'share' });
  await data.observations.append(observations);
  return {
    data,
    path: (name: string) => join(folder.path, name),
    async close() {
      await data.close();
      folder.remove();
    },
  };
}

export function assessAt(data: DataFolder, asOf: string) {
  const { policy, digest } = loadPolicy('national', [join(root, 'data/policies')], indicators);
  return assessStep({ data, registry, policy: { policy, digest, indicators }, asOf: new Date(asOf) });
}

export type Filled = Record<string, string>;

/** Opens a worksheet as a person would, types into it and saves it. `fill` is given each row by its headings. */
export async function fillXlsx(file: string, fill: (row: Filled, n: number) => Filled | undefined, to = file) {
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(file);
  const sheet = book.worksheets[0];
  if (!sheet) throw new Error('no sheet');
  const heads = (sheet.getRow(1).values as string[]).slice(1);
  for (let n = 2; n <= sheet.rowCount; n++) {
    const row = sheet.getRow(n);
    const now = Object.fromEntries(heads.map((h, i) => [h, String(row.getCell(i + 1).value ?? '')]));
    for (const [head, text] of Object.entries(fill(now, n) ?? {})) row.getCell(heads.indexOf(head) + 1).value = text;
  }
  await book.xlsx.writeFile(to);
  return { book, heads };
}

/** Rows of a CSV of ours by their headings: every cell is quoted and on one line. */
export function csvRows(file: string): Filled[] {
  const lines = readFileSync(file, 'utf8')
    .replace(/^\ufeff/, '')
    .trimEnd()
    .split('\r\n');
  const cells = (line: string) =>
    line
      .slice(1, -1)
      .split('","')
      .map((c) => c.replaceAll('""', '"'));
  const [head = '', ...rest] = lines;
  const heads = cells(head);
  return rest.map((line) => Object.fromEntries(cells(line).map((c, i) => [heads[i] ?? '', c])));
}

export function csvText(rows: readonly Filled[], heads = Object.keys(rows[0] ?? {})): string {
  const line = (cells: readonly string[]) => cells.map((c) => `"${c.replaceAll('"', '""')}"`).join(',');
  return [line(heads), ...rows.map((r) => line(heads.map((h) => r[h] ?? '')))].join('\r\n');
}

/** Two-byte GBK, as office programs save a CSV. */
export function gbkBytes(text: string): Uint8Array {
  const decoder = new TextDecoder('gbk');
  const codes = new Map<string, number[]>();
  for (let high = 0x81; high <= 0xfe; high++)
    for (let low = 0x40; low <= 0xfe; low++) {
      const char = decoder.decode(Uint8Array.of(high, low));
      if (char.length === 1 && !codes.has(char)) codes.set(char, [high, low]);
    }
  return Uint8Array.from(
    [...text].flatMap((c) => {
      const code = c.charCodeAt(0) < 0x80 ? [c.charCodeAt(0)] : codes.get(c);
      if (!code) throw new Error(`not in GBK: ${c}`);
      return code;
    }),
  );
}

/** What a person would read. */
export async function refusal(what: Promise<unknown>): Promise<string> {
  try {
    await what;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error('was not refused');
}
