import type { PageSnapshot } from '#core/evidence.ts';
import type { ObservationValue } from '#core/observation.ts';
import { containment, gramsOf, matchText } from '#core/title-match.ts';
import { definePageProbe } from '#probes/probe.ts';
import { trailOf } from './channels/trail.ts';
import { articleLike, sameSite } from './dated-items-links.ts';
import { type Flow, flowOf, runAt } from './dates/flow.ts';
import { titleOf } from './headline.ts';
import { resolver } from './links/resolve.ts';
import { locate } from './locate.ts';
import { shellOf } from './script-shell.ts';
import { attr, compact, pageIndex } from './text.ts';

type Value = ObservationValue<'page.interpretation'>;

const interpreting = /解读|图解|一图(?:读懂|看懂)|图说|政策问答|读懂/;
/** 发文字号: 示例府发〔2026〕12号. */
const numberOf = /[\u4e00-\u9fff]{2,16}[〔[（(【]\s?(?:19|20)\d{2}\s?[〕\]）)】]\s?\d{1,5}\s?号/;
const documentTitle =
  /(?:通知|意见|办法|规定|细则|方案|规划|决定|措施|规则|条例|通告|计划|要点)(?:[（(][^（()）]{1,20}[）)])?$/;
/** Names of columns rather than of one interpretation. */
const columnNames =
  /^(?:政策|文件|图文|图片|视频|专家|媒体|部门|领导|上级|本级|文字|相关|更多|最新)?(?:解读|图解|文件|政策文件|政策解读|解读回应)$/;
const originalWords = /原文|相关文件|相关政策|政策文件|文件链接|文件全文|被解读|解读文件|全文链接|关联文件|对应文件/;

/**
 * 政策文件与解读 — what a page is, the links between the two, and the forms of an interpretation (检查指标“解读比例”“解读关联”“解读回应”). Links of the menu
 * to the column 政策解读 are none.
 */
export const interpretationProbe = definePageProbe({
  id: 'interpretation',
  version: 1,
  title: '政策文件与解读',
  produces: 'page.interpretation',
  on: ['article', 'other'],
  read(page) {
    return { status: 'observed', value: readPage(page) };
  },
});

function readPage(page: PageSnapshot): Value {
  const flow = flowOf(page.document);
  const { text: title } = titleOf(flow);
  const { kind, number } = kindOf(page, flow, title);
  const head = { url: page.url, title: title.slice(0, 200), kind, number };
  if (kind === 'none') return { ...head, links: [], forms: [], unread: [] };
  return {
    ...head,
    links: linksOf(page, flow, title, kind),
    forms: kind === 'interpretation' ? formsOf(page, flow, title) : [],
    unread: unreadOf(page, flow),
  };
}

function kindOf(page: PageSnapshot, flow: Flow, title: string): Pick<Value, 'kind' | 'number'> {
  const none = { kind: 'none' as const, number: null };
  const words = compact(title);
  const url = URL.parse(page.url);
  if (words.length < 8 || !articleLike(url)) return none;
  const trail = trailOf(flow, page.url)
    .map((s) => s.name)
    .join('>');
  if (interpreting.test(words) && !/会议|座谈|培训|召开|活动|征集/.test(words))
    return { kind: 'interpretation', number: null };
  if (/解读/.test(trail) && /《[^《》]{4,80}》/.test(words)) return { kind: 'interpretation', number: null };
  const number = numberOf.exec(flow.text.slice(0, 60_000).replaceAll(' ', ''))?.[0] ?? null;
  const boxed = ['发文字号', '成文日期', '索引号', '发文机关'].filter((w) => flow.text.includes(w)).length;
  const listed = /政策文件|规范性文件|政府文件|部门文件|行政规范/.test(trail);
  if (documentTitle.test(words) && number !== null && (boxed >= 2 || listed))
    return { kind: 'document', number: number.slice(0, 60) };
  return none;
}

function linksOf(page: PageSnapshot, flow: Flow, title: string, kind: 'interpretation' | 'document'): Value['links'] {
  const resolve = resolver(page);
  const here = URL.parse(page.url);
  const own = gramsOf(bareTitle(title));
  const out = new Map<string, Value['links'][number]>();
  for (const a of flow.anchors) {
    if (a.box.chrome || out.size >= 20) continue;
    const { url } = resolve(a.href);
    const target = url === null ? null : URL.parse(url);
    if (url === null || target === null || url === page.url || !sameSite(target, here) || !articleLike(target))
      continue;
    const text = flow.text
      .slice(a.start, Math.min(a.end, a.start + 200))
      .replace(/\s+/g, ' ')
      .trim();
    const plain = compact(text);
    const full = compact(attr(a.el, 'title')) || plain;
    if (plain === '' && full === '') continue;
    const around = compact(flow.text.slice(Math.max(0, a.start - 40), a.start));
    const isReading = interpreting.test(full);
    const alike = containment(own, gramsOf(bareTitle(full))) >= 0.8 && full.length >= 8;
    const words =
      kind === 'document'
        ? (isReading && !columnNames.test(plain)) ||
          (/(?:相关|关联|政策|文件)?解读[:：]?$/.test(around) && plain.length >= 2)
        : !isReading &&
          (originalWords.test(plain) ||
            (originalWords.test(around.slice(-16)) && plain.length >= 2) ||
            (title.includes(plain.replace(/[《》]/g, '')) && plain.length >= 8));
    const byTitle = alike && (kind === 'document' ? isReading : !isReading);
    if (!words && !byTitle) continue;
    const run = runAt(flow, a.start);
    out.set(url, {
      url,
      text: (text || full).slice(0, 200),
      by: byTitle ? 'title' : 'words',
      place: locate(page, run?.node ?? a.el, text),
    });
  }
  return [...out.values()];
}

/** What is left of a title without the words of interpreting: comparable with the document's. */
export function bareTitle(title: string): string {
  const named = /《([^《》]{6,120})》/.exec(title)?.[1];
  return matchText(
    (named ?? title).replace(
      /^(?:图解|一图读懂|解读|政策解读|【[^】]{1,8}】)[:：|]?|(?:的)?(?:政策|文字|图文|视频)?解读(?:材料|方案|说明)?$/g,
      '',
    ),
  );
}

function formsOf(page: PageSnapshot, flow: Flow, title: string): Value['forms'] {
  const out: Value['forms'] = [];
  const add = (form: Value['forms'][number]['form'], why: string, at: Parameters<typeof locate>[1]) => {
    if (!out.some((f) => f.form === form)) out.push({ form, why, place: locate(page, at) });
  };
  const inBody = flow.boxes.filter((b) => !b.chrome);
  const pictures = inBody.filter(
    (b) =>
      b.el.name === 'img' &&
      !/icon|logo|btn|share|qr|weixin|\.gif|print|conac|red\.png|ga\.png/i.test(attr(b.el, 'src')),
  );
  const first = pictures[0];
  if (/图解|一图|图说|长图/.test(title) && first !== undefined) add('chart', '标题写明图解，正文有图片', first.el);
  for (const b of inBody) {
    const source = `${attr(b.el, 'src')} ${attr(b.el, 'href')} ${attr(b.el, 'data-src')}`;
    if (b.el.name === 'source' || b.el.name === 'embed' || b.el.name === 'a') {
      if (/\.(?:mp4|m3u8|flv|wmv|webm|mov)(?:$|[?#\s])/i.test(source)) add('video', '正文有视频文件', b.el);
      if (/\.(?:mp3|wav|m4a|aac)(?:$|[?#\s])/i.test(source)) add('audio', '正文有音频文件', b.el);
    }
    if (b.el.name === 'img' && /动漫|动画/.test(title)) add('animation', '标题写明动漫', b.el);
    if (/^h[1-3]$/.test(b.el.name) && /新闻发布会/.test(flow.text.slice(b.start, b.end)))
      add('conference', '标题写明新闻发布会', b.el);
  }
  for (const e of pageIndex(page.document).elements)
    if (e.name === 'video' || e.name === 'audio') add(e.name, e.name === 'audio' ? '正文有音频' : '正文有视频', e);
  return out;
}

function unreadOf(page: PageSnapshot, flow: Flow): string[] {
  const out: string[] = [];
  if (page.cut !== undefined) out.push(page.cut.slice(0, 200));
  const shell = shellOf(page);
  if (shell !== null) out.push(shell.slice(0, 200));
  // 相关解读 that a script fills in.
  for (const b of flow.boxes) {
    const names = `${b.el.attribs.id ?? ''} ${b.el.attribs.class ?? ''}`;
    if (
      /xgjd|xgwj|relat|jiedu|xgxx|zcjd_?list/i.test(names) &&
      compact(flow.text.slice(b.start, b.end)).length < 8 &&
      out.length < 10
    )
      out.push(`关联内容可能由脚本填入：${names.trim().slice(0, 60)}`);
  }
  return [...new Set(out)];
}
