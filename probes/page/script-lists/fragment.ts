import { type Document, DomHandler, isTag } from 'domhandler';
import { Parser } from 'htmlparser2';
import { rowsOf } from '../dated-items-rows.ts';
import { type Flow, flowOf } from '../dates/flow.ts';
import { textOf } from '../text.ts';
import type { ListItem } from './types.ts';

const MAX_DEPTH = 256;
const MAX_NODES = 60_000;
const BOMB_DEPTH = 2_000;
const CHUNK = 16 * 1024;
const MAX_LENGTH = 1_000_000;
const MAX_ROWS = 500;

/** Markup that a service sent, parsed with bounded depth, so that whoever walks it may recurse. */
export function parseFragment(html: string): Document {
  const dom = new DomHandler(undefined, { withStartIndices: true });
  let depth = 0;
  let nodes = 0;
  const parser = new Parser({
    onparserinit: (p) => dom.onparserinit(p),
    onopentag(name, attributes) {
      depth++;
      if (++nodes > MAX_NODES) return;
      dom.onopentag(name, attributes);
      if (depth > MAX_DEPTH) dom.onclosetag();
    },
    onclosetag() {
      if (depth <= MAX_DEPTH && nodes <= MAX_NODES) dom.onclosetag();
      depth--;
    },
    ontext: (data) => {
      if (++nodes <= MAX_NODES) dom.ontext(data);
    },
    oncomment: (data) => dom.oncomment(data),
    oncommentend: () => dom.oncommentend(),
    oncdatastart: () => dom.oncdatastart(),
    oncdataend: () => dom.oncdataend(),
    onend: () => dom.onend(),
  });
  parser.write('<body>');
  // The parser grows slow with depth, and what nests like that is no list: the rest is left out.
  for (let i = 0; i < html.length && i < MAX_LENGTH && depth < BOMB_DEPTH; i += CHUNK)
    parser.write(html.slice(i, Math.min(i + CHUNK, MAX_LENGTH)));
  parser.end();
  return dom.root;
}

/** 片段里的条目 — dated rows of markup that a service sent; addresses count from `page`. */
export function fragmentItems(html: string, page: string, today: string): { items: ListItem[]; flow: Flow } {
  const flow = flowOf(parseFragment(html));
  const items: ListItem[] = [];
  for (const row of rowsOf(flow, page, page, today)) {
    if (items.length >= MAX_ROWS) break;
    items.push({
      title: row.title,
      url: row.url,
      date: row.date,
      source: row.source,
      place: { text: around(row.node, row.title) },
    });
  }
  return { items, flow };
}

/** What stands in the row, as evidence: no selector leads to it in the page. */
function around(node: Parameters<typeof textOf>[0], title: string): string {
  let up: typeof node | null = node;
  for (let n = 0; up !== null && n < 4; n++, up = up.parent as typeof node | null)
    if (isTag(up) && /^(?:li|tr|dd|dl)$/.test(up.name)) break;
  const text = textOf(up ?? node, 200);
  return (text === '' ? title : text).slice(0, 200);
}

/** 零条的说法 — a sentence of the answer that says there are no rows at all. 没有更多 says nothing of the kind. */
const none =
  /共\s{0,3}[:：]?\s{0,3}0\s{0,3}[条篇个项]|(?:暂无|没有|未查到|没有查到|未找到)(?:任何|相关|符合条件的?|满足条件的?|可显示的?){0,2}(?:数据|信息|内容|记录|文章|公告|稿件)/;
const missingPage = /404|页面不存在|找不到(?:该|您|页面|网页)|无法访问|出错|错误|error|exception/i;

/** Whether markup without rows says so itself. An error page that finds nothing is none. */
export function saysNone(flow: Flow): boolean {
  const text = flow.text.slice(0, 20_000);
  return none.test(text) && !missingPage.test(`${flow.headTitle} ${text.slice(0, 400)}`);
}
