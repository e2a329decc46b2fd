import { type ChildNode, Comment, Document, Element, type ParentNode, ProcessingInstruction, Text } from 'domhandler';

/** Elements nested deeper become siblings, as in browsers. */
const MAX_DEPTH = 512;
/** What no real page needs: beyond it the markup is a bomb, not a page. */
const BOMB_DEPTH = 8_000;
const MAX_NODES = 500_000;
/** Open elements beyond which names are counted. */
const MANY = 100;

const set = (names: string): ReadonlySet<string> => new Set(names.split(' '));

const paragraph = set('p');
const fields = set('input option optgroup select button datalist textarea');
const tableSections = set('thead tbody');
const terms = set('dd dt');
const ruby = set('rt rp');
/** Open elements that an opening tag ends. The rules are htmlparser2's, for what was measured on its trees must not change. */
const ends: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['tr', set('tr th td')],
  ['th', set('th')],
  ['td', set('thead th td')],
  ['body', set('head link script')],
  ['li', set('li')],
  ['option', set('option')],
  ['optgroup', set('optgroup option')],
  ['dd', terms],
  ['dt', terms],
  ['rt', ruby],
  ['rp', ruby],
  ['tbody', tableSections],
  ['tfoot', tableSections],
  ...'select input output button datalist textarea'.split(' ').map((n) => [n, fields] as const),
  ...(
    'p h1 h2 h3 h4 h5 h6 address article aside blockquote details div dl fieldset figcaption figure footer form header hr main nav ol pre section ' +
    'table ul'
  )
    .split(' ')
    .map((n) => [n, paragraph] as const),
]);
const voids = set(
  'area base basefont br col command embed frame hr img input isindex keygen link meta param source track wbr',
);
const foreign = set('math svg');
const integration = set('mi mo mn ms mtext annotation-xml foreignobject desc title');

/** 树 under construction. */
export type Tree = {
  root: Document;
  /** Where the next node goes. */
  parent: ParentNode;
  /** Elements the tree is in, the root first; not deeper than browsers go. */
  path: ParentNode[];
  /** Names of all open elements, outermost first. */
  open: string[];
  /** How often each name is open; kept from the first time that so many are that looking for one costs too much. */
  counts: Map<string, number> | null;
  /** Text that goes on growing while nothing else comes between. */
  text: Text | null;
  /** Inside svg or math, where `/>` closes. */
  foreign: boolean[];
  /** Place of the source up to which everything has been told. */
  start: number;
  nodes: number;
  /** No page: too deep or too many nodes. */
  bomb: boolean;
};

export function openTree(): Tree {
  const root = new Document([]);
  return {
    root,
    parent: root,
    path: [root],
    open: [],
    counts: null,
    text: null,
    foreign: [false],
    start: 0,
    nodes: 0,
    bomb: false,
  };
}

function add(t: Tree, node: ChildNode, start: number): void {
  const { parent } = t;
  const siblings = parent.children;
  node.startIndex = start;
  node.parent = parent;
  if (siblings.length > 0) {
    const before = siblings[siblings.length - 1]!;
    node.prev = before;
    before.next = node;
    siblings.push(node);
  }
  // Most elements have one child; an empty list that is added to makes room for seventeen.
  else parent.children = [node];
  if (++t.nodes > MAX_NODES) t.bomb = true;
}

/** Text that ends at `end`. */
export function addText(t: Tree, data: string, end: number): void {
  if (t.text !== null) t.text.data += data;
  else {
    const node = new Text(data);
    add(t, node, t.start);
    t.text = node;
  }
  t.start = end;
}

export function addComment(t: Tree, data: string, end: number): void {
  add(t, new Comment(data), t.start);
  t.text = null;
  t.start = end;
}

export function addInstruction(t: Tree, sign: '!' | '?', data: string, end: number): void {
  const stop = data.search(/\s|\//);
  const name = (stop < 0 ? data : data.slice(0, stop)).toLowerCase();
  add(t, new ProcessingInstruction(sign + name, sign + data), t.start);
  t.text = null;
  t.start = end;
}

/** The name of an opening tag was read: what it ends is closed, before its attributes are known. */
export function opening(t: Tree, name: string): void {
  const ended = ends.get(name);
  const { open } = t;
  if (ended !== undefined) while (open.length > 0 && ended.has(open[open.length - 1]!)) leave(t);
  if (voids.has(name)) return;
  open.push(name);
  if (t.counts !== null) t.counts.set(name, (t.counts.get(name) ?? 0) + 1);
  if (open.length > BOMB_DEPTH) t.bomb = true;
  if (foreign.has(name)) t.foreign.push(true);
  else if (integration.has(name)) t.foreign.push(false);
}

/** The opening tag, begun at `start`, is complete. */
export function opened(t: Tree, name: string, attribs: Record<string, string>, start: number): void {
  const element = new Element(name, attribs);
  add(t, element, start);
  t.text = null;
  // Void elements are not open; all others stand on top of the open ones by now.
  if (voids.has(name) || t.open.length > MAX_DEPTH) return;
  t.path.push(element);
  t.parent = element;
}

/** Closes the innermost open element. */
function leave(t: Tree): void {
  if (t.open.length <= MAX_DEPTH) {
    t.path.pop();
    t.parent = t.path[t.path.length - 1]!;
    t.text = null;
  }
  const name = t.open.pop()!;
  if (t.counts !== null) t.counts.set(name, t.counts.get(name)! - 1);
}

/** Place of the innermost open element of this name, -1: none. */
function placeOf(t: Tree, name: string): number {
  if (t.open.length > MANY) {
    if (t.counts === null) {
      t.counts = new Map();
      for (const n of t.open) t.counts.set(n, (t.counts.get(n) ?? 0) + 1);
    }
    if ((t.counts.get(name) ?? 0) === 0) return -1;
  }
  return t.open.lastIndexOf(name);
}

/** Whether `/>` closes the element that is just being opened; then it is closed. */
export function selfClosed(t: Tree, name: string): boolean {
  if (t.foreign[t.foreign.length - 1] !== true) return false;
  if (t.open[t.open.length - 1] === name) leave(t);
  return true;
}

/** A closing tag; `end`: the place after the character behind its name. */
export function closed(t: Tree, name: string, end: number): void {
  if (foreign.has(name) || integration.has(name)) t.foreign.pop();
  if (!voids.has(name)) {
    const at = placeOf(t, name);
    if (at >= 0) while (t.open.length > at) leave(t);
    else if (name === 'p') {
      // A stray </p> is an empty paragraph.
      const start = t.start;
      opening(t, name);
      opened(t, name, {}, start);
      leave(t);
    }
  } else if (name === 'br') opened(t, name, {}, t.start);
  t.start = end;
}
