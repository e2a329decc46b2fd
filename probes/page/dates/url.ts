import { dayOf, monthOf } from './calendar-day.ts';

/** 网址中的日期: often the day a document was made in the CMS, sometimes that of an import. Evidence, never the answer. */
export type UrlDate = { date: string; precision: 'day' | 'month' };

const days: readonly RegExp[] = [
  // TRS: /t20260719_1444325.html
  /\/t(\d{4})(\d{2})(\d{2})_\d+/i,
  // Hanweb: /art/2026/9/10/art_78506_1.html
  /\/art\/(\d{4})\/(\d{1,2})\/(\d{1,2})\//i,
  // /2019-03-20/, /2019-04/18/, /2019/04-18/, /2019/4/18/, /2019/0418/, /20190418/ (also /20190418123456/)
  /\/(\d{4})-(\d{1,2})-(\d{1,2})(?=[/_])/,
  /\/(\d{4})-(\d{1,2})\/(\d{1,2})\//,
  /\/(\d{4})\/(\d{1,2})-(\d{1,2})\//,
  /\/(\d{4})\/(\d{1,2})\/(\d{1,2})\//,
  /\/(\d{4})\/(\d{2})(\d{2})\//,
  /\/(20\d{2})(\d{2})(\d{2})(?:\d{6})?\//,
];
const months: readonly RegExp[] = [/\/(20\d{2})(\d{2})\//, /\/(20\d{2})-(\d{1,2})\//, /\/(20\d{2})\/(\d{1,2})\//];

/** Date carried by an address (path only), or null. */
export function urlDate(url: string): UrlDate | null {
  const path = url.replace(/^[a-z]+:\/\/[^/]*/i, '').split(/[?#]/, 1)[0]!;
  const rooted = path.startsWith('/') ? path : `/${path}`;
  for (const p of days) {
    const m = p.exec(rooted);
    const date = m === null ? null : dayOf(Number(m[1]), Number(m[2]), Number(m[3]));
    if (date !== null && date >= '1994-01-01') return { date, precision: 'day' };
  }
  for (const p of months) {
    const m = p.exec(rooted);
    const date = m === null ? null : monthOf(Number(m[1]), Number(m[2]));
    if (date !== null) return { date, precision: 'month' };
  }
  return null;
}
