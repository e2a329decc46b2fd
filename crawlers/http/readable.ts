/**
 * 可读文字 — tells when a growing HTML body first shows something to read.
 *
 * Readable = two letters, digits or ideographs outside tags, comments, title, scripts, styles and fallback elements. Two, because
 * the shortest Chinese word (首页) has two; one can be a stray byte. The title does not count: a page that sends its head and then
 * hangs is blank to its visitor. Text hidden by CSS counts, since only a browser could tell. Pages that show themselves by
 * images, frames or scripts have no readable text here; what they are is for the caller to decide.
 *
 * Works on bytes before the charset is known: in UTF-8 and in GBK no byte of a Chinese character is `<`, `>` or `&`.
 */
export type ReadableScanner = {
  /** Feed the next bytes; true once readable text has stood (and from then on). */
  push(chunk: Uint8Array): boolean;
};

/** Elements whose content a browser does not paint as text. */
const unpainted = new Set([
  'script',
  'style',
  'title',
  'noscript',
  'iframe',
  'noframes',
  'template',
  'textarea',
  'object',
]);
/** Entities that are blanks; the other named ones are signs, which do not count either. */
const TEXT = 0;
const TAG_OPEN = 1;
const TAG_NAME = 2;
const ATTRIBUTES = 3;
const QUOTED = 4;
const DECLARATION = 5;
const COMMENT = 6;
const BOGUS = 7;
const RAW = 8;
const ENTITY = 9;

const LT = 0x3c;
const GT = 0x3e;
const AMP = 0x26;
const DASH = 0x2d;
const SLASH = 0x2f;

const isLetter = (b: number) => (b >= 0x41 && b <= 0x5a) || (b >= 0x61 && b <= 0x7a);
const isDigit = (b: number) => b >= 0x30 && b <= 0x39;
const isBlank = (b: number) => b === 0x20 || (b >= 0x09 && b <= 0x0d);
const isTail = (b: number) => b >= 0x80 && b <= 0xbf;

export function openReadable(wanted = 2): ReadableScanner {
  let state = TEXT;
  let found = 0;
  let seen = 0;
  let wide = false;
  /** Name of the tag being read, entity being read. */
  let word = '';
  let closing = false;
  let quote = 0;
  let dashes = 0;
  let rawName = '';
  /** How much of `</name` has matched inside a raw element. */
  let matched = 0;
  const character = openCharacters();

  const afterTag = () => {
    if (!closing && unpainted.has(word)) {
      rawName = word;
      matched = 0;
      state = RAW;
    } else state = TEXT;
  };

  const raw = (b: number) => {
    const want = matched === 0 ? LT : matched === 1 ? SLASH : rawName.charCodeAt(matched - 2);
    if (matched === rawName.length + 2) {
      if (b === GT) state = TEXT;
      else if (isBlank(b) || b === SLASH) {
        state = ATTRIBUTES;
        closing = true;
      } else matched = b === LT ? 1 : 0;
    } else if ((matched >= 2 && isLetter(b) ? b | 0x20 : b) === want) matched++;
    else matched = b === LT ? 1 : 0;
  };

  const step = (b: number) => {
    switch (state) {
      case TEXT:
        if (b === LT) {
          found += character.flush();
          state = TAG_OPEN;
        } else if (b === AMP) {
          found += character.flush();
          word = '';
          state = ENTITY;
        } else found += character.push(b);
        break;
      case TAG_OPEN:
        word = '';
        closing = false;
        if (isLetter(b)) {
          word = String.fromCharCode(b | 0x20);
          state = TAG_NAME;
        } else if (b === 0x21) {
          dashes = 0;
          state = DECLARATION;
        } else if (b === SLASH) {
          closing = true;
          state = TAG_NAME;
        } else if (b === 0x3f) state = BOGUS;
        else if (b !== LT) {
          state = TEXT;
          found += character.push(b);
        }
        break;
      case TAG_NAME:
        if (b === GT) afterTag();
        else if (isBlank(b) || b === SLASH) state = ATTRIBUTES;
        else if (word.length < 12) word += String.fromCharCode(isLetter(b) ? b | 0x20 : b);
        break;
      case ATTRIBUTES:
        if (b === GT) afterTag();
        else if (b === 0x22 || b === 0x27) {
          quote = b;
          state = QUOTED;
        }
        break;
      case QUOTED:
        if (b === quote) state = ATTRIBUTES;
        break;
      case DECLARATION:
        if (b === DASH) {
          if (++dashes === 2) state = COMMENT;
        } else state = b === GT ? TEXT : BOGUS;
        break;
      case COMMENT:
        // `dashes` starts at 2, so that `<!-->` closes at once, as in browsers.
        if (b === DASH) dashes++;
        else {
          if (b === GT && dashes >= 2) state = TEXT;
          dashes = 0;
        }
        break;
      case BOGUS:
        if (b === GT) state = TEXT;
        break;
      case RAW:
        raw(b);
        break;
      case ENTITY:
        if ((isLetter(b) || isDigit(b) || b === 0x23) && word.length < 10) word += String.fromCharCode(b);
        else {
          found += entity(word);
          state = TEXT;
          if (b !== 0x3b) step(b);
        }
        break;
    }
  };

  return {
    push(chunk) {
      for (let i = 0; i < chunk.length && found < wanted; i++) {
        const b = chunk[i] as number;
        if (seen < 2) {
          if (seen === 1 && (b === 0xff || b === 0xfe)) wide = character.wide(b);
          seen++;
        }
        // UTF-16 markup is ASCII with a zero byte on one side.
        if (wide && b === 0) continue;
        step(b);
      }
      return found >= wanted;
    },
  };
}

/** A numeric entity for a letter or ideograph counts; named ones are blanks and signs. */
function entity(word: string): number {
  if (!word.startsWith('#')) return 0;
  const code = /^#x/i.test(word) ? Number.parseInt(word.slice(2), 16) : Number.parseInt(word.slice(1), 10);
  return readableCode(code) ? 1 : 0;
}

function readableCode(code: number): boolean {
  if (code < 0x80) return isLetter(code) || isDigit(code);
  if (Number.isNaN(code) || code < 0xc0) return false;
  // Punctuation, blanks, arrows, boxes, CJK signs, private use (icon fonts), variation marks, full-width signs.
  if (code >= 0x2000 && code < 0x2e80) return false;
  if (code >= 0x3000 && code < 0x3005) return false;
  if (code >= 0x3008 && code < 0x3040) return false;
  if (code >= 0xe000 && code < 0xf900) return false;
  if (code >= 0xfe00 && code < 0xfe70) return false;
  if (code === 0xfeff || (code >= 0xff00 && code < 0xff10) || code >= 0xfff0) return code >= 0x20000;
  return true;
}

/** Counts readable characters in a run of bytes that may be UTF-8 or GBK. */
function openCharacters() {
  let first = 0;
  let second = 0;
  let third = 0;

  const clear = () => {
    first = 0;
    second = 0;
    third = 0;
  };
  /** Row A1 of GBK is punctuation and blanks, A2 and A9 numbers in circles and boxes. */
  const pair = (lead: number) => (lead === 0xa1 || lead === 0xa2 || lead === 0xa9 ? 0 : 1);

  const push = (b: number): number => {
    if (first === 0) {
      if (b < 0x80) return isLetter(b) || isDigit(b) ? 1 : 0;
      if (b > 0x80 && b < 0xff) first = b;
      return 0;
    }
    if (second === 0) {
      if (first >= 0xe0 && first <= 0xf4 && isTail(b)) {
        second = b;
        return 0;
      }
      const lead = first;
      clear();
      if (lead >= 0xc2 && lead <= 0xdf && isTail(b)) return readableCode(((lead & 31) << 6) | (b & 63)) ? 1 : 0;
      if (b >= 0x40 && b !== 0x7f && b !== 0xff) return pair(lead);
      return push(b);
    }
    if (!isTail(b)) {
      const lead = first;
      clear();
      return pair(lead) + push(b);
    }
    if (first >= 0xf0 && third === 0) {
      third = b;
      return 0;
    }
    const code = third === 0 ? ((first & 15) << 12) | ((second & 63) << 6) | (b & 63) : 0x20000;
    clear();
    return readableCode(code) ? 1 : 0;
  };

  return {
    push,
    /** Markup begins: two bytes that wait for a third were a GBK character. */
    flush(): number {
      const count = second !== 0 ? pair(first) : 0;
      clear();
      return count;
    },
    /** Second byte of the document is FF or FE: a UTF-16 mark when the first was the other one. */
    wide(b: number): boolean {
      const isMark = first !== 0 ? first === 0xfe && b === 0xff : b === 0xfe;
      if (isMark) clear();
      return isMark;
    },
  };
}
