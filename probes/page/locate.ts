import { type AnyNode, type Document, type Element, isTag, type ParentNode } from 'domhandler';
import type { Locator, PageSnapshot } from '#core/evidence.ts';
import { type FlatText, pageIndex, squeeze } from './text.ts';

type Page = Pick<PageSnapshot, 'html' | 'document'>;

const lineTables = new WeakMap<Document, number[]>();

/** 1-based line and column of a character of the decoded source. */
export function lineColumn(page: Page, index: number): { line: number; column: number } {
  let starts = lineTables.get(page.document);
  if (!starts) {
    starts = [0];
    for (let i = page.html.indexOf('\n'); i >= 0; i = page.html.indexOf('\n', i + 1)) starts.push(i + 1);
    lineTables.set(page.document, starts);
  }
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

const paths = new WeakMap<Element, string>();

/**
 * CSS path that is unique in the page: from the nearest ancestor with a name of its own (id, else class) down by position.
 */
export function cssPath(page: Pick<PageSnapshot, 'document'>, element: Element): string {
  const known = paths.get(element);
  if (known !== undefined) return known;
  const parent = parentTag(element);
  const own = ownName(element, pageIndex(page.document).names);
  const root = element.name === 'html' || element.name === 'body' || parent === null;
  const path = own ?? (root ? step(element) : `${cssPath(page, parent)} > ${step(element)}`);
  paths.set(element, path);
  return path;
}

function ownName(e: Element, names: ReadonlyMap<string, number>): string | null {
  const { id, class: classes } = e.attribs;
  if (id && plainName.test(id) && names.get(`#${id}`) === 1) return `#${id}`;
  if (classes)
    for (const c of classes.split(/\s+/)) if (plainName.test(c) && names.get(`.${c}`) === 1) return `${e.name}.${c}`;
  return null;
}

/** Place of each child among those of its name, for parents whose children are too many to be counted again for each. */
const positions = new WeakMap<ParentNode, Map<Element, number>>();
const FEW = 100;

function step(e: Element): string {
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
