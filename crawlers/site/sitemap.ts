import { isUtf8 } from 'node:buffer';
import { gunzipSync } from 'node:zlib';
import { Parser } from 'htmlparser2';
import { encodingOf } from '../page/charset.ts';

/** 网站地图 as one document names it. */
export type Sitemap = {
  /**
   * Pages in the order of the document, each once, without fragment. They may lie on any host: the crawl's scope decides. `lastmod`: an ISO
   * day or instant as far as the site gives a valid one.
   */
  pages: { url: string; lastmod: string | null }[];
  /** Further sitemaps that an index names. */
  sitemaps: string[];
  /** A bound was hit: there may be more than this. */
  cut: boolean;
};

/** What the protocol (sitemaps.org) allows one document; nothing beyond is read. */
const maxPages = 50_000;
const maxBytes = 50 * 1024 * 1024;
const maxSitemaps = 1_000;
/** Addresses longer than this are no addresses. */
const maxAddress = 2_000;
/** Elements inside each other: a sitemap has three levels, a feed four. */
const maxNesting = 64;
const chunkBytes = 64 * 1024;

/** 读取网站地图: XML (sitemap, index, RSS 1.0 and 2.0, Atom), plain text with one address a line, any of them gzipped. Never throws; a web page gives nothing. */
export function readSitemap(bytes: Uint8Array, url: string): Sitemap {
  const found = collector(url);
  const plain = unzipped(bytes);
  if (plain === null) return found.end(true);
  const decoder = decoderOf(plain);
  const first = decoder.decode(plain.subarray(0, chunkBytes), { stream: true });
  const rest = function* (): Generator<string> {
    yield first;
    for (let at = chunkBytes; at < plain.length; at += chunkBytes)
      yield decoder.decode(plain.subarray(at, at + chunkBytes), { stream: true });
  };
  const head = first.slice(0, 1000).trimStart();
  if (/^<(?:!doctype\s+html|html|head|body|div|script)\b/i.test(head)) return found.end(false);
  if (head.startsWith('<')) readXml(rest(), found);
  else readLines(rest(), found);
  return found.end(plain.length > maxBytes);
}

/** Null: a bomb, or nothing that can be unpacked. What came of a file cut off in the middle is used. */
function unzipped(bytes: Uint8Array): Uint8Array | null {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes.subarray(0, maxBytes + 1);
  try {
    // 2 = Z_SYNC_FLUSH: a missing end is no error.
    const once = gunzipSync(bytes, { maxOutputLength: maxBytes, finishFlush: 2 });
    return once[0] === 0x1f && once[1] === 0x8b ? null : once;
  } catch {
    return null;
  }
}

function decoderOf(bytes: Uint8Array): InstanceType<typeof TextDecoder> {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le');
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be');
  if (isUtf8(bytes)) return new TextDecoder('utf-8');
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 200)).toString('latin1');
  const declared = /encoding\s{0,9}=\s{0,9}["']([\w:.-]{1,40})/i.exec(head)?.[1];
  // A file in UTF-8 that was cut inside a character is still in UTF-8.
  if (declared === undefined && isUtf8(bytes.subarray(0, lastLineEnd(bytes)))) return new TextDecoder('utf-8');
  return new TextDecoder((declared && encodingOf(declared)) || 'gb18030');
}

function lastLineEnd(bytes: Uint8Array): number {
  const at = bytes.lastIndexOf(10);
  return at < 0 ? Math.max(0, bytes.length - 4) : at;
}

type Collector = {
  page(address: string, lastmod: string): void;
  sitemap(address: string): void;
  full(): boolean;
  end(cut: boolean): Sitemap;
};

function collector(base: string): Collector {
  const pages = new Map<string, string | null>();
  const sitemaps = new Set<string>();
  let full = false;
  return {
    page(address, lastmod) {
      const url = resolved(address, base);
      if (url === null || pages.has(url)) return;
      if (pages.size >= maxPages) full = true;
      else pages.set(url, dateOf(lastmod));
    },
    sitemap(address) {
      const url = resolved(address, base);
      if (url === null || sitemaps.has(url)) return;
      if (sitemaps.size >= maxSitemaps) full = true;
      else sitemaps.add(url);
    },
    full: () => full,
    end: (cut) => ({
      pages: [...pages].map(([url, lastmod]) => ({ url, lastmod })),
      sitemaps: [...sitemaps],
      cut: cut || full,
    }),
  };
}

function resolved(address: string, base: string): string | null {
  const typed = address.trim();
  if (typed === '' || typed.length > maxAddress) return null;
  const url = URL.parse(typed, base);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return null;
  url.hash = '';
  url.username = '';
  url.password = '';
  return url.href.length > maxAddress ? null : url.href;
}

/** One address a line. Anything but a whole address or a path from the root is text that somebody put there. */
function readLines(chunks: Iterable<string>, found: Collector): void {
  let open = '';
  const take = (line: string) => {
    const typed = line.trim();
    if (/^(?:https?:\/\/|\/)\S{1,2000}$/i.test(typed)) found.page(typed, '');
  };
  for (const chunk of chunks) {
    const lines = (open + chunk).split(/[\r\n]+/);
    open = (lines.pop() ?? '').slice(0, 2 * maxAddress);
    for (const line of lines) if (line.length <= 2 * maxAddress) take(line);
    if (found.full()) return;
  }
  take(open);
}

/** Which fields of which elements hold an address or a date; prefixes are left out, so that `image:loc` is known by its parent. */
const fields: Readonly<Record<string, { address: string; date: readonly string[] }>> = {
  url: { address: 'loc', date: ['lastmod'] },
  sitemap: { address: 'loc', date: [] },
  item: { address: 'link', date: ['pubdate', 'date'] },
  entry: { address: 'link', date: ['updated', 'published'] },
};

function readXml(chunks: Iterable<string>, found: Collector): void {
  const path: string[] = [];
  let depth = 0;
  let address = '';
  let date = '';
  let field: 'address' | 'date' | null = null;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        depth += 1;
        if (depth > maxNesting) return;
        const tag = local(name);
        const parent = path.at(-1) ?? '';
        path.push(tag);
        if (fields[tag]) {
          address = '';
          date = '';
        }
        const rule = fields[parent];
        field =
          rule?.address === tag && address === '' ? 'address' : rule?.date.includes(tag) && date === '' ? 'date' : null;
        // Atom writes its address into an attribute, and other things beside it.
        const { href, rel } = attributes;
        if (field === 'address' && parent === 'entry' && href && (rel === undefined || rel === 'alternate'))
          address = href;
      },
      ontext(text) {
        if (field === 'address' && address.length <= maxAddress) address += text;
        else if (field === 'date' && date.length <= 100) date += text;
      },
      onclosetag() {
        depth -= 1;
        if (depth >= maxNesting) return;
        const tag = path.pop() ?? '';
        field = null;
        if (tag === 'sitemap') found.sitemap(address);
        else if (fields[tag]) found.page(address, date);
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  for (const chunk of chunks) {
    parser.write(chunk);
    if (found.full() || depth > 10 * maxNesting) break;
  }
  parser.end();
}

const local = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase();

/** W3C date forms as they stand when valid, those of RSS as an ISO instant. */
function dateOf(typed: string): string | null {
  const text = typed.trim();
  if (text === '' || text.length > 60) return null;
  const w3c = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}:\d{2})?)?$/.exec(text);
  if (w3c) {
    const day = new Date(`${w3c[1]}T00:00:00Z`);
    // A day that does not exist rolls over into the next month.
    if (Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== w3c[1]) return null;
    if (w3c[2] === undefined) return w3c[1] ?? null;
    const whole = `${w3c[1]}T${w3c[2]}${w3c[3] ?? '+08:00'}`;
    return Number.isNaN(Date.parse(whole)) ? null : whole;
  }
  if (!/^(?:[A-Z][a-z]{2}, )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}/.test(text)) return null;
  const instant = Date.parse(text);
  return Number.isNaN(instant) ? null : new Date(instant).toISOString();
}
