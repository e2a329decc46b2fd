import type { PageSnapshot } from '#core/evidence.ts';
import { locateText } from '../locate.ts';
import { type FlatText, pageIndex } from '../text.ts';
import { type ClueHit, ruleSource } from './hit.ts';
import { masked } from './mask.ts';

/** Different numbers with names beside them that make a list of people. */
const leastMobiles = 3;
const maxHits = 20;

/**
 * 个人信息线索 in what a visitor reads: identity numbers that check, bank cards that check with a word for them beside, mobile numbers in
 * rows with names. Numbers are masked here and nowhere shown whole; names are not repeated at all.
 */
export function personalData(page: PageSnapshot): ClueHit[] {
  const { visible } = pageIndex(page.document);
  // Most pages hold no number of that length.
  if (!/[0-9](?: ?[0-9]){10}/.test(visible.text)) return [];
  return [...identityNumbers(page, visible), ...bankCards(page, visible), ...mobileList(page, visible)];
}

const placed = (page: PageSnapshot, flat: FlatText, start: number, end: number, shown: string) => () => ({
  ...locateText(page, flat, start, end),
  text: shown,
});

function identityNumbers(page: PageSnapshot, flat: FlatText): ClueHit[] {
  const hits: ClueHit[] = [];
  for (const m of flat.text.matchAll(/(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])/g)) {
    if (!isIdentityNumber(m[0])) continue;
    const text = masked(m[0], 3, 2);
    hits.push({
      kind: 'personal-data',
      text,
      why: '出现完整的公民身份号码（校验码和出生日期都相符），须核实是否应当公开、是否已作去标识处理',
      source: ruleSource('rule-identity-number'),
      confidence: 'high',
      place: placed(page, flat, m.index, m.index + m[0].length, text),
    });
    if (hits.length >= maxHits) break;
  }
  return hits;
}

const provinces = new Set(
  '11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83'.split(' '),
);
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/** 公民身份号码: province, a birthday that exists since 1900, check digit (GB 11643-1999, ISO 7064 MOD 11-2). */
export function isIdentityNumber(text: string): boolean {
  if (!/^[1-9][0-9]{16}[0-9Xx]$/.test(text) || !provinces.has(text.slice(0, 2))) return false;
  const [year, month, day] = [Number(text.slice(6, 10)), Number(text.slice(10, 12)), Number(text.slice(12, 14))];
  const at = new Date(Date.UTC(year, month - 1, day));
  if (year < 1900 || year > 2099 || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) return false;
  const sum = weights.reduce((s, w, i) => s + w * Number(text[i]), 0);
  return '10X98765432'[sum % 11] === text[17]!.toUpperCase();
}

function bankCards(page: PageSnapshot, flat: FlatText): ClueHit[] {
  const hits: ClueHit[] = [];
  for (const m of flat.text.matchAll(/(?<![0-9A-Za-z.-])[3-6][0-9](?: ?[0-9]){13,17}(?![0-9A-Za-z.-])/g)) {
    const number = m[0].replaceAll(' ', '');
    if (!isBankCard(number)) continue;
    const before = flat.text.slice(Math.max(0, m.index - 40), m.index);
    // An account of the office itself is there to be paid into.
    if (!/卡号|银行卡|账号|帐号|账户|帐户|一卡通|储蓄/.test(before) || publicAccount.test(before)) continue;
    const text = masked(number, 4, 2);
    hits.push({
      kind: 'personal-data',
      text,
      why: '出现疑似个人银行卡号（长度、发卡前缀和校验位都相符），须核实户主是否为个人、是否应当公开',
      source: ruleSource('rule-bank-card'),
      confidence: 'low',
      place: placed(page, flat, m.index, m.index + m[0].length, text),
    });
    if (hits.length >= maxHits) break;
  }
  return hits;
}

const publicAccount =
  /(?:局|委员会|办公室|中心|财政|国库|专户|公司|医院|学校|协会|基金会|政府|对公|收款单位|户\s?名[:：][^\n]{0,12}(?:局|会|室|心|院|校|司))/;

/** 银行卡号: length and prefix of a scheme (银联 62、VISA 4、万事达 51–55 and 2221–2720、JCB 35), Luhn's check digit. */
export function isBankCard(number: string): boolean {
  if (!/^[0-9]{16,19}$/.test(number) || /^(\d)\1+$/.test(number)) return false;
  const scheme = number.startsWith('62') || (number.length === 16 && /^(?:4|5[1-5]|35(?:2[89]|[3-8]\d))/.test(number));
  return scheme && luhn(number);
}

function luhn(number: string): boolean {
  let sum = 0;
  for (let i = 0; i < number.length; i++) {
    const digit = Number(number[number.length - 1 - i]);
    const doubled = i % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Common family names: enough to tell a name from any two characters. */
const families =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤';
const nameBeside = new RegExp(`(?:^|[\\s、，,:：（(])[${families}][\\u4e00-\\u9fff]{1,2}(?=$|[\\s、，,:：）)])`);
/** People who are there to be called. */
const contact =
  /联系|咨询|值班|热线|办公|服务电话|监督|投诉|举报|负责人|责任人|河长|林长|路长|网格|村医|民警|法官|律师|调解员|主任|书记|局长|科长|队长|站长|所长|镇长|乡长/;

function mobileList(page: PageSnapshot, flat: FlatText): ClueHit[] {
  const found = new Map<string, number>();
  for (const m of flat.text.matchAll(/(?<![0-9A-Za-z])1[3-9][0-9]{9}(?![0-9A-Za-z])/g)) {
    const around = flat.text.slice(Math.max(0, m.index - 24), m.index);
    const after = flat.text.slice(m.index + 11, m.index + 24);
    if (contact.test(around.slice(-16)) || contact.test(after.slice(0, 8))) continue;
    if (nameBeside.test(around) || nameBeside.test(after)) found.set(m[0], found.get(m[0]) ?? m.index);
    if (found.size > 1_000) break;
  }
  const [first] = found;
  if (found.size < leastMobiles || first === undefined) return [];
  const numbers = [...found.keys()].slice(0, 3).map((n) => masked(n, 3, 2));
  return [
    {
      kind: 'personal-data',
      text: numbers.join('、'),
      why: `有 ${found.size} 个手机号与姓名成列出现，须核实是否应当公开、是否已作去标识处理`,
      source: ruleSource('rule-mobile-list'),
      confidence: 'low',
      place: placed(page, flat, first[1], first[1] + 11, numbers[0] ?? ''),
    },
  ];
}
