import { createHash } from 'node:crypto';
import type { Exchange } from '#core/evidence.ts';

/** First megabyte: enough to tell what kind of document a home page is. */
const most = 1024 * 1024;

/**
 * Text of a home page for telling what it is: BOM, then header, then meta, then UTF-8 if it fits, else GB18030. The page
 * snapshot of a crawl decodes with more care; here only marks and the amount of text matter.
 */
export function textOf(e: Pick<Exchange, 'body' | 'hops'>): string {
  const bytes = e.body.subarray(0, most);
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 2_048));
  const declared =
    /charset\s*=\s*["']?([\w-]{2,20})/i.exec(contentType(e))?.[1] ??
    /charset\s*=\s*["']?([\w-]{2,20})/i.exec(start)?.[1];
  const label = bom(bytes) ?? (isUtf8(bytes) ? 'utf-8' : (declared ?? 'gb18030'));
  try {
    return new TextDecoder(/^(gb2312|gbk|x-gbk)$/i.test(label) ? 'gb18030' : label).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}

export function contentType(e: Pick<Exchange, 'hops'>): string {
  return e.hops.at(-1)?.headers.find(([name]) => name === 'content-type')?.[1] ?? '';
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function bom(b: Uint8Array): string | null {
  if (b[0] === 0xef && b[1] === 0xbb && b[2] === 0xbf) return 'utf-8';
  if (b[0] === 0xff && b[1] === 0xfe) return 'utf-16le';
  return b[0] === 0xfe && b[1] === 0xff ? 'utf-16be' : null;
}

/** Valid UTF-8, but for a character that the cut at the end splits. */
function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
