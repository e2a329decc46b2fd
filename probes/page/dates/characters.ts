/** Characters that sites print for ASCII ones, mapped one to one so that offsets stay valid. */
const alike = new Map<string, string>();
for (let i = 0; i < 10; i++) alike.set(String.fromCharCode(0xff10 + i), String(i));
for (const c of '－—–‐‑‒―─﹣−') alike.set(c, '-');
for (const c of '／∕') alike.set(c, '/');
for (const c of '．﹒') alike.set(c, '.');
for (const c of '：︰﹕∶') alike.set(c, ':');
for (const c of '　\u00a0\u2002\u2003\u2009\u200b\ufeff\t\r\n') alike.set(c, ' ');
for (const c of '（［【〔「〈《﹝') alike.set(c, '[');
for (const c of '）］】〕」〉》﹞') alike.set(c, ']');
for (const c of '()') alike.set(c, c === '(' ? '[' : ']');

/** Code of a character → code of what is alike; 0: stays. All of them lie in the basic plane. */
const table = new Uint16Array(0x10000);
for (const [from, to] of alike) table[from.charCodeAt(0)] = to.charCodeAt(0);

/** Text with full-width digits, dashes, dots, colons, brackets and blanks as ASCII; same length as before. */
export function plain(text: string): string {
  let out = '';
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    const to = table[text.charCodeAt(i)]!;
    if (to === 0) continue;
    out += text.slice(from, i) + String.fromCharCode(to);
    from = i + 1;
  }
  return from === 0 ? text : out + text.slice(from);
}

const digitValue = new Map<string, number>();
for (const c of '〇○◯零ОOoＯ０Ο0') digitValue.set(c, 0);
for (const [i, c] of [...'一二三四五六七八九'].entries()) digitValue.set(c, i + 1);
digitValue.set('元', 1).set('两', 2);

/** Class body of the characters that stand for one Chinese digit, zero in all its spellings. */
export const chineseDigits = '〇○◯零ОOoＯΟ0一二三四五六七八九';

/** Year written digit by digit (二〇一九). NaN when a character is no digit. */
export function digitByDigit(text: string): number {
  let n = 0;
  for (const c of text) n = n * 10 + (digitValue.get(c) ?? Number.NaN);
  return n;
}

/** 一 … 九十九, also 廿 and 卅; NaN for anything else. */
export function smallNumber(text: string): number {
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const spread = text.replace('廿', '二十').replace('卅', '三十');
  const ten = spread.indexOf('十');
  if (ten < 0) return spread.length <= 2 && spread.length > 0 ? digitByDigit(spread) : Number.NaN;
  const tens = ten === 0 ? 1 : digitByDigit(spread.slice(0, ten));
  const ones = ten === spread.length - 1 ? 0 : digitByDigit(spread.slice(ten + 1));
  return ten > 1 || spread.length - ten > 2 ? Number.NaN : tens * 10 + ones;
}
