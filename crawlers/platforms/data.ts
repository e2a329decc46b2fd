import type { ProfileSeen } from './contract.ts';

/** No answer of a platform nests deeper; a parser takes seconds over 3 MB of opening brackets. */
const maxDepth = 200;

/** JSON as parsed, or undefined where the text is none or nests too deeply. */
export function jsonOf(text: string): unknown {
  if (!isShallow(text)) return undefined;
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}

/** Linear: brackets outside of texts, and whether it begins as JSON at all. */
function isShallow(text: string): boolean {
  if (!/^\ufeff?\s{0,1000}["[{\dtfn-]/.test(text)) return false;
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x22) {
      // To the end of the text: a quote that no backslash stands before.
      for (i++; i < text.length && text.charCodeAt(i) !== 0x22; i++) if (text.charCodeAt(i) === 0x5c) i++;
    } else if (c === 0x5b || c === 0x7b) {
      if (++depth > maxDepth) return false;
    } else if (c === 0x5d || c === 0x7d) depth--;
  }
  return true;
}

/** The value at a path of keys and indices; undefined where the path ends early. Own properties only. */
export function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value;
  for (const key of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined;
    here = (here as Record<string | number, unknown>)[key];
  }
  return here;
}

/** An array, else nothing. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Text or a number as text, trimmed, at most `most` characters; undefined when empty or something else. */
export function textOf(value: unknown, most = 500): string | undefined {
  const text = typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
  const clean = text.slice(0, most * 4).trim();
  return clean === '' ? undefined : clean.slice(0, most);
}

/** A whole number that an id can be, as text: numbers above 2^53 have lost digits and are none. */
export function idOf(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? String(value) : undefined;
  return textOf(value, 200);
}

/** 数量 as platforms show it: 6905, "6,905", "7164.8万", "1.2亿", "10万+". Null: unreadable. */
export function countOf(value: unknown): ProfileSeen['followers'] | null {
  const raw = textOf(value, 40);
  if (raw === undefined) return null;
  const m = /^(\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(\.\d{1,4})? ?(千|万|亿|w|k)? ?(\+)?$/i.exec(raw);
  if (!m) return null;
  const unit = { 千: 1e3, k: 1e3, 万: 1e4, w: 1e4, 亿: 1e8 }[(m[3] ?? '').toLowerCase()] ?? 1;
  const value_ = Math.round(Number(`${m[1]?.replaceAll(',', '')}${m[2] ?? ''}`) * unit);
  return { value: value_, exact: unit === 1 && m[2] === undefined && m[4] === undefined, raw };
}

const plainName = (s: string): string =>
  s
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, '')
    .toLowerCase();

/** Names are compared without blanks and marks: 「示例发布 」 is 示例发布. */
export function sameName(a: string, b: string): boolean {
  return plainName(a) !== '' && plainName(a) === plainName(b);
}

/** The same name, or one inside the other, as registers write it: 示例县发布微信公众号 and 示例县发布. Only beside other evidence. */
export function likeName(a: string, b: string): boolean {
  const [short = '', long = ''] = [plainName(a), plainName(b)].sort((x, y) => x.length - y.length);
  return short.length >= 3 ? long.includes(short) : sameName(a, b);
}
