import { isDateFormat } from './number-format.ts';
import { walkXml, walkXmlStream } from './xml.ts';

/** Format of cells: shown as date or time, and its code where one is written out. */
export type Style = { date: boolean; code: string | undefined };

/** Texts that cells refer to by number, at most `most` of them. Readings (注音) are no text. */
export async function sharedStrings(
  part: AsyncIterable<Uint8Array> | undefined,
  caps: { strings: number; cellChars: number; take(chars: number): void },
  broken: () => never,
): Promise<string[]> {
  const out: string[] = [];
  if (!part) return out;
  let text = '';
  let inText = false;
  let reading = 0;
  await walkXmlStream(
    part,
    {
      open(name) {
        if (name === 'si') text = '';
        if (name === 'rPh') reading++;
        inText = name === 't' && reading === 0;
      },
      text(t) {
        if (inText && text.length <= caps.cellChars) text += t;
      },
      close(name) {
        if (name === 't') inText = false;
        if (name === 'rPh') reading--;
        if (name !== 'si') return;
        if (out.length >= caps.strings) broken();
        caps.take(text.length);
        out.push(unescapeText(text));
      },
    },
    broken,
  );
  return out;
}

/** `_x000D_` stands for a character that XML cannot hold. */
export function unescapeText(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : text;
}

/** A workbook holds at most some 65,000. */
const mostStyles = 70_000;

/** Formats of cells, by the number that cells refer to. */
export function stylesOf(part: Uint8Array | undefined, broken: () => never): Style[] {
  const codes = new Map<number, string>();
  const out: Style[] = [];
  if (!part) return out;
  let inCells = false;
  walkXml(
    part,
    {
      open(name, a) {
        if (name === 'numFmt' && a.numFmtId !== undefined)
          codes.set(Number(a.numFmtId), (a.formatCode ?? '').slice(0, 300));
        if (name === 'cellXfs') inCells = true;
        if (codes.size > mostStyles || out.length > mostStyles) broken();
        if (name !== 'xf' || !inCells) return;
        const id = Number(a.numFmtId ?? 0);
        const code = codes.get(id);
        out.push({ code, date: isDateFormat(id, code) });
      },
      close(name) {
        if (name === 'cellXfs') inCells = false;
      },
    },
    broken,
  );
  return out;
}
