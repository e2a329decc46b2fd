import { createHash } from 'node:crypto';
import { isIP } from 'node:net';

/** Judgements about an address alone: malformed, unsupported, home, deep, attachment, random sibling. No request. */

export type AddressVerdict =
  | { kind: 'http'; url: string }
  | { kind: 'skipped'; note?: string }
  | { kind: 'caution'; note: string }
  | { kind: 'invalid'; note: string };

/** Schemes that open something else than a page: a program, a call, a mail. */
const slips =
  /^(?:htp|htpp|hhtp|htttp|htttps|httpp|httpps|ttp|ttps|hppt|hppts|htpps|thtp|hhttp|hhttps|hthp|htto|httl|http|https)$/;

/**
 * Reads an address. A malformed one is a fault only where no browser could open it either: an http address without a usable host, a path
 * on the author's own disk, a mistyped scheme. What looks like an unfilled template is left alone: a script may fill it.
 */
export function readAddress(typed: string): AddressVerdict {
  const raw = typed.replace(/^[\x00-\x20]+|[\x00-\x20]+$/g, '').replace(/[\t\n\r]/g, '');
  if (/\{\{|\}\}|\$\{|<%|%>|\[\[/.test(raw)) return { kind: 'skipped', note: '地址含未替换的模板标记，可能由脚本填写' };
  // Typed addresses are kept up to 2,000 characters: what stands here may be the first part of a longer one.
  if (raw.length >= 2000) return { kind: 'skipped', note: '地址过长' };
  const scheme = /^([a-z][a-z\d+.-]{0,30}):/i.exec(raw)?.[1]?.toLowerCase();
  if (scheme === undefined) return { kind: 'invalid', note: '不是完整地址' };
  if (scheme === 'file' || /^[a-z]$/.test(scheme))
    return { kind: 'invalid', note: '指向编辑者本机的文件，公众无法打开' };
  if (scheme === 'ftp') return { kind: 'caution', note: '浏览器已不再支持 ftp 地址' };
  if (scheme !== 'http' && scheme !== 'https') {
    if (slips.test(scheme) && /^[^:]{1,31}:\/\//.test(raw))
      return { kind: 'invalid', note: `协议名 ${scheme} 拼写错误` };
    return { kind: 'skipped' };
  }
  const url = URL.parse(raw);
  if (!url || url.hostname === '') return { kind: 'invalid', note: '主机名缺失或不合规' };
  url.hash = '';
  url.username = '';
  url.password = '';
  return { kind: 'http', url: url.href };
}

/** Whether a host is written as a private address or a name that only exists inside: no citizen reaches it. */
export function isInnerHost(url: string): boolean {
  const host = (URL.parse(url)?.hostname ?? '').replace(/^\[|\]$/g, '').toLowerCase();
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  if (isIP(host) === 4) return /^(?:10|127)\.|^192\.168\.|^169\.254\.|^172\.(?:1[6-9]|2\d|3[01])\./.test(host);
  return isIP(host) === 6 && /^(?:::1$|f[cd]|fe[89ab])/.test(host);
}

/** Whether the host of an address is a name that had to be resolved. */
export function isNamed(url: string): boolean {
  const host = (URL.parse(url)?.hostname ?? '').replace(/^\[|\]$/g, '');
  return host !== '' && isIP(host) === 0 && host !== 'localhost' && !host.endsWith('.localhost');
}

export const hostOf = (url: string): string => URL.parse(url)?.host ?? '';
const bareHost = (url: string): string => hostOf(url).replace(/^www\d?\./, '');

const homePath = /^\/?(?:(?:index|default|main|home)(?:\.\w{2,5})?)?$/i;

/** Whether an address is the front page of its host. */
export function isRoot(url: string): boolean {
  const u = URL.parse(url);
  return u !== null && homePath.test(u.pathname.slice(1)) && (u.search === '' || !/\d/.test(u.search));
}

/** Whether `to` is the home page of `from`'s host, or of the site that holds the link. */
export function isHomeOf(to: string, from: string, home: string): boolean {
  if (samePlace(to, home)) return true;
  return isRoot(to) && bareHost(to) === bareHost(from);
}

export const sameHost = (a: string, b: string): boolean => bareHost(a) === bareHost(b);

function samePlace(a: string, b: string): boolean {
  const x = URL.parse(a);
  const y = URL.parse(b);
  if (!x || !y) return false;
  const path = (u: URL): string => (homePath.test(u.pathname.slice(1)) ? '/' : u.pathname);
  return bareHost(a) === bareHost(b) && path(x) === path(y) && x.search === y.search;
}

/** Front doors in other dress: language, device and portal versions of the home page. */
const doors =
  /^\/(?:cn|zh|zh-cn|zh_cn|chinese|en|english|gb|big5|tw|m|wap|mobile|pc|www|web|portal|site|home|main|index|front|wza|old|new)?\/?$/i;

/** Whether an address promises one thing to read, not a front door or a column: an article number, a dated file, an id, an attachment. */
export function isContentAddress(url: string): boolean {
  const u = URL.parse(url);
  if (!u || isRoot(url) || doors.test(u.pathname)) return false;
  const last =
    u.pathname
      .split('/')
      .filter((s) => s !== '')
      .at(-1) ?? '';
  if (assetKind(url) !== null) return true;
  if (/\d{3,}/.test(last) && /\.(?:s?html?|aspx?|jspx?|jhtml|php|do|action)$/i.test(last)) return true;
  if (/^[\w-]{0,20}\d{4,}$/.test(last)) return true;
  return /[?&][\w.]{0,20}id=[\w-]{0,12}\d/i.test(u.search);
}

/** Whether an address is neither the home page nor another front door. */
export function isDeep(url: string): boolean {
  const u = URL.parse(url);
  return u !== null && !isRoot(url) && !doors.test(u.pathname);
}

const images = /\.(?:jpe?g|png|gif|bmp|webp|ico|tiff?)$/i;
const files =
  /\.(?:docx?|xlsx?|pptx?|pdf|wps|et|dps|ofd|ceb|rtf|csv|zip|rar|7z|tar|gz|exe|apk|mp[34]|m4[av]|flv|swf|avi|wmv|wma|wav|mov|rmvb?|mpe?g|ogg|webm)$/i;
const codes = /\.(?:css|m?js)$/i;

/** What an address promises besides a page. */
export function assetKind(url: string): 'image' | 'file' | 'code' | null {
  const path = URL.parse(url)?.pathname ?? '';
  return images.test(path) ? 'image' : files.test(path) ? 'file' : codes.test(path) ? 'code' : null;
}

/** Address that should not exist beside the given one, and the family it speaks for. */
export type ControlAddress = { url: string; family: string; kind: 'path' | 'query' };

/**
 * 随机路径对照: same host, same directory, same ending, random name; for a page behind a program (`?id=12`) the same program with an id
 * that nobody has. The name is drawn from the run's seed and the address, so that the same run asks the same question.
 */
export function controlAddress(url: string, seed: string): ControlAddress | null {
  const u = URL.parse(url);
  if (!u) return null;
  const segments = u.pathname.split('/').filter((s) => s !== '');
  const directory = u.pathname.endsWith('/');
  const last = segments.at(-1) ?? '';
  const ending = directory ? '/' : (/\.[a-z\d]{1,6}$/i.exec(last)?.[0].toLowerCase() ?? '');
  const ids = [...u.searchParams].filter(([, value]) => /^\d{1,12}$/.test(value)).map(([name]) => name);
  const token = (family: string): string => createHash('sha256').update(`${seed}|${family}`).digest('hex');
  if (u.search !== '' && ids.length > 0 && !/^\.(?:s?html?)$/.test(ending)) {
    const family = `${u.host}|${u.pathname}|${ids.join(',')}`;
    const number = `9${BigInt(`0x${token(family).slice(0, 10)}`)
      .toString()
      .padStart(10, '7')
      .slice(0, 10)}`;
    const control = new URL(u);
    for (const name of ids) control.searchParams.set(name, number);
    return { url: control.href, family, kind: 'query' };
  }
  const first = segments.length > 1 ? (segments[0] ?? '') : '';
  const family = `${u.host}|/${first}|${ending}`;
  const parent = segments.slice(0, -1).join('/');
  const control = new URL(u);
  control.search = '';
  control.hash = '';
  control.pathname = `/${parent === '' ? '' : `${parent}/`}xuncha-${token(family).slice(0, 16)}${ending}`;
  return { url: control.href, family, kind: 'path' };
}
