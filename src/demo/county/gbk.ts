import { BugError } from '#core/errors.ts';

let table: Map<string, number> | undefined;

/** Node decodes GB18030 and cannot encode it, so the two-byte area is decoded once and turned round. */
function reverse(): Map<string, number> {
  if (table) return table;
  const built = new Map<string, number>();
  const decoder = new TextDecoder('gb18030');
  for (let lead = 0x81; lead <= 0xfe; lead++)
    for (let trail = 0x40; trail <= 0xfe; trail++) {
      if (trail === 0x7f) continue;
      const char = decoder.decode(Uint8Array.of(lead, trail));
      // Two cells may decode to one character and cells outside GBK decode to U+FFFD: the first cell wins.
      if ([...char].length === 1 && char !== '\ufffd' && !built.has(char)) built.set(char, (lead << 8) | trail);
    }
  table = built;
  return built;
}

/** GBK bytes of a text. Throws BugError for a character that GBK cannot write. */
export function encodeGbk(text: string): Uint8Array {
  const cells = reverse();
  const out = new Uint8Array(text.length * 2);
  let at = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x80) {
      out[at++] = code;
      continue;
    }
    const cell = cells.get(char);
    if (cell === undefined) throw new BugError(`GBK 里没有“${char}”这个字`);
    out[at++] = cell >> 8;
    out[at++] = cell & 0xff;
  }
  return out.slice(0, at);
}
