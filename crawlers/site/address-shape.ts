/** What an address alone says about the page behind it: an article, one page of a list, or neither. Text only; nothing is decoded. */

/** Parts of an absolute address; anything else is read as well as it can be, never an exception. */
export type AddressParts = {
  /** Scheme and host as typed. */
  origin: string;
  /** From the first slash on, without query. */
  path: string;
  /** After the question mark, without fragment. */
  query: string;
};

export function partsOf(url: string): AddressParts {
  const scheme = url.indexOf('://');
  const hash = url.indexOf('#');
  const end = hash < 0 ? url.length : hash;
  const mark = url.indexOf('?');
  const pathEnd = mark < 0 || mark > end ? end : mark;
  const slash = url.indexOf('/', scheme < 0 ? 0 : scheme + 3);
  const pathFrom = slash < 0 || slash > pathEnd ? pathEnd : slash;
  return {
    origin: url.slice(0, pathFrom),
    path: pathFrom === pathEnd ? '/' : url.slice(pathFrom, pathEnd),
    query: pathEnd < end ? url.slice(pathEnd + 1, end) : '',
  };
}

/** 页码参数: names that say which page of a list, or from which entry on. */
export const pagerName =
  /^(?:page|p|pg|pn|pno|paged|cur|offset|start|startrecord|endrecord|(?:cur|current|now)[-_]?page(?:no|num|index)?|page[-_]?(?:no|num|number|index|id|now|current)|(?:index|list)page|pageno\w?)$/i;

/** 分页 in the name of a file or a folder: `index_12.html` (TRS), `list_3_12.html`, `/page/12/`, `/p12.html`. The number is group 1. */
const pathPager = /\/(?:index[-_]|list[-_]\d{1,12}[-_]|page[-_]?|p)(\d{1,12})\.[a-z]{2,5}$|\/page\/(\d{1,12})\/?$/i;

/** 列表页码 in the path; null where none stands there. `list`: the address without it, the same for all pages of one list. */
export function pathPagerOf(path: string): { list: string; page: number } | null {
  const tail = path.length > 80 ? path.slice(path.indexOf('/', path.length - 80)) : path;
  const found = pathPager.exec(tail);
  const digits = found?.[1] ?? found?.[2];
  if (!found || digits === undefined) return null;
  const at = path.length - tail.length + tail.indexOf(digits, found.index);
  return { list: `${path.slice(0, at)}#${path.slice(at + digits.length)}`, page: Number(digits) };
}

/**
 * Whether an address promises one thing to read: a file with a number of its own (`art_1_23456.html`, `t20260304_12.html`), or a program
 * asked for an id. Lists under a number (`/col/col1234/index.html`) are none.
 */
export function isArticleAddress({ path, query }: AddressParts): boolean {
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (/^(?:index|list|default|node|col|channel|column)(?:[-_.]|\d)/i.test(file)) return false;
  if (/\d{3}/.test(file) && /\.(?:s?html?|aspx?|jspx?|jhtml|php|do|action)$/i.test(file)) return true;
  if (/\d{5}$/.test(file) || /^[\da-f]{24,40}$/i.test(file)) return true;
  if (
    !/(?:^|&)(?!(?:\w{0,20}(?:col|column|channel|class|cate|category|cat|type|web|site|unit|node|dept|parent)_?id=))[\w.]{0,20}id=[\w-]{0,40}\d/i.test(
      query,
    )
  )
    return false;
  return !/(?:^|\/)(?:list|more|index|col|channel)\w{0,12}\.\w{2,6}$/i.test(path);
}
