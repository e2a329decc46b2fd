import { InputError } from '#core/errors.ts';
import type { Cell, Row, TableLimits } from './types.ts';

/** Without blanks at the ends and invisible characters anywhere: what copying out of web pages leaves behind. */
export function tidy(text: string): string {
  return text
    .replace(/[\u200B-\u200D\u2060\uFEFF]/g, '')
    .replace(/\u00A0/g, ' ')
    .trim();
}

/** Full-width letters, digits and signs as half-width; for codes, addresses and dates, never for names. */
export function half(text: string): string {
  return text.normalize('NFKC');
}

const scientific = /^[-+]?\d(?:\.\d+)?[eE][-+]?\d{1,3}$/;
export const lostDigits = '写成了科学计数法或超过 15 位的数字，末尾的数字可能已经丢失';

/** A cell out of text; undefined when nothing is left of it. */
export function textCell(raw: string): Cell | undefined {
  const text = tidy(raw);
  if (text === '') return undefined;
  return scientific.test(half(text)) ? { text, kind: 'text', doubt: lostDigits } : { text, kind: 'text' };
}

/** Counts and keeps rows within the caps. Throws InputError when one is reached. */
export function rowCollector(
  file: string,
  limits: TableLimits,
): {
  add(sheet: string, number: number, cells: (Cell | undefined)[]): Row | undefined;
  /** Counts text that is kept. */
  take(chars: number): void;
} {
  let rows = 0;
  let chars = 0;
  const take = (n: number): void => {
    chars += n;
    if (chars > limits.textChars)
      throw new InputError({
        file,
        place: '',
        message: `文字超过 ${Math.floor(limits.textChars / 10_000)} 万字`,
        hint: '分成几个文件导入',
      });
  };
  return {
    take,
    add(sheet, number, cells) {
      while (cells.length > 0 && cells.at(-1) === undefined) cells.pop();
      if (cells.length === 0) return undefined;
      const place = rowPlace(sheet, number);
      if (cells.length > limits.columns)
        throw new InputError({ file, place, message: `超过 ${limits.columns} 列`, hint: '删去多余的列，或检查分隔符' });
      if (cells.some((c) => c !== undefined && c.text.length > limits.cellChars))
        throw new InputError({
          file,
          place,
          message: `有一格超过 ${limits.cellChars} 个字符`,
          hint: '检查这一格，或引号是否成对',
        });
      if (++rows > limits.rows)
        throw new InputError({ file, place, message: `超过 ${limits.rows} 行`, hint: '分成几个文件导入' });
      return { number, cells };
    },
  };
}

/** `工作表“账号”第 3 行`. */
export function rowPlace(sheet: string, number: number): string {
  return sheet === '' ? `第 ${number} 行` : `工作表“${sheet}”第 ${number} 行`;
}
