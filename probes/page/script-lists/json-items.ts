import { shanghaiDay } from '#core/calendar.ts';
import { parseDate } from '../dates/parse.ts';
import { urlDate } from '../dates/url.ts';
import { squeeze } from '../text.ts';
import type { ListItem } from './types.ts';

type Fields = Readonly<Record<string, unknown>>;

const MAX_ROWS = 500;
const MAX_VISITED = 20_000;

/** Names under which systems give the parts of a row, in lower case, best first. */
const titleNames = ['realtitle', 'title', 'infotitle', 'articletitle', 'name', 'subject'];
const urlNames = ['infourl', 'post_url', 'url', 'linkurl', 'href', 'link', 'docpuburl', 'visiturl', 'articleurl'];
/** Date of publication before that of making or changing. */
const dateNames = [
  'display_publish_time',
  'infodate',
  'publishdate',
  'publish_date',
  'publishtime',
  'pubdate',
  'releasedate',
  'webdate',
  'showdate',
  'first_publish_time',
  'created_at',
  'date',
  'time',
];

/** 零条数字 — names under which systems tell how many rows there are in all. */
const totalNames = [
  'total',
  'totalcount',
  'totalrecord',
  'totalrows',
  'count',
  'recordcount',
  'post_count',
  'totalnum',
];

/** The longest array of rows (objects with a title and an address) in a JSON answer; `rows` null where there is none, not even an empty one. */
export function rowsIn(value: unknown): { rows: readonly Fields[] | null; total: number | null } {
  let rows: readonly Fields[] | null = null;
  let total: number | null = null;
  let visited = 0;
  const queue: { value: unknown; depth: number; name: string }[] = [{ value, depth: 0, name: '' }];
  for (let i = 0; i < queue.length && visited < MAX_VISITED; i++) {
    const { value: v, depth, name } = queue[i]!;
    visited++;
    if (Array.isArray(v)) {
      const own = v.slice(0, MAX_ROWS).filter(isRow);
      if (own.length > (rows?.length ?? 0)) rows = own;
      else if (v.length === 0 && listNames.test(name)) rows ??= [];
      // Rows hold attachments and relations, not lists of the page.
      if (own.length === 0 && depth < 6)
        for (const x of v.slice(0, 50)) queue.push({ value: x, depth: depth + 1, name });
    } else if (typeof v === 'object' && v !== null && depth < 6) {
      for (const [key, x] of Object.entries(v).slice(0, 200)) {
        if (total === null && totalNames.includes(key.toLowerCase()) && depth <= 3) total = wholeNumber(x);
        if (typeof x === 'object' && x !== null) queue.push({ value: x, depth: depth + 1, name: key });
        // 新点 hands over JSON inside a string.
        else if (typeof x === 'string' && /^\s{0,5}[{[]/.test(x) && x.length < 1_000_000) {
          const inner = parsedJson(x);
          if (inner !== undefined) queue.push({ value: inner, depth: depth + 1, name: key });
        }
      }
    }
  }
  return { rows, total };
}

const listNames = /^(?:data|infodata|list|rows|records|articles|items|results?|content|contents|datas)$/i;

export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isRow(v: unknown): v is Fields {
  if (typeof v !== 'object' || v === null || Array.isArray(v)) return false;
  const title = pick(v as Fields, titleNames);
  const url = pick(v as Fields, urlNames);
  return typeof title === 'string' && title.trim() !== '' && typeof url === 'string' && url.trim() !== '';
}

/** First of `names` among the fields, whatever its case. */
export function pick(fields: Fields, names: readonly string[]): unknown {
  const entries = Object.entries(fields).slice(0, 200);
  for (const name of names) {
    const found = entries.find(([key, v]) => key.toLowerCase() === name && v !== null && v !== '');
    if (found !== undefined) return found[1];
  }
  return undefined;
}

export function wholeNumber(v: unknown): number | null {
  const n = typeof v === 'number' ? v : typeof v === 'string' && /^\d{1,9}$/.test(v.trim()) ? Number(v) : Number.NaN;
  return Number.isInteger(n) && n >= 0 ? n : null;
}

/** A row of a JSON answer as a row of a list; null where its address leads to no page. */
export function itemOf(row: Fields, page: string, today: string): ListItem | null {
  const url = URL.parse(String(pick(row, urlNames)), page);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  const title = plainText(String(pick(row, titleNames)));
  const read = dateIn(row, today);
  const fromUrl = read === null ? urlDate(url.href) : null;
  const date = read?.date ?? (fromUrl?.precision === 'day' ? fromUrl.date : null);
  const shown = read === null ? '' : `　${read.name}: ${read.text}`;
  return {
    title: title.slice(0, 300),
    url: url.href,
    date,
    source: read !== null ? (read.yearless ? 'row-yearless' : 'row') : date === null ? 'none' : 'url',
    place: { text: `${title.slice(0, 120)}${shown}`.slice(0, 200) },
  };
}

/** Titles come with line breaks and marks of a search inside. */
function plainText(title: string): string {
  return squeeze(title.slice(0, 2_000).replace(/<[^<>]{0,200}>/g, '')).trim();
}

function dateIn(row: Fields, today: string) {
  for (const name of dateNames) {
    const value = pick(row, [name]);
    if (typeof value === 'number' || (typeof value === 'string' && /^\d{10}(?:\d{3})?$/.test(value))) {
      const date = dayOfInstant(Number(value));
      if (date !== null) return { date, name, text: String(value), yearless: false };
    } else if (typeof value === 'string') {
      const read = parseDate(value.slice(0, 60), today);
      if (read !== null && read.precision === 'day')
        return { date: read.date, name, text: value.slice(0, 60), yearless: read.yearless };
    }
  }
  return null;
}

/** Seconds or milliseconds since 1970 as a day of Asia/Shanghai; null outside of 1995 to 2100. */
function dayOfInstant(n: number): string | null {
  const ms = n > 100_000_000_000 ? n : n * 1_000;
  if (!(ms > 788_900_000_000 && ms < 4_102_400_000_000)) return null;
  return shanghaiDay(new Date(ms));
}
