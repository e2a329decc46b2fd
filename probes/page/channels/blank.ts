import type { PageSnapshot } from '#core/evidence.ts';
import type { ObservationValue } from '#core/observation.ts';
import { sameSite } from '../dated-items-links.ts';
import { ajax, emptyLists, hasEmptyList } from '../dated-items-unread.ts';
import { type Flow, flowOf, runAt } from '../dates/flow.ts';
import { compact, pageIndex, rawText } from '../text.ts';

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
 * nothing), which no script that asks for something names. Where one of them is missing nobody knows. `scriptsRead`: the texts of the site's
 * scripts stand beside the page.
 */
export function blankOf(
  page: PageSnapshot,
  value: ObservationValue<'page.dated-items'>,
  o: { barrier?: { detail: string } | undefined; scriptsRead?: boolean | undefined } = {},
): Blank {
  if (value.items.length > 0) return { blank: 'no', why: `有 ${value.items.length} 条信息` };
  if (o.barrier !== undefined) return unknown(o.barrier.detail);
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
  const filler = fillerOf(page, flow, value, o.scriptsRead ?? true);
  if (filler !== null) return unknown(filler);
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

/** Scripts of libraries and services that fill no lists. */
const library =
  /jquery|bootstrap|swiper|superslide|slide|layui|layer|respond|html5shiv|modernizr|create_?page|paging|conac|jiucuo|share|\bta[-_]?\d|zepto|lodash|vue(?:\.min)?\.js|calendar|date|weather|qrcode|polyfill|es5|ie\d|tongji|hm\.js/i;
/** Names that any page gives to its parts: said of something around the list they prove nothing. */
const general =
  /^(?:clear(?:fix)?|f_?[lr]|left|right|main|content|container|wrap(?:per)?|box\d*|row|col\S*|list|con|body|page\d*|inner|w\d+|active|on|cur|show|hide|item)$/i;
/** Characters of script text that are searched. */
const MAX_SCRIPT = 400_000;

/** A script that may bring the rows, Chinese; null: none does. What a service answered needs no script. */
function fillerOf(
  page: PageSnapshot,
  flow: Flow,
  value: ObservationValue<'page.dated-items'>,
  scriptsRead: boolean,
): string | null {
  if ((value.readLists ?? []).some((l) => l.rows === 0) || page.rendered) return null;
  const inline = flow.scripts
    .map((s) => rawText(s))
    .join('\n')
    .slice(0, MAX_SCRIPT);
  const sources = [inline, ...page.scripts.slice(0, 40).map((s) => s.text.slice(0, MAX_SCRIPT))].filter((s) =>
    ajax.test(s),
  );
  const said = nothingWords.exec(flow.text);
  const around = said === null ? null : (runAt(flow, said.index)?.box ?? null);
  const places = [...emptyLists(flow).slice(0, 40), ...(around === null ? [] : [around])];
  if (sources.length > 0)
    for (const place of places) {
      const name = namesOf(place).find((n) => sources.some((s) => s.includes(n)));
      if (name !== undefined) return `列表的位置（${name.slice(0, 40)}）由脚本填写，没有读到`;
    }
  if (scriptsRead || page.scripts.length > 0) return null;
  const own = flow.scripts.find((s) => {
    const src = s.attribs.src;
    return src !== undefined && !library.test(src) && sameSite(URL.parse(src, page.url), URL.parse(page.url));
  });
  return own === undefined ? null : '没有读网站的脚本，不能断定列表不由脚本填写';
}

/** How scripts call a place: its id and classes, and those of what is around it that are its own. */
function namesOf(place: Box): string[] {
  const names: string[] = [];
  for (let box: Box | null = place, n = 0; box !== null && n < 4 && box.el.name !== 'body'; box = box.parent, n++) {
    const { id, class: list } = box.el.attribs;
    const own = (name: string) => name.length >= 2 && (n === 0 || !general.test(name));
    if (id !== undefined && own(id)) names.push(`#${id}`, `"${id}"`, `'${id}'`);
    for (const c of list?.split(/\s+/).slice(0, 10) ?? []) if (own(c)) names.push(`.${c}`);
  }
  return names;
}
