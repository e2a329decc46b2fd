/*
 * Names of stored evidence. A report links to these files and a person opens them from disk with a double click. There a
 * browser goes by the ending alone, and a page opened from disk runs its scripts with more rights than on the web: it may
 * read about on the machine, load from anywhere, and imitate anything. What a site sent is hostile, so:
 *  - bytes of a page are kept exactly as they came (their SHA-256 is the proof) and end in `.html.txt`: the browser shows
 *    the source as plain text, line numbers of findings fit, nothing runs;
 *  - the same holds for SVG and XML, which can carry scripts too;
 *  - only raster images and JSON, which no browser executes, keep their own ending;
 *  - of archives only a workbook that a person imported is named as such; all else is `.bin`, which a browser saves
 *    instead of opening.
 * What the page looked like is the screenshot's business.
 */
export const endings = [
  'html.txt',
  'svg.txt',
  'xml.txt',
  'json',
  'txt',
  'png',
  'jpg',
  'gif',
  'webp',
  'xlsx',
  'bin',
] as const;
export type Ending = (typeof endings)[number];

const headBytes = 4096;

/** Ending under which these bytes are stored: from the bytes alone, never from what the site called them. */
export function endingOf(bytes: Uint8Array): Ending {
  const head = bytes.subarray(0, headBytes);
  if (startsWith(head, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'png';
  if (startsWith(head, [0xff, 0xd8, 0xff])) return 'jpg';
  const latin = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
  if (latin.startsWith('GIF87a') || latin.startsWith('GIF89a')) return 'gif';
  if (latin.startsWith('RIFF') && latin.slice(8, 12) === 'WEBP') return 'webp';
  if (latin.startsWith('PK\x03\x04')) return isWorkbook(bytes) ? 'xlsx' : 'bin';
  if (!isText(head)) return 'bin';
  const text = latin.replace(/^\xef\xbb\xbf/, '').trimStart();
  if (/<(?:!doctype\s+html|html|head|body|script|meta|title|div|iframe|a)[\s>/]/i.test(text)) return 'html.txt';
  if (/<svg[\s>]/i.test(text)) return 'svg.txt';
  if (/^<[?!a-z]/i.test(text)) return 'xml.txt';
  if (/^[{[]/.test(text) && isJson(bytes)) return 'json';
  return 'txt';
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((b, i) => bytes[i] === b);
}

/** The central directory at the end of the archive names the parts; the names are not compressed. */
function isWorkbook(bytes: Uint8Array): boolean {
  const tail = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).subarray(-65_536);
  return tail.includes('xl/workbook.xml') && !tail.includes('vbaProject');
}

/** No control characters but blanks and line ends: text in some encoding. UTF-16 is not: no browser guesses it from disk. */
function isText(head: Uint8Array): boolean {
  return !head.some((b) => b < 0x20 && b !== 0x09 && b !== 0x0a && b !== 0x0d && b !== 0x0c && b !== 0x1b);
}

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return true;
  } catch {
    return false;
  }
}
