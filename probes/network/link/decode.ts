/** Text of an answer for looking up phrases: enough for a verdict about error pages, not a faithful page (crawlers/page does that). */

const asciiHead = new TextDecoder('latin1');

/** `gb2312` and `gbk` are read as their superset. Unknown labels give null. */
function decoderOf(label: string | undefined): InstanceType<typeof TextDecoder> | null {
  if (label === undefined) return null;
  const name = label.toLowerCase();
  if (/^(gb2312|gbk|gb_2312-80|x-gbk|gb18030|cp936|ms936)$/.test(name)) return new TextDecoder('gb18030');
  try {
    return new TextDecoder(name);
  } catch {
    return null;
  }
}

function replacements(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\ufffd'); at >= 0 && count < 50; at = text.indexOf('\ufffd', at + 1)) count++;
  return count;
}

/**
 * Decoded text: BOM, then UTF-8 if the bytes prove it, then the declared charset if it reads clean, else whichever of UTF-8 and GB18030
 * leaves fewer replacement characters (pages that declare the wrong one of the two are common). A character cut at the end of a partial
 * body is forgiven.
 */
export function decodeText(bytes: Uint8Array, contentType: string): string {
  if (bytes.length === 0) return '';
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder('utf-8').decode(bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const head = asciiHead.decode(bytes.subarray(0, 2048));
  const declared =
    decoderOf(/charset\s*=\s*["']?([\w-]{2,20})/i.exec(contentType)?.[1]) ??
    decoderOf(/<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{2,20})/i.exec(head)?.[1]);
  const utf8 = new TextDecoder('utf-8').decode(bytes);
  const utf8Faults = replacements(utf8);
  const first = declared?.decode(bytes);
  if (first !== undefined && replacements(first) === 0 && !provesUtf8(utf8, utf8Faults)) return first;
  if (utf8Faults <= 1 && (first === undefined || provesUtf8(utf8, utf8Faults))) return utf8;
  const gb = new TextDecoder('gb18030').decode(bytes);
  const best = replacements(gb) < utf8Faults ? gb : utf8;
  return first !== undefined && replacements(first) <= replacements(best) ? first : best;
}

/** Several characters beyond ASCII that read clean as UTF-8: GBK text does that by chance only when it is a word or two. */
function provesUtf8(text: string, faults: number): boolean {
  if (faults > 1) return false;
  let beyond = 0;
  for (let i = 0; i < text.length && beyond < 6; i++) if (text.charCodeAt(i) > 0x7f) beyond++;
  return beyond >= 6;
}

export type BodyKind = 'empty' | 'html' | 'text' | 'binary';

/** What the bytes are, whatever the header says: an attachment sent as text/html is still one, an error page sent as application/pdf too. */
export function bodyKind(bytes: Uint8Array, contentType: string): BodyKind {
  if (bytes.length === 0) return 'empty';
  const head = asciiHead.decode(bytes.subarray(0, 1024)).replace(/^(?:\xef\xbb\xbf)?\s+|^\xef\xbb\xbf/, '');
  if (
    /^%PDF|^PK\x03\x04|^PK\x05\x06|^\xd0\xcf\x11\xe0|^Rar!|^7z\xbc\xaf|^\x1f\x8b|^\x89PNG|^\xff\xd8\xff|^GIF8|^BM|^RIFF|^ID3|^\{\\rtf/.test(
      head,
    )
  )
    return 'binary';
  if (
    /^(?:<!--[\s\S]{0,900}?-->\s*|<\?xml[^>]{0,100}>\s*)*<(?:!doctype\s+html|html|head|title|body|script|meta|center|h1|div|p)\b/i.test(
      head,
    )
  )
    return 'html';
  const zero = head.indexOf('\0') >= 0 && !(bytes[0] === 0xff || bytes[0] === 0xfe);
  if (zero) return 'binary';
  if (/html/i.test(contentType)) return 'html';
  if (/^(text\/|application\/(json|xml|javascript|x-javascript|ecmascript))|\+xml|\+json/i.test(contentType))
    return 'text';
  return /^[\x09\x0a\x0d\x20-\x7e\x80-\xff]*$/.test(head) && contentType === '' ? 'text' : 'binary';
}
