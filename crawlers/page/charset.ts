import { isUtf8 } from 'node:buffer';
import type { PageSnapshot } from '#core/evidence.ts';

/** Declarations stand in the first bytes; a browser looks at the first kilobyte, old templates put a banner before them. */
const PRESCAN_BYTES = 4096;
/** Bytes looked at when readings are compared. */
const COMPARE_BYTES = 512 * 1024;
/** A declaration wins unless another reading is better by more than this share of its characters. */
const MARGIN = 0.05;
/** Below this a Chinese reading of the bytes is no reading at all. */
const READABLE = 0.6;

type Charset = PageSnapshot['charset'];
type Declaration = { label: string; encoding: string; source: Charset['source'] };

const gbLabels = /^(?:x-)?(?:gb[-_]?2312(?:-80)?|gb[-_]?k|gb[-_]?18030|chinese|csgb2312|(?:cp|ms|windows-)?936)$/;
const utf8Labels = /^(?:utf[-_]?8|unicode-1-1-utf-8)$/;
const big5Labels = /^(?:x-x-|cn-)?big5(?:-hkscs)?$/;
/** What servers send when nobody set anything. */
const latin = new Set(['windows-1252', 'iso-8859-1']);

/**
 * 字符集判定与解码. Candidates are what is declared (BOM, header, meta, XML declaration), utf-8, gb18030 and big5; the one that
 * makes the most sense of the bytes wins, the declared one in a tie. gb2312 and gbk are always read as gb18030, their superset.
 * `lying` = the declaration a browser would follow names another encoding than the one the bytes are in.
 */
export function decodeHtml(bytes: Uint8Array, contentType: string | null): { text: string; charset: Charset } {
  const declarations = declared(bytes, contentType);
  const first = declarations[0];
  const used = choose(bytes, declarations);
  const source = declarations.find((d) => d.encoding === used)?.source ?? 'guess';
  // Under another reading the mark would be three letters of rubbish before the page.
  const text =
    first?.source === 'bom' && used === 'gb18030' ? bytes.subarray(first.encoding === 'utf-8' ? 3 : 0) : bytes;
  return {
    text: decoderOf(used).decode(text),
    charset: { used, declared: first?.label ?? null, source, lying: first !== undefined && first.encoding !== used },
  };
}

const decoders = new Map<string, InstanceType<typeof TextDecoder>>();

/** Each is made once: there are a few dozen encodings. */
function decoderOf(encoding: string): InstanceType<typeof TextDecoder> {
  let decoder = decoders.get(encoding);
  if (decoder === undefined) {
    decoder = new TextDecoder(encoding);
    decoders.set(encoding, decoder);
  }
  return decoder;
}

/** Canonical name of a label as typed in a page, or null when no decoder knows it. */
export function encodingOf(label: string): string | null {
  const name = label.trim().toLowerCase();
  if (gbLabels.test(name)) return 'gb18030';
  if (utf8Labels.test(name)) return 'utf-8';
  if (big5Labels.test(name)) return 'big5';
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return null;
  }
}

/** Known declarations in the order in which a browser trusts them. */
function declared(bytes: Uint8Array, contentType: string | null): Declaration[] {
  const found: Declaration[] = [];
  const add = (label: string | undefined, source: Charset['source']) => {
    const encoding = label === undefined ? null : encodingOf(label);
    if (label !== undefined && encoding !== null) found.push({ label: label.toLowerCase(), encoding, source });
  };
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) add('utf-8', 'bom');
  else if (a === 0xff && b === 0xfe) add('utf-16le', 'bom');
  else if (a === 0xfe && b === 0xff) add('utf-16be', 'bom');
  else if (a === 0x84 && b === 0x31 && c === 0x95 && d === 0x33) add('gb18030', 'bom');
  add(/charset\s*=\s*["']?([\w:.-]+)/i.exec(contentType ?? '')?.[1], 'header');
  const head = withoutComments(latin1(bytes, PRESCAN_BYTES));
  for (const m of head.matchAll(/<meta\b[^<>]*?charset\s*=\s*["']?\s*([\w:.-]+)/gi)) add(utf16IsUtf8(m[1]), 'meta');
  add(/^\s*<\?xml\b[^<>]*?encoding\s*=\s*["']([\w:.-]+)/i.exec(head)?.[1], 'meta');
  return found;
}

/** The first bytes, a character each. */
export function latin1(bytes: Uint8Array, most: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(most, bytes.byteLength)).toString('latin1');
}

/** A page whose meta tag can be read byte by byte is not in UTF-16, whatever the tag says (HTML standard). */
function utf16IsUtf8(label: string | undefined): string | undefined {
  return label !== undefined && /^utf-?16/i.test(label) ? 'utf-8' : label;
}

function withoutComments(text: string): string {
  let out = '';
  let at = 0;
  for (;;) {
    const open = text.indexOf('<!--', at);
    if (open < 0) return out + text.slice(at);
    out += text.slice(at, open);
    const close = text.indexOf('-->', open + 4);
    if (close < 0) return out;
    at = close + 3;
  }
}

function choose(bytes: Uint8Array, declarations: readonly Declaration[]): string {
  const first = declarations[0];
  if (first?.source === 'bom' && first.encoding.startsWith('utf-16')) return first.encoding;
  // A mark of three bytes would put every pair after it out of step.
  const start = first?.source === 'bom' && first.encoding === 'utf-8' ? 3 : 0;
  const sample = bytes.subarray(start, COMPARE_BYTES);
  const utf16 = bareUtf16(sample);
  if (utf16 !== null) return utf16;
  // Most pages: valid to the last byte, and nothing else declared. Native, unlike the count of characters below.
  if ((first === undefined || first.encoding === 'utf-8') && isUtf8(sample)) return 'utf-8';
  const utf8 = utf8Quality(sample);
  if (utf8.characters === 0) return first?.encoding ?? 'utf-8'; // only ASCII: every reading is the same
  if (utf8.quality === 1 && (first === undefined || first.encoding === 'utf-8')) return 'utf-8';
  const readings = new Map([
    ['utf-8', utf8.quality],
    ['gb18030', gbQuality(sample)],
    ['big5', big5Quality(sample)],
  ]);
  for (const d of declarations) {
    // Other scripts have no byte statistics here: what is declared and decodes cleanly is believed, unless it is the
    // server's default, which every byte decodes in.
    if (!readings.has(d.encoding) && !latin.has(d.encoding) && utf8.quality < 1)
      readings.set(d.encoding, cleanDecode(sample, d.encoding) ? 1 + MARGIN : 0);
  }
  const best = [...readings].reduce((a, b) => (b[1] > a[1] ? b : a));
  if (best[1] < READABLE && first !== undefined) return first.encoding;
  for (const d of declarations) if ((readings.get(d.encoding) ?? -1) >= best[1] - MARGIN) return d.encoding;
  return best[0];
}

/** UTF-16 without a mark: every other byte of its markup is zero. */
function bareUtf16(bytes: Uint8Array): string | null {
  const n = Math.min(bytes.length, 1024);
  let even = 0;
  let odd = 0;
  for (let i = 0; i < n; i++) if (bytes[i] === 0) i % 2 === 0 ? even++ : odd++;
  if (odd > n / 5 && even < n / 50) return 'utf-16le';
  if (even > n / 5 && odd < n / 50) return 'utf-16be';
  return null;
}

function cleanDecode(bytes: Uint8Array, encoding: string): boolean {
  const text = decoderOf(encoding).decode(bytes);
  let bad = 0;
  for (let i = text.indexOf('\ufffd'); i >= 0; i = text.indexOf('\ufffd', i + 1)) bad++;
  return bad <= 1 + text.length / 2000;
}

/** Share of right sequences among all that are not ASCII. A cut at the end is no fault. */
function utf8Quality(b: Uint8Array): { quality: number; characters: number } {
  let right = 0;
  let wrong = 0;
  for (let i = 0; i < b.length; ) {
    const lead = b[i]!;
    if (lead < 0x80) {
      i++;
      continue;
    }
    const length =
      lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
    let k = 1;
    while (k < length && i + k < b.length && (b[i + k]! & 0xc0) === 0x80) k++;
    if (length > 0 && k === length) right++;
    else if (length === 0 || i + k < b.length) wrong++;
    i += k;
  }
  const all = right + wrong;
  return { quality: all === 0 ? 1 : Math.max(0, right - 2 * wrong) / all, characters: all };
}

/**
 * Share of characters in the common part of GB 2312 (level 1 and punctuation). Text in another encoding read as GB lands in
 * its rare rows: that tells the two apart where both decode without a fault.
 */
function gbQuality(b: Uint8Array): number {
  return pairQuality(b, (lead, trail) => {
    if (trail < 0x40 || trail === 0x7f || trail === 0xff) return 'wrong';
    return trail >= 0xa1 && ((lead >= 0xb0 && lead <= 0xd7) || (lead >= 0xa1 && lead <= 0xa3)) ? 'common' : 'rare';
  });
}

/** Share of characters in the common part of Big5 (rows A1 to C6). */
function big5Quality(b: Uint8Array): number {
  return pairQuality(b, (lead, trail) => {
    if (!((trail >= 0x40 && trail <= 0x7e) || (trail >= 0xa1 && trail <= 0xfe))) return 'wrong';
    return lead >= 0xa1 && lead <= 0xc6 ? 'common' : lead >= 0xc9 && lead <= 0xf9 ? 'rare' : 'wrong';
  });
}

function pairQuality(b: Uint8Array, judge: (lead: number, trail: number) => 'common' | 'rare' | 'wrong'): number {
  let common = 0;
  let rare = 0;
  let wrong = 0;
  for (let i = 0; i < b.length; ) {
    const lead = b[i]!;
    if (lead < 0x80) {
      i++;
      continue;
    }
    if (i + 1 >= b.length) break;
    const trail = b[i + 1]!;
    // A four-byte character of GB 18030: rare, but right.
    if (trail >= 0x30 && trail <= 0x39 && b[i + 2]! >= 0x81 && b[i + 3]! >= 0x30 && b[i + 3]! <= 0x39) {
      rare++;
      i += 4;
      continue;
    }
    const kind = lead === 0x80 || lead === 0xff ? 'wrong' : judge(lead, trail);
    if (kind === 'common') common++;
    else if (kind === 'rare') rare++;
    else wrong++;
    // After a fault an ASCII byte is read again: it may open a tag.
    i += kind === 'wrong' && trail < 0x80 ? 1 : 2;
  }
  const all = common + rare + wrong;
  return all === 0 ? 0 : Math.max(0, common + rare * 0.3 - 2 * wrong) / all;
}
