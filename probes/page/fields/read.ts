import { type Element, isTag } from 'domhandler';
import { type Box, type Flow, type Run, runAt } from '../dates/flow.ts';
import { compact } from '../text.ts';
import { panelOf } from './tabs.ts';

/** Turns the words of a label (no blanks, numbers, brackets or colon) into a key; null: no label. */
export type LabelBook<K extends string> = (words: string) => K | null;

/**
 * 栏位 — a labelled piece of a page: 「受理条件：……」, a cell beside its label, dt and dd, a heading and what stands under it, a tab and its panel.
 * What style sheets or attributes hide counts: panels are hidden until somebody clicks.
 */
export type Field<K extends string> = {
  key: K;
  /** As printed. */
  label: string;
  shape: 'cell' | 'list' | 'line' | 'heading' | 'tab';
  /** Node of the label. */
  run: Run;
  /** Extent of the value in the flow; empty where `state` is not `text`. */
  start: number;
  end: number;
  /** `media`: a picture or file without text. `script`: an empty place that a script may fill. */
  state: 'text' | 'media' | 'empty' | 'script';
  /** Table that the label stands in. */
  table: Element | null;
};

/** Segments looked at on one page, and segments that one value may take. */
const maxSegments = 6_000;
const maxValue = 400;
/** Longest label, characters without blanks. */
const maxLabel = 24;

type Segment = { start: number; end: number };
type Met<K extends string> = { key: K; label: string; at: Segment; valueFrom: number; inline: boolean; run: Run };

/** 读出栏位 of a page, in reading order; linear in its length. */
export function readFields<K extends string>(flow: Flow, book: LabelBook<K>): Field<K>[] {
  const segments = segmentsOf(flow);
  const met: Met<K>[] = [];
  for (const at of segments) {
    const found = labelIn(flow, at, book);
    if (found !== null) met.push(found);
  }
  // Tabs may stand side by side as links without a break.
  const starts = new Set(met.map((m) => m.at.start));
  for (const a of flow.anchors.slice(0, maxSegments)) {
    if (!/^#[\w-]/.test(a.href) || starts.has(a.start) || a.end - a.start > 60) continue;
    const found = labelIn(flow, a, book);
    if (found !== null) met.push({ ...found, run: runAt(flow, a.start) ?? found.run });
  }
  met.sort((a, b) => a.at.start - b.at.start);
  const elements = new Map(flow.boxes.map((b) => [b.el, b]));
  return met.map((m, i) => fieldOf(flow, m, met, i, elements, book));
}

function segmentsOf(flow: Flow): Segment[] {
  const found: Segment[] = [];
  const { text } = flow;
  let start = 0;
  for (let i = 0; i <= text.length && found.length < maxSegments; i++) {
    const c = text.charCodeAt(i);
    if (i < text.length && c !== 0x0a && c !== 0x09) continue;
    if (i > start) found.push({ start, end: i });
    start = i + 1;
  }
  return found;
}

/** Numbers and ornaments before a label. */
const before =
  /^(?:[\s★☆●○■□◆◇▪▶►·•※*#>]|[（(][一二三四五六七八九十\d]{1,3}[）)]|(?:第[一二三四五六七八九十]{1,3}[章节条部分]{1,2})|[一二三四五六七八九十]{1,3}[、.．：:]|\d{1,2}[、.．）)](?!\d)|[①-⑳]){0,4}/;

function labelIn<K extends string>(flow: Flow, at: Segment, book: LabelBook<K>): Met<K> | null {
  const text = flow.text.slice(at.start, Math.min(at.end, at.start + 120));
  const lead = before.exec(text)?.[0].length ?? 0;
  const opened = /^[【[〖「『]\s?/.exec(text.slice(lead));
  const from = lead + (opened?.[0].length ?? 0);
  const stop = text.slice(from).search(opened ? /[】\]〗」』]/ : /[:：]/);
  const whole = at.end - at.start <= 60;
  let inline = true;
  let cut = stop < 0 ? -1 : from + stop;
  if (cut < 0) {
    if (!whole) return null;
    inline = false;
    cut = text.length;
  }
  const words = compact(text.slice(from, cut)).replace(/^[【[]|[】\]：:]$/g, '');
  if (words.length < 2 || words.length > maxLabel) return null;
  const key = book(words);
  const run = runAt(flow, at.start);
  if (key === null || run === null || run.box.chrome) return null;
  let valueFrom = inline ? at.start + cut + 1 : at.end;
  while (valueFrom < at.end && /[\s:：】\]]/.test(flow.text[valueFrom]!)) valueFrom++;
  if (valueFrom >= at.end) {
    valueFrom = at.end;
    inline = false;
  }
  return { key, label: text.slice(from, cut).trim().slice(0, 30), at, valueFrom, inline, run };
}

function fieldOf<K extends string>(
  flow: Flow,
  m: Met<K>,
  all: readonly Met<K>[],
  i: number,
  elements: ReadonlyMap<Element, Box>,
  book: LabelBook<K>,
): Field<K> {
  const base = { key: m.key, label: m.label, run: m.run };
  const cell = up(m.run.box, cells);
  const table = cell === null ? null : (up(cell, tables)?.el ?? null);
  const next = all[i + 1];
  // A cell that holds more than the label holds the value too.
  if (cell !== null && !m.inline && onlyText(flow, cell, m.at)) {
    const value = nextCells(cell.el, elements, flow, book);
    if (value !== null) {
      const spans = value.map((e) => elements.get(e)).filter((b) => b !== undefined);
      const [first, last] = [spans[0], spans.at(-1)];
      if (first !== undefined && last !== undefined) {
        const span = { start: first.start, end: last.end };
        const shape = cell.el.name === 'dt' ? 'list' : 'cell';
        return { ...base, shape, table, ...span, state: stateOf(flow, span, value) };
      }
    }
  }
  const limit = next === undefined ? flow.text.length : next.at.start;
  const span = { start: m.valueFrom, end: valueEnd(flow, m.valueFrom, limit) };
  if (!m.inline && flow.text.slice(span.start, span.end).trim() === '') {
    const el = panelOf(m.run.box.el, (e) => {
      const box = elements.get(e);
      return box === undefined ? '' : compact(flow.text.slice(box.start, Math.min(box.end, box.start + 60)));
    });
    const panel = el === null ? undefined : elements.get(el);
    if (el !== null && panel !== undefined) {
      const inside = { start: panel.start, end: panel.end };
      const state = stateOf(flow, inside, [el]);
      return { ...base, shape: 'tab', table: null, ...inside, state: state === 'empty' ? 'script' : state };
    }
  }
  const blank = flow.text.slice(span.start, span.end).trim() === '';
  const media = blank && flow.boxes.some((b) => medium.has(b.el.name) && b.start >= m.at.end && b.start <= limit);
  const state = !blank ? 'text' : media ? 'media' : 'empty';
  return { ...base, shape: m.inline ? 'line' : 'heading', table, ...span, state };
}

/** A value ends where the frame of the page begins again, or where it gets too long to be one. */
function valueEnd(flow: Flow, from: number, limit: number): number {
  let at = from;
  for (let n = 0; at < limit && n < maxValue; n++) {
    const line = flow.text.indexOf('\n', at);
    const end = line < 0 || line > limit ? limit : line;
    if (n > 0 && (runAt(flow, at)?.box.chrome ?? false)) return at;
    at = end + 1;
  }
  return Math.min(at, limit);
}

const cells = new Set(['td', 'th', 'dt']);
const tables = new Set(['table', 'dl']);
const medium = new Set(['img', 'embed', 'object', 'video', 'svg']);

function up(box: Box | null, names: ReadonlySet<string>): Box | null {
  for (let b = box, n = 0; b !== null && n < 8; b = b.parent, n++) if (names.has(b.el.name)) return b;
  return null;
}

function onlyText(flow: Flow, box: Box, at: Segment): boolean {
  return compact(flow.text.slice(box.start, box.end)).length <= compact(flow.text.slice(at.start, at.end)).length + 2;
}

/** What stands beside a label: the cells up to the next label, or the row under a heading that fills its row. */
function nextCells<K extends string>(
  cell: Element,
  elements: ReadonlyMap<Element, Box>,
  flow: Flow,
  book: LabelBook<K>,
): Element[] | null {
  const found: Element[] = [];
  const dt = cell.name === 'dt';
  for (let e = nextTag(cell); e !== null && found.length < 20; e = nextTag(e)) {
    if (dt ? e.name !== 'dd' : e.name !== 'td' && e.name !== 'th') break;
    const box = elements.get(e);
    if (box !== undefined && box.end - box.start <= 40) {
      const words = compact(flow.text.slice(box.start, box.end)).replace(/[:：]$/, '');
      if (words !== '' && (book(words) !== null || e.name === 'th')) break;
    }
    found.push(e);
  }
  return found.length > 0 ? found : null;
}

function nextTag(e: Element): Element | null {
  for (let n = e.next; n !== null; n = n.next) if (isTag(n)) return n;
  return null;
}

/** What an extent of the page holds: text, else a picture or file, else a place a script may fill, else nothing. */
function stateOf(flow: Flow, span: Segment, within: readonly Element[]): Field<string>['state'] {
  if (compact(flow.text.slice(span.start, span.end)).replace(/^[-—/\\_]{1,8}$/, '') !== '') return 'text';
  let script = false;
  let budget = 400;
  const visit = (e: Element): boolean => {
    if (budget-- <= 0) return false;
    if (medium.has(e.name) || e.name === 'iframe' || (e.name === 'a' && (e.attribs.href ?? '') !== '')) return true;
    for (const name of Object.keys(e.attribs)) if (fillable.test(name)) script = true;
    if (e.name === 'script' || e.name === 'input' || e.name === 'textarea' || e.name === 'select') script = true;
    for (const c of e.children) if (isTag(c) && visit(c)) return true;
    return false;
  };
  for (const e of within) if (visit(e)) return 'media';
  return script ? 'script' : 'empty';
}
/** Attributes by which a script would find the place. */
const fillable = /^(?:id|name|v-|:|@|ng-|data-|ms-|x-)/;
