import type { Document } from 'domhandler';
import type { PageSnapshot } from '#core/evidence.ts';
import { keptOn } from '../kept.ts';
import { attr, pageIndex } from '../text.ts';
import { addressBook } from './address-book.ts';
import { plainReader } from './plain.ts';
import { encodeQuery } from './query-encoding.ts';

export type Resolved = {
  /** Absolute address without fragment and user info; null when it is not http(s) or cannot be read. */
  url: string | null;
  /** Without `#`; '' when there is none. */
  fragment: string;
  problem?: 'invalid' | 'unsupported-scheme';
};

/** Longest address a browser or server would take. */
const MAX_ADDRESS = 8192;

const resolvers = keptOn<Document, { url: string; resolve: (raw: string) => Resolved }>();

/** Turns addresses as typed in this page into absolute ones, the way a browser does. Each is worked out once a page. */
export function resolver(page: PageSnapshot): (raw: string) => Resolved {
  const made = resolvers.get(page.document);
  if (made?.url === page.url) return made.resolve;
  const base = baseOf(page);
  const parse = addressBook(page.document, base);
  const plain = plainReader(base);
  const known = new Map<string, Resolved>();
  const resolve = (raw: string): Resolved => {
    let found = known.get(raw);
    if (!found) {
      found = plain(raw) ?? resolveIn(page, parse, raw);
      known.set(raw, found);
    }
    return found;
  };
  resolvers.set(page.document, { url: page.url, resolve });
  return resolve;
}

function resolveIn(page: PageSnapshot, parse: (typed: string) => URL | null, raw: string): Resolved {
  // Control characters and blanks at the ends, tabs and line breaks anywhere, are no part of an address (URL standard).
  const typed = raw.replace(/^[\x00-\x20]+|[\x00-\x20]+$/g, '').replace(/[\t\n\r]/g, '');
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(typed)?.[1]?.toLowerCase();
  // A drive letter parses as a scheme: a path on the author's own disk.
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https')
    return { url: null, fragment: '', problem: 'unsupported-scheme' };
  if (typed.length > MAX_ADDRESS) return { url: null, fragment: '', problem: 'invalid' };
  const url = parse(encodeQuery(typed, page.charset.used));
  if (url === null) return { url: null, fragment: '', problem: 'invalid' };
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return { url: null, fragment: '', problem: 'unsupported-scheme' };
  const fragment = url.hash.slice(1);
  const hash = url.href.indexOf('#');
  const address = hash < 0 ? url.href : url.href.slice(0, hash);
  return { url: url.username !== '' || url.password !== '' ? withoutUser(address) : address, fragment };
}

function withoutUser(address: string): string {
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.href;
}

/** Address that relative links start from: the first base element with a usable href, else the page's own. */
function baseOf(page: PageSnapshot): string {
  const element = pageIndex(page.document).elements.find((e) => e.name === 'base' && e.attribs.href !== undefined);
  if (!element) return page.url;
  try {
    const url = new URL(attr(element, 'href').trim(), page.url);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : page.url;
  } catch {
    return page.url;
  }
}
