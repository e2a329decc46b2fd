import type { Document } from 'domhandler';
import { keptOn } from '../kept.ts';

const books = keptOn<Document, Map<string, Map<string, URL | null>>>();

/** 地址解析 — what an address typed in a document leads to from `base`, null when it cannot be read. Each is parsed once a document. Never change it. */
export function addressBook(document: Document, base: string): (typed: string) => URL | null {
  let book = books.get(document);
  if (book === undefined) {
    book = new Map();
    books.set(document, book);
  }
  let known = book.get(base);
  if (known === undefined) {
    known = new Map();
    book.set(base, known);
  }
  const addresses = known;
  return (typed) => {
    let url = addresses.get(typed);
    if (url === undefined) {
      url = URL.parse(typed, base);
      addresses.set(typed, url);
    }
    return url;
  };
}
