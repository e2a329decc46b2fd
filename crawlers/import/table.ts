import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { InputError } from '#core/errors.ts';

/** One cell, as text. */
export type Cell = {
  /** Trimmed; a date as `2026-11-08` or `2026-11-08 14:30:00`, a number with all its stored digits. */
  text: string;
  kind: 'text' | 'number' | 'date' | 'boolean' | 'error';
  /** Why the text may not be what the person meant (公式, 科学计数法). Chinese. */
  doubt?: string;
};

export type Row = {
  /** 1-based, as the spreadsheet program shows it. */
  number: number;
  /** Undefined: an empty cell. */
  cells: readonly (Cell | undefined)[];
  /** One text merged across the row: a title or the head of a section, not an entry. */
  banner?: true;
};

/** 工作表. Rows without any text are left out. The name is empty for CSV. */
export type Sheet = { name: string; rows: readonly Row[] };

/** A list or ledger that a person handed in. */
export type Table = {
  /** Path as given. */
  file: string;
  /** The file itself, for the evidence store. */
  bytes: Uint8Array;
  sha256: string;
  sheets: readonly Sheet[];
};

/** Caps of one import. Reaching one refuses the file. */
export type TableLimits = {
  fileBytes: number;
  /** All XML parts of a workbook together, unpacked. */
  unpackedBytes: number;
  /** Rows with text, of all sheets. */
  rows: number;
  columns: number;
  /** Characters of one cell. */
  cellChars: number;
};

export const tableLimits: TableLimits = {
  fileBytes: 64 * 1024 * 1024,
  unpackedBytes: 512 * 1024 * 1024,
  rows: 200_000,
  columns: 256,
  cellChars: 32_767,
};

/** Reads .csv (UTF-8, UTF-16 or GB18030; comma, semicolon or tab) and .xlsx. Throws InputError in one line. */
export async function readTable(file: string, limits: Partial<TableLimits> = {}): Promise<Table> {
  const caps = { ...tableLimits, ...limits };
  const bytes = await readBounded(file, caps.fileBytes);
  const refuse = (message: string, hint: string): never => {
    throw new InputError({ file, place: '', message, hint });
  };
  if (bytes.byteLength === 0) refuse('文件是空的', '检查是不是选错了文件');
  const magic = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(8, bytes.byteLength)).toString('hex');
  if (magic.startsWith('d0cf11e0'))
    refuse('这是旧版 .xls 或加了密码的工作簿', '在表格程序中去掉密码，另存为 .xlsx 再导入');
  // Loaded only when needed: most runs import nothing.
  const sheets = magic.startsWith('504b0304')
    ? (await import('./xlsx.ts')).readXlsx(bytes, file, caps)
    : [(await import('./csv.ts')).readCsv(bytes, file, caps)];
  if (sheets.every((s) => s.rows.length === 0)) refuse('表里没有内容', '检查是不是选错了文件，或内容在隐藏的工作表里');
  return { file, bytes, sha256: createHash('sha256').update(bytes).digest('hex'), sheets };
}

async function readBounded(file: string, most: number): Promise<Uint8Array> {
  const problem = (message: string, hint: string) => new InputError({ file, place: '', message, hint });
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(file, 'r');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw problem('文件不存在', '检查路径');
    if (code === 'EACCES' || code === 'EPERM') throw problem('没有读取这个文件的权限', '检查文件权限');
    throw error;
  }
  try {
    const stat = await handle.stat();
    // A device or pipe has no end.
    if (!stat.isFile()) throw problem('这不是普通文件', '给出 .csv 或 .xlsx 文件');
    if (stat.size > most) throw problem(`文件超过 ${sizeText(most)}`, '分成几个文件导入');
    const bytes = new Uint8Array(stat.size);
    let n = 0;
    while (n < bytes.byteLength) {
      const { bytesRead } = await handle.read(bytes, n, bytes.byteLength - n, n);
      if (bytesRead === 0) break;
      n += bytesRead;
    }
    return bytes.subarray(0, n);
  } finally {
    await handle.close();
  }
}

/** `64 MB`, `300 字节`. */
export function sizeText(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MB` : `${bytes} 字节`;
}
