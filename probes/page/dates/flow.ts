import { type AnyNode, type Document, type Element, isTag, isText, type Text } from 'domhandler';
import { keptOn } from '../kept.ts';
import { isHidden, rawText, squeeze, unindented } from '../text.ts';
import { findDates } from './parse.ts';
import type { DateReading } from './reading.ts';
import { printedBy, UNREAD } from './script-print.ts';

/** An element and the part of the flow that it holds. */
export type Box = {
  el: Element;
  parent: Box | null;
  start: number;
  end: number;
  /** Inside navigation, menus, breadcrumbs or the footer. */
  chrome: boolean;
  /** Hidden by attribute or inline style: tab panels too. */
  hidden: boolean;
};

/** A piece of text from one node. */
export type Run = {
  start: number;
  end: number;
  /** The text node, or the script that prints it. */
  node: Text | Element;
  box: Box;
  anchor: Anchor | null;
  printed: boolean;
};

export type Anchor = { el: Element; box: Box; start: number; end: number; href: string };

/** 版面流 — the page as one text in reading order, with links, elements and their extents. Blocks end in \n, cells in \t. */
export type Flow = {
  document: Document;
  text: string;
  runs: readonly Run[];
  boxes: readonly Box[];
  anchors: readonly Anchor[];
  metas: readonly { name: string; content: string; el: Element }[];
  /** Text of the title element. */
  headTitle: string;
  scripts: readonly Element[];
  frames: readonly Element[];
  /** Markup that scripts carry or write: Hanweb's datastore, document.write of rows. */
  fragments: readonly { html: string; el: Element }[];
};

/** How an element breaks the text; inline elements do not. */
const kinds = new Map<string, 'block' | 'cell' | 'silent'>();
for (const name of (
  'address article aside blockquote body center caption dd details dialog dir div dl dt fieldset figcaption figure footer form ' +
  'h1 h2 h3 h4 h5 h6 header hr li legend main menu nav ol p pre section summary table tbody tfoot thead tr ul br'
).split(' '))
  kinds.set(name, 'block');
for (const name of ['td', 'th']) kinds.set(name, 'cell');
for (const name of 'style noscript template textarea select svg math audio video object canvas noframes'.split(' '))
  kinds.set(name, 'silent');
const chromeTags = new Set(['nav', 'footer']);
const chromeName =
  /(?:^|[\s_-])(?:nav\w*|menu\w*|foot\w*|crumb\w*|breadcrumb\w*|copyright\w*|friend_?links?|yqlj|yqljs?|weizhi|dqwz|position|sitenav|topbar|top_?nav)(?:$|[\s_-])/i;

/** Characters of writing scripts that are looked into on one page. */
const MAX_EVALUATED = 400_000;

const flows = keptOn<Document, Flow>();

/** The flow of a parsed page; made at the first call, then shared by all date probes. */
export function flowOf(document: Document): Flow {
  let flow = flows.get(document);
  if (flow === undefined) {
    flow = build(document);
    flows.set(document, flow);
  }
  return flow;
}

function build(document: Document): Flow {
  const parts: string[] = [];
  let length = 0;
  let last = '\n';
  const runs: Run[] = [];
  const boxes: Box[] = [];
  const anchors: Anchor[] = [];
  const metas: { name: string; content: string; el: Element }[] = [];
  const scripts: Element[] = [];
  const frames: Element[] = [];
  const fragments: { html: string; el: Element }[] = [];
  let headTitle = '';
  let evaluated = 0;

  const put = (s: string) => {
    parts.push(s);
    length += s.length;
    last = s[s.length - 1]!;
  };
  const gap = (mark: '\n' | '\t') => {
    if (last === '\n' || (mark === '\t' && last === '\t')) return;
    put(mark);
  };
  const write = (data: string, node: Text | Element, box: Box, anchor: Anchor | null, printed: boolean) => {
    const after = last === '\n' || last === '\t' || last === ' ';
    // Half of all text nodes are the indentation of the markup.
    const own = after ? unindented(data) : data;
    if (own === '') return;
    const markup = own.length > 4 && own.includes('<%');
    let text = squeeze(markup ? own.replace(/<%[^%]{0,5000}(?:%(?!>)[^%]{0,5000}){0,50}%>/g, ' ') : own);
    if (after && text.startsWith(' ')) text = text.slice(1);
    if (text === '') return;
    runs.push({ start: length, end: length + text.length, node, box, anchor, printed });
    put(text);
  };

  const script = (el: Element, box: Box, anchor: Anchor | null) => {
    scripts.push(el);
    const source = rawText(el);
    if (source === '') return;
    if (/xml/i.test(el.attribs.type ?? '') || source.includes('<datastore')) {
      const rows = dataSections(source);
      if (rows.length > 0) fragments.push({ html: rows.join('\n'), el });
      return;
    }
    if (!source.includes('document.write')) return;
    evaluated += source.length;
    if (evaluated > MAX_EVALUATED) return;
    const printed = printedBy(source);
    if (printed === null) return;
    if (/<a\s/i.test(printed.text)) fragments.push({ html: printed.text.replaceAll(UNREAD, ' '), el });
    else write(printed.text.replace(/<[^>]{0,300}>/g, ' '), el, box, anchor, true);
  };

  const chromeNames = new Map<string, boolean>();
  const isChrome = (names: string | undefined): boolean => {
    if (names === undefined || names === '') return false;
    let known = chromeNames.get(names);
    if (known === undefined) {
      known = chromeName.test(names);
      chromeNames.set(names, known);
    }
    return known;
  };

  const visit = (node: AnyNode, box: Box | null, anchor: Anchor | null) => {
    if (isText(node)) {
      if (box !== null) write(node.data, node, box, anchor, false);
      return;
    }
    if (!isTag(node)) {
      if ('children' in node) for (const child of node.children) visit(child, box, anchor);
      return;
    }
    const { name, attribs } = node;
    if (name === 'meta') {
      const key = attribs.name ?? attribs.property ?? attribs.itemprop;
      if (key !== undefined && attribs.content !== undefined)
        metas.push({ name: key, content: attribs.content, el: node });
      return;
    }
    if (name === 'title') {
      if (headTitle === '') headTitle = squeeze(rawText(node).slice(0, 1_000)).trim().slice(0, 400);
      return;
    }
    const kind = kinds.get(name);
    if (kind === 'silent') return;
    if (name === 'iframe' || name === 'frame') {
      frames.push(node);
      return;
    }
    const own: Box = {
      el: node,
      parent: box,
      start: length,
      end: length,
      chrome: (box?.chrome ?? false) || chromeTags.has(name) || isChrome(attribs.class) || isChrome(attribs.id),
      hidden: (box?.hidden ?? false) || isHidden(node),
    };
    if (name === 'script') {
      script(node, box ?? own, anchor);
      return;
    }
    const block = kind === 'block';
    const cell = kind === 'cell';
    if (block) gap('\n');
    else if (cell) gap('\t');
    own.start = length;
    boxes.push(own);
    let inside = anchor;
    if (name === 'a') {
      inside = { el: node, box: own, start: length, end: length, href: attribs.href ?? '' };
      anchors.push(inside);
    }
    for (const child of node.children) visit(child, own, inside);
    own.end = length;
    if (name === 'a' && inside !== null) inside.end = length;
    if (block) gap('\n');
    else if (cell) gap('\t');
  };
  visit(document, null, null);
  return { document, text: parts.join(''), runs, boxes, anchors, metas, headTitle, scripts, frames, fragments };
}

/** Contents of the CDATA sections of a script or answer that carries data. */
export function dataSections(source: string): string[] {
  const found: string[] = [];
  for (let i = source.indexOf('<![CDATA['); i >= 0 && found.length < 2_000; ) {
    const end = source.indexOf(']]>', i);
    if (end < 0) break;
    found.push(source.slice(i + 9, end));
    i = source.indexOf('<![CDATA[', end);
  }
  return found;
}

const readings = keptOn<Flow, { today: string; found: readonly DateReading[] }>();

/** Every date of the flow; read once for a day and shared by the probes. */
export function datesOf(flow: Flow, today: string): readonly DateReading[] {
  const known = readings.get(flow);
  if (known?.today === today) return known.found;
  const found = findDates(flow.text, today);
  readings.set(flow, { today, found });
  return found;
}

/** The run that holds a place of the flow, or the one before it when the place is a break. */
export function runAt(flow: Flow, offset: number): Run | null {
  let low = 0;
  let high = flow.runs.length - 1;
  if (high < 0) return null;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (flow.runs[middle]!.start <= offset) low = middle;
    else high = middle - 1;
  }
  return flow.runs[low]!;
}

/** The nearest of `names` at or above a box. */
export function boxUp(box: Box | null, names: ReadonlySet<string>, levels = 12): Box | null {
  for (let b = box, n = 0; b !== null && n < levels; b = b.parent, n++) if (names.has(b.el.name)) return b;
  return null;
}

/** The line (block) of the flow that holds a place. */
export function lineAround(text: string, offset: number): { start: number; end: number } {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  return { start, end: end < 0 ? text.length : end };
}
