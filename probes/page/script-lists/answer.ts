import { challengeOf } from '#core/challenge.ts';
import { sameSite } from '../dated-items-links.ts';
import { dataSections, type Flow } from '../dates/flow.ts';
import { fragmentItems, saysNone } from './fragment.ts';
import { itemOf, parsedJson, pick, rowsIn, wholeNumber } from './json-items.ts';
import { type ListAnswer, type ListItem, type ListResponse, type ListSource, unreadable } from './types.ts';

/** Characters of one answer that are read. */
const MAX_TEXT = 3_000_000;

/**
 * 读列表答复 — rows of what a list service sent. `empty` only where a whole answer to a whole question says that there are no rows;
 * error pages, logins, challenges, cut or foreign answers are `unreadable`, and so is silence. `today`: Asia/Shanghai day for dates without
 * a year.
 */
export function readListAnswer(source: ListSource, answer: ListResponse, today: string): ListAnswer {
  const barrier = barrierIn(source, answer);
  if (barrier !== null) return barrier;
  const text = answer.text
    .slice(0, MAX_TEXT)
    .replace(/^\ufeff/, '')
    .trim();
  if (text === '') return unreadable('unparsed', '列表接口的答复是空的');
  switch (source.family) {
    case 'jpage':
      return fromRecords(source, text, today);
    case 'truecms':
      return fromJsonp(source, text, today);
    case 'jpaas':
      return fromUnit(source, text, today);
    case 'ewb':
    case 'gkmlpt':
      return fromJson(source, text, today);
    case 'xxgk':
    case 'frame':
    case 'encoded':
      return fromMarkup(source, text, today);
  }
}

/** Rows of a list that stands in the page in disguise. */
export function readInline(source: ListSource, today: string): ListAnswer {
  const read = (source.inline ?? []).map((html) => fragmentItems(html, source.page, today).items);
  return belonging(source, read.flat(), null);
}

function barrierIn(source: ListSource, answer: ListResponse): ListAnswer | null {
  const { status, text, url } = answer;
  if (!sameSite(URL.parse(url), URL.parse(source.page))) return unreadable('not-collected', '列表接口跳转到了别的网站');
  const html = /^\s{0,200}<(?!\?xml|datastore|recordset|root|result)/i.test(text.slice(0, 400));
  const challenge = status >= 400 || html ? challengeOf({ status, headers: [], text: text.slice(0, 200_000) }) : null;
  if (challenge !== null) return unreadable('blocked', `列表接口被防护拦截（${challenge.kind}：${challenge.sign}）`);
  if (status === 401) return unreadable('login-required', '列表接口要求登录（HTTP 401）');
  if (status === 403 || status === 429) return unreadable('blocked', `列表接口拒绝本机访问（HTTP ${status}）`);
  if (status < 200 || status >= 300) return unreadable('not-collected', `列表接口打不开：HTTP ${status}`);
  const path = URL.parse(url)?.pathname ?? '';
  const movedToLogin = path !== URL.parse(source.url ?? url)?.pathname && /login|passport|\/sso\b|\/cas\b/i.test(path);
  if (movedToLogin || (html && text.length < 60_000 && /<input[^>]{0,300}type\s{0,3}=\s{0,3}["']?password/i.test(text)))
    return unreadable('login-required', '列表接口要登录后才给数据');
  return null;
}

/** A page where data was expected: what stood in its place is not the list. */
function pageInstead(text: string): ListAnswer | null {
  if (!/^<(?:!doctype\s+html|html|head|body)\b/i.test(text)) return null;
  const title = /<title[^>]{0,100}>([^<]{0,80})/i.exec(text.slice(0, 20_000))?.[1]?.trim() ?? '';
  return unreadable('unparsed', `列表接口返回的是网页，不是数据${title === '' ? '' : `（${title.slice(0, 40)}）`}`);
}

/** `<datastore>` with its records. */
function fromRecords(source: ListSource, text: string, today: string): ListAnswer {
  if (!/<(?:datastore|recordset|record)\b/i.test(text.slice(0, 200_000)))
    return pageInstead(text) ?? unreadable('unparsed', '列表接口的答复里没有列表数据');
  const total = wholeNumber(/<totalrecord>\s{0,5}(\d{1,9})/i.exec(text)?.[1]);
  const whole = /<\/datastore>\s{0,20}$/i.test(text.slice(-60)) || !/<datastore\b/i.test(text.slice(0, 200_000));
  const { items } = fragmentItems(dataSections(text).join('\n'), source.page, today);
  if (items.length > 0) return belonging(source, items, total);
  if (!whole) return unreadable('unparsed', '列表接口的答复没有收全');
  if (total === 0 && source.complete) return { status: 'empty' };
  return unreadable('unparsed', silent(total, source));
}

function fromJsonp(source: ListSource, text: string, today: string): ListAnswer {
  const open = /^[\w$.]{1,60}\s{0,3}\(/.exec(text.slice(0, 80));
  const close = text.lastIndexOf(')');
  const inner = open === null ? text : close > 0 ? text.slice(open[0].length, close) : '';
  const value = parsedJson(inner);
  if (value === undefined) return pageInstead(text) ?? unreadable('unparsed', '列表接口的答复不是完整的 JSONP');
  const markup = stringIn(value, /^(?:result|data|html|content)$/i);
  if (markup === null) return fromValue(source, value, today);
  if (markup.trim() === '') return unreadable('unparsed', silent(null, source));
  if (/<(?:datastore|recordset|record)\b/i.test(markup.slice(0, 200_000)))
    return fromRecords(source, markup.trim(), today);
  return fromMarkup(source, markup, today);
}

/** jpaas: HTML in `data.html`, its pager telling rows and count as attributes. */
function fromUnit(source: ListSource, text: string, today: string): ListAnswer {
  const value = parsedJson(text);
  if (value === undefined) return pageInstead(text) ?? unreadable('unparsed', '列表接口的答复不是完整的 JSON');
  const refused = refusal(value);
  if (refused !== null) return refused;
  const markup = stringIn(value, /^html$/i) ?? stringIn(value, /^data$/i);
  if (markup === null) return unreadable('unparsed', '列表接口的答复里没有列表数据');
  const { items, flow } = fragmentItems(markup, source.page, today);
  const total = pagerCount(flow);
  if (items.length > 0) return belonging(source, items, total);
  if (source.complete && (total === 0 || saysNone(flow))) return { status: 'empty' };
  return unreadable('unparsed', silent(total, source));
}

function fromJson(source: ListSource, text: string, today: string): ListAnswer {
  const value = parsedJson(text);
  if (value === undefined) return pageInstead(text) ?? unreadable('unparsed', '列表接口的答复不是完整的 JSON');
  return refusal(value) ?? fromValue(source, value, today);
}

function fromValue(source: ListSource, value: unknown, today: string): ListAnswer {
  const { rows, total } = rowsIn(value);
  if (rows === null) return unreadable('unparsed', '列表接口的答复里没有列表数据');
  const category = source.family === 'ewb' ? (source.params.categorynum ?? '') : '';
  const own = rows.filter((r) => {
    const told = pick(r, ['categorynum']);
    return typeof told !== 'string' || told.startsWith(category);
  });
  const items = own.flatMap((r) => itemOf(r, source.page, today) ?? []);
  if (rows.length > 0) return { status: 'rows', rows: items, dropped: rows.length - items.length, total };
  if (total === 0 && source.complete) return { status: 'empty' };
  return unreadable('unparsed', silent(total, source));
}

/** HTML of a list. */
function fromMarkup(source: ListSource, text: string, today: string): ListAnswer {
  const { items, flow } = fragmentItems(text, source.page, today);
  if (items.length > 0) return belonging(source, items, totalSaid(flow));
  if (source.complete && saysNone(flow)) return { status: 'empty' };
  return unreadable('unparsed', silent(totalSaid(flow), source));
}

/** Rows of other columns do not belong to the list. */
function belonging(source: ListSource, items: readonly ListItem[], total: number | null): ListAnswer {
  const own = source.column === null ? items : items.filter((i) => i.url.includes(source.column!));
  return { status: 'rows', rows: own, dropped: items.length - own.length, total };
}

function silent(total: number | null, source: ListSource): string {
  if (total !== null && total > 0) return `列表接口说共有 ${total} 条，但没有认出条目`;
  if (!source.complete) return '列表接口没有给出条目，而页面没有写全它要的参数，不能据此认定没有内容';
  return '列表接口没有给出条目，也没有说明没有内容';
}

/** An answer that says of itself that it failed. */
function refusal(value: unknown): ListAnswer | null {
  if (typeof value !== 'object' || value === null) return null;
  const success = pick(value as Record<string, unknown>, ['success']);
  const message = pick(value as Record<string, unknown>, ['message', 'msg', 'error']);
  const said = typeof message === 'string' ? `（${message.slice(0, 60)}）` : '';
  if (typeof message === 'string' && /登录|login|unauthori[sz]ed|token/i.test(message) && success !== true)
    return unreadable('login-required', `列表接口要登录后才给数据${said}`);
  if (success === false || success === 'false') return unreadable('not-collected', `列表接口返回失败${said}`);
  return null;
}

function stringIn(value: unknown, name: RegExp): string | null {
  let level: unknown[] = [value];
  for (let depth = 0; depth < 4; depth++) {
    const next: unknown[] = [];
    for (const v of level) {
      if (typeof v !== 'object' || v === null || Array.isArray(v)) continue;
      for (const [key, x] of Object.entries(v).slice(0, 100)) {
        if (typeof x === 'string' && name.test(key)) return x;
        if (typeof x === 'object') next.push(x);
      }
    }
    level = next.slice(0, 100);
  }
  return null;
}

/** `<div class="pagination" rows="15" count="120">`. */
function pagerCount(flow: Flow): number | null {
  for (const { el } of flow.boxes)
    if (el.attribs.count !== undefined && /pag/i.test(el.attribs.class ?? '')) return wholeNumber(el.attribs.count);
  return totalSaid(flow);
}

function totalSaid(flow: Flow): number | null {
  return wholeNumber(/共\s{0,3}[:：]?\s{0,3}(\d{1,9})\s{0,3}[条篇]/.exec(flow.text.slice(-3_000))?.[1]);
}
