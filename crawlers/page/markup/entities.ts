import { Parser } from 'htmlparser2';

/** Where a text with character references stands; they are not read alike. */
export type Place = 'text' | 'last-text' | 'title' | 'last-title' | '"' | "'" | 'bare';

/** References with their semicolon, which mean the same everywhere: nearly all that pages use. */
const common: ReadonlyMap<string, string> = new Map(
  Object.entries({
    nbsp: '\u00a0',
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    copy: '©',
    reg: '®',
    middot: '·',
    bull: '•',
    raquo: '»',
    laquo: '«',
    ldquo: '“',
    rdquo: '”',
    lsquo: '‘',
    rsquo: '’',
    hellip: '…',
    mdash: '—',
    ndash: '–',
    times: '×',
    ensp: '\u2002',
    emsp: '\u2003',
    thinsp: '\u2009',
    deg: '°',
    yen: '¥',
    sect: '§',
  }),
);
/** Names that also count without a semicolon, so that `&copy=1` is not what it seems (HTML standard, named character references). */
const unterminated =
  /AElig|AMP|Aacute|Acirc|Agrave|Aring|Atilde|Auml|COPY|Ccedil|ETH|Eacute|Ecirc|Egrave|Euml|GT|Iacute|Icirc|Igrave|Iuml|LT|Ntilde|Oacute|Ocirc|Ograve|Oslash|Otilde|Ouml|QUOT|REG|THORN|Uacute|Ucirc|Ugrave|Uuml|Yacute|aacute|acirc|acute|aelig|agrave|amp|aring|atilde|auml|brvbar|ccedil|cedil|cent|copy|curren|deg|divide|eacute|ecirc|egrave|eth|euml|frac12|frac14|frac34|gt|iacute|icirc|iexcl|igrave|iquest|iuml|laquo|lt|macr|micro|middot|nbsp|not|ntilde|oacute|ocirc|ograve|ordf|ordm|oslash|otilde|ouml|para|plusmn|pound|quot|raquo|reg|sect|shy|sup1|sup2|sup3|szlig|thorn|times|uacute|ucirc|ugrave|uml|uuml|yacute|yen|yuml/y;

/** 字符引用 of a piece of source that holds `&`, as htmlparser2 reads it there. */
export function decoded(source: string, place: Place): string {
  return quick(source, place) ?? asLibrary(source, place);
}

/** Null where it takes the whole table to tell. */
function quick(source: string, place: Place): string | null {
  if (place === 'title' || place === 'last-title') return null;
  let out = '';
  let done = 0;
  for (let at = source.indexOf('&'); at >= 0; ) {
    const c = source.charCodeAt(at + 1);
    let end = at + 1;
    if (c === NUMBER) {
      for (end++; isDigit(source.charCodeAt(end)); ) end++;
      const code = end - at > 8 ? 0 : Number(source.slice(at + 2, end));
      // Control characters, surrogates and what lies beyond are replaced; without a semicolon it depends.
      if (source.charCodeAt(end) !== SEMICOLON || !((code >= 32 && code < 127) || (code >= 160 && code < 0xd800)))
        return null;
      out += source.slice(done, at) + String.fromCharCode(code);
      done = ++end;
    } else if (isLetter(c)) {
      for (end++; isLetter(source.charCodeAt(end)) || isDigit(source.charCodeAt(end)); ) end++;
      if (source.charCodeAt(end) === SEMICOLON) {
        const character = common.get(source.slice(at + 1, end));
        if (character === undefined) return null;
        out += source.slice(done, at) + character;
        done = ++end;
      } else {
        unterminated.lastIndex = at + 1;
        if (unterminated.test(source)) return null;
      }
    }
    at = source.indexOf('&', end);
  }
  return done === 0 ? source : out + source.slice(done);
}

const NUMBER = 0x23;
const SEMICOLON = 0x3b;
const isDigit = (c: number) => c >= 0x30 && c <= 0x39;
const isLetter = (c: number) => (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a);

function asLibrary(source: string, place: Place): string {
  let out = '';
  if (place === '"' || place === "'" || place === 'bare') {
    const quote = place === 'bare' ? '' : place;
    new Parser({
      onopentag(_, { b }) {
        out = b ?? '';
      },
    }).end(`<a b=${quote}${source}${quote}>`);
    return out;
  }
  const parser = new Parser({
    ontext(data) {
      out += data;
    },
  });
  if (place === 'title' || place === 'last-title') {
    parser.end(`<title>${source}${place === 'title' ? '</title>' : ''}`);
    return out;
  }
  // What follows ends a reference; where nothing follows, the end of the page does.
  parser.end(place === 'text' ? `${source}<` : source);
  return place === 'text' ? out.slice(0, -1) : out;
}
