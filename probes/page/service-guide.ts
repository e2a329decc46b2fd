import type { PageSnapshot } from '#core/evidence.ts';
import type { ObservationValue } from '#core/observation.ts';
import { guideElements } from '#core/page-values.ts';
import { definePageProbe } from '#probes/probe.ts';
import { trailOf } from './channels/trail.ts';
import { type Flow, flowOf } from './dates/flow.ts';
import { type Field, readFields } from './fields/read.ts';
import { bareDocuments, formsAsked, materialForms, phonesOf, spansOf, vagueClauses } from './guide/contents.ts';
import { type GuideLabel, guideLabel, otherLabel } from './guide/labels.ts';
import { titleOf } from './headline.ts';
import { locate } from './locate.ts';
import { shellOf } from './script-shell.ts';
import { attr, compact } from './text.ts';

type Value = ObservationValue<'page.service-guide'>;
type Shown = Value['elements'][number];
type GuideField = Field<GuideLabel>;

/** Elements that make a page a guide by themselves, and those that do when the page is called one. */
const surely = 6;
const likely = 5;
const called = 3;
/** What hardly any page but a guide has a label for. */
const telling: ReadonlySet<GuideLabel> = new Set(['basis', 'conditions', 'materials', 'fee', 'process']);
/** Channels of news: what stands there tells of a matter and is not its guide. */
const newsTrail = /要闻|新闻|动态|公告|公示|文件|解读|公报/;
/** The same label this often: a page of many matters. */
const manyMatters = 4;

const guideWords =
  /办事指南|服务指南|办理指南|办理须知|办事须知|服务事项|申办指南|操作指南|办理流程|申请指南|办事服务|政务服务|网上办事|便民服务/;
/** Titles of news, notices and documents: they may print a guide in their text, but are none. */
const notGuide =
  /通知|通告|公告|公示|公报|意见|办法|规定|细则|条例|方案|规划|决定|批复|解读|报告|总结|动态|新闻|召开|会议|举行|开展|简章|招聘|征集|名单|目录|清单$|汇编|关于.{2,60}的/;

/**
 * 办事指南 — whether a page is a guide of one matter, which of the ten elements it shows, and what the index finds fault with in it (检查指标“办事指南”
 * “表格样表”“内容准确”“服务不实用”). Only what stands in the bytes is judged.
 */
export const serviceGuideProbe = definePageProbe({
  id: 'service-guide',
  version: 1,
  title: '办事指南',
  produces: 'page.service-guide',
  on: ['article', 'other'],
  read(page) {
    return { status: 'observed', value: readGuide(page) };
  },
});

function readGuide(page: PageSnapshot): Value {
  const flow = flowOf(page.document);
  const title = titleOf(flow);
  const fields = readFields(flow, guideLabel);
  const { guide, why } = isGuide(page, flow, title, fields);
  if (guide === 'no') return { ...none, url: page.url, title: title.text.slice(0, 200), why };
  const unread = unreadOf(page, flow, fields);
  const elements = guideElements.map((e): Shown => elementOf(page, flow, fields, e, title, unread.length > 0));
  const materials = spansOf(fields, 'materials');
  const body = { start: fields[0]?.run.start ?? 0, end: fields.at(-1)?.end ?? flow.text.length };
  return {
    url: page.url,
    title: title.text.slice(0, 200),
    guide,
    why,
    elements,
    complete: unread.length === 0 && isComplete(fields, flow),
    ...materialForms(page, flow, materials),
    vague: vagueClauses(page, flow, [...materials, ...spansOf(fields, 'conditions')]),
    bareDocuments: bareDocuments(page, flow, spansOf(fields, 'basis')),
    ...formsAsked(page, flow, materials),
    ...phonesOf(page, flow, body),
    unread,
  };
}

const none: Omit<Value, 'url' | 'title' | 'why'> = {
  guide: 'no',
  elements: [],
  complete: false,
  materialForm: 'unknown',
  formless: [],
  vague: [],
  bareDocuments: [],
  missingForms: [],
  asksForm: false,
  phones: [],
  siteArea: null,
  unread: [],
};

function isGuide(
  page: PageSnapshot,
  flow: Flow,
  title: { text: string },
  fields: readonly GuideField[],
): Pick<Value, 'guide' | 'why'> {
  const keys = new Set(fields.map((f) => f.key).filter((k) => k !== otherLabel));
  if (keys.delete('place+time')) keys.add('place').add('time');
  const strong = [...keys].filter((k) => telling.has(k)).length;
  const words = compact(title.text);
  const inTitle = /办事指南|服务指南|办理指南|申办指南|申请指南|办事须知|办理须知/.test(words);
  const trail = trailOf(flow, page.url)
    .map((s) => s.name)
    .join('>');
  const inTrail = guideWords.test(trail);
  const n = keys.size;
  // A list of links named after guides: every label is a link.
  const links = fields.filter((f) => f.run.anchor !== null && f.shape !== 'tab').length;
  if (links > fields.length / 2 && links >= 3 && !fields.some((f) => f.shape === 'tab'))
    return { guide: 'no', why: '栏目名都是链接' };
  if (inTitle && n >= called && strong >= 2) return { guide: 'sure', why: `标题写明是指南，有 ${n} 类要素` };
  if (notGuide.test(words) && !inTitle) return { guide: 'no', why: '标题是通知、文件或新闻' };
  // One matter has each label once; a manual of many matters has them over and over.
  const times = new Map<string, number>();
  for (const f of fields)
    if (f.key !== otherLabel && f.shape !== 'tab') times.set(f.label, (times.get(f.label) ?? 0) + 1);
  if (Math.max(0, ...times.values()) >= manyMatters) return { guide: 'no', why: '多个事项写在同一页' };
  if (newsTrail.test(trail) && !inTrail) return { guide: 'no', why: '在新闻或文件栏目里' };
  if (n >= surely && strong >= 3) return { guide: 'sure', why: `有 ${n} 类要素` };
  if (inTrail && n >= called && strong >= 2)
    return { guide: n >= likely ? 'sure' : 'likely', why: `在办事栏目里，有 ${n} 类要素` };
  if (n >= likely && strong >= 3) return { guide: 'likely', why: `有 ${n} 类要素` };
  return { guide: 'no', why: `只有 ${n} 类要素` };
}

const rank = { text: 0, media: 1, script: 2, empty: 3 } as const;

function elementOf(
  page: PageSnapshot,
  flow: Flow,
  fields: readonly GuideField[],
  element: Shown['element'],
  title: { text: string; at: GuideField['run'] | null },
  open: boolean,
): Shown {
  const own = fields.filter(
    (f) => f.key === element || (f.key === 'place+time' && (element === 'place' || element === 'time')),
  );
  const best = own.reduce<GuideField | undefined>(
    (a, b) => (a === undefined || rank[b.state] < rank[a.state] ? b : a),
    undefined,
  );
  if (best !== undefined && best.state !== 'empty') {
    const text = flow.text
      .slice(best.start, Math.min(best.end, best.start + 120))
      .replace(/\s+/g, ' ')
      .trim();
    const place = locate(page, best.run.node, best.label);
    const state = best.state === 'script' ? ('unread' as const) : ('shown' as const);
    return { element, state, label: best.label, ...(text === '' ? {} : { text }), place };
  }
  // The title of a guide is the name of its matter.
  if (
    element === 'name' &&
    compact(title.text).length >= 4 &&
    !/^(?:办事|服务|办理)(?:指南|须知)$/.test(compact(title.text))
  )
    return {
      element,
      state: 'shown',
      text: title.text.slice(0, 120),
      ...(title.at === null ? {} : { place: locate(page, title.at.node, title.text) }),
    };
  if (best !== undefined) {
    const at = locate(page, best.run.node, best.label);
    // Only of a cell beside its label is it sure that nothing else is its value.
    const sure = best.shape === 'cell' || best.shape === 'list';
    return { element, state: open && !sure ? 'unread' : 'empty', label: best.label, place: at };
  }
  return { element, state: open ? 'unread' : 'absent' };
}

/** Most labels of the page stand in tables, and each cell before a value is a label that is known. */
function isComplete(fields: readonly GuideField[], flow: Flow): boolean {
  const tables = new Map<GuideField['table'], number>();
  for (const f of fields)
    if (f.table !== null && (f.shape === 'cell' || f.shape === 'list'))
      tables.set(f.table, (tables.get(f.table) ?? 0) + 1);
  const [table, count] = [...tables].sort((a, b) => b[1] - a[1])[0] ?? [null, 0];
  if (table === null || count < 6 || count < fields.length * 0.8) return false;
  let known = 0;
  let strange = 0;
  for (const b of flow.boxes) {
    if (b.el.name !== 'th' && b.el.name !== 'dt' && !(b.el.name === 'td' && firstCell(b.el))) continue;
    if (!within(b.el, table)) continue;
    const words = compact(flow.text.slice(b.start, Math.min(b.end, b.start + 60))).replace(/[:：]$/, '');
    if (words === '') continue;
    if (guideLabel(words) !== null) known += 1;
    else strange += 1;
  }
  return known >= 6 && strange === 0;
}

function firstCell(e: GuideField['table'] & object): boolean {
  for (let p = e.prev; p !== null; p = p.prev) if ('name' in p) return false;
  return true;
}

function within(e: GuideField['table'] & object, table: object): boolean {
  for (let p: object | null = e, n = 0; p !== null && n < 12; n++) {
    if (p === table) return true;
    p = (p as { parent: object | null }).parent;
  }
  return false;
}

/** What may hold elements and was not read. */
function unreadOf(page: PageSnapshot, flow: Flow, fields: readonly GuideField[]): string[] {
  const found: string[] = [];
  if (page.cut !== undefined) found.push(page.cut.slice(0, 200));
  const shell = shellOf(page);
  if (shell !== null) found.push(shell.slice(0, 200));
  if (fields.some((f) => f.state === 'script')) found.push('部分栏位的内容由脚本填入');
  for (const frame of flow.frames) {
    const src = attr(frame, 'src').trim();
    if (src !== '' && !/share|login|tree|counter|stat|weather|search|about:blank/i.test(src))
      found.push(`框架页 ${src.slice(0, 100)}`);
  }
  for (const a of flow.anchors) {
    if (a.box.chrome || !/\.(?:docx?|pdf|wps|ofd|zip|rar)(?:$|[?#])/i.test(a.href)) continue;
    const text = compact(flow.text.slice(a.start, Math.min(a.end, a.start + 80)));
    if (/指南|须知|流程|办理|规程|告知/.test(text) && !/表|书$/.test(text)) found.push(`附件：${text.slice(0, 60)}`);
  }
  const from = fields[0]?.run.start ?? 0;
  for (const b of flow.boxes) {
    if (b.el.name !== 'img' || b.chrome || b.start < from || found.length >= 15) continue;
    // Icons of files and buttons tell nothing; a picture of a page may.
    if (
      /icon|ico|logo|btn|button|share|qr|wx|weixin|\.gif|print|sina|jiucuo|conac|red\.png|blue\.png|ga\.png|beian/i.test(
        attr(b.el, 'src'),
      )
    )
      continue;
    const covered = fields.some((f) => f.state === 'media' && b.start >= f.run.start && b.start <= f.end + 1);
    if (!covered && b.start <= (fields.at(-1)?.end ?? 0)) found.push(`图片 ${attr(b.el, 'src').slice(0, 100)}`);
  }
  return [...new Set(found)].slice(0, 20);
}
