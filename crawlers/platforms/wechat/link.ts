import type { Identified } from '../contract.ts';
import { hostIs, parseUrl, pasted, pathParts, queryOf } from '../link.ts';

/** 文章 or 合集 an address of mp.weixin.qq.com names. */
export type ArticleLink = { kind: 'article'; url: string; biz?: string; mid?: string; idx?: string; short?: string };
export type AlbumLink = { kind: 'album'; url: string; biz: string; albumId: string };

const host = 'mp.weixin.qq.com';

/**
 * `__biz` as its number: it is the Base64 of a decimal one, and some write that as `MP_WXS_<number>`. Both forms of one account
 * come to the same. Null: neither.
 */
export function bizNumber(biz: string | undefined): string | null {
  if (biz === undefined) return null;
  const plain = /^(?:MP_WXS_)?(\d{5,15})$/.exec(biz)?.[1];
  if (plain !== undefined) return plain;
  if (!/^[A-Za-z0-9+/]{8,24}={0,2}$/.test(biz)) return null;
  try {
    const text = atob(biz);
    return /^\d{5,15}$/.test(text) ? text : null;
  } catch {
    return null;
  }
}

/** What a link of the platform names; null for anything else and for links that expire. */
export function linkOf(text: string): ArticleLink | AlbumLink | null {
  const url = parseUrl(text.replaceAll('&amp;', '&'));
  if (url === null || url.hostname !== host || url.port !== '' || url.username !== '') return null;
  const parts = pathParts(url);
  const biz = queryOf(url, '__biz');
  const known = bizNumber(biz) === null ? undefined : biz;
  if (parts[0] === 'mp' && parts[1] === 'appmsgalbum') {
    const albumId = queryOf(url, 'album_id');
    if (known === undefined || albumId === undefined || !/^\d{5,25}$/.test(albumId)) return null;
    return { kind: 'album', url: albumUrl(known, albumId), biz: known, albumId };
  }
  if (parts[0] === 's' && parts.length === 2) {
    const short = parts[1] ?? '';
    return /^[A-Za-z0-9_-]{16,40}$/.test(short) ? { kind: 'article', url: `https://${host}/s/${short}`, short } : null;
  }
  const old = parts[0] === 'mp' && parts[1] === 'appmsg' && parts[2] === 'show';
  if (!(parts[0] === 's' && parts.length === 1) && !old) return null;
  const [mid, idx, sn] = [
    queryOf(url, 'mid', 'appmsgid'),
    queryOf(url, 'idx', 'itemidx') ?? '1',
    queryOf(url, 'sn', 'sign'),
  ];
  if (known === undefined || mid === undefined || !/^\d{3,15}$/.test(mid) || !/^\d{1,2}$/.test(idx)) return null;
  const sign = sn !== undefined && /^[0-9a-f]{8,64}$/i.test(sn) ? `&sn=${sn}` : '';
  return {
    kind: 'article',
    // Everything else in the query is tracking.
    url: `https://${host}/s?__biz=${known}&mid=${mid}&idx=${idx}${sign}`,
    biz: known,
    mid,
    idx,
  };
}

function albumUrl(biz: string, albumId: string): string {
  return `https://${host}/mp/appmsgalbum?__biz=${biz}&action=getalbum&album_id=${albumId}`;
}

/** 公众号 out of what people register: article and album links, 原始ID, 微信号, QR code links, `__biz`. */
export function identify(input: string): Identified {
  const { text, url, bad } = pasted(input);
  if (bad !== undefined) return { error: bad };
  if (url === null) return byId(text);
  if (hostIs(url, 'weixin.sogou.com'))
    return { error: '搜狗微信的链接会过期，也不指向固定的账号；请登记公众号文章或合集的链接' };
  if (url.hostname === 'open.weixin.qq.com') return byId(queryOf(url, 'username') ?? '');
  if (url.hostname !== host) return { error: '不是微信公众号（mp.weixin.qq.com）的链接' };
  const biz = queryOf(url, '__biz');
  if (biz === undefined && queryOf(url, 'signature') !== undefined && queryOf(url, 'timestamp', 'src') !== undefined)
    return { error: '这是会过期的临时链接（搜狗转来的），请在微信里点“复制链接”重新取一个' };
  const link = linkOf(url.href);
  if (link !== null) return { ids: link.biz === undefined ? {} : { biz: link.biz }, canonicalUrl: link.url };
  if (pathParts(url)[1] === 'profile_ext' && biz !== undefined && bizNumber(biz) !== null) return home(biz);
  return { error: '没有认出公众号：请登记文章链接、合集链接、原始ID（gh_ 开头）或微信号' };
}

function home(biz: string): Identified {
  return { ids: { biz }, canonicalUrl: `https://${host}/mp/profile_ext?action=home&__biz=${biz}` };
}

function byId(text: string): Identified {
  const number = /^MP_WXS_(\d{5,15})$/.exec(text)?.[1];
  if (number !== undefined) return home(btoa(number));
  if (text.endsWith('=') && bizNumber(text) !== null) return home(text);
  const canonicalUrl = `https://open.weixin.qq.com/qr/code?username=${text}`;
  if (/^gh_[0-9a-z]{6,20}$/i.test(text))
    return { ids: { ghId: text.toLowerCase() }, canonicalUrl: canonicalUrl.toLowerCase() };
  // 微信号: a letter first, 6 to 20 characters.
  if (/^[A-Za-z][A-Za-z0-9_-]{5,19}$/.test(text)) return { ids: { alias: text }, canonicalUrl };
  return { error: '没有认出公众号：请登记文章链接、合集链接、原始ID（gh_ 开头）或微信号' };
}
