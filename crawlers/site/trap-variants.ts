import type { AddressParts } from './address-shape.ts';

/** 同一内容的其他样子: a login, a print or share version, results of a search. Nothing to read that does not stand elsewhere. */
export function isVariant({ path, query }: AddressParts): 'login' | 'search' | 'print' | null {
  const file = path.slice(path.lastIndexOf('/', path.length - 2) + 1);
  if (loginFile.test(file)) return 'login';
  if (query === '') return null;
  if (printFile.test(file)) return 'print';
  const searches = searchFile.test(file) || searchFolder.test(path);
  for (const parameter of query.split('&', 40)) {
    const equals = parameter.indexOf('=');
    if (equals < 1 || equals === parameter.length - 1) continue;
    const name = parameter.slice(0, equals).toLowerCase();
    const value = parameter.slice(equals + 1);
    if (searchNames.has(name)) return 'search';
    // `?s=/article/read/id/3` and `?q=node/3` are how some programs spell their pages.
    if (searches && looseSearchNames.has(name) && !/\/|%2f/i.test(value)) return 'search';
    if (name === 'print' || name === 'printable' || name === 'isprint') {
      if (/^(?:1|y|yes|true|on)$/i.test(value)) return 'print';
    } else if (actionNames.has(name)) {
      if (/^(?:print|printview|share|email|sendmail|favou?rite|addfav)$/i.test(value)) return 'print';
      if (/^(?:login|logout|logoff|signin|signout)$/i.test(value)) return 'login';
    }
  }
  return null;
}

const loginFile =
  /^(?:(?:user|member|admin|sys|sso|cas|to|do)?[-_]?(?:login|logon|signin|logout|logoff|loginout|signout))(?:\.\w{2,6})?\/?$/i;
const printFile =
  /^(?:(?:to|do)?print(?:er|view|page|article|content)?|share|sendmail|email(?:article)?|addfav(?:orite)?)\.\w{2,6}$/i;
const searchFile = /^(?:\w{0,12}search|search\w{0,12}|so|sousuo|jiansuo|query(?:result)?)(?:\.\w{2,6})?\/?$/i;
const searchFolder = /\/(?:j?search|sousuo|jsearchfront|irs|so)\//i;
/** Names that only a search has. */
const searchNames = new Set(
  'keyword keywords searchword searchwords search_word searchkey searchtext wd kw sword'.split(' '),
);
/** Names that other programs use as well. */
const looseSearchNames = new Set('q s key word words query qt title content text k'.split(' '));
const actionNames = new Set('action act do op mode view format method m tpl'.split(' '));

/** 排序参数: the same entries in another order. `sort=12` is the number of a category on many sites, so the value counts. */
export function isSort(name: string, value: string): boolean {
  return sortName.test(name) && sortValue.test(value);
}

const sortName =
  /^(?:sort|order|orderby|order_by|sortby|sort_by|sort_?field|order_?field|sort_?type|order_?type|sort_?order|dir|ordering)$/i;
const sortValue =
  /^(?:[\w.]{0,30}[-_+. ]|%20)?(?:asc|desc|ascending|descending|up|down|time|date|title|hits?|views?|clicks?|reads?|hot|new|newest|latest|pub_?time|pub_?date|create_?time|update_?time|relevance|score|rank|name|size|default)$/i;
