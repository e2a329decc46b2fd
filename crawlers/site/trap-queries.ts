import { type AddressParts, isArticleAddress, pagerName } from './address-shape.ts';
import { type Distinct, hash32, openBounded, openDistinct } from './distinct.ts';
import { isSort } from './trap-variants.ts';

/** Paths with queries remembered, and combinations of those that turned out endless. */
const maxFamilies = 2_000;
const maxRemembered = 100_000;
/**
 * Combinations are endless once there are this many and each value of the parameter with most values stands in this many of them: numbers
 * of articles make one combination each, filters multiply. Two filters (offices and subjects) are how some sites open their directory.
 */
const manyOfTwo = 1_000;
const manyOfMore = 200;
const perValue = 8;
/** The same parameters in changing selections. */
const manyOnPath = 2_000;
/** Query strings behind one path in any case; no site has more articles. */
const maxQueries = 100_000;
/** Different words in one parameter: titles and tags are fewer. */
const maxWords = 5_000;
/** Orders of one list that are read: where only an ordered list is linked, it is the list. */
const maxSorts = 20;
/** Queries behind articles that are files with a number of their own, so many of them: the query tells nothing apart, yet is always new. */
const manyOnArticles = 100;
const perArticle = 4;
const fewestArticles = 10;

type Hashed = { name: string; hash: number; word: boolean };
type Parameter = { values: Distinct; words: Distinct | null };
type Family = {
  added: number;
  combinations: Distinct;
  paths: Distinct;
  parameters: Map<string, Parameter>;
  /** Combinations let pass, and the order in which the first address named its parameters. */
  admitted: Map<number, number>;
};

/**
 * 无尽查询串: whether the query of an address is one more of an endless number behind its path (digits folded). Page numbers do not count
 * here. Works with about 130 bytes a parameter, whatever the number of addresses.
 */
export function openQueryTrap(): (parts: AddressParts) => 'endless-query' | 'variant' | null {
  const families = openBounded<Family>(maxFamilies);
  let remembered = 0;

  const familyOf = (key: string): Family =>
    families.get(key, () => ({
      added: 0,
      combinations: openDistinct(),
      paths: openDistinct(),
      parameters: new Map(),
      admitted: new Map(),
    }));

  return (parts) => {
    const read = parametersOf(parts);
    if (read.length === 0) return null;
    const path = parts.origin + folded(parts.path);
    // Sorted: one page, whatever the order in which a link names its parameters.
    const sortedRead = read.length === 1 ? read : [...read].sort(byName);
    const hashed = sortedRead.map(
      ({ name, value }): Hashed => ({ name, hash: hash32(value), word: !isIdentity(value) }),
    );
    const exact = hash32(parts.path);
    let order = 0;
    for (const { name } of read) order = hash32(name, order);
    let combination = exact;
    let names = '';
    for (const { name, hash } of hashed) {
      combination = hash32(name, Math.imul(combination, 31) ^ hash);
      names += `&${name}`;
    }
    const sorted = read.some((p) => isSort(p.name, p.value));
    const article = /\d{3}[^/]{0,40}\.s?html?$/i.test(parts.path) && isArticleAddress({ ...parts, query: '' });
    let trap: 'endless-query' | 'variant' | null = null;
    for (const [key, own] of [
      [`${path}?${names}`, true],
      [path, false],
    ] as const) {
      const family = familyOf(key);
      const first = own ? family.admitted.get(combination) : undefined;
      // One more page of a list, or the same parameters in another order: the same page.
      if (first !== undefined) return first === order ? null : 'variant';
      count(family, exact, hashed, combination);
      trap ??= judge(family, { own, sorted, article });
      if (own && trap === null && remembered < maxRemembered && family.admitted.size < manyOfTwo) {
        family.admitted.set(combination, order);
        remembered++;
      }
    }
    return trap;
  };
}

const byName = (a: { name: string; value: string }, b: { name: string; value: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : a.value < b.value ? -1 : 1;

function count(family: Family, path: number, read: readonly Hashed[], combination: number) {
  family.added++;
  family.combinations.add(combination);
  family.paths.add(path);
  for (const { name, hash, word } of read) {
    let parameter = family.parameters.get(name);
    if (!parameter) {
      if (family.parameters.size >= 40) continue;
      parameter = { values: openDistinct(), words: null };
      family.parameters.set(name, parameter);
    }
    parameter.values.add(hash);
    if (word) {
      parameter.words ??= openDistinct();
      parameter.words.add(hash);
    }
  }
}

function judge(
  family: Family,
  o: { own: boolean; sorted: boolean; article: boolean },
): 'endless-query' | 'variant' | null {
  // Counting costs; how often something was added bounds the count.
  if (family.added <= (o.sorted ? maxSorts : manyOnArticles)) return null;
  const n = family.combinations.size();
  if (o.own && o.sorted && n > maxSorts) return 'variant';
  const paths = Math.max(1, family.paths.size());
  if (o.article && paths >= fewestArticles && n > Math.max(manyOnArticles, perArticle * paths)) return 'endless-query';
  if (n <= manyOfMore) return null;
  if (n > maxQueries) return 'endless-query';
  let most = 1;
  let varying = paths > 1.5 ? 1 : 0;
  let widest: Parameter | null = null;
  for (const parameter of family.parameters.values()) {
    const values = parameter.values.size();
    if (values > 1.5) varying++;
    if (values <= most) continue;
    most = values;
    widest = parameter;
  }
  if (widest !== null && most > maxWords && (widest.words?.size() ?? 0) > maxWords) return 'endless-query';
  const many = o.own ? (varying > 2 ? manyOfMore : manyOfTwo) : manyOnPath;
  // Each office of a site may count its articles from one again: folders multiply what is right.
  return n > many && n > perValue * most * paths ? 'endless-query' : null;
}

/** Numbers, hashes and ids drawn at random: what articles are named by. The digits of percent escapes are none. */
const isIdentity = (value: string): boolean => /^[^%]{0,200}\d{2}/.test(value) || /^\d$/.test(value);

/** Digits and hashes in a path say which; the rest says what kind of page. */
export function folded(path: string): string {
  return path.replace(/[\da-f]{24,}|\d+/gi, '0');
}

/** Parameters that are no page number, names in lower case. */
export function parametersOf({ path, query }: AddressParts): { name: string; value: string }[] {
  if (query === '') return [];
  const found: { name: string; value: string }[] = [];
  for (const parameter of query.split('&', 40)) {
    if (parameter === '') continue;
    const equals = parameter.indexOf('=');
    const name = (equals < 0 ? '' : parameter.slice(0, equals)).toLowerCase();
    const value = equals < 0 ? parameter : parameter.slice(equals + 1);
    if (!isPager(path, name, value)) found.push({ name, value });
  }
  return found;
}

/** `/?p=123` is an article of WordPress. */
export function isPager(path: string, name: string, value: string): boolean {
  if (!/^(?:0|[1-9]\d{0,8})$/.test(value) || !pagerName.test(name)) return false;
  return name !== 'p' || !/^\/(?:index\.php)?$/.test(path);
}
