import type { Locator, PageSnapshot } from '#core/evidence.ts';
import type { ObservationValue } from '#core/observation.ts';
import { type Anchor, type Flow, runAt } from '../dates/flow.ts';
import type { Field } from '../fields/read.ts';
import { locate } from '../locate.ts';
import { compact } from '../text.ts';
import type { GuideLabel } from './labels.ts';

type Value = ObservationValue<'page.service-guide'>;
type Seen = Value['vague'][number];
type Span = { start: number; end: number };

/** Characters of one section that are read. */
const maxSection = 20_000;

/** Place of a part of the flow. */
export function placeAt(page: PageSnapshot, flow: Flow, start: number, end: number): Locator {
  const run = runAt(flow, start);
  const text = flow.text.slice(start, end).replace(/[\n\t]+/g, ' ');
  return run === null ? { text: text.slice(0, 200) } : locate(page, run.node, text);
}

const seen = (page: PageSnapshot, flow: Flow, start: number, end: number): Seen => ({
  text: flow.text.slice(start, end).replace(/\s+/g, ' ').trim().slice(0, 200),
  place: placeAt(page, flow, start, end),
});

/** Extents of the values of an element. */
export function spansOf(fields: readonly Field<GuideLabel>[], ...keys: GuideLabel[]): Span[] {
  const out: Span[] = [];
  for (const f of fields)
    if (keys.includes(f.key) && f.state === 'text')
      out.push({ start: f.start, end: Math.min(f.end, f.start + maxSection) });
  return out;
}

/** 原件、复印件、纸质、电子、份数 and how else a form is named. */
const form =
  /原件|复印件|复印|纸质|电子(?!商务|产品|邮)|扫描|正本|副本|原本|影印|[一二两三四五六七八九十壹贰叁肆\d]\s?[份张套]|份数|传真件|打印|网上上传|材料形式|原复印/;
const materialWord =
  /证|书|表|件|材料|照|单|资料|报告|合同|协议|方案|图|文件|凭证|发票|户口|护照|签证|名单|章程|批复|意见|申请/;

/** 材料形式 of the materials, line by line; a column for it covers all of a table. */
export function materialForms(
  page: PageSnapshot,
  flow: Flow,
  sections: readonly Span[],
): Pick<Value, 'materialForm' | 'formless'> {
  let stated = 0;
  const without: Seen[] = [];
  let lacking = 0;
  for (const s of sections) {
    const text = flow.text.slice(s.start, s.end);
    if (
      /材料(?:形式|类型|介质)|原件份数|份数要求|材料来源渠道.{0,40}份数|纸质材料份数/.test(compact(text.slice(0, 400)))
    ) {
      stated += 1;
      continue;
    }
    // A sentence that speaks of all of them.
    const all =
      /(?:以上|上述|所有|各项|所提交|申请)(?:的)?(?:申报|申请)?(?:材料|资料|证件|复印件)[^\n]{0,30}(?:原件|复印件|纸质|电子|[份套])/.test(
        text,
      );
    if (all) {
      stated += 1;
      continue;
    }
    let at = s.start;
    for (const line of text.split('\n')) {
      const from = at;
      at += line.length + 1;
      const plain = compact(line);
      if (plain.length < 3 || plain.length > 200 || !materialWord.test(plain)) continue;
      if (form.test(plain)) stated += 1;
      else if (/^[^：:]{0,30}[：:]$/.test(plain)) continue;
      else {
        lacking += 1;
        if (without.length < 10) without.push(seen(page, flow, from, from + line.length));
      }
    }
  }
  if (stated + lacking === 0) return { materialForm: 'unknown', formless: [] };
  if (lacking === 0) return { materialForm: 'stated', formless: [] };
  return { materialForm: stated === 0 ? 'unstated' : 'partly', formless: without };
}

/** 含糊表述: what an applicant cannot know the meaning of. */
const vague =
  /(?:其他|其它)(?:[与和][^\n，。；]{1,10})?(?:法律法规规定|按规定|根据需要|依法|应当?|需要?|所需|必需|必要|相关|有关|证明|要求){0,3}(?:提交|提供|出具)?的?(?:其他)?(?:证明)?(?:材料|资料|证件|文件|条件)|等(?:其他)?(?:相关|有关)?(?:证明)?(?:材料|资料|证件)(?=$|[\s。；;，,、（(])|(?:相关|有关)(?:证明)?(?:材料|资料|证件|手续)|法律[、，]?\s?(?:行政)?法规(?:和|及|、)?(?:规章)?规定(?:应|应当|需|需要)?(?:提交|提供|具备)?的其他[^\n，。；]{0,12}|视情况(?:提供|而定|需)|必要时(?:提供|提交|补充)|按(?:相关|有关)规定(?:提供|提交|办理)/g;

export function vagueClauses(page: PageSnapshot, flow: Flow, sections: readonly Span[]): Seen[] {
  const out: Seen[] = [];
  const known = new Set<string>();
  for (const s of sections)
    for (const m of flow.text.slice(s.start, s.end).matchAll(vague)) {
      const start = s.start + m.index;
      const from = Math.max(s.start, flow.text.lastIndexOf('\n', start) + 1, start - 20);
      const clause = seen(page, flow, from, start + m[0].length);
      if (known.has(m[0]) || out.length >= 10) continue;
      known.add(m[0]);
      out.push(clause);
    }
  return out;
}

/** Policies named in 设定依据 that have neither text nor a link there. */
export function bareDocuments(page: PageSnapshot, flow: Flow, sections: readonly Span[]): Seen[] {
  const out: Seen[] = [];
  for (const s of sections) {
    const text = flow.text.slice(s.start, s.end);
    const named = [...text.matchAll(/《[^《》\n]{3,80}》/g)];
    for (let i = 0; i < named.length && out.length < 20; i++) {
      const m = named[i]!;
      const start = s.start + m.index;
      const end = start + m[0].length;
      const next = named[i + 1];
      const upTo = next === undefined ? s.end : s.start + next.index;
      if (linkWithin(flow, start - 4, upTo) || says(flow.text.slice(end, upTo))) continue;
      // Named inside the text of another one.
      if (i > 0 && says(flow.text.slice(s.start + named[i - 1]!.index + named[i - 1]![0].length, end + 200))) continue;
      out.push(seen(page, flow, start, Math.min(upTo, end + 40)));
    }
  }
  return out;
}

/** Whether words behind the name of a document are its text: an article that says something, or a sentence. */
function says(after: string): boolean {
  const plain = compact(after).replace(/^[（(][^（()）]{0,60}[）)]/, '');
  const article = /^[，,：:\s]?第?[一二三四五六七八九十百零〇\d]{1,6}条(?:第[^，。：:]{1,8}[款项目])?/.exec(plain);
  const rest = article === null ? plain : plain.slice(article[0].length);
  return rest.replace(/[^\u4e00-\u9fff]/g, '').length >= (article === null ? 30 : 12);
}

function linkWithin(flow: Flow, start: number, end: number): boolean {
  return flow.anchors.some((a) => a.start < end && a.end > start && leads(a));
}

const leads = (a: Anchor) => (a.href !== '' && a.href !== '#') || a.el.attribs.onclick !== undefined;

const formName =
  /(?:申请|登记|审批|申报|备案|信息|审核|报名|报批|呈报|认定|汇总|核定|推荐|变更|注销|承诺)[\u4e00-\u9fff（）()]{0,6}?表(?!现|示|明|面|达|彰|决)|(?:申请书|承诺书|委托书|申报书|告知书)(?!面)/;
const fileHref = /\.(?:docx?|xlsx?|wps|et|pdf|rtf|ofd|zip|rar)(?:$|[?#])/i;
const offer = /下载|样表|样本|空白|空表|示例|示范文本|范本|表格|附件|模板/;

/** 要求提供的表单 and whether the page offers any way to them. */
export function formsAsked(
  page: PageSnapshot,
  flow: Flow,
  sections: readonly Span[],
): { asksForm: boolean; missingForms: Seen[] } {
  const asked: Seen[] = [];
  for (const s of sections) {
    let at = s.start;
    for (const line of flow.text.slice(s.start, s.end).split(/\n|\t/)) {
      const from = at;
      at += line.length + 1;
      if (asked.length < 10 && formName.test(compact(line)) && compact(line).length <= 120)
        asked.push(seen(page, flow, from, from + line.length));
    }
  }
  if (asked.length === 0) return { asksForm: false, missingForms: [] };
  const offered = flow.anchors.some((a) => {
    if (a.box.chrome || !leads(a)) return false;
    const text = compact(flow.text.slice(a.start, Math.min(a.end, a.start + 80)));
    return fileHref.test(a.href) || offer.test(text) || formName.test(text);
  });
  return { asksForm: true, missingForms: offered ? [] : asked };
}

const landline = /(?<!\d)[（(]?(0(?:10|2\d|[3-9]\d{2}))[）)]?\s?[-—－–]{0,2}\s?(\d{7,8})(?!\d)/g;

/** 固定电话 with area codes, those of the guide against that of the foot of the page. */
export function phonesOf(page: PageSnapshot, flow: Flow, body: Span): Pick<Value, 'phones' | 'siteArea'> {
  const foot = new Set<string>();
  for (const b of flow.boxes) {
    if (!footName.test(`${b.el.attribs.id ?? ''} ${b.el.attribs.class ?? ''} ${b.el.name}`)) continue;
    for (const m of flow.text.slice(b.start, Math.min(b.end, b.start + 4_000)).matchAll(landline)) foot.add(m[1]!);
  }
  const siteArea = foot.size === 1 ? ([...foot][0] ?? null) : null;
  const phones: Value['phones'] = [];
  for (const m of flow.text.slice(body.start, Math.min(body.end, body.start + 100_000)).matchAll(landline)) {
    if (phones.length >= 20) break;
    const at = body.start + m.index;
    if (runAt(flow, at)?.box.chrome === true) continue;
    const number = m[0].trim();
    if (phones.some((p) => p.number === number)) continue;
    const foreign = siteArea !== null && m[1] !== siteArea;
    phones.push({ number, area: m[1]!, foreign, place: placeAt(page, flow, at, at + m[0].length) });
  }
  return { phones, siteArea };
}
const footName = /(?:^|[\s_-])foot\w*|copyright|footer/i;
