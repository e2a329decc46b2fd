import { type Box, boxUp, type Flow } from './dates/flow.ts';
import { isProse, type Line } from './dates/lines.ts';
import { compact } from './text.ts';

/** 文章结构 — where the title, the head lines, the body and the tail of an article stand in the flow. */
export type ArticleShape = {
  title: string;
  /** Extent of the title in the flow; -1 when it is not shown. */
  titleStart: number;
  titleEnd: number;
  /** Where source, date and the like stand: around the title, before the first paragraph. */
  head: { start: number; end: number };
  /** The body, when there is one. */
  body: { start: number; end: number } | null;
  /** After the body: 发布日期 and 责任编辑 at the end. */
  tail: { start: number; end: number };
  isArticle: boolean;
};

const headings = new Set(['h1', 'h2', 'h3', 'h4']);
const flowBlocks = new Set('p div td section article li dd center font span table tbody tr body form main'.split(' '));
const bodyName =
  /^(?:zoom\w*|fontzoom|ucap-?content|trs_editor\w*|trs_uedit\w*|trs_autoadd|trs_preappend|view\s+trs_\w+|zfxxgk_zw_content|article[-_]?(?:content|con|body|text|txt)|art[-_]?con\w*|vsb_content\w*|v_news_content|news[-_]?(?:content|con|text|txt|body)|content[-_]?(?:text|txt|body|con)|con[-_]?(?:txt|text|zw)|text[-_]?content|detail[-_]?(?:content|con|txt|text)|xl-?content|bt_content|zw(?:content|nr)|wznr|wz_?content|js_content|pages_content|info[-_]?content|mainText|ewb-article-\w+)$/i;
/** A date line that stands inside the heading. */
const trailingDate = /\s*[[(（【]\s*(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2}日?[\s\d:]*[\])）】]\s*$/;
const logoName = /logo|site-?name|banner/i;

/** Reads the structure. `lines` of the same flow. */
export function articleShape(flow: Flow, lines: readonly Line[]): ArticleShape {
  const tag = metaOf(flow, /^article-?title$/i);
  const named = compact(tag ?? '').length >= 2 ? compact(tag!) : '';
  const head = compact(flow.headTitle);
  const at = titleLines(flow, lines, named, head);
  const first = at === null ? 0 : at.last + 1;
  const titleStart = at === null ? -1 : lines[at.first]!.start;
  const titleEnd = at === null ? -1 : lines[at.last]!.end;
  const strong = bodyBox(flow, titleEnd);
  const scored = strong ?? bestBox(flow, lines, first);
  const body = scored === null ? null : { start: Math.max(scored.start, titleEnd), end: scored.end };
  const prose = lines.slice(first).find((l) => isProse(flow.text, l) && !l.box.chrome);
  const bodyStart =
    strong !== null && strong.start > titleEnd
      ? strong.start
      : (prose?.start ?? (titleEnd < 0 ? (body?.start ?? flow.text.length) : titleEnd + 400));
  const headEnd = titleEnd < 0 ? bodyStart : Math.min(bodyStart, titleEnd + 900);
  const bodyEnd = body === null ? headEnd : Math.max(body.end, headEnd);
  const title =
    at === null
      ? (tag ?? flow.headTitle)
      : flow.text.slice(titleStart, titleEnd).replace(/\s+/g, ' ').replace(trailingDate, '').trim();
  return {
    title: title.slice(0, 300),
    titleStart,
    titleEnd,
    head: { start: Math.max(0, (titleStart < 0 ? headEnd : titleStart) - 300), end: headEnd },
    body,
    tail: { start: Math.max(headEnd, bodyEnd - 160), end: bodyEnd + 800 },
    isArticle: (at !== null || named !== '') && hasBody(flow, lines, body, strong !== null),
  };
}

/** Content of the first such meta tag that holds text. */
export function metaOf(flow: Flow, name: RegExp): string | null {
  for (const m of flow.metas) if (name.test(m.name.trim()) && m.content.trim() !== '') return m.content.trim();
  return null;
}

/** The lines that show the title: a line that the head title or ArticleTitle contains, headings first, with the lines that carry it on. */
function titleLines(flow: Flow, lines: readonly Line[], named: string, head: string) {
  let best: { first: number; last: number; score: number } | null = null;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    if (line.end - line.start > 400 || line.box.chrome || line.linked > line.own) continue;
    const text = compact(flow.text.slice(line.start, line.end));
    if (text.length < 2) continue;
    const heading = boxUp(line.box, headings, 3);
    const logo = heading !== null && logoName.test(`${heading.el.attribs.class} ${heading.el.attribs.id}`);
    const base = text.replace(/[[(（【].{0,20}[\])）】]$/, '');
    let score = 0;
    if (named !== '' && (text === named || base === named)) score = 100;
    else if (
      named !== '' &&
      text.length >= 6 &&
      (text.includes(named) || (named.includes(text) && text.length * 2 >= named.length))
    )
      score = 80;
    else if ((text.length >= 6 && head.startsWith(text)) || (base.length >= 8 && head.startsWith(base))) score = 70;
    else if (text.length >= 8 && head.includes(text)) score = 50;
    else if (base.length >= 8 && head !== '' && text.startsWith(head)) score = 50;
    else if (heading !== null && !logo && text.length >= 5 && heading.el.name === 'h1') score = 30;
    if (score === 0) continue;
    if (heading !== null && !logo) score += heading.el.name === 'h1' ? 20 : 12;
    score += Math.min(text.length, 20) / 2;
    if (best === null || score > best.score) best = { first: i, last: i, score };
  }
  if (best === null) return null;
  // Titles broken by <br>: neighbours that the head title contains too.
  const whole = named + head;
  const part = (i: number) => {
    const line = lines[i];
    if (line === undefined || line.linked > 0) return false;
    const text = compact(flow.text.slice(line.start, line.end));
    return text.length >= 4 && whole.includes(text);
  };
  while (part(best.last + 1) && best.last - best.first < 4) best.last++;
  while (part(best.first - 1) && best.last - best.first < 4) best.first--;
  return best;
}

/** A container that CMSs name as the body. */
function bodyBox(flow: Flow, after: number): Box | null {
  let best: Box | null = null;
  for (const box of flow.boxes) {
    const { id, class: classes } = box.el.attribs;
    if (!id && !classes) continue;
    if (box.end <= after) continue;
    const hit =
      (id !== undefined && bodyName.test(id)) || (classes?.split(/\s+/).some((c) => bodyName.test(c)) ?? false);
    if (!hit) continue;
    if (best === null || (box.start >= best.end && box.end - box.start > 4 * (best.end - best.start))) best = box;
  }
  return best;
}

/** The element whose own paragraphs hold the most text outside links. */
function bestBox(flow: Flow, lines: readonly Line[], first: number): Box | null {
  const scores = new Map<Box, number>();
  for (const line of lines.slice(first)) {
    if (line.box.chrome || line.own < 12 || line.linked > line.own) continue;
    const block = boxUp(line.box, flowBlocks, 8) ?? line.box;
    const gain = isProse(flow.text, line) ? line.own : line.own / 4;
    for (let b: Box | null = block, share = 1; b !== null && share > 0.2; b = b.parent, share /= 2)
      scores.set(b, (scores.get(b) ?? 0) + gain * share);
  }
  let best: Box | null = null;
  let most = 30;
  for (const [box, score] of scores)
    if (score > most) {
      most = score;
      best = box;
    }
  return best;
}

const media = new Set(['img', 'video', 'embed', 'iframe', 'object']);

/** 正文: prose, or in a named container anything to read, see or fetch; never a page that is mostly links. */
function hasBody(flow: Flow, lines: readonly Line[], body: ArticleShape['body'], named: boolean): boolean {
  if (body === null) return false;
  let own = 0;
  let linked = 0;
  let prose = 0;
  for (const line of lines) {
    if (line.start < body.start || line.end > body.end + 1) continue;
    own += line.own;
    linked += line.linked;
    if (isProse(flow.text, line)) prose += line.own;
  }
  if (prose >= 60) return linked < own + prose;
  if (named) {
    if (own >= 2 && linked <= own * 3) return true;
    return (
      flow.boxes.some((b) => b.start >= body.start && b.end <= body.end && media.has(b.el.name)) ||
      (linked > 0 && linked <= 200)
    );
  }
  return own >= 60 && linked < own / 2;
}
