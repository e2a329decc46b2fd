import type { Element } from 'domhandler';
import { attr, closest, compact } from '../text.ts';
import type { Candidate, Source } from './source.ts';
import type { Zone } from './zone.ts';

/** 省份简称 as used in record numbers, both names where a province has two. */
const provinces = '京津沪渝冀豫云滇辽黑湘皖鲁新苏浙赣鄂桂甘陇晋蒙陕秦吉闽贵黔粤青藏川蜀宁琼港澳台';

const siteCode = /(?:(?:政府)?网站)?标识编?码\s{0,3}(?:为|是)?\s{0,3}[:(]?\s{0,3}((?:bm)?\d{4,14})(?!\d)/gi;
const icp = new RegExp(
  `(?:[(\\[]?([${provinces}])[)\\]]?\\s?)?ICP\\s?备\\s?(?:案\\s?(?:编号|序号|号)?\\s?:?\\s?)?(\\d{5,12})(?!\\d)\\s?号?(?:\\s?-\\s?\\d{1,3}(?!\\d))?`,
  'gi',
);
const publicSecurity = new RegExp(
  `(?:(?:[${provinces}]\\s?)?公网安备|公安(?:机关)?(?:联网)?备案(?:编号|号)?)\\s?(?:案?编?号)?\\s{0,3}:?\\s{0,3}(\\d{8,17})(?!\\d)\\s?号?`,
  'g',
);

/** Below this the place reads like a mention in an article; at this value a person must look; above it is the mark. */
const DOUBTFUL = 1;
const outside = '不在页脚区域，不能确定是本站的标识';

/** 网站标识码: ten digits, or bm and eight digits. */
export function siteCodes(source: Source, zone: Zone): Candidate[] {
  if (!source.text.includes('标识')) return [];
  return matches(source, zone, siteCode, (m) => {
    const value = m[1]!.toLowerCase();
    const right = /^(?:bm\d{8}|\d{10})$/.test(value);
    return { value, doubts: right ? [] : ['网站标识码应为 10 位数字，或 bm 加 8 位数字'], bonus: 1 };
  });
}

/** ICP备案编号: province, ICP备, eight or ten digits; 号 and a site number may follow. */
export function icpNumbers(source: Source, zone: Zone): Candidate[] {
  if (!/ICP/i.test(source.text)) return [];
  return matches(source, zone, icp, (m, link) => {
    const doubts: string[] = [];
    if (m[1] === undefined) doubts.push('备案编号前没有省份简称');
    if (m[2]!.length !== 8 && m[2]!.length !== 10)
      doubts.push(`备案编号的数字应为 8 位或 10 位，页面上是 ${m[2]!.length} 位`);
    return { value: compact(m[0]), doubts, bonus: isRecordLink(link) ? 3 : 0 };
  });
}

/** 公安机关备案标识: fourteen digits; the number in its link must be the same. */
export function publicSecurityNumbers(source: Source, zone: Zone): Candidate[] {
  const links = source.index.elements.filter((e) => e.name === 'a').flatMap(recordCode);
  const named = /公(?:网安备|安)/.test(source.text);
  const shown = matches(source, zone, named ? publicSecurity : null, (m, link) => {
    const doubts: string[] = [];
    const digits = m[1]!;
    if (digits.length !== 14) doubts.push(`公安备案号应为 14 位数字，页面上是 ${digits.length} 位`);
    // The number and its icon often carry a link each: any link with the right code will do.
    const own = link === null ? [] : recordCode(link);
    const codes = own.length > 0 ? own : links;
    if (codes.length > 0 && !codes.some((c) => c.code === digits))
      doubts.push(`文字里的编号 ${digits} 与链接里的编号 ${codes[0]!.code} 不一致`);
    return { value: compact(m[0]), doubts, bonus: isRecordLink(link) ? 3 : 0 };
  });
  if (shown.length > 0) return shown;
  return links.map(({ element, code }) => ({
    value: code,
    place: source.placeOf(element, attr(element, 'href')),
    from: source.from,
    doubts: ['只有查询链接，页面上没有显示备案编号'],
    score: 3,
  }));
}

/** Number that a link to the public-security register carries. */
function recordCode(element: Element): { element: Element; code: string }[] {
  const m = /beian\.(?:gov|mps\.gov)\.cn\/[^\s]{0,200}?[?&](?:record)?code=\s*(\d{8,17})/i.exec(attr(element, 'href'));
  return m ? [{ element, code: m[1]! }] : [];
}

function isRecordLink(link: Element | null): boolean {
  return (
    link !== null && /(?:beian\.miit|miitbeian|miibeian|beian)\.gov\.cn|beian\.mps\.gov\.cn/i.test(attr(link, 'href'))
  );
}

type Read = (m: RegExpExecArray, link: Element | null) => { value: string; doubts: string[]; bonus: number };

function matches(source: Source, zone: Zone, pattern: RegExp | null, read: Read): Candidate[] {
  if (pattern === null) return [];
  const found: Candidate[] = [];
  let budget = 200;
  for (const m of source.text.matchAll(pattern)) {
    if (budget-- === 0) break;
    const start = m.index;
    const end = start + m[0].length;
    const link = closest(source.index.visible.nodeAt(end - 1), (e) => e.name === 'a');
    const { value, doubts, bonus } = read(m, link);
    const score = zone.score(start, end) + bonus;
    if (score < DOUBTFUL) continue;
    found.push({
      value,
      place: source.placeOfText(start, end),
      from: source.from,
      doubts: score === DOUBTFUL ? [...doubts, outside] : doubts,
      score,
    });
  }
  return found;
}
