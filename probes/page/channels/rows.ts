import type { PageSnapshot } from '#core/evidence.ts';
import type { ObservationValue } from '#core/observation.ts';
import { pageLinks } from '../dated-items-links.ts';
import { type Box, flowOf } from '../dates/flow.ts';
import { channelKey } from './address.ts';

type Item = ObservationValue<'page.dated-items'>['items'][number];

/** 栏目的条目 of a page, told apart from those of blocks beside its list. */
export type ChannelRows = {
  rows: readonly Item[];
  /** Rows of other blocks of the page. */
  besides: readonly Item[];
  /** `address`: they lie in the folder of the channel; `page`: there is one list; `largest`: the largest of several. */
  by: 'address' | 'page' | 'largest';
};

/** The rows of a page before it is told which of its blocks is the channel's. */
export type RowBlocks = {
  /** Rows that the channel's own list services gave: they belong to it whatever their address. */
  given: readonly Item[];
  /** Rows of the list's further static pages. */
  further: readonly Item[];
  /** Rows whose address lies in the channel's folder. */
  own: readonly Item[];
  /** The other rows by the block they stand in, the one most like a list first. */
  blocks: readonly Block[];
};

type Block = { items: readonly Item[]; printed: number; side: boolean };

/** What a list of rows stands in. */
const lists: ReadonlySet<string> = new Set(['ul', 'ol', 'tbody', 'table', 'dl']);
const sideName = /left|right|side|hot|rank|phb|zuixin|recommend|tuijian|xgxw|xglj|related|tab(?:con)?$/i;

export function rowBlocksOf(
  page: PageSnapshot,
  items: readonly Item[],
  from: { given?: readonly Item[] | undefined; further?: readonly Item[] | undefined } = {},
): RowBlocks {
  const { given = [], further = [] } = from;
  const taken = new Set([...given, ...further]);
  const inside = inFolder(page.url);
  const own: Item[] = [];
  const rest: Item[] = [];
  for (const item of items) if (!taken.has(item)) (inside(item) ? own : rest).push(item);
  return { given, further, own, blocks: blocksOf(page, rest) };
}

/**
 * Rows that belong to the channel: those of its services and folder, else those of its one list, else of the largest. `shared`: addresses that
 * stand on most channel pages of the site: blocks beside the list are made of them.
 */
export function pickRows(b: RowBlocks, shared: ReadonlySet<string> = new Set()): ChannelRows {
  const blocks = b.blocks
    .map((k) => ({ ...k, items: k.items.filter((i) => !shared.has(i.url)) }))
    .filter((k) => k.items.length > 0);
  const common = b.blocks.flatMap((k) => k.items.filter((i) => shared.has(i.url)));
  const all = blocks.flatMap((k) => k.items);
  const known = [...b.own, ...b.given, ...b.further];
  const dated = known.length + all.filter((i) => i.date !== null).length;
  if (b.own.length >= 3 || (b.own.length > 0 && (b.own.length + b.further.length) * 2 >= dated))
    return { rows: known, besides: all, by: 'address' };
  // The list answered, or went on: what else the page shows may be a block beside it.
  if (b.given.length > 0) return { rows: known, besides: all, by: all.length === 0 ? 'page' : 'largest' };
  const [first, ...others] = blocks;
  // Only what every page of the site shows: whether a list of its own is there is not known.
  if (first === undefined) return { rows: known, besides: known.length === 0 ? common : [], by: 'page' };
  // A few rows of its own beside a larger list of others: a front page of several channels.
  const by = others.length === 0 && b.own.length === 0 ? 'page' : 'largest';
  return { rows: [...first.items, ...known], besides: others.flatMap((k) => k.items), by };
}

/** 各栏目页共有的条目: addresses on at least three channel pages of a site and on a third of all of them. */
export function sharedRows(pages: readonly RowBlocks[]): Set<string> {
  const counts = new Map<string, number>();
  for (const { blocks } of pages)
    for (const url of new Set(blocks.flatMap((k) => k.items.map((i) => i.url))))
      counts.set(url, (counts.get(url) ?? 0) + 1);
  const most = Math.max(3, pages.length / 3);
  return new Set([...counts].flatMap(([url, n]) => (url !== '' && n >= most ? [url] : [])));
}

/** Whether a row's address is one of the channel's own: its folder, or its number in the address (大汉 col 与 art). */
function inFolder(pageUrl: string): (item: Item) => boolean {
  const key = channelKey(pageUrl) ?? '';
  const folder = key.split('?', 1)[0]!.replace(/\/[^/]*\.\w{2,6}$/, '');
  const column = /\/col\/col(\d+)/.exec(pageUrl)?.[1];
  const deep = folder.includes('/');
  return ({ url }) => {
    if (url === '') return false;
    if (column !== undefined && url.includes(`art_${column}_`)) return true;
    if (!deep || /\/col\/col\d+$/.test(folder)) return false;
    const at = URL.parse(url);
    return at !== null && `${at.host.toLowerCase().replace(/^www\./, '')}${at.pathname}`.startsWith(`${folder}/`);
  };
}

/**
 * Rows by the list they stand in, the one with most rows that print a date first: a date taken from an address is what blocks of pictures and
 * hot news have. Lists whose name says that they stand beside come last.
 */
function blocksOf(page: PageSnapshot, items: readonly Item[]): Block[] {
  if (items.length === 0) return [];
  const boxes = containers(page);
  const blocks = new Map<Box | null, { items: Item[]; printed: number; side: boolean }>();
  for (const item of items) {
    const box = boxes.get(item.url === '' ? `#${item.title}` : item.url) ?? null;
    // Long lists are cut into several with a line between: neighbours in one parent are one list.
    const home = box === null ? null : (box.parent ?? box);
    let block = blocks.get(home);
    if (block === undefined) {
      block = { items: [], printed: 0, side: box !== null };
      blocks.set(home, block);
    }
    block.items.push(item);
    block.side &&= box !== null && isSide(box);
    if (item.source === 'row' || item.source === 'row-yearless') block.printed++;
  }
  return [...blocks.values()].sort(
    (a, b) => Number(a.side) - Number(b.side) || b.printed - a.printed || b.items.length - a.items.length,
  );
}

function containers(page: PageSnapshot): Map<string, Box> {
  const flow = flowOf(page.document);
  const base = flow.boxes.find((b) => b.el.name === 'base')?.el.attribs.href;
  const from = (base === undefined ? null : URL.parse(base, page.url))?.href ?? page.url;
  const found = new Map<string, Box>();
  for (const link of pageLinks(flow, from)) {
    const key = link.url === '' ? `#${link.title}` : link.url;
    if (found.has(key)) continue;
    let box: Box | null = link.anchor.box;
    for (let n = 0; box !== null && n < 10 && !lists.has(box.el.name); n++) box = box.parent;
    // Rows in blocks of their own: the block around them.
    found.set(key, box ?? link.anchor.box.parent?.parent ?? link.anchor.box);
  }
  return found;
}

function isSide(box: Box): boolean {
  for (let b: Box | null = box, n = 0; b !== null && n < 4; b = b.parent, n++) {
    const { id, class: list } = b.el.attribs;
    if (id !== undefined && sideName.test(id)) return true;
    if (list?.split(/\s+/).some((c) => sideName.test(c))) return true;
  }
  return false;
}
