import type { Anchor, Box, Flow } from '../dates/flow.ts';
import { runAt } from '../dates/flow.ts';
import { addressBook } from '../links/address-book.ts';
import { cleanName, isChannelName } from './names.ts';
import type { TrailStep } from './types.ts';

const label =
  /(?:您|你)?(?:现在|当前|目前)?(?:所在|所处)?的?(?:位置|栏目)\s{0,3}(?:[:：]|是[:：]?)|当前(?:位置|页面|栏目)|所在位置/g;
const named =
  /(?:^|[\s_-])(?:bread_?crumbs?|crumbs?|position|weizhi|dqwz|location|place|mbx|wz|currmenu|path)(?:$|[\s_-])/i;
/** Longest a trail may be, characters. */
const MAX_TRAIL = 400;
/** What is left of the words once they were cut. */
const labelOnly = /^(?:您|你)?(?:现在|当前|目前)?(?:所在|所处)?的?(?:位置|栏目|页面)?(?:是)?[:：]?$/;
const separators = /[>＞»›→》≫\\/|｜\n\t]+|-{1,2}>|\s-{1,2}\s|::|—+/;
const homeNames = /^(?:(?:网站|本站|网站的)?首\s?页|主页|home|\S{2,24}(?:人民政府|门户网站|政府网|网站|网))$/i;
const endNames =
  /^(?:正文|内容|详情|详细(?:内容|信息)?|文章(?:正文|内容)?|信息(?:内容|详情)|浏览|查看|列表|页面|正文内容)$/;

type Span = { start: number; end: number; box: Box };

/** 当前位置 of a page, outermost first; empty where it shows none. */
export function trailOf(flow: Flow, base: string): TrailStep[] {
  const parse = addressBook(flow.document, base);
  let best: TrailStep[] = [];
  for (const span of spansOf(flow)) {
    const steps = stepsIn(flow, span, parse);
    if (steps.length > best.length) best = steps;
    if (best.length >= 2) break;
  }
  return best;
}

/** Places that may hold a trail: behind the words 当前位置, else containers named so. */
function spansOf(flow: Flow): Span[] {
  const found: Span[] = [];
  for (const m of flow.text.matchAll(label)) {
    if (found.length >= 4) break;
    const run = runAt(flow, m.index);
    // The words stand in an element of their own; the links stand beside it.
    for (let box: Box | null = run?.box ?? null, n = 0; box !== null && n < 5; box = box.parent, n++) {
      const end = Math.min(box.end, m.index + MAX_TRAIL);
      if (box.end - box.start > 4 * MAX_TRAIL) break;
      if (anchorsIn(flow, m.index, end).length === 0) continue;
      found.push({ start: m.index + m[0].length, end, box });
      break;
    }
  }
  for (const box of flow.boxes) {
    if (found.length >= 8) break;
    const { id, class: list } = box.el.attribs;
    if (!((id !== undefined && named.test(id)) || (list !== undefined && named.test(list)))) continue;
    if (box.end - box.start > MAX_TRAIL || anchorsIn(flow, box.start, box.end).length === 0) continue;
    found.push({ start: box.start, end: box.end, box });
  }
  return found;
}

function anchorsIn(flow: Flow, start: number, end: number): Anchor[] {
  let low = 0;
  let high = flow.anchors.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (flow.anchors[middle]!.start < start) low = middle + 1;
    else high = middle;
  }
  const found: Anchor[] = [];
  for (let i = low; i < flow.anchors.length && flow.anchors[i]!.start < end && found.length < 12; i++)
    found.push(flow.anchors[i]!);
  return found;
}

function stepsIn(flow: Flow, span: Span, parse: (typed: string) => URL | null): TrailStep[] {
  const raw: { name: string; url: string | null }[] = [];
  const text = (from: number, to: number) => {
    for (const piece of flow.text.slice(from, to).split(separators)) {
      const name = cleanName(piece.replace(/^\s{0,3}(?:[:：])/, ''));
      if (name !== '' && !labelOnly.test(name)) raw.push({ name, url: null });
    }
  };
  let at = span.start;
  for (const anchor of anchorsIn(flow, span.start, span.end)) {
    if (anchor.end > span.end) break;
    if (anchor.start > at) text(at, anchor.start);
    const href = anchor.href.trim();
    const scripted = /^javascript:/i.test(href) || href.startsWith('#');
    const url = scripted ? null : (parse(href)?.href ?? null);
    const name = cleanName(flow.text.slice(anchor.start, anchor.end)) || cleanName(anchor.el.attribs.title ?? '');
    raw.push({ name, url });
    at = Math.max(at, anchor.end);
  }
  if (raw.length === 0) return [];
  if (at < span.end) text(at, span.end);
  const steps: TrailStep[] = [];
  for (const [i, step] of raw.entries()) {
    if (i <= 1 && steps.length === 0 && homeNames.test(step.name)) continue;
    if (endNames.test(step.name)) break;
    // The title of the article closes the trail of its page.
    if (!isChannelName(step.name)) {
      if (step.name === '' || steps.length === 0) continue;
      break;
    }
    if (steps.at(-1)?.name !== step.name) steps.push(step);
    if (steps.length >= 6) break;
  }
  return steps;
}
