import { CsvError, parse } from 'csv-parse/sync';
import { InputError } from '#core/errors.ts';
import { rowCollector, textCell } from './cell.ts';
import type { Row, Sheet, TableLimits } from './types.ts';

/** CSV as spreadsheet programs write it: encoding and separator are found from the bytes. Throws InputError. */
export function readCsv(bytes: Uint8Array, file: string, limits: TableLimits): Sheet {
  const text = decode(bytes, file);
  const collector = rowCollector(file, limits);
  const rows: Row[] = [];
  let number = 0;
  try {
    parse(text, {
      delimiter: separatorOf(text),
      relax_column_count: true,
      // A stray quote inside a title is text; spreadsheet programs read it so too.
      relax_quotes: true,
      skip_empty_lines: false,
      max_record_size: limits.columns * (limits.cellChars + 3),
      // Each record becomes a row at once: a list of a million is refused at the first row too many, not held first.
      on_record: (record: string[]) => {
        const row = collector.add('', ++number, record.map(textCell));
        if (row) rows.push(row);
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { code, lines } = error as { code: string; lines?: unknown };
    throw new InputError({
      file,
      place: typeof lines === 'number' ? `第 ${lines} 行附近` : '',
      message: code === 'CSV_QUOTE_NOT_CLOSED' ? '双引号没有成对' : '不是有效的 CSV',
      hint: '用表格程序打开，另存为 .xlsx 再导入',
    });
  }
  return { name: '', rows };
}

/**
 * By byte order mark, else UTF-8 when the whole file is valid UTF-8 (Chinese text in GBK practically never is), else
 * GB18030, which contains GBK and GB2312: what Chinese spreadsheet programs write without asking.
 */
function decode(bytes: Uint8Array, file: string): string {
  const bom =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : null;
  for (const encoding of bom === null ? ['utf-8', 'gb18030'] : [bom]) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      if (!text.includes('\0')) return text;
    } catch {
      // The next encoding.
    }
  }
  throw new InputError({
    file,
    place: '',
    message: '不是表格文件，或文字编码无法识别',
    hint: '用表格程序打开，另存为“CSV UTF-8”或 .xlsx 再导入',
  });
}

/** The separator that the first lines hold most of, looking outside quotes. */
function separatorOf(text: string): string {
  const counts: Record<string, number> = { ',': 0, ';': 0, '\t': 0, '，': 0 };
  let quoted = false;
  let lines = 0;
  for (let i = 0; i < text.length && i < 65_536 && lines < 20; i++) {
    const c = text[i] as string;
    if (c === '"') quoted = !quoted;
    else if (!quoted && c === '\n') lines++;
    else if (!quoted && counts[c] !== undefined) counts[c]++;
  }
  const most = [',', ';', '\t'].reduce((a, b) => ((counts[b] ?? 0) > (counts[a] ?? 0) ? b : a));
  // A full-width comma separates only where nothing else does: it is common inside texts.
  return counts[most] === 0 && (counts['，'] ?? 0) > 0 ? '，' : most;
}
