/**
 * 普通地址: nearly all addresses of a page are written so plainly that resolving them changes nothing but what stands in front. For those the
 * answer is put together from strings, at a tenth of the cost of the URL parser; every other form is left to it. The two agree on whatever is
 * read here (a test compares them).
 */

/** Path, query and fragment of characters that no URL parser changes; `.` and `..` as path segments are looked for apart. */
const plain =
  /^[\w\-/~!$&()*+,;=@][\w\-./~!$&()*+,;=@]*(?:\?[\w\-./~!$&()*+,;=@:%?[\]|]*)?(?:#[\w\-./~!$&()*+,;=@:%?]*)?$/;
/** Host of lower-case letters whose last label is a word: no number that could be an address, no Punycode, no port. */
const absolute = /^https?:\/\/(?:[a-z\d](?:[a-z\d]|-(?!-))*\.){1,8}[a-z]{2,24}(?=[/#]|$)/;
/** Longest address read here; others are rare. */
const LONGEST = 1_000;

export type Plain = { url: string; fragment: string };

/** Reader of plain addresses relative to `base`, null for all that are not plain. `base` itself must have been written by the URL parser. */
export function plainReader(base: string): (typed: string) => Plain | null {
  const from = URL.parse(base);
  if (from === null || (from.protocol !== 'http:' && from.protocol !== 'https:')) return () => null;
  const origin = `${from.protocol}//${from.host}`;
  const folder = origin + from.pathname.slice(0, from.pathname.lastIndexOf('/') + 1);
  /** Folder of the base and those above it. */
  const folders = [folder];
  for (let at = folder.lastIndexOf('/', folder.length - 2); at >= origin.length; at = folder.lastIndexOf('/', at - 1))
    folders.push(folder.slice(0, at + 1));
  return (typed) => {
    if (typed.length > LONGEST) return null;
    switch (typed.charCodeAt(0)) {
      case SLASH:
        return typed.charCodeAt(1) === SLASH ? elsewhere(from.protocol + typed) : split(origin, typed);
      case LOWER_H:
        return typed.startsWith('http:') || typed.startsWith('https:') ? elsewhere(typed) : split(folder, typed);
      case DOT: {
        if (typed.charCodeAt(1) === SLASH) return split(folder, typed.slice(2));
        let up = 0;
        while (typed.startsWith('../', up * 3)) up++;
        // Beyond the root there is nothing above.
        return up === 0 ? null : split(folders[Math.min(up, folders.length - 1)]!, typed.slice(up * 3));
      }
      default:
        return split(folder, typed);
    }
  };
}

function elsewhere(typed: string): Plain | null {
  const host = absolute.exec(typed)?.[0];
  if (host === undefined || host.length > 250) return null;
  const rest = typed.slice(host.length);
  return split(host, rest.charCodeAt(0) === SLASH ? rest : `/${rest}`);
}

const SLASH = 0x2f;
const DOT = 0x2e;
const LOWER_H = 0x68;

function split(front: string, rest: string): Plain | null {
  // Nothing but a query or a fragment keeps the file name of the base; dot segments begin with a slash and a dot.
  if (!plain.test(rest) || rest.includes('/.')) return null;
  const hash = rest.indexOf('#');
  return hash < 0
    ? { url: front + rest, fragment: '' }
    : { url: front + rest.slice(0, hash), fragment: rest.slice(hash + 1) };
}
