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
  /** Characters of all cells that are kept. */
  textChars: number;
};

/** `64 MB`, `300 字节`. */
export function sizeText(bytes: number): string {
  return bytes >= 1024 * 1024 ? `${Math.floor(bytes / 1024 / 1024)} MB` : `${bytes} 字节`;
}
