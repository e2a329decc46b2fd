/**
 * JavaScript 字面量 — a tolerant reader of the data that pages write into their scripts. It understands literals and the few wrappers seen
 * around them (`JsDecode('…')`, `'1'*1`, `'' || ''`, `'…'.html(false)`), takes everything else for unknown, and never runs anything.
 */
export type Literal = string | number | boolean | null | undefined | Literal[] | { [key: string]: Literal };

/** Nesting and number of values beyond which nothing more is read. */
const maxDepth = 32;
const maxValues = 60_000;

/** Functions around one text that only undo its escaping. */
const decoders = new Set(['JsDecode', 'htmlDecode', 'decodeURIComponent', 'String']);

/** The literal that starts at `from`; undefined where there is none. Text that is cut inside an object gives what was read until then. */
export function readLiteral(source: string, from = 0): Literal {
  return valueAt({ source, at: from, values: 0 }, 0);
}

/**
 * The value assigned to a name (`var ct = "1"`, `window.biz = …`, `d.biz = …`), the first that is known and not empty among at most 20
 * assignments; of each at most `most` characters are read. Undefined: none. A query in an address (`&mid=…`) is no assignment.
 */
export function assigned(script: string, name: string, most = 4_000): Literal {
  let empty: Literal;
  let from = 0;
  for (let tries = 0; tries < 20; tries++) {
    const hit = script.indexOf(name, from);
    if (hit < 0) break;
    from = hit + name.length;
    if (/[\w$'"&?%/#-]/.test(script[hit - 1] ?? ' ') || script.slice(hit - 4, hit) === 'amp;') continue;
    const after = /^\s{0,20}=(?!=)/.exec(script.slice(from, from + 24));
    if (!after) continue;
    const start = from + after[0].length;
    const value = most >= script.length ? readLiteral(script, start) : readLiteral(script.slice(start, start + most));
    if (value === undefined) continue;
    if (value !== '') return value;
    empty = value;
  }
  return empty;
}

type State = { source: string; at: number; values: number };

/** A value with its operators. Ends before the next `,`, `;` or closing bracket, or at the end of the source. */
function valueAt(s: State, depth: number): Literal {
  if (depth > maxDepth || ++s.values > maxValues) {
    s.at = s.source.length;
    return undefined;
  }
  let value = operand(s, depth);
  for (;;) {
    blanks(s);
    const c = s.source[s.at];
    if (c === undefined || c === ',' || c === ';' || c === '}' || c === ']' || c === ')' || c === ':') return value;
    if (c === '*') {
      s.at++;
      blanks(s);
      const factor = operand(s, depth);
      value = isText(value) && typeof factor === 'number' ? numeric(value, factor) : undefined;
    } else if (s.source.startsWith('||', s.at)) {
      s.at += 2;
      const other = operand(s, depth);
      // An unknown left side may be true: then the right one says nothing.
      if (value === '' || value === 0 || value === false || value === null) value = other;
    } else if (c === '.') {
      value = method(s, value);
    } else {
      skipRest(s);
      return undefined;
    }
  }
}

const isText = (v: Literal): v is string | number => typeof v === 'string' || typeof v === 'number';

function numeric(value: string | number, factor: number): Literal {
  const n = value === '' ? 0 : Number(value);
  return Number.isFinite(n) ? n * factor : undefined;
}

function operand(s: State, depth: number): Literal {
  blanks(s);
  const c = s.source[s.at];
  if (c === undefined) return undefined;
  if (c === "'" || c === '"' || c === '`') return textAt(s);
  if (c === '{') return objectAt(s, depth);
  if (c === '[') return arrayAt(s, depth);
  if (c === '(') {
    s.at++;
    const inner = valueAt(s, depth + 1);
    blanks(s);
    if (s.source[s.at] !== ')') {
      skipRest(s);
      return undefined;
    }
    s.at++;
    return inner;
  }
  const number = /^[-+]?\d{1,320}(?:\.\d{1,40})?(?:e[-+]?\d{1,3})?/i.exec(s.source.slice(s.at, s.at + 370))?.[0];
  if (number !== undefined) {
    s.at += number.length;
    return Number(number);
  }
  const word = /^[A-Za-z_$][\w$.]{0,80}/.exec(s.source.slice(s.at, s.at + 84))?.[0];
  if (word === undefined) {
    skipRest(s);
    return undefined;
  }
  s.at += word.length;
  if (word === 'true' || word === 'false') return word === 'true';
  if (word === 'null') return null;
  if (word === 'undefined') return undefined;
  blanks(s);
  // `xml ? … : '…'`: the first branch is for the tests of their makers, no page is served with it.
  if (word === 'xml' && s.source[s.at] === '?') {
    s.at++;
    skipRest(s, true);
    if (s.source[s.at] !== ':') return undefined;
    s.at++;
    return operand(s, depth);
  }
  if (s.source[s.at] !== '(' || !decoders.has(word)) {
    skipRest(s);
    return undefined;
  }
  s.at++;
  const inner = valueAt(s, depth + 1);
  blanks(s);
  if (s.source[s.at] !== ')') {
    skipRest(s);
    return undefined;
  }
  s.at++;
  return typeof inner === 'string' ? unescapeTwice(inner) : inner;
}

/** `.html(false)` and `.trim()` leave a text as it is for us; of any other method nothing is known. */
function method(s: State, value: Literal): Literal {
  const call = /^\.(html|trim|toString)\(\s{0,5}(?:true|false)?\s{0,5}\)/.exec(s.source.slice(s.at, s.at + 40));
  if (!call) {
    skipRest(s);
    return undefined;
  }
  s.at += call[0].length;
  if (typeof value !== 'string') return value;
  return call[1] === 'html' ? entities(value) : call[1] === 'trim' ? value.trim() : value;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', v: '\v', 0: '\0' };

function textAt(s: State): Literal {
  const quote = s.source[s.at] ?? '';
  const parts: string[] = [];
  let start = ++s.at;
  while (s.at < s.source.length) {
    const c = s.source[s.at];
    if (c === quote) {
      parts.push(s.source.slice(start, s.at++));
      return parts.join('');
    }
    if (c === '\\') {
      parts.push(s.source.slice(start, s.at));
      const [text, length] = escapeAt(s.source, s.at + 1);
      parts.push(text);
      s.at += 1 + length;
      start = s.at;
      // A line cannot end inside such a text: what follows is not ours.
    } else if (c === '\n' && quote !== '`') return undefined;
    else s.at++;
  }
  return undefined;
}

function escapeAt(source: string, at: number): [string, number] {
  const c = source[at];
  if (c === undefined) return ['', 0];
  const hex = c === 'x' ? source.slice(at + 1, at + 3) : c === 'u' ? source.slice(at + 1, at + 5) : '';
  if (hex !== '') {
    const whole = hex.length === (c === 'x' ? 2 : 4) && /^[0-9a-f]+$/i.test(hex);
    return whole ? [String.fromCharCode(Number.parseInt(hex, 16)), 1 + hex.length] : [c, 1];
  }
  if (c === '\r' && source[at + 1] === '\n') return ['', 2];
  return [c === '\n' ? '' : (escapes[c] ?? c), 1];
}

function objectAt(s: State, depth: number): Literal {
  const found: { [key: string]: Literal } = {};
  s.at++;
  for (;;) {
    blanks(s);
    const c = s.source[s.at];
    if (c === undefined) return found;
    if (c === '}') {
      s.at++;
      return found;
    }
    if (c === ',') {
      s.at++;
      continue;
    }
    const key = keyAt(s);
    blanks(s);
    if (key === undefined || s.source[s.at] !== ':') {
      // A method or spread: passed over.
      const before = s.at;
      skipRest(s);
      if (s.at === before) s.at++;
      continue;
    }
    s.at++;
    const value = valueAt(s, depth + 1);
    if (s.source[s.at] === ':' || s.source[s.at] === ';' || s.source[s.at] === ')' || s.source[s.at] === ']') s.at++;
    // `__proto__` and its like are keys as any other here.
    if (value !== undefined)
      Object.defineProperty(found, key, { value, enumerable: true, configurable: true, writable: true });
  }
}

function keyAt(s: State): string | undefined {
  const c = s.source[s.at];
  if (c === "'" || c === '"') {
    const key = textAt(s);
    return typeof key === 'string' ? key : undefined;
  }
  const word = /^[\w$]{1,80}/.exec(s.source.slice(s.at, s.at + 82))?.[0];
  if (word !== undefined) s.at += word.length;
  return word;
}

function arrayAt(s: State, depth: number): Literal {
  const found: Literal[] = [];
  s.at++;
  for (;;) {
    blanks(s);
    const c = s.source[s.at];
    if (c === undefined) return found;
    if (c === ']') {
      s.at++;
      return found;
    }
    if (c === ',') {
      s.at++;
      continue;
    }
    const before = s.at;
    const value = valueAt(s, depth + 1);
    if (value !== undefined) found.push(value);
    if (s.at === before || /[:;)}]/.test(s.source[s.at] ?? '')) s.at++;
  }
}

/** To the end of an expression that is not understood: the next `,` `;` or closing bracket outside its own brackets and texts. */
function skipRest(s: State, toColon = false): void {
  let depth = 0;
  while (s.at < s.source.length) {
    const c = s.source[s.at] ?? '';
    if (c === "'" || c === '"' || c === '`') {
      textAt(s);
      continue;
    }
    if (c === '{' || c === '[' || c === '(') depth++;
    else if (c === '}' || c === ']' || c === ')') {
      if (depth === 0) return;
      depth--;
    } else if (depth === 0 && (c === ',' || c === ';' || (toColon && c === ':'))) return;
    s.at++;
  }
}

function blanks(s: State): void {
  for (;;) {
    while (/\s/.test(s.source[s.at] ?? '')) s.at++;
    const two = s.source.slice(s.at, s.at + 2);
    if (two !== '//' && two !== '/*') return;
    const end = s.source.indexOf(two === '//' ? '\n' : '*/', s.at + 2);
    s.at = end < 0 ? s.source.length : end + (two === '//' ? 1 : 2);
  }
}

/** What a decoder function would still undo: escapes written twice, then entities. */
function unescapeTwice(text: string): string {
  const once = text.replace(/\\x([0-9a-f]{2})|\\u([0-9a-f]{4})/gi, (_, x?: string, u?: string) =>
    String.fromCharCode(Number.parseInt(x ?? u ?? '20', 16)),
  );
  return entities(once);
}

const named: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  nbsp: ' ',
  lt: '<',
  gt: '>',
  yen: '¥',
  amp: '&',
};

/** The entities that pages put into their script data. */
export function entities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#\d{1,6}|[a-z]{2,4});/gi, (whole, body: string) => {
    if (!body.startsWith('#')) return named[body.toLowerCase()] ?? whole;
    const code = Number(body.slice(1));
    return code > 31 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });
}
