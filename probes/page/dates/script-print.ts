/** What a page's own script writes while the page loads, as far as it can be told without running it. */
export type Printed = {
  /** Text or markup; `UNREAD` stands where a value is only known at run time. */
  text: string;
  /** Whether such a place exists. */
  unread: boolean;
};

/** Mark of a value that only running the script would tell. */
export const UNREAD = '\u0001';

const LIMIT = 60_000;
const token =
  /([A-Za-z_$][\w$]*)\s{0,4}=\s{0,4}("(?:[^"\\\n]|\\.){0,2000}"|'(?:[^'\\\n]|\\.){0,2000}')\s{0,4}(?=[;,\n\r}]|$)|document\s?\.\s?write(?:ln)?\s{0,2}\(/g;

/** Output of `document.write` calls whose arguments are strings and variables set to strings in the same script; null: writes nothing. */
export function printedBy(script: string): Printed | null {
  if (script.length > LIMIT || !script.includes('document.write')) return null;
  const values = new Map<string, string>();
  let text = '';
  for (const m of script.matchAll(token)) {
    if (m[1] !== undefined) values.set(m[1], unquote(m[2]!));
    else text += argument(script, m.index + m[0].length, values);
    if (text.length > LIMIT) break;
  }
  return text === '' ? null : { text, unread: text.includes(UNREAD) };
}

function unquote(literal: string): string {
  return literal.slice(1, -1).replace(/\\(u[\da-f]{4}|x[\da-f]{2}|.)/gi, (_, e: string) => {
    if (/^[ux]./i.test(e) && e.length > 2) return String.fromCharCode(Number.parseInt(e.slice(1), 16));
    return e === 'n' || e === 'r' || e === 't' ? ' ' : e;
  });
}

const piece =
  /\s*(?:("(?:[^"\\\n]|\\.){0,4000}"|'(?:[^'\\\n]|\\.){0,4000}')|([A-Za-z_$][\w$]*(?:\s?\.\s?[A-Za-z_$][\w$]*){0,4})\s?(\()?|(\))|(\+)|([\s\S]))/y;

/** One call's argument: literals and known variables joined; anything computed is unread. */
function argument(script: string, from: number, values: ReadonlyMap<string, string>): string {
  let out = '';
  let depth = 0;
  let call = false;
  piece.lastIndex = from;
  for (let n = 0; n < 400; n++) {
    const m = piece.exec(script);
    if (m === null) break;
    if (m[4] !== undefined) {
      if (depth-- === 0) break;
      if (depth === 0 && call) call = false;
    } else if (m[2] !== undefined) {
      const cut = m[3] === undefined ? null : substring(script, m[2], values);
      if (cut !== null) {
        out += cut.text;
        piece.lastIndex = cut.end;
      } else {
        if (depth === 0) out += (m[3] === undefined ? values.get(m[2]) : undefined) ?? UNREAD;
        if (m[3] !== undefined) {
          depth++;
          call = true;
        }
      }
    } else if (m[1] !== undefined) {
      if (depth === 0) out += unquote(m[1]);
    } else if (m[6] === '(') depth++;
  }
  return out;
}

/** `pubdata.substring(0, 10)`: how full timestamps are cut to a day. */
function substring(
  script: string,
  name: string,
  values: ReadonlyMap<string, string>,
): { text: string; end: number } | null {
  const dot = name.lastIndexOf('.');
  const value = values.get(name.slice(0, dot).trim());
  if (dot < 0 || value === undefined || !/^\.?\s?(?:substring|substr|slice)$/.test(name.slice(dot))) return null;
  const m = /^\s*(\d{1,3})\s*(?:,\s*(\d{1,3})\s*)?\)/.exec(script.slice(piece.lastIndex, piece.lastIndex + 20));
  if (m === null) return null;
  const start = Number(m[1]);
  const end = m[2] === undefined ? undefined : name.endsWith('substr') ? start + Number(m[2]) : Number(m[2]);
  return { text: value.slice(start, end), end: piece.lastIndex + m[0].length };
}
