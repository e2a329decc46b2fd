import { partsOf } from './address-shape.ts';
import { openCalendarTrap } from './trap-calendar.ts';
import { openListTrap } from './trap-lists.ts';
import { openPathTraps } from './trap-paths.ts';
import { openQueryTrap } from './trap-queries.ts';
import { openSessionTrap } from './trap-sessions.ts';
import { isVariant } from './trap-variants.ts';

/** Why an address is not read as a page. It may still be checked as a link. */
export const trapReasons = [
  'too-long',
  'too-deep',
  'too-many-parameters',
  'repeated-path',
  'growing',
  'calendar',
  'endless-query',
  'endless-list',
  'session',
  'variant',
] as const;
export type TrapReason = (typeof trapReasons)[number];

/** Reasons by which nothing is missed: what stands there stands elsewhere, or is no content. They do not make a crawl less than whole. */
export const harmlessTraps: ReadonlySet<TrapReason> = new Set(['variant', 'session']);

/** 抓取陷阱的中文名称 for reports. */
export const trapNames: Readonly<Record<TrapReason, string>> = {
  'too-long': '网址过长',
  'too-deep': '目录层级过深',
  'too-many-parameters': '网址参数过多',
  'repeated-path': '目录名反复出现',
  growing: '网址越链越长（多为相对链接少了开头的斜杠）',
  calendar: '日历一类按日期无限翻页的页面',
  'endless-query': '同一程序的查询条件组合过多',
  'endless-list': '列表页码没有尽头',
  session: '网址带会话标识，内容与已读页面相同',
  variant: '登录、打印、分享、搜索结果、排序等没有新内容的页面',
};

/** 陷阱防护 of one crawl: says of each address met for the first time whether it is to be read. Memory is bounded whatever a site sends. */
export type Traps = {
  /**
   * `url` absolute, met on `from.url`, which stands `from.depth` clicks from the home page. Links of the home page (depth 0) and what a sitemap
   * names are exempt from the rules that guess (calendar, query, list, print), for the first 1,000 addresses. Never throws.
   */
  admit(url: string, from: { url: string; depth: number }): { ok: true } | { ok: false; why: TrapReason };
  /** Tells what a page that was read leads to: lists whose pages repeat themselves are closed. Costs nothing for other pages. */
  saw(url: string, links: readonly { readonly url: string }[]): void;
  /** Addresses refused, by reason. */
  counts(): Record<TrapReason, number>;
};

/** The longest address that servers and browsers of the field take. */
const maxLength = 2_000;
/** 大汉 and jpaas list units carry up to a dozen. */
const maxParameters = 24;
/** One parameter this often with the same value, or escapes escaped twice over: each page appends to what it was called with. */
const maxSameParameter = 4;
const maxExempt = 1_000;

export type TrapOptions = {
  /** 当天, for calendars. Default: now. */
  today?: Date;
};

export function openTraps(o: TrapOptions = {}): Traps {
  const counts = Object.fromEntries(trapReasons.map((r) => [r, 0])) as Record<TrapReason, number>;
  const paths = openPathTraps();
  const calendar = openCalendarTrap(o.today ?? new Date());
  const lists = openListTrap();
  const sessions = openSessionTrap();
  const queries = openQueryTrap();
  let exempt = 0;

  const whyNot = (url: string, from: { url: string; depth: number }): TrapReason | null => {
    if (url.length > maxLength) return 'too-long';
    const parts = partsOf(url);
    const origin = partsOf(from.url.length > maxLength ? '' : from.url);
    const query = queryFault(parts.query);
    if (query !== null) return query;
    const path = paths(parts, origin);
    if (path !== null) return path;
    const variant = isVariant(parts);
    if (variant === 'login' || variant === 'search') return 'variant';
    const session = parts.query !== '' && sessions(parts, from.url);
    if (from.depth <= 0 && exempt < maxExempt) {
      exempt++;
      return null;
    }
    if (variant !== null) return 'variant';
    if (calendar(parts, origin)) return 'calendar';
    if (lists.admit(parts, origin)) return 'endless-list';
    return session ? 'session' : queries(parts);
  };

  return {
    admit(url, from) {
      const why = whyNot(url, from);
      if (why === null) return { ok: true };
      counts[why]++;
      return { ok: false, why };
    },
    saw: lists.saw,
    counts: () => ({ ...counts }),
  };
}

function queryFault(query: string): TrapReason | null {
  if (query === '') return null;
  if (query.includes('%252525')) return 'growing';
  const parameters = query.split('&');
  if (parameters.length > maxParameters) return 'too-many-parameters';
  if (parameters.length < maxSameParameter) return null;
  const times = new Map<string, number>();
  for (const parameter of parameters) {
    const n = (times.get(parameter) ?? 0) + 1;
    if (n >= maxSameParameter && parameter !== '') return 'growing';
    times.set(parameter, n);
  }
  return null;
}
