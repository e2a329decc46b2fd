import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { InputError } from '#core/errors.ts';
import { sizeText, type Table, type TableLimits } from './types.ts';

export type { Cell, Row, Sheet, Table, TableLimits } from './types.ts';

export const tableLimits: TableLimits = {
  fileBytes: 64 * 1024 * 1024,
  unpackedBytes: 512 * 1024 * 1024,
  rows: 200_000,
  columns: 256,
  cellChars: 32_767,
  textChars: 64_000_000,
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
    ? await (await import('./xlsx.ts')).readXlsx(bytes, file, caps)
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
