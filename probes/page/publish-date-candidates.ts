import { type Box, boxUp, datesOf, type Flow, lineAround, type Run, runAt } from './dates/flow.ts';
import { isProse, type Line } from './dates/lines.ts';
import type { DateReading } from './dates/reading.ts';
import type { ArticleShape } from './publish-date-article.ts';
import { eventAfter, headWords, type Label, labelBefore, ownLabel, publishAfter } from './publish-date-labels.ts';

/** One date that the page shows, with what speaks for and against it. */
export type Candidate = {
  reading: DateReading;
  run: Run;
  label: Label | null;
  zone: 'head' | 'tail' | 'body' | 'elsewhere';
  /**
   * 1 labelled in the head · 2 labelled at the end · 3 labelled elsewhere · 4 时间 or 日期 alone as the label · 5 「… 发布」 after the date ·
   * 6 unlabelled in a head line · 7 date alone near the title · 99 not a publication date.
   */
  tier: 1 | 2 | 3 | 4 | 5 | 6 | 7 | 99;
  /** Why not, for tier 99. Chinese. */
  why: string;
  text: string;
};

const rows = new Set(['li', 'tr', 'dd', 'dt']);
const hintName =
  /time|date|pub|info|source|from|meta|author|riqi|shijian|laiyuan|fbsj|fbrq|ly|sj|msg|sub-?title|tit\w*|prop|about|toolbar|attr/i;

/** All dates of the flow, judged. */
export function candidates(flow: Flow, lines: readonly Line[], shape: ArticleShape, today: string): Candidate[] {
  const found: Candidate[] = [];
  for (const reading of datesOf(flow, today)) {
    const run = runAt(flow, reading.index);
    if (run === null) continue;
    found.push(judge(flow, lines, shape, reading, run));
    if (found.length >= 400) break;
  }
  return found;
}

function judge(flow: Flow, lines: readonly Line[], shape: ArticleShape, reading: DateReading, run: Run): Candidate {
  const { text } = flow;
  const label = labelBefore(text, reading.index);
  const end = reading.index + reading.length;
  const around = lineAround(text, reading.index);
  const line = lines[lineIndex(lines, reading.index)];
  const zone = zoneOf(shape, reading.index);
  const shown =
    around.end - around.start <= 120
      ? text.slice(around.start, around.end)
      : text.slice(Math.max(around.start, reading.index - 40), Math.min(around.end, end + 40));
  const base = { reading, run, label, zone, text: shown.replace(/\s+/g, ' ').trim().slice(0, 120) };
  const not = (why: string): Candidate => ({ ...base, tier: 99, why });
  const yes = (tier: Candidate['tier']): Candidate => ({ ...base, tier, why: '' });

  if (run.box.hidden) return not('不显示的文字');
  if (reading.date < '1994-01-01') return not('早于政府上网');
  if (
    /今天是|今日是|现在是|现在时间|当前时间|欢迎您?[，,！]?今天|农历|星期[一二三四五六日天]\s*$/.test(
      text.slice(around.start, around.end),
    ) &&
    label?.kind !== 'publish'
  )
    return not('页面时钟');
  if (label?.kind === 'clock') return not('页面时钟');
  if (label?.kind === 'other') return not(`标签是「${label.text}」`);
  if (inTitle(shape, reading)) {
    // The date line can stand inside the heading, as an element of its own.
    if (label?.kind !== 'publish' && !(ownNode(flow, reading, run) && reading.index > shape.titleStart))
      return not('标题中的日期');
  }
  const prose = line !== undefined && isProse(text, line);
  if (label?.kind === 'publish') {
    const standsAlone = ownLabel(label.prefix) || startsRun(flow, label);
    const aside = reading.index < shape.titleStart && inRow(flow, run, reading);
    if (zone === 'head' && !aside && !(prose && !standsAlone)) return yes(1);
    if (prose && !standsAlone) return not('正文中的日期');
    if (inRow(flow, run, reading)) return not('列表行的日期');
    if (zone === 'tail') return yes(2);
    return zone === 'body' && !standsAlone ? not('正文中的日期') : yes(3);
  }
  if (inRow(flow, run, reading)) return not('列表行的日期');
  if (run.anchor !== null) return not('链接中的日期');
  if (run.box.chrome) return not('导航或页脚中的日期');
  if (label?.kind === 'weak') {
    if (label.prefix !== '' && !startsRun(flow, label)) return not(`标签是「${label.prefix.slice(-6)}${label.text}」`);
    if (prose) return not('正文中的日期');
    const line = text.slice(around.start, around.end);
    if (zone === 'head' && (shape.titleEnd < 0 || reading.index >= shape.titleStart - 120)) return yes(4);
    if (zone === 'tail' && headWords.test(line)) return yes(4);
    return not('不在标题附近');
  }
  if (zone !== 'head' || prose) return not(zone === 'head' ? '正文中的日期' : '不在标题附近');
  if (reading.yearless && !/-/.test(reading.text) && !/月/.test(reading.text)) return not('不像日期');
  if (publishAfter(text, end) && reading.index >= shape.titleEnd) return yes(5);
  if (eventAfter(text, end)) return not('事件的日期');
  if (/(?:至|到|[~～—–-])\s{0,2}$/.test(text.slice(Math.max(0, reading.index - 4), reading.index)))
    return not('起止日期');
  const rest = text.slice(around.start, reading.index) + text.slice(end, around.end);
  const loose = rest.replace(/\s+/g, '');
  const head = headWords.test(rest);
  if (/。/.test(rest) || (loose.length > 60 && !head) || loose.length > 240) return not('正文中的日期');
  if (!freeStanding(text, reading)) return not('句中的日期');
  if (reading.relative) return startsRunAt(flow, reading) && hinted(run.box) ? yes(6) : not('句中的日期');
  const near = shape.titleEnd < 0 || (reading.index >= shape.titleStart - 60 && reading.index <= shape.titleEnd + 400);
  if (head || (hinted(run.box) && near)) return yes(6);
  if (near && loose.length <= 30) return yes(7);
  return not('不在标题附近');
}

function zoneOf(shape: ArticleShape, at: number): Candidate['zone'] {
  if (at >= shape.head.start && at < shape.head.end) return 'head';
  if (at >= shape.tail.start && at <= shape.tail.end) return 'tail';
  if (shape.body !== null && at >= shape.body.start && at <= shape.body.end) return 'body';
  return 'elsewhere';
}

function inTitle(shape: ArticleShape, reading: DateReading): boolean {
  return shape.titleStart >= 0 && reading.index >= shape.titleStart && reading.index < shape.titleEnd;
}

/** The node that prints the date prints nothing else of the title. */
function ownNode(flow: Flow, reading: DateReading, run: Run): boolean {
  const around = flow.text.slice(run.start, reading.index) + flow.text.slice(reading.index + reading.length, run.end);
  return /^[\s()[\]（）【】]*$/.test(around);
}

/** A list row: the nearest li, tr, dd or dt also holds a link with a title of some length. */
function inRow(flow: Flow, run: Run, reading: DateReading): boolean {
  const row = boxUp(run.box, rows, 5);
  const anchors = flow.anchors;
  if (row === null) {
    // Flat rows: the line itself holds the link.
    const line = lineAround(flow.text, reading.index);
    return anchorIn(anchors, line.start, line.end, 12);
  }
  if (row.end - row.start > 400) return false;
  return anchorIn(anchors, row.start, row.end, 10);
}

function anchorIn(anchors: Flow['anchors'], start: number, end: number, length: number): boolean {
  let low = 0;
  let high = anchors.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (anchors[middle]!.start < start) low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < anchors.length && anchors[i]!.start < end; i++)
    if (anchors[i]!.end - anchors[i]!.start >= length && !/^(?:javascript|mailto|#)/i.test(anchors[i]!.href))
      return true;
  return false;
}

/** The label begins a text node of its own: what stands before it belongs to something else. */
function startsRun(flow: Flow, label: Label): boolean {
  const run = runAt(flow, label.start);
  return run !== null && flow.text.slice(run.start, label.start).trim() === '';
}

function startsRunAt(flow: Flow, reading: DateReading): boolean {
  const run = runAt(flow, reading.index);
  return run !== null && flow.text.slice(run.start, run.end).trim() === reading.text.trim();
}

/** Not glued to words: 截至2020年5月19日，在… is part of a sentence. */
function freeStanding(text: string, reading: DateReading): boolean {
  const before = text[reading.index - 1] ?? '\n';
  const after = text[reading.index + reading.length] ?? '\n';
  return !/[\u4e00-\u9fff\w]/.test(before) && !/[\u4e00-\u9fff，、\w]/.test(after.replace(/[来作字浏点阅编责文]/, ' '));
}

/** The element or one of its next parents is named after dates, sources or titles. */
function hinted(box: Box): boolean {
  for (let b: Box | null = box, n = 0; b !== null && n < 3; b = b.parent, n++) {
    const { id, class: classes, itemprop } = b.el.attribs;
    if (b.el.name === 'time' || itemprop === 'datePublished') return true;
    if ((id !== undefined && hintName.test(id)) || (classes !== undefined && hintName.test(classes))) return true;
  }
  return false;
}

function lineIndex(lines: readonly Line[], offset: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (lines[middle]!.start <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
