import type { PageSnapshot } from '#core/evidence.ts';
import type { ObservationValue } from '#core/observation.ts';
import { hasEmptyList } from '../dated-items-unread.ts';
import { type Flow, flowOf } from '../dates/flow.ts';
import { compact, pageIndex } from '../text.ts';

export type Blank = { blank: 'yes' | 'no' | 'unknown'; why: string };

const nothingWords =
  /暂无(?:相关)?(?:数据|内容|信息|记录|文章|资料|公告|文件)|没有(?:找到|查询到|相关)?(?:符合条件的)?(?:数据|内容|信息|记录)|共\s{0,3}0\s{0,3}(?:条|篇|页|个)|(?:总数|记录数|共计)\s{0,2}[:：]?\s{0,2}0(?!\d)|无数据/;
const pager = /createPageHTML\s{0,3}\(|分页|上一页|下一页|尾页|末页|第\s?\d+\s?\/\s?\d+\s?页/;
const footName = /foot|copyright|friend|yqlj|(?:^|[\s_-])(?:bottom|links?)(?:$|[\s_-])/i;
const headName = /(?:^|[\s_-])(?:head\w*|top\w*|banner\w*|logo\w*|search\w*|sous\w*)(?:$|[\s_-])|nav|menu/i;
/** So much text of its own makes a page that holds something, list or not. */
const MIN_TEXT = 60;
/** A sentence, a table row, a telephone number with its name: not a caption. */
const MIN_LINE = 12;

/**
 * 空白栏目 by the strict rule. `yes` needs all of: no row and no link that may be an item; no list, frame or service left unread; the page
 * came whole; nothing else to read, look at or fill in; and a place meant for rows (an empty list, a pager, 暂无数据, a service that answered with
 * nothing). Where one of them is missing nobody knows.
 */
export function blankOf(
  page: PageSnapshot,
  value: ObservationValue<'page.dated-items'>,
  barrier?: { detail: string },
): Blank {
  if (value.items.length > 0) return { blank: 'no', why: `有 ${value.items.length} 条信息` };
  if (barrier !== undefined) return unknown(barrier.detail);
  if (page.cut !== undefined) return unknown(`${page.cut}，页面没有收全`);
  if (value.unreadLists.length > 0) return unknown(`有列表没有读到：${value.unreadLists[0]!.slice(0, 80)}`);
  if ((value.unlisted?.length ?? 0) > 0) return { blank: 'no', why: `列表之外有 ${value.unlisted!.length} 条链接` };
  const flow = flowOf(page.document);
  const frames = new Map<Box, boolean>();
  const text = ownText(flow, frames);
  if (text >= MIN_TEXT) return { blank: 'no', why: '没有列表，但有正文' };
  const shown = otherContent(page, flow, frames);
  if (shown !== null) return unknown(`没有条目，但页面上有${shown}`);
  const place = placeOfRows(page, flow, value);
  if (place === null) return unknown('没有条目，也看不出列表应在什么位置');
  return { blank: 'yes', why: `${place}，页面、脚本、框架里都没有条目` };
}

const unknown = (why: string): Blank => ({ blank: 'unknown', why: why.slice(0, 200) });

/** Characters of running text outside the frame of the page: links, menus, head, foot and headings do not count; text of folded panels does. */
function ownText(flow: Flow, frames: Map<Box, boolean>): number {
  let sum = 0;
  for (const run of flow.runs) {
    if (run.anchor !== null || run.box.chrome || run.printed || inFrame(run.box, frames)) continue;
    const line = compact(flow.text.slice(run.start, run.end));
    if (line.length < MIN_LINE || nothingWords.test(line) || !/[\u4e00-\u9fff]/.test(line)) continue;
    sum += line.length;
    if (sum >= MIN_TEXT) break;
  }
  return sum;
}

type Box = Flow['boxes'][number];

/** In the head, a menu or the foot of the page, by name. `frames`: what is known already. */
function inFrame(box: Box, frames: Map<Box, boolean>): boolean {
  const known = frames.get(box);
  if (known !== undefined) return known;
  const { name, attribs } = box.el;
  const names = `${attribs.id ?? ''} ${attribs.class ?? ''}`;
  const own =
    name === 'header' || (name !== 'body' && name !== 'html' && (footName.test(names) || headName.test(names)));
  const answer = own || /^h[1-6]$/.test(name) || (box.parent !== null && inFrame(box.parent, frames));
  frames.set(box, answer);
  return answer;
}

/** What a visitor may find on a page without rows: a form, a video, a table, a drawing. Null: nothing. */
function otherContent(page: PageSnapshot, flow: Flow, frames: Map<Box, boolean>): string | null {
  let inputs = 0;
  if (flow.frames.some((f) => !/^(?:0|1)(?:px)?$/.test(f.attribs.height ?? ''))) return '框架';
  for (const box of flow.boxes) {
    if (box.chrome || inFrame(box, frames)) continue;
    const { name, attribs } = box.el;
    if (name === 'embed') return '多媒体内容';
    if (name === 'tr' && compact(flow.text.slice(box.start, box.end)).length >= 20) return '表格';
    if ((name === 'input' || name === 'button') && !/hidden|image/i.test(attribs.type ?? '')) inputs++;
    if (name === 'img' && isLarge(attribs)) return '图片';
  }
  if (inputs >= 2) return '填写或查询框';
  for (const { name } of pageIndex(page.document).elements)
    if (name === 'video' || name === 'audio' || name === 'object' || name === 'canvas' || name === 'textarea')
      return name === 'textarea' ? '填写框' : '多媒体内容';
  return null;
}

/** Pictures without a size may be drawings; icons, arrows and logos say so by name or size. */
function isLarge(a: Readonly<Record<string, string>>): boolean {
  const src = a.src ?? '';
  if (
    /icon|logo|arrow|btn|button|bg|line|dot|ico|blank|banner|qr|ewm|sous|more|weixin|weibo|close|gotop|top|emblem/i.test(
      src,
    )
  )
    return false;
  const size = Number.parseInt(a.width ?? '', 10);
  return src !== '' && !(size > 0 && size < 200);
}

function placeOfRows(page: PageSnapshot, flow: Flow, value: ObservationValue<'page.dated-items'>): string | null {
  const said = nothingWords.exec(flow.text);
  if (said !== null) return `页面写明“${said[0]}”`;
  if ((value.readLists ?? []).some((l) => l.rows === 0)) return '列表接口答复没有条目';
  if (hasEmptyList(flow)) return '列表是空的';
  return pager.test(page.html) ? '有翻页而没有条目' : null;
}
