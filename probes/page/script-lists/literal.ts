/** Text, or a literal inside a literal. What is no literal is left out. */
export type Fields = { [name: string]: string | Fields };

const MAX_LENGTH = 12_000;
const MAX_FIELDS = 200;
const MAX_DEPTH = 6;

/**
 * 对象字面量 — the names and plain values of the object literal that opens at `open` (a `{`), written as JSON or as JavaScript, with any
 * quotes. Numbers and true/false come as text. Variables and calls are left out, but for `JSON.stringify({…})`, which is its argument. Nothing is run.
 * Null where no literal opens there or it never closes.
 */
export function readFields(source: string, open: number): { fields: Fields; end: number } | null {
  if (source[open] !== '{') return null;
  const s = { text: source.slice(open, open + MAX_LENGTH), at: 0, fields: 0 };
  const fields = objectAt(s, 0);
  return fields === null ? null : { fields, end: open + s.at };
}

type State = { text: string; at: number; fields: number };

function objectAt(s: State, depth: number): Fields | null {
  const found: Fields = Object.create(null) as Fields;
  s.at++;
  for (;;) {
    skipBlanks(s);
    const c = s.text[s.at];
    if (c === undefined || depth > MAX_DEPTH || ++s.fields > MAX_FIELDS) return null;
    if (c === '}') {
      s.at++;
      return found;
    }
    if (c === ',') {
      s.at++;
      continue;
    }
    const name = c === '"' || c === "'" ? quoted(s) : word(s);
    skipBlanks(s);
    if (name === null || s.text[s.at] !== ':') {
      if (!skipValue(s)) return null;
      continue;
    }
    s.at++;
    const value = valueAt(s, depth);
    if (value === null) return null;
    if (value !== undefined && !(name in found)) found[name] = value;
  }
}

/** Undefined: there is a value, but none that can be read. Null: the source ends. */
function valueAt(s: State, depth: number): string | Fields | undefined | null {
  skipBlanks(s);
  let value: string | Fields | undefined | null;
  const c = s.text[s.at];
  if (c === undefined) return null;
  const wrapper = /^JSON\.stringify\s{0,3}\(\s{0,5}(?=\{)/.exec(s.text.slice(s.at, s.at + 40));
  if (wrapper !== null) s.at += wrapper[0].length;
  if (s.text[s.at] === '{') {
    value = objectAt(s, depth + 1);
    if (value === null) return null;
    if (wrapper !== null && s.text[s.at] === ')') s.at++;
  } else if (c === '"' || c === "'") value = quoted(s);
  else if (/[\d-]/.test(c)) value = number(s);
  else value = /^(?:true|false)\b/.exec(s.text.slice(s.at, s.at + 6))?.[0];
  if (value !== undefined && typeof value === 'string' && /^(?:true|false)$/.test(value) && /[tf]/.test(c))
    s.at += value.length;
  skipBlanks(s);
  const next = s.text[s.at];
  if (next === ',' || next === '}') return value;
  // An expression: what it comes to is not known.
  return skipValue(s) ? undefined : null;
}

/** To the comma or bracket that ends the value, over nested brackets and quotes. */
function skipValue(s: State): boolean {
  let depth = 0;
  for (; s.at < s.text.length; s.at++) {
    const c = s.text[s.at]!;
    if (c === '"' || c === "'" || c === '`') {
      const end = closing(s.text, s.at);
      if (end < 0) return false;
      s.at = end;
    } else if (c === '(' || c === '[' || c === '{') depth++;
    else if (c === ')' || c === ']') depth--;
    else if (c === '}') {
      if (depth <= 0) return true;
      depth--;
    } else if (c === ',' && depth <= 0) return true;
  }
  return false;
}

function quoted(s: State): string | null {
  const end = closing(s.text, s.at);
  if (end < 0) {
    s.at = s.text.length;
    return null;
  }
  const raw = s.text.slice(s.at + 1, end);
  s.at = end + 1;
  return unescaped(raw);
}

/** Index of the quote that closes the one at `at`, -1 when none does. */
export function closing(text: string, at: number): number {
  const quote = text[at];
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === quote) return i;
  }
  return -1;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '', b: '', f: '' };

function unescaped(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(/\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[\s\S])/g, (_, e: string) =>
    e.length > 1 ? String.fromCharCode(Number.parseInt(e.slice(1), 16)) : (escapes[e] ?? e),
  );
}

function word(s: State): string | null {
  const m = /^[\w$-]{1,80}/.exec(s.text.slice(s.at, s.at + 80));
  if (m === null) return null;
  s.at += m[0].length;
  return m[0];
}

function number(s: State): string | undefined {
  const m = /^-?\d{1,20}(?:\.\d{1,10})?/.exec(s.text.slice(s.at, s.at + 40));
  if (m === null) return undefined;
  s.at += m[0].length;
  return m[0];
}

function skipBlanks(s: State): void {
  for (;;) {
    while (s.at < s.text.length && /\s/.test(s.text[s.at]!)) s.at++;
    if (s.text.startsWith('//', s.at)) {
      const end = s.text.indexOf('\n', s.at);
      s.at = end < 0 ? s.text.length : end;
    } else if (s.text.startsWith('/*', s.at)) {
      const end = s.text.indexOf('*/', s.at);
      s.at = end < 0 ? s.text.length : end + 2;
    } else return;
  }
}

/** The texts among the fields, also those of literals inside, by name in lower case; the outer one wins. */
export function flat(fields: Fields): Map<string, string> {
  const found = new Map<string, string>();
  const add = (f: Fields) => {
    for (const [name, value] of Object.entries(f))
      if (typeof value === 'string' && !found.has(name.toLowerCase())) found.set(name.toLowerCase(), value);
    for (const value of Object.values(f)) if (typeof value === 'object') add(value);
  };
  add(fields);
  return found;
}

/** The texts of the fields as they are named, those of literals inside too. */
export function texts(fields: Fields): Record<string, string> {
  const found: Record<string, string> = {};
  for (const value of Object.values(fields)) if (typeof value === 'object') Object.assign(found, texts(value));
  for (const [name, value] of Object.entries(fields)) if (typeof value === 'string') found[name] = value;
  return found;
}

/** Where `needle` stands, at most `most` times. */
export function* places(text: string, needle: string, most = 40): Generator<number> {
  let n = 0;
  for (let i = text.indexOf(needle); i >= 0 && n < most; i = text.indexOf(needle, i + needle.length), n++) yield i;
}

/** The quoted or bare address around a place of a script: back to a quote, bracket, blank or tag, forth to the same. */
export function addressAround(text: string, at: number): string {
  let start = at;
  while (start > 0 && at - start < 300 && !/["'`()<>\s,;=]/.test(text[start - 1]!)) start--;
  let end = at;
  while (end < text.length && end - at < 2_000 && !/["'`()<>\s]/.test(text[end]!)) end++;
  return text.slice(start, end);
}

/** The innermost object literal that holds a place of a script: opened at most 600 characters before it. */
export function fieldsAround(text: string, at: number): { fields: Fields; start: number; end: number } | null {
  let tries = 0;
  for (let i = at; i >= 0 && at - i < 600 && tries < 12; i--) {
    if (text[i] !== '{') continue;
    tries++;
    const read = readFields(text, i);
    if (read !== null && read.end > at) return { ...read, start: i };
  }
  return null;
}
