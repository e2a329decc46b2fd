import type { Platform } from '#core/registry.ts';
import type { AccountRecord } from '../contract.ts';
import { sameName } from '../data.ts';
import { hostIs, parseUrl, pathParts } from '../link.ts';
import type { Proof } from '../proof.ts';
import { namesOf } from '../walled.ts';
import { bizNumber, linkOf } from '../wechat/link.ts';
import type { FeedAddress } from './address.ts';
import type { Feed, FeedItem } from './shape.ts';

/** Where the items of a platform's account must lead. Platforms that are not here may lead anywhere. */
const homes: Partial<Record<Platform, readonly string[]>> = {
  wechat: ['mp.weixin.qq.com'],
  weibo: ['weibo.com', 'weibo.cn'],
  toutiao: ['toutiao.com', 'ixigua.com'],
  douyin: ['douyin.com', 'iesdouyin.com'],
  kuaishou: ['kuaishou.com'],
  bilibili: ['bilibili.com', 'b23.tv'],
  thepaper: ['thepaper.cn'],
  yangshipin: ['yangshipin.cn'],
  rmh: ['peopleapp.com', 'pdnews.cn'],
  baijiahao: ['baidu.com'],
  zhihu: ['zhihu.com'],
  xiaohongshu: ['xiaohongshu.com'],
};

/** The account's `__biz` as a number, from its ids or from an article link in the register. */
export function ownBiz(account: AccountRecord): string | null {
  const links = account.urls.map((u) => bizNumber(linkOf(u)?.biz));
  return bizNumber(account.ids.biz) ?? links.find((b) => b !== null) ?? null;
}

export type Owned = { own: FeedItem[]; foreign: number; identity: NonNullable<Proof['identity']> };

/**
 * 订阅是谁的: by the `__biz` of the address or of the items' links, by an id of the register in the feed's own link, else by the title.
 * Items that lead to another host or another `__biz` are somebody else's.
 */
export function ownerOf(feed: Feed, account: AccountRecord, address: FeedAddress | null): Owned {
  const biz = ownBiz(account);
  const hosts = homes[account.platform];
  const judged = feed.items.map((item) => {
    const url = item.link === undefined ? null : parseUrl(item.link);
    const elsewhere = hosts !== undefined && url !== null && !hostIs(url, ...hosts);
    const named = account.platform === 'wechat' && url !== null ? bizNumber(linkOf(url.href)?.biz) : null;
    return { item, elsewhere, named, own: !elsewhere && (named === null || biz === null || named === biz) };
  });
  const own = judged.filter((j) => j.own).map((j) => j.item);
  const foreign = judged.length - own.length;
  const by = (identity: NonNullable<Proof['identity']>): Owned => ({ own, foreign, identity });

  const declared = address?.account?.platform === account.platform ? address.account.ids : {};
  for (const [key, value] of Object.entries(declared)) {
    const [expected, found] = key === 'biz' ? [biz, bizNumber(value)] : [account.ids[key], value];
    if (expected !== null && expected !== undefined && found !== null && found !== expected)
      return by({ expected: [expected], found });
  }
  if (judged.length > 0 && own.length === 0) {
    const first = judged[0];
    if (first?.elsewhere)
      return by({ expected: [...(hosts ?? [])], found: parseUrl(first.item.link ?? '')?.hostname ?? '' });
    return by({ expected: [biz ?? ''], found: first?.named ?? '' });
  }
  // The links of its own articles are the surest sign; then the feed's own link; then the title.
  if (biz !== null && judged.some((j) => j.own && j.named === biz)) return by({ expected: [biz], found: biz });
  const linked = idInLink(feed.link, account, hosts);
  if (linked !== undefined) return by({ expected: [linked], found: linked });
  return by(byTitle(feed.title, account));
}

/**
 * A registered id of at least five characters, typed or part of a registered address of the platform, that stands whole in the feed's own
 * link to it. Words of paths (`profile`, `article`) are no ids: one from an address has a digit in it.
 */
function idInLink(
  link: string | undefined,
  account: AccountRecord,
  hosts: readonly string[] | undefined,
): string | undefined {
  const partsOf = (address: string): string[] => {
    const url = parseUrl(address);
    if (url === null || (hosts !== undefined && !hostIs(url, ...hosts))) return [];
    return [...pathParts(url), ...url.searchParams.values()];
  };
  const own = hosts === undefined ? [] : account.urls.flatMap(partsOf).filter((p) => /\d/.test(p));
  const known = [...Object.values(account.ids), ...own].filter((id) => id.length >= 5);
  const parts = new Set(link === undefined ? [] : partsOf(link));
  return known.find((id) => parts.has(id));
}

/** `示例发布`, `示例发布的微博`, `示例发布 - 百家号`, `微信公众号：示例发布`; never `示例发布厅`. */
function byTitle(title: string | undefined, account: AccountRecord): NonNullable<Proof['identity']> {
  const expected = namesOf(account);
  if (title === undefined) return { expected, found: null };
  const parts = [title, ...title.split(/[\s\-–—|_:：/【】[\]()（）「」“”"]+/).slice(0, 20)];
  const found = expected.find((name) =>
    parts.some((part) => sameName(part, name) || (part.startsWith(`${name}的`) && part.length <= name.length + 7)),
  );
  return { expected, found: found ?? title.slice(0, 120) };
}
