import {
  type AnyNode,
  type Comment,
  type Document,
  type Element,
  isComment,
  isTag,
  isText,
  type Text,
} from 'domhandler';
import { keptOn } from './kept.ts';

/** Text of a page in reading order, with the way back from a place in it to the node that shows it. */
export type FlatText = {
  /** Blanks collapsed to one space, blocks and line breaks as `\n`, inline tags leave no trace. */
  text: string;
  /** Node that shows the character at `offset`; null for a break or beyond the end. */
  nodeAt(offset: number): Text | null;
};

/** What one walk over a page finds; made once a document and shared by all probes. */
export type PageIndex = {
  /** Every element in document order, also those that are not shown. */
  elements: readonly Element[];
  comments: readonly Comment[];
  /** What a reader sees. */
  visible: FlatText;
  /** Text inside elements hidden by attribute or inline style: tab panels, but also marks that are not shown. */
  hidden: FlatText;
};

const blocks = new Set(
  (
    'address article aside blockquote body center caption dd details dialog dir div dl dt fieldset figcaption figure footer form ' +
    'frameset h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol optgroup option p pre section summary table tbody td ' +
    'tfoot th thead tr ul br'
  ).split(' '),
);
/** Content that is never shown as text. With scripting on, as every visitor has it, noscript is not shown either. */
const silent = new Set(
  'script style noscript template title head textarea select iframe object svg math audio video canvas noframes noembed'.split(
    ' ',
  ),
);

/** What a walk must know of an element by its name; 0: nothing. */
const BLOCK = 1;
const SILENT = 2;
const kinds: ReadonlyMap<string, number> = new Map(
  [...blocks, ...silent].map((name) => [name, (blocks.has(name) ? BLOCK : 0) | (silent.has(name) ? SILENT : 0)]),
);

const indexes = keptOn<Document, PageIndex>();

/** 页面索引 of a parsed page; computed at the first call, then shared. */
export function pageIndex(document: Document): PageIndex {
  let index = indexes.get(document);
  if (!index) {
    index = build(document);
    indexes.set(document, index);
  }
  return index;
}

function build(document: Document): PageIndex {
  const elements: Element[] = [];
  const comments: Comment[] = [];
  const visible = flatWriter();
  const hidden = flatWriter();
  const visitAll = (children: readonly AnyNode[], writer: Writer | null) => {
    for (let i = 0; i < children.length; i++) {
      const node = children[i]!;
      if (isText(node)) {
        if (writer !== null) writer.text(node);
      } else if (isTag(node)) {
        elements.push(node);
        const kind = kinds.get(node.name) ?? 0;
        // The head is walked for its scripts, but its text is not read.
        const inner = writer === null || (kind & SILENT) !== 0 ? null : isHidden(node) ? hidden : writer;
        const block = (kind & BLOCK) !== 0 && writer !== null;
        if (block) writer.gap();
        if (node.children.length > 0) visitAll(node.children, inner);
        if (block) writer.gap();
        if (inner === hidden && writer !== hidden) hidden.gap();
      } else if (isComment(node)) comments.push(node);
      else if ('children' in node) visitAll(node.children, writer);
    }
  };
  visitAll(document.children, visible);
  return { elements, comments, visible: visible.done(), hidden: hidden.done() };
}

type Writer = { text(node: Text): void; gap(): void; done(): FlatText };

/** What was written last. */
const NOTHING = 0;
const SPACE = 1;
const BREAK = 2;
const WORD = 3;

function flatWriter(): Writer {
  const parts: string[] = [];
  const starts: number[] = [];
  const nodes: Text[] = [];
  let length = 0;
  let last = NOTHING;
  return {
    text(node) {
      let data = node.data;
      if (last !== WORD) {
        // Half of all text nodes are the indentation of the markup.
        data = unindented(data);
        if (data === '') return;
      }
      data = squeeze(data);
      if (data === '') return;
      starts.push(length);
      nodes.push(node);
      parts.push(data);
      length += data.length;
      last = data.charCodeAt(data.length - 1) === 0x20 ? SPACE : WORD;
    },
    gap() {
      if (last === NOTHING || last === BREAK) return;
      parts.push('\n');
      length++;
      last = BREAK;
    },
    done() {
      const text = parts.join('');
      return {
        text,
        nodeAt(offset) {
          if (offset < 0 || offset >= text.length || text[offset] === '\n') return null;
          let low = 0;
          let high = starts.length - 1;
          while (low < high) {
            const middle = (low + high + 1) >> 1;
            if (starts[middle]! <= offset) low = middle;
            else high = middle - 1;
          }
          return nodes[low] ?? null;
        },
      };
    },
  };
}

/** Blanks of every kind (nbsp, ideographic, zero-width) collapsed to one space; no trimming. */
export function squeeze(text: string): string {
  // Most text nodes are one word or one blank: nothing to collapse. A long one is a window on the source, in which a pattern finds its way
  // many times as fast as one look at each character.
  if (text.length > SHORT) {
    if (!blank.test(text)) return text;
  } else {
    let i = 0;
    while (i < text.length && !isBlank(text.charCodeAt(i))) i++;
    if (i === text.length || text === ' ') return text;
  }
  return text.replace(blanks, ' ');
}
const SHORT = 12;
const blanks = /[\s\u00a0\u3000\u200b-\u200f\u2028\u2029\u2060\ufeff]+/g;

/** A text without the blanks that it begins with. */
export function unindented(text: string): string {
  let i = 0;
  while (i < text.length && isBlank(text.charCodeAt(i))) i++;
  return i === 0 ? text : i === text.length ? '' : text.slice(i);
}

/** One of the characters of `blanks`. */
function isBlank(c: number): boolean {
  if (c > 0x3000 && c < 0xfeff) return false;
  if (c <= 0x20) return c === 0x20 || (c >= 0x09 && c <= 0x0d);
  return (
    c === 0xa0 ||
    c === 0x1680 ||
    (c >= 0x2000 && c <= 0x200f) ||
    c === 0x2028 ||
    c === 0x2029 ||
    c === 0x202f ||
    c === 0x205f ||
    c === 0x2060 ||
    c === 0x3000 ||
    c === 0xfeff
  );
}

/** Text without any blank: how codes and names are compared. */
export function compact(text: string): string {
  return blank.test(text) ? text.replace(/[\s\u00a0\u3000\u200b-\u200f\u2028\u2029\u2060\ufeff]+/g, '') : text;
}
const blank = /[\s\u00a0\u3000\u200b-\u200f\u2028\u2029\u2060\ufeff]/;

/** Text of a subtree as a reader sees it, blanks collapsed, at most `limit` characters. */
export function textOf(node: AnyNode, limit = 2000): string {
  // Most links hold one text and nothing else.
  if (isTag(node) && node.children.length === 1) {
    const only = node.children[0]!;
    if (isText(only)) return squeeze(only.data).trim().slice(0, limit);
  }
  let out = '';
  // Bounded in nodes too: nested empty elements would be walked once for each of them.
  let budget = limit * 4;
  const visit = (n: AnyNode): void => {
    if (out.length > limit || budget-- <= 0) return;
    if (isText(n)) out += squeeze(n.data);
    else if (isTag(n)) {
      // An anchor ends where the next one opens, as in browsers, even when its end tag was forgotten.
      if (n !== node && (silent.has(n.name) || isHidden(n) || (n.name === 'a' && isTag(node) && node.name === 'a')))
        return;
      const block = blocks.has(n.name);
      if (block) out += ' ';
      for (const child of n.children) visit(child);
      if (block) out += ' ';
    } else if ('children' in n) for (const child of n.children) visit(child);
  };
  visit(node);
  return squeeze(out).trim().slice(0, limit);
}

/** Source text of a script or style element. */
export function rawText(element: Element): string {
  let out = '';
  for (const child of element.children) if (isText(child)) out += child.data;
  return out;
}

/** Hidden by attribute or inline style. Rules of style sheets are not applied: menus are hidden that way until the mouse comes. */
export function isHidden(element: Element): boolean {
  const { hidden, style } = element.attribs;
  if (hidden !== undefined) return true;
  return style !== undefined && /(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*hidden)/i.test(style);
}

/** Attribute value, '' when absent. Names are lower case. */
export function attr(element: Element, name: string): string {
  return element.attribs[name] ?? '';
}

/** The nearest element at or above `node` that satisfies the test. */
export function closest(node: AnyNode | null, test: (element: Element) => boolean): Element | null {
  for (let n: AnyNode | null = node; n !== null; n = n.parent) if (isTag(n) && test(n)) return n;
  return null;
}
