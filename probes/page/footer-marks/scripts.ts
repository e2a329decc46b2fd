/** What a script would write into the page, read off its string literals without running it. */

const SCRIPT_LIMIT = 400_000;
const WRITTEN_LIMIT = 100_000;
const TAG_LIMIT = 2_000;
/** A slash that no other follows within this is a division: the scan stays linear. */
const LONGEST_REGEX = 500;

/** Words without which a script has nothing to do with footer marks. Escaped Chinese is written with \\u. */
const about = /ICP|conac|jiucuo|zfwzgl|备案|公网安备|标识码|主办|%u(?:5907|6807|4e3b|516c)|\\u(?:5907|6807|4e3b|516c)/i;

export type Written = {
  /** HTML of all literals: glued where they are added up, else on lines of their own. */
  html: string;
  /** Source text of the comments. */
  comments: string;
  /** Quotes do not match up: a browser refuses the whole script. */
  broken: boolean;
};

/** Null: the script says nothing about footer marks, or too much to be a footer. */
export function writtenBy(script: string): Written | null {
  if (script.length > SCRIPT_LIMIT || !about.test(script)) return null;
  const { literals, comments, broken } = scan(script);
  let html = '';
  for (const l of literals) {
    html += l.glued ? l.text : `\n${l.text}`;
    if (html.length > WRITTEN_LIMIT) return null;
  }
  let tags = 0;
  for (let i = html.indexOf('<'); i >= 0; i = html.indexOf('<', i + 1)) if (++tags > TAG_LIMIT) return null;
  // In long scripts a regular expression may have led the scan astray; short ones are pasted mark snippets.
  return { html, comments, broken: broken && script.length < 3_000 };
}

type Literal = { text: string; glued: boolean };

function scan(code: string): { literals: Literal[]; comments: string; broken: boolean } {
  const literals: Literal[] = [];
  let comments = '';
  let afterLast = 0;
  let before = '';
  let broken = false;
  for (let i = 0; i < code.length; ) {
    const c = code[i]!;
    const next = code[i + 1];
    if (c === '/' && (next === '/' || next === '*')) {
      const end = next === '/' ? code.indexOf('\n', i) : code.indexOf('*/', i + 2);
      const stop = end < 0 ? code.length : next === '/' ? end : end + 2;
      comments += `${code.slice(i, stop)}\n`;
      i = stop;
    } else if (c === '"' || c === "'" || c === '`') {
      const end = literalEnd(code, i);
      const between = code.slice(afterLast, i);
      const glued = literals.length > 0 && /^\s*\+(?:[^;\n]{0,200}\+)?\s*$/.test(between);
      literals.push({ text: percentDecoded(unescaped(code.slice(i + 1, end))), glued });
      i = end + 1;
      if (code[end] !== c || /^(?!in\b|instanceof\b|of\b)[\w$]/.test(code.slice(i, i + 12))) broken = true;
      afterLast = i;
      before = 'x';
    } else if (c === '/' && /[(,=:[!&|?{};\n]|^$/.test(before)) {
      i = regexEnd(code, i);
      before = 'x';
    } else {
      if (c > ' ') before = c;
      i++;
    }
  }
  return { literals, comments, broken };
}

/** Index of the closing quote; a literal in quotes cannot run over the end of its line. */
function literalEnd(code: string, start: number): number {
  const quote = code[start]!;
  for (let i = start + 1; i < code.length; i++) {
    const c = code[i]!;
    if (c === '\\') i++;
    else if (c === quote || (c === '\n' && quote !== '`')) return i;
  }
  return code.length;
}

function regexEnd(code: string, start: number): number {
  let set = false;
  const stop = Math.min(code.length, start + LONGEST_REGEX);
  for (let i = start + 1; i < stop; i++) {
    const c = code[i]!;
    if (c === '\n') return start + 1; // a division after all
    if (c === '\\') i++;
    else if (c === '[') set = true;
    else if (c === ']') set = false;
    else if (c === '/' && !set) return i + 1;
  }
  return start + 1;
}

function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u([0-9a-f]{4})|x([0-9a-f]{2})|(\r?\n)|(.))/gis, (_, u, x, line, c) => {
    if (u !== undefined || x !== undefined) return String.fromCharCode(Number.parseInt(u ?? x, 16));
    if (line !== undefined) return '';
    return c === 'n' || c === 't' || c === 'r' ? ' ' : c;
  });
}

/** The argument of unescape() and decodeURIComponent(): %uXXXX and %XX, the latter as UTF-8 where it is. */
function percentDecoded(text: string): string {
  if (!/%(?:3C|u[0-9a-f]{4})/i.test(text)) return text;
  return text
    .replace(/%u([0-9a-f]{4})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
      const bytes = Uint8Array.from(run.slice(1).split('%'), (hex) => Number.parseInt(hex, 16));
      const decoded = new TextDecoder().decode(bytes);
      return decoded.includes('\ufffd') ? new TextDecoder('latin1').decode(bytes) : decoded;
    });
}
