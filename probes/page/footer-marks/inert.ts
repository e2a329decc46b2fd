import type { PageSnapshot } from '#core/evidence.ts';
import { locate } from '../locate.ts';
import type { PageIndex } from '../text.ts';
import { fold, type Inert, type MarkName } from './source.ts';

/** Marks as they look in source text that is not shown. */
const traces: readonly (readonly [MarkName, RegExp])[] = [
  ['conac', /bszs\.conac\.cn|dcs\.conac\.cn|imgConac/i],
  ['siteCode', /(?:网站)?标识编?码[^\n]{0,20}?(?:bm\d{8}|\d{10})/i],
  ['icp', /ICP\s?备[^\n]{0,10}?\d{8}/i],
  ['publicSecurity', /公网安备[^\n]{0,6}?\d{11}|beian\.gov\.cn\/portal\/registerSystemInfo/i],
  ['sponsor', /主办(?:单位|方)?\s?[:]/],
  ['contact', /(?:联系)?电话\s?[:]\s?\(?\d{3,4}/],
  ['errorReport', /\/exposure\/jiucuo|_jiucuo_|政府网站找错/i],
];

/** What every trace has one of: most comments have none. */
const anyTrace = /conac|标识|ICP|公网安备|beian|主办|电话|jiucuo|找错/i;

const COMMENT_LIMIT = 50_000;

/** Marks that stand only in comments: seen in the source, not shown to anyone. */
export function commentedMarks(page: PageSnapshot, index: PageIndex): Inert[] {
  const found: Inert[] = [];
  const seen = new Set<MarkName>();
  for (const c of index.comments) {
    const text = fold(c.data.slice(0, COMMENT_LIMIT));
    if (!anyTrace.test(text)) continue;
    for (const [mark, pattern] of traces) {
      if (seen.has(mark)) continue;
      const m = pattern.exec(text);
      if (!m) continue;
      seen.add(mark);
      found.push({ mark, why: '写在注释里，页面上不显示', place: locate(page, c, text.slice(m.index, m.index + 120)) });
    }
  }
  return found;
}

/** The same for a comment inside a script. */
export function tracesIn(text: string): MarkName[] {
  const folded = fold(text);
  return traces.filter(([, pattern]) => pattern.test(folded)).map(([mark]) => mark);
}
