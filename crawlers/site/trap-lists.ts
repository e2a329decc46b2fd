import { type AddressParts, partsOf, pathPagerOf } from './address-shape.ts';
import { hash32, openBounded } from './distinct.ts';
import { isPager } from './trap-queries.ts';

/** Pages of one list that are walked through one after the other; at 15 entries each, 30,000 articles. */
const maxPage = 2_000;
/** The same for names that count entries: `start=`, `offset=`. */
const maxEntry = 200_000;
/** Pages in a row that lead to the very same places: the list has ended, its server has not noticed. */
const maxSame = 3;
const maxLists = 5_000;

type List = { marks: number; same: number };

/** 无尽列表: page numbers that go on for ever. */
export type ListTrap = {
  /** Whether one more page of a list is one too many. */
  admit(parts: AddressParts, from: AddressParts): boolean;
  /** Tells what a page that was read leads to. */
  saw(url: string, links: readonly { readonly url: string }[]): void;
};

export function openListTrap(): ListTrap {
  const lists = openBounded<List>(maxLists);
  return {
    admit(parts, from) {
      const place = listPlaceOf(parts);
      if (place === null) return false;
      if ((lists.peek(place.list)?.same ?? 0) >= maxSame) return true;
      // A single link to a high number may be anything; only who walks from page to page is led on and on.
      return place.page > place.most && listPlaceOf(from)?.list === place.list;
    },
    saw(url, links) {
      const place = listPlaceOf(partsOf(url));
      if (place === null) return;
      // The order of links and how often one stands there say nothing.
      const others = new Set<string>();
      for (const link of links) if (listPlaceOf(partsOf(link.url))?.list !== place.list) others.add(link.url);
      let marks = others.size;
      for (const link of others) marks = (marks + hash32(link)) >>> 0;
      const list = lists.get(place.list, () => ({ marks: -1, same: 0 }));
      list.same = list.marks === marks ? list.same + 1 : 0;
      list.marks = marks;
    },
  };
}

/** Which list an address is a page of, and which one. The first page often has no number and belongs to no list here. */
function listPlaceOf(parts: AddressParts): { list: string; page: number; most: number } | null {
  if (parts.query !== '') {
    const rest: string[] = [];
    let page = -1;
    let most = maxPage;
    for (const parameter of parts.query.split('&', 40)) {
      const equals = parameter.indexOf('=');
      const name = parameter.slice(0, Math.max(equals, 0)).toLowerCase();
      const value = parameter.slice(equals + 1);
      if (equals > 0 && isPager(parts.path, name, value)) {
        if (Number(value) > page) {
          page = Number(value);
          most = /^(?:start|offset|startrecord|endrecord)$/.test(name) ? maxEntry : maxPage;
        }
      } else rest.push(parameter);
    }
    if (page >= 0) return { list: `${parts.origin}${parts.path}?${rest.join('&')}`, page, most };
  }
  const found = pathPagerOf(parts.path);
  return found === null
    ? null
    : { list: `${parts.origin}${found.list}?${parts.query}`, page: found.page, most: maxPage };
}
