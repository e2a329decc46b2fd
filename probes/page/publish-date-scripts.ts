import type { Flow } from './dates/flow.ts';
import { UNREAD } from './dates/script-print.ts';
import type { ArticleShape } from './publish-date-article.ts';
import type { Candidate } from './publish-date-candidates.ts';
import { rawText } from './text.ts';

const openLabel = /(?:发布|发稿|发表|公开|信息)\s{0,2}(?:时间|日期)\s{0,3}[:：]?\s{0,3}/g;
/** A label with no date behind it. */
const openEnd = /(?:发布|发稿|发表|公开)\s{0,2}(?:时间|日期)\s{0,3}[:：](?!\s{0,3}\d)/;
const dateName = /time|date|fbsj|fbrq|riqi|shijian/i;

/**
 * 由脚本写出的发布时间 — an element or a label that waits for a script which was not run. Returns why in Chinese, or null when nothing on the page
 * promises a date.
 */
export function scriptedDate(flow: Flow, shape: ArticleShape): string | null {
  for (const m of flow.text.matchAll(openLabel)) {
    if (m.index < shape.head.start || m.index > shape.tail.end) continue;
    const next = m.index + m[0].length;
    if (flow.text.startsWith(UNREAD, next) || flow.text.startsWith('{{', next))
      return '发布时间由页面脚本计算后写出，需要浏览器渲染才能读到';
  }
  const source = () => flow.scripts.map(rawText).join('\n').slice(0, 1_000_000);
  let scripts: string | null = null;
  let looked = 0;
  for (const box of flow.boxes) {
    const { id } = box.el.attribs;
    if (!id || !dateName.test(id) || box.start < shape.head.start || box.start > shape.tail.end) continue;
    if (box.end - box.start > 12 || /\d{4}/.test(flow.text.slice(box.start, box.end))) continue;
    if (looked++ >= 20) break;
    scripts ??= source();
    if (
      scripts.includes(`getElementById("${id}")`) ||
      scripts.includes(`getElementById('${id}')`) ||
      scripts.includes(`#${id}"`) ||
      scripts.includes(`#${id}'`)
    )
      return `发布时间由页面脚本填入（元素 #${id.slice(0, 40)}），需要浏览器渲染才能读到`;
  }
  return null;
}

/**
 * Whether 没有发布时间 can be relied on: nothing in the head of the article looks like a date that was refused, and no label waits for one.
 * Absence is never evidence, and an undated article counts as not updated.
 */
export function surelyUndated(flow: Flow, shape: ArticleShape, shown: readonly Candidate[]): boolean {
  if (!shape.isArticle || shape.titleStart < 0) return false;
  const head = flow.text.slice(shape.head.start, shape.head.end);
  if (head.includes(UNREAD) || openEnd.test(head) || openEnd.test(flow.text.slice(shape.tail.start, shape.tail.end)))
    return false;
  return !shown.some(
    (c) =>
      c.zone === 'head' &&
      c.reading.index > shape.titleEnd &&
      !c.why.startsWith('标签是') &&
      c.why !== '页面时钟' &&
      c.why !== '列表行的日期',
  );
}
