import { type AnyNode, type Document, type Element, isTag, type ParentNode } from 'domhandler';
import type { Locator, PageSnapshot } from '#core/evidence.ts';
import { keptOn } from './kept.ts';
import { type FlatText, pageIndex, squeeze } from './text.ts';

type Page = Pick<PageSnapshot, 'html' | 'document'>;

/** What locators of one page share; made at the first of them. */
type Places = {
  /** Index of the first character of each line. */
  lines: number[];
  /** How often an id stands in the document, and how often a class. */
  ids: Map<string, number>;
  classes: Map<string, number>;
  paths: Map<Element, string>;
  /** Place of each child among those of its name, for parents whose children are too many to be counted again for each. */
  positions: Map<ParentNode, Map<Element, number>>;
};

const pages = keptOn<Document, Places>();

function placesOf(page: Page): Places {
  let places = pages.get(page.document);
  if (!places) {
    places = {
      lines: linesOf(page.html),
      ...nameCounts(pageIndex(page.document).elements),
      paths: new Map(),
      positions: new Map(),
    };
    pages.set(page.document, places);
  }
  return places;
}

function linesOf(html: string): number[] {
  const starts = [0];
  // Lines are short: one look at each character is quicker than a search for each line.
  for (let i = 0; i < html.length; i++) if (html.charCodeAt(i) === 10) starts.push(i + 1);
  return starts;
}

function nameCounts(elements: readonly Element[]): Pick<Places, 'ids' | 'classes'> {
  const ids = new Map<string, number>();
  const lists = new Map<string, number>();
  for (const { attribs } of elements) {
    const { id, class: list } = attribs;
    if (id) ids.set(id, (ids.get(id) ?? 0) + 1);
    if (list) lists.set(list, (lists.get(list) ?? 0) + 1);
  }
  const classes = new Map<string, number>();
  for (const [list, n] of lists)
    for (const c of list.split(/\s+/)) if (c !== '') classes.set(c, (classes.get(c) ?? 0) + n);
  return { ids, classes };
}

/** 1-based line and column of a character of the decoded source. */
export function lineColumn(page: Page, index: number): { line: number; column: number } {
  const starts = placesOf(page).lines;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= index) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: index - starts[low]! + 1 };
}

/** 位置 of a node: CSS path, line, column and the text given (cut at 200 characters). */
export function locate(page: Page, node: AnyNode, text?: string): Locator {
  const element = isTag(node) ? node : (node.parent as AnyNode | null);
  const selector = element !== null && isTag(element) ? cssPath(page, element) : undefined;
  const around = text === undefined ? '' : cut(squeeze(text).trim(), 200);
  return {
    ...(selector === undefined ? {} : { selector }),
    ...(node.startIndex === null ? {} : lineColumn(page, node.startIndex)),
    ...(around === '' ? {} : { text: around }),
  };
}

/** 位置 of a match in flattened text; line and column point at its first characters, not at the start of the node. */
export function locateText(page: Page, flat: FlatText, start: number, end: number): Locator {
  const node = flat.nodeAt(start);
  const text = flat.text.slice(start, end);
  if (!node) return { text: cut(text, 200) };
  const found = locate(page, node, text);
  if (node.startIndex === null) return found;
  const from = node.startIndex;
  const needle = text.split(/[\s]/, 1)[0]!.slice(0, 12);
  const at = needle === '' ? -1 : page.html.slice(from, from + node.data.length * 2 + 200).indexOf(needle);
  return at < 0 ? found : { ...found, ...lineColumn(page, from + at) };
}

/** Cuts without halving a character outside the basic plane. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}

const plainName = /^[a-z_][\w-]*$/i;

/**
 * CSS path that is unique in the page: from the nearest ancestor with a name of its own (id, else class) down by position.
 */
export function cssPath(page: Page, element: Element): string {
  return pathOf(placesOf(page), element);
}

function pathOf(places: Places, element: Element): string {
  const known = places.paths.get(element);
  if (known !== undefined) return known;
  const parent = parentTag(element);
  const own = ownName(element, places);
  const root = element.name === 'html' || element.name === 'body' || parent === null;
  const path = own ?? (root ? step(element, places) : `${pathOf(places, parent)} > ${step(element, places)}`);
  places.paths.set(element, path);
  return path;
}

function ownName(e: Element, { ids, classes }: Places): string | null {
  const { id, class: list } = e.attribs;
  if (id && ids.get(id) === 1 && plainName.test(id)) return `#${id}`;
  if (list) for (const c of list.split(/\s+/)) if (classes.get(c) === 1 && plainName.test(c)) return `${e.name}.${c}`;
  return null;
}

const FEW = 100;

function step(e: Element, { positions }: Places): string {
  const named = plainName.test(e.name);
  const siblings = e.parent?.children ?? [];
  if (e.parent !== null && siblings.length > FEW) {
    let known = positions.get(e.parent);
    if (!known) {
      known = new Map();
      const counts = new Map<string, number>();
      let all = 0;
      for (const child of siblings) {
        if (!isTag(child)) continue;
        all++;
        const n = (counts.get(child.name) ?? 0) + 1;
        counts.set(child.name, n);
        known.set(child, plainName.test(child.name) ? n : all);
      }
      positions.set(e.parent, known);
    }
    const position = known.get(e) ?? 1;
    return named ? `${e.name}:nth-of-type(${position})` : `*:nth-child(${position})`;
  }
  let position = 0;
  let count = 0;
  for (const s of siblings) {
    if (!isTag(s) || (named && s.name !== e.name)) continue;
    count++;
    if (s === e) position = count;
  }
  if (!named) return `*:nth-child(${position})`;
  return count <= 1 ? e.name : `${e.name}:nth-of-type(${position})`;
}

function parentTag(e: Element): Element | null {
  return e.parent !== null && isTag(e.parent) ? e.parent : null;
}
