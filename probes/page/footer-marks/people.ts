import { attr, closest, squeeze } from '../text.ts';
import { blockAround, type Candidate, type Source } from './source.ts';
import type { Zone } from './zone.ts';

/** 主办单位 and 联系方式 are ordinary words: they count only where the signs of a footer are strong. */
const STRONG = 3;

const labelled = /主办(?:\s?[、,/和及]?\s?承办)?\s?(?:单位|机关|方)?\s{0,2}:\s{0,2}([^\n:]{2,80})/g;
const hosting = /主办(?:(?![\u4e00-\u9fff:]|\s?(?:单位|方)?\s?:)|(?=[^\n:]{2,40}承办))/g;
const owned = /版权所有\s{0,2}:\s{0,2}([^\n:]{2,60})/g;
const owning = /版权所有/g;
/** A name that stands before a word: up to 40 characters, looked for backwards from the word. */
const nameBefore = /([\u4e00-\u9fff()·]{4,40})\s{0,2}(?:©|\(c\))?\s{0,2}$/i;

/** Where a name ends: the next label, a separator or a blank. */
const nameEnd =
  /[\s,，;；|｜丨。©]|(?:承办|协办|主管|地址|电话|联系|传真|技术支持|技术维护|运行|维护|版权|备案|[京津沪渝冀豫云滇辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵黔粤青藏川蜀宁琼]?ICP|网站标识|政府网站|邮编|邮箱|copyright|建议)/i;

/** 网站主办单位. 版权所有 names an owner, not a host: a person must settle it. */
export function sponsors(source: Source, zone: Zone): Candidate[] {
  const found: Candidate[] = [];
  const add = (name: string, start: number, doubts: string[]) => {
    const value = nameOf(name);
    if (value === '') return;
    const end = Math.max(start, source.text.indexOf(value, start)) + value.length;
    const score = zone.score(start, end);
    if (score < STRONG) return;
    found.push({ value, place: source.placeOfText(start, end), from: source.from, doubts, score });
  };
  const each = (pattern: RegExp, use: (m: RegExpExecArray) => void) => {
    let budget = 100;
    for (const m of source.text.matchAll(pattern)) {
      if (budget-- === 0) break;
      use(m);
    }
  };
  const before = (m: RegExpExecArray, doubts: string[]) => {
    const name = nameBefore.exec(source.text.slice(Math.max(0, m.index - 46), m.index));
    if (name) add(name[1]!, m.index - name[0].length, doubts);
  };
  if (source.text.includes('主办')) {
    each(labelled, (m) => add(m[1]!, m.index, []));
    each(hosting, (m) => before(m, []));
  }
  if (found.length > 0) return found;
  const doubt = '页脚只有“版权所有”，没有写明“主办单位”';
  each(owned, (m) => add(m[1]!, m.index, [doubt]));
  each(owning, (m) => before(m, [doubt]));
  return found;
}

function nameOf(text: string): string {
  const trimmed = text.trim();
  const cut = trimmed.search(nameEnd);
  const name = (cut < 0 ? trimmed : trimmed.slice(0, cut)).replace(/^(?:本网站|本站|网站)?[由·(]+|[·(]+$/g, '');
  return /[\u4e00-\u9fff]{2}/.test(name) ? name : '';
}

const phone =
  /(?:\(?(?<![\dA-Za-z])0\d{2,3}\)?\s?[-—–―\s]{0,3}\d{6,9}|(?<![\dA-Za-z.-])1[3-9]\d{9}|400[-\s]?\d{3}[-\s]?\d{4})(?!\d)/g;
const labelledPhone =
  /(?:电\s?话|热线|传真|联系方式)\s{0,2}[:)]?\s{0,2}(\d{7,8}|12345|\d{3,4}[-—\s]\d{3,4}[-—\s]?\d{0,4})(?!\d)/g;
const hotline = /(?<!\d)12345(?=[^\n\d]{0,10}热线)/g;
const mail = /[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{2,30}){1,4}/g;
const address = /(?:(?:联系|单位|通讯|办公)?地\s?址|邮\s?(?:政编码|编))\s{0,2}:?\s{0,2}([^\n]{6,80})/g;
/** Whose phone it is, when the words before it say so. */
const others = /(?:技术支持|技术维护|技术服务|运维|建设单位|举报|辟谣|纠错|报警|广告)[^\n]{0,30}$/;

/** 联系方式 in the footer: a phone number or a mail address; an address or a mere link leaves a doubt. */
export function contacts(source: Source, zone: Zone): Candidate[] {
  const found: Candidate[] = [];
  const add = (m: RegExpExecArray, value: string, doubts: string[], weight: number) => {
    const score = zone.score(m.index, m.index + m[0].length);
    if (score < STRONG) return;
    const place = source.placeOfText(m.index, m.index + m[0].length);
    found.push({ value, place, from: source.from, doubts, score: score + weight });
  };
  const each = (pattern: RegExp, use: (m: RegExpExecArray) => void) => {
    let budget = 100;
    for (const m of source.text.matchAll(pattern)) {
      if (budget-- === 0) break;
      use(m);
    }
  };
  const otherwise = (m: RegExpExecArray): string[] => {
    const before = source.text.slice(Math.max(0, m.index - 40), m.index);
    const line = before.slice(before.lastIndexOf('\n') + 1);
    return others.test(line) && !/(?:联系|值班|办公|咨询)[^\n]{0,6}$/.test(line)
      ? ['电话前面写的是技术支持或举报，不能确定是主办单位的联系方式']
      : [];
  };
  if (/\d{6}|400/.test(source.text))
    each(phone, (m) => {
      const digits = m[0].replace(/\D/g, '');
      const right = !digits.startsWith('0') || digits.length === 11 || digits.length === 12 || digits.length === 10;
      add(m, m[0].replace(/\s/g, ''), [...(right ? [] : [`电话号码位数不对：${m[0].trim()}`]), ...otherwise(m)], 10);
    });
  each(labelledPhone, (m) => add(m, m[1]!.replace(/\s/g, ''), otherwise(m), 9));
  if (source.text.includes('12345')) each(hotline, (m) => add(m, '12345', otherwise(m), 7));
  if (source.text.includes('@')) each(mail, (m) => add(m, m[0], [], 8));
  if (found.length > 0) return found;
  each(address, (m) => add(m, squeeze(m[1]!).trim().slice(0, 60), ['页脚只有地址，没有电话或邮箱'], 4));
  if (found.length > 0) return found;
  return contactLinks(source, zone);
}

function contactLinks(source: Source, zone: Zone): Candidate[] {
  const found: Candidate[] = [];
  let budget = 50;
  for (const m of source.text.matchAll(/联系我们|联系方式/g)) {
    if (budget-- === 0) break;
    const link = closest(source.index.visible.nodeAt(m.index), (e) => e.name === 'a' && attr(e, 'href') !== '');
    if (link === null || blockAround({ text: source.text }, m.index).length > 300) continue;
    const score = zone.score(m.index, m.index + m[0].length);
    if (score < STRONG) continue;
    const place = source.placeOfText(m.index, m.index + m[0].length);
    found.push({
      value: m[0],
      place,
      from: source.from,
      doubts: ['页脚只有“联系我们”链接，联系方式不在页脚上'],
      score,
    });
  }
  return found;
}
