import { isDateFormat } from './number-format.ts';
import { walkXml } from './xml.ts';

/** Format of cells: shown as date or time, and its code where one is written out. */
export type Style = { date: boolean; code: string | undefined };

/** Texts that cells refer to by number. Readings (注音) are no text. */
export function sharedStrings(part: Uint8Array | undefined, mostChars: number): string[] {
  const out: string[] = [];
  if (!part) return out;
  let text = '';
  let inText = false;
  let reading = 0;
  walkXml(part, {
    open(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') reading++;
      inText = name === 't' && reading === 0;
    },
    text(t) {
      if (inText && text.length <= mostChars) text += t;
    },
    close(name) {
      if (name === 't') inText = false;
      if (name === 'rPh') reading--;
      if (name === 'si') out.push(unescapeText(text));
    },
  });
  return out;
}

/** `_x000D_` stands for a character that XML cannot hold. */
export function unescapeText(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
}

/** Formats of cells, by the number that cells refer to. */
export function stylesOf(part: Uint8Array | undefined): Style[] {
  const codes = new Map<number, string>();
  const out: Style[] = [];
  if (!part) return out;
  let inCells = false;
  walkXml(part, {
    open(name, a) {
      if (name === 'numFmt' && a.numFmtId !== undefined) codes.set(Number(a.numFmtId), a.formatCode ?? '');
      if (name === 'cellXfs') inCells = true;
      if (name !== 'xf' || !inCells) return;
      const id = Number(a.numFmtId ?? 0);
      const code = codes.get(id);
      out.push({ code, date: isDateFormat(id, code) });
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return out;
}
