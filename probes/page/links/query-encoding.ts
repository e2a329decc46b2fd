/**
 * Browsers percent-encode the query of a link in the encoding of the page, not in UTF-8: a GBK search page asked in UTF-8 answers
 * with an error. The table is made by decoding every double byte once.
 */
const tables = new Map<string, ReadonlyMap<string, number>>();

function table(encoding: 'gbk' | 'big5'): ReadonlyMap<string, number> {
  const known = tables.get(encoding);
  if (known) return known;
  const decoder = new TextDecoder(encoding);
  const made = new Map<string, number>();
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      const text = decoder.decode(new Uint8Array([lead, trail]));
      // One character and no leftover byte; the first code wins where two stand for one character.
      if ([...text].length === 1 && text !== '\ufffd' && !made.has(text)) made.set(text, (lead << 8) | trail);
    }
  tables.set(encoding, made);
  return made;
}

/** The address with the non-ASCII characters of its query percent-encoded as a page in `charset` would send them. */
export function encodeQuery(address: string, charset: string): string {
  const encoding = charset === 'gb18030' || charset === 'gbk' ? 'gbk' : charset === 'big5' ? 'big5' : null;
  if (encoding === null) return address;
  const hash = address.indexOf('#');
  const end = hash < 0 ? address.length : hash;
  const start = address.indexOf('?');
  if (start < 0 || start >= end) return address;
  const query = address.slice(start, end);
  if (/^[\x00-\x7f]*$/.test(query)) return address;
  const codes = table(encoding);
  let out = '';
  for (const c of query) {
    const code = c <= '\x7f' ? undefined : codes.get(c);
    if (c <= '\x7f') out += c;
    else if (code !== undefined) out += percent(code >> 8) + percent(code & 0xff);
    // What the encoding lacks is sent as a numeric reference (URL standard).
    else out += `%26%23${c.codePointAt(0)}%3B`;
  }
  return address.slice(0, start) + out + address.slice(end);
}

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}
