import type { Platform } from '#core/registry.ts';
import { half, tidy } from '../../import/cell.ts';
import type { Identified } from '../contract.ts';
import { parseUrl, pathParts } from '../link.ts';

/** 桥接服务 by the shape of the address. `feed`: any other. */
export type BridgeKind = 'rsshub' | 'wewe-rss' | 'feed';

/** What the address of a feed says about whose it is. */
export type FeedAddress = {
  kind: BridgeKind;
  url: URL;
  /** Platform and ids of the account, where the path carries them. */
  account?: { platform: Platform; ids: Readonly<Record<string, string>> };
  /** Id of the feed in wewe-rss. */
  feedId?: string;
};

/** Routes of RSSHub whose path names an account: platform, name of the id, form of the id. */
const routes: readonly { path: RegExp; platform: Platform; key: string }[] = [
  { path: /\/weibo\/user\/(\d{5,12})(?:\/|$)/, platform: 'weibo', key: 'uid' },
  { path: /\/toutiao\/user\/token\/([\w-]{20,220})(?:\/|$)/, platform: 'toutiao', key: 'token' },
  { path: /\/douyin\/user\/(MS4wLjABAAAA[\w-]{20,200})(?:\/|$)/, platform: 'douyin', key: 'secUid' },
  { path: /\/kuaishou\/(?:user|profile)\/([\w-]{5,40})(?:\/|$)/, platform: 'kuaishou', key: 'principalId' },
  { path: /\/bilibili\/user\/(?:dynamic|video|article)\/(\d{1,19})(?:\/|$)/, platform: 'bilibili', key: 'mid' },
  { path: /\/thepaper\/(?:user|gov)\/(\d{1,12})(?:\/|$)/, platform: 'thepaper', key: 'pphId' },
  { path: /\/baidu\/baijiahao\/(\d{3,20})(?:\/|$)/, platform: 'baijiahao', key: 'appId' },
  { path: /\/zhihu\/posts\/(?:org|people)\/([\w.-]{1,80})(?:\/|$)/, platform: 'zhihu', key: 'token' },
  { path: /\/zhihu\/people\/(?:activities|answers|pins)\/([\w.-]{1,80})(?:\/|$)/, platform: 'zhihu', key: 'token' },
  { path: /\/xiaohongshu\/user\/([0-9a-f]{24})(?:\/|$)/i, platform: 'xiaohongshu', key: 'userId' },
];

/** 订阅地址; null: an address that is not known to be one. A bridge may run on a port or a host of the office. */
export function feedAddress(address: string): FeedAddress | null {
  const url = parseUrl(address);
  if (url === null || url.username !== '') return null;
  const wewe = /\/feeds\/(MP_WXS_(\d{5,15})|all)(?:\.(?:atom|rss|json))?$/.exec(url.pathname);
  if (wewe) {
    const number = wewe[2];
    return {
      kind: 'wewe-rss',
      url,
      feedId: wewe[1] ?? '',
      ...(number === undefined ? {} : { account: { platform: 'wechat', ids: { biz: btoa(number) } } }),
    };
  }
  for (const route of routes) {
    const id = route.path.exec(url.pathname)?.[1];
    if (id !== undefined)
      return { kind: 'rsshub', url, account: { platform: route.platform, ids: { [route.key]: id } } };
  }
  const last = pathParts(url).at(-1)?.toLowerCase() ?? '';
  const looks = /\.(?:xml|rss|atom|rdf)$/.test(last) || /^(?:feed|rss|atom|feed\.json)$/.test(last);
  return looks ? { kind: 'feed', url } : null;
}

/** Where wewe-rss tells when it last reached WeChat, with the key of the feed's address. */
export function syncAddress(url: URL): string {
  const list = new URL(url.href);
  list.pathname = list.pathname.replace(/\/feeds\/[^/]{0,200}$/, '/feeds');
  for (const name of [...list.searchParams.keys()])
    if (/^(?:limit|page|mode|update|title_include|title_exclude)$/.test(name)) list.searchParams.delete(name);
  return list.href;
}

/** A feed's address that somebody pasted. It is a way to look at an account; only some name whose. */
export function identify(input: string): Identified {
  const text = half(tidy(input.slice(0, 2_000))).trim();
  const found = feedAddress(text);
  if (found === null) return { error: '不是订阅地址（RSS、Atom、JSON Feed）；写成 https://…/feed.xml 的样子' };
  return { ids: { ...found.account?.ids }, canonicalUrl: found.url.href };
}
