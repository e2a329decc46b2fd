/**
 * 网址归一 — one address, one page. Only the identity of a page is made here: what is fetched and reported stays the address as typed.
 * Dropping too little costs a request, dropping too much loses a page in silence: whatever a server may tell pages apart by is kept.
 */

/** 1 where a character can stand in the path of an address that needs nothing. `;` `(` and `%` may hide a session or an escape. */
const plainPath = tableOf("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~!$&')*+,:@=/|");
const plainQuery = tableOf('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~!$&()*+,:@=/|?;[]');

/**
 * 归一地址: host in lower case without a trailing dot, no default port, fragment or user info, percent escapes in normal form (RFC 3986
 * 6.2.2: upper-case hex, unreserved characters decoded; the bytes of GBK escapes stay), no dot segments, and without the parameters that
 * name a visitor, a campaign or a moment. The order of the query and the case of the path are kept. What is no http address comes back as
 * it is. Applying it twice changes nothing.
 */
export function canonicalUrl(url: string): string {
  // What is dropped may uncover more: `/%2e;jsessionid=…` is a dot segment once the session is gone.
  let name = url;
  for (let i = 0; i < maxRounds && !isPlain(name); i += 1) {
    const next = normalized(name);
    if (next === name) break;
    name = next;
  }
  return name;
}

/** Rounds of dropping; hostile addresses could ask for many. */
const maxRounds = 8;

/** Nothing to do, told by one look at every character: the case of nearly every link, at a tenth of the price of parsing. */
function isPlain(url: string): boolean {
  const hostFrom = url.startsWith('http://') ? 7 : url.startsWith('https://') ? 8 : 0;
  if (hostFrom === 0) return false;
  let i = hostFrom;
  let labelFrom = i;
  for (; i < url.length; i++) {
    const c = url.charCodeAt(i);
    if ((c >= 97 && c <= 122) || (c >= 48 && c <= 57) || c === 45) continue;
    if (c !== 46) break;
    if (i === labelFrom) return false;
    labelFrom = i + 1;
  }
  if (i === labelFrom) return false;
  // A last label that begins with a digit may be an IPv4 address in one of its many spellings.
  const digit = url.charCodeAt(labelFrom);
  if (digit >= 48 && digit <= 57 && !isDottedQuad(url, hostFrom, i)) return false;
  if (url.charCodeAt(i) === 58) {
    const portFrom = ++i;
    let port = 0;
    for (; i < url.length; i++) {
      const c = url.charCodeAt(i);
      if (c < 48 || c > 57) break;
      port = port * 10 + c - 48;
      if (port > 65_535) return false;
    }
    if (i === portFrom || url.charCodeAt(portFrom) === 48 || port === (hostFrom === 7 ? 80 : 443)) return false;
  }
  if (url.charCodeAt(i) !== 47) return false;
  let last = 0;
  for (; i < url.length; i++) {
    const c = url.charCodeAt(i);
    if (c === 63) return queryIsPlain(url, i + 1);
    if (c === 37 && isNormalEscape(url, i)) continue;
    if (c > 127 || plainPath[c] === 0 || (c === 46 && last === 47)) return false;
    last = c;
  }
  return true;
}

function isDottedQuad(url: string, from: number, to: number): boolean {
  let parts = 1;
  let value = 0;
  let digits = 0;
  for (let i = from; i < to; i++) {
    const c = url.charCodeAt(i);
    if (c === 46) {
      if (digits === 0) return false;
      parts++;
      value = 0;
      digits = 0;
    } else if (c >= 48 && c <= 57) {
      if (digits > 0 && value === 0) return false;
      value = value * 10 + c - 48;
      digits++;
      if (value > 255) return false;
    } else return false;
  }
  return parts === 4 && digits > 0;
}

/** Escapes of Chinese bytes and of what must stay escaped, in upper case. Dots and letters may be more than they seem. */
function isNormalEscape(url: string, at: number): boolean {
  const high = hexValue(url.charCodeAt(at + 1));
  const low = hexValue(url.charCodeAt(at + 2));
  if (high < 0 || low < 0) return false;
  return high >= 8 || high < 2 || (high === 2 && low !== 13 && low !== 14);
}

function hexValue(c: number): number {
  if (c >= 48 && c <= 57) return c - 48;
  return c >= 65 && c <= 70 ? c - 55 : -1;
}

function queryIsPlain(url: string, from: number): boolean {
  if (from === url.length) return false;
  for (let i = from; i < url.length; i++) {
    const c = url.charCodeAt(i);
    if (c === 37 && isNormalEscape(url, i)) continue;
    if (c > 127 || plainQuery[c] === 0) return false;
  }
  for (let at = from; ; ) {
    const next = url.indexOf('&', at);
    const end = next < 0 ? url.length : next;
    if (end === at || isNoise(url.slice(at, end)) !== 'no') return false;
    if (next < 0) return true;
    at = next + 1;
  }
}

function normalized(typed: string): string {
  const url = URL.parse(typed);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return typed;
  const host = url.hostname.replace(/\.+$/, '');
  const path = normalPath(url.pathname);
  const query = url.search === '' ? '' : normalQuery(url.search.slice(1), path);
  return `${url.protocol}//${host === '' ? url.hostname : host}${url.port === '' ? '' : `:${url.port}`}${path}${query}`;
}

/** `;jsessionid=…` of Java servers; PHP and others put theirs there as well. */
const pathSession = /;(?:jsessionid|phpsessid|sessionid|sid)=[^/;]*/gi;
/** `/(S(lit3py55t21z5v55vlm25s55))/` of ASP.NET without cookies. */
const aspNetSession = /\/\((?:[A-Z]\([\w-]{16,400}\)){1,5}\)(?=\/)/g;

function normalPath(path: string): string {
  let out = path;
  if (out.includes('%')) out = normalEscapes(out);
  if (out.includes(';')) out = out.replace(pathSession, '');
  if (out.includes('/(')) out = out.replace(aspNetSession, '');
  // What is left may begin to look like dot segments: `/a/.;sid=1./b`.
  if (out === path || !/\/\.{1,2}(?:\/|$)/.test(out)) return out;
  return path;
}

function normalQuery(query: string, path: string): string {
  const parts: string[] = [];
  const kept: string[] = [];
  for (const part of (query.includes('%') ? normalEscapes(query) : query).split('&')) {
    const noise = part === '' ? 'yes' : isNoise(part);
    if (noise !== 'yes') parts.push(part);
    if (noise === 'no') kept.push(part);
  }
  // `sid` names a session on one site and an article on another: alone behind a program it may be all that tells pages apart.
  const left = kept.length > 0 || /(?:\/|\.s?html?)$/i.test(path) ? kept : parts;
  return left.length === 0 ? '' : `?${left.join('&')}`;
}

const unreserved = /^[\w.~-]$/;

/** 百分号编码的规范形式: upper-case hex; unreserved characters decoded unless a broken escape stands in the text: `%%34%31` must not become one. */
export function normalEscapes(text: string): string {
  const broken = /%(?![\da-f]{2})/i.test(text);
  return text.replace(/%([\da-f]{2})/gi, (typed, hex: string) => {
    const character = String.fromCharCode(Number.parseInt(hex, 16));
    return !broken && unreserved.test(character) ? character : typed.toUpperCase();
  });
}

/** What the value of a parameter must be for it to be left out, by its name in lower case. */
const rules = new Map<string, (value: string) => boolean>();
const drop = (names: string, when: (value: string) => boolean) => {
  for (const name of names.split(' ')) rules.set(name, when);
};
/** Names that say session and nothing else. */
drop('jsessionid phpsessid asp.net_sessionid cfsessionid', () => true);
/** Names of a session only where the value looks like one. */
drop('sid sessionid session_id sessid sess_id session', looksLikeSession);
/** 来源跟踪参数: Alibaba, Google, Facebook, Baidu, WeChat. */
drop('spm scm gclid fbclid yclid msclkid bd_vid hmsr hmpl hmcu hmkw hmci _ga _gl', () => true);
drop('isappinstalled nsukey wechat_redirect sharer_shareid share_token', () => true);
/** As WeChat and Weibo append it to shared addresses; any other value may be a parameter of the site. */
drop('from', (v) => /^(?:singlemessage|groupmessage|timeline|message|wechat|weixin|weibo|qq|qzone)$/i.test(v));
/** 防缓存参数 that hold nothing but a number drawn at random. */
drop('rnd rand random _rnd _rand _random nocache _nocache cachebuster _dc _', (v) =>
  /^(?:\d{1,20}|0?\.\d{1,20})$/.test(v),
);
/** The same names serve for types and times of a site: only an instant or a long fraction tells. */
drop('t _t r _r ts _ts tt time _time timestamp _timestamp stamp v _v cb date now', (v) => isMoment(v, false));

/** Whether a parameter says nothing about the page; `perhaps` depends on what else stands in the address. */
function isNoise(parameter: string): 'no' | 'perhaps' | 'yes' {
  const equals = parameter.indexOf('=');
  if (equals < 0) return isMoment(parameter, true) ? 'yes' : 'no';
  const name = parameter.slice(0, equals).toLowerCase();
  const value = parameter.slice(equals + 1);
  const rule = rules.get(name);
  if (rule === undefined) return name.startsWith('utm_') || name.startsWith('aspsessionid') ? 'yes' : 'no';
  if (!rule(value)) return 'no';
  return name === 'sid' ? 'perhaps' : 'yes';
}

/** 16 characters or more, letters and digits mixed: what servers draw for a session. Numbers and words are no session. */
function looksLikeSession(value: string): boolean {
  return /^[\w.!~-]{16,200}$/.test(value) && /\d/.test(value) && /[a-z]/i.test(value);
}

/**
 * Seconds (2001 to 2033) or milliseconds since 1970, or `Math.random()`. Ten digits from 20… may be a day and an hour; without a name only
 * what cannot be the number of an article counts.
 */
function isMoment(value: string, nameless: boolean): boolean {
  return /^0?\.\d{5,20}$|^1\d{12}$|^2[01]\d{11}$/.test(value) || (!nameless && /^1\d{9}$/.test(value));
}

function tableOf(characters: string): Uint8Array {
  const table = new Uint8Array(128);
  for (let i = 0; i < characters.length; i++) table[characters.charCodeAt(i)] = 1;
  return table;
}
