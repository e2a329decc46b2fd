/** 日期读数 — one date read out of text. */
export type DateReading = {
  /** YYYY-MM-DD in Asia/Shanghai; YYYY-MM when `precision` is `month`. */
  date: string;
  /** HH:MM when printed. */
  time: string | null;
  precision: 'day' | 'month';
  /** Printed without a year: the newest year that is not in the future was taken. */
  yearless: boolean;
  /** Year printed with two digits. */
  shortYear: boolean;
  /** 年月日 were lost and only one reading of the digits left is a date (2022121 is none, 201941 is one). */
  damaged: boolean;
  /** 昨天, 3天前: counted back from today. */
  relative: boolean;
  /** Place in the text, in UTF-16 units, time included. */
  index: number;
  length: number;
  text: string;
};

/** Found span before its time of day is read. */
export type RawDate = {
  index: number;
  length: number;
  date: string;
  time?: string | null;
  precision?: 'month';
  yearless?: true;
  shortYear?: true;
  relative?: true;
};
