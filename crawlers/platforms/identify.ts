import { type Platform, platformNames } from '#core/registry.ts';
import { platformOf } from '../import/words.ts';
import type { AccountAdapter } from './contract.ts';
import { feedAddress } from './feed/address.ts';
import { adapters } from './index.ts';
import { hostIs, parseUrl, pasted } from './link.ts';

/** 认出的账号: platform, ids and one address; or why not (Chinese, one sentence). */
export type IdentifiedAccount =
  | { platform: Platform; ids: Record<string, string>; canonicalUrl: string; bridge?: true }
  /** `shortLink`: it has to be opened to know where it leads; whose it is stands behind it. */
  | { error: string; platform?: Platform; shortLink?: string };

/** Hosts by platform: whose refusal is the one to tell. The first that fits. */
const hosts: readonly (readonly [Platform, ...(readonly string[])])[] = [
  ['wechat-channels', 'channels.weixin.qq.com'],
  ['wechat-mini', 'wxaurl.cn'],
  ['wechat', 'weixin.qq.com', 'weixin.sogou.com'],
  ['weibo', 'weibo.com', 'weibo.cn', 't.cn'],
  ['toutiao', 'toutiao.com', 'zjurl.cn'],
  ['douyin', 'douyin.com', 'iesdouyin.com'],
  ['kuaishou', 'kuaishou.com'],
  ['bilibili', 'bilibili.com', 'b23.tv'],
  ['thepaper', 'thepaper.cn'],
  ['yangshipin', 'yangshipin.cn'],
  ['rmh', 'peopleapp.com', 'pdnews.cn'],
  ['baijiahao', 'baijiahao.baidu.com', 'author.baidu.com', 'mbd.baidu.com'],
  ['zhihu', 'zhihu.com'],
  ['xiaohongshu', 'xiaohongshu.com', 'xhslink.com'],
  ['alipay-mini', 'alipay.com'],
  [
    'app',
    'apps.apple.com',
    'itunes.apple.com',
    'app.mi.com',
    'sj.qq.com',
    'a.app.qq.com',
    'huawei.com',
    'play.google.com',
  ],
];
/** Links that only lead on. */
const shortHosts: readonly (readonly [Platform, string, RegExp])[] = [
  ['douyin', 'v.douyin.com', /./],
  ['kuaishou', 'v.kuaishou.com', /./],
  ['bilibili', 'b23.tv', /./],
  ['xiaohongshu', 'xhslink.com', /./],
  ['weibo', 't.cn', /./],
  ['toutiao', 'toutiao.com', /^\/is\//],
];

/** Names of ids as people write them before the id. */
const idWords: readonly (readonly [RegExp, Platform])[] = [
  [/^(?:微信号|微信原始id|原始id|公众号id|公众号原始id|订阅号|服务号|微信公众号|公众号)$/i, 'wechat'],
  [/^(?:视频号id|视频号)$/i, 'wechat-channels'],
  [/^(?:微博uid|微博id|微博|新浪微博)$/i, 'weibo'],
  [/^(?:抖音号|抖音id|抖音)$/i, 'douyin'],
  [/^(?:快手号|快手id|快手)$/i, 'kuaishou'],
  [/^(?:小红书号|小红书)$/i, 'xiaohongshu'],
  [/^(?:b站uid|b站|哔哩哔哩|bilibili)$/i, 'bilibili'],
  [/^(?:小程序appid|微信小程序|小程序|小程序id)$/i, 'wechat-mini'],
  [/^(?:支付宝小程序appid|支付宝小程序)$/i, 'alipay-mini'],
  [/^(?:app|客户端|安卓包名|包名|移动客户端)$/i, 'app'],
];

const publicAdapters: readonly AccountAdapter[] = adapters.filter((a) => a.sources.includes('public'));

/**
 * 认账号 — what an office pastes (links of all kinds, share texts, 微信号, `gh_` ids, AppIDs, package names) as platform and ids. Pure and total. It
 * says what the text names, not whether such an account exists.
 */
export function identifyAccount(input: string): IdentifiedAccount {
  const { text, url, bad } = pasted(input);
  if (text === '') return { error: '什么也没有写' };
  if (bad !== undefined) return { error: bad };
  return url === null ? byText(text) : byUrl(input, url);
}

/** 认账号 whose platform is told: a number alone says whose it is then. `error`: why not, Chinese, one sentence. */
export function identifyOn(
  platform: Platform,
  input: string,
): { ids: Record<string, string>; canonicalUrl: string } | { error: string } {
  const mine = publicAdapters.filter((a) => a.platforms.includes(platform));
  return attempts(input, mine)[0] ?? { error: refusalOf(input, platform) };
}

function byUrl(input: string, url: URL): IdentifiedAccount {
  const short = shortHosts.find(([, host, path]) => hostIs(url, host) && path.test(url.pathname));
  if (short)
    return {
      error: `这是${platformNames[short[0]]}的短链接，要打开后才知道是哪个账号`,
      platform: short[0],
      shortLink: url.href,
    };
  const owner = hosts.find(([, ...list]) => hostIs(url, ...list))?.[0];
  const found = attempts(input, publicAdapters)[0];
  if (found !== undefined) return found;
  const address = feedAddress(url.href);
  if (address !== null)
    return address.account === undefined
      ? { error: '这是订阅地址，看不出是哪个账号的；请先登记账号，再把它写成该账号的桥接来源（sources）' }
      : { ...address.account, ids: { ...address.account.ids }, canonicalUrl: address.url.href, bridge: true as const };
  if (owner === undefined) return { error: '不是认识的平台的链接' };
  return { error: refusalOf(input, owner), platform: owner };
}

function byText(text: string): IdentifiedAccount {
  const labelled = /^([^\s:：]{1,12})\s{0,3}[:：\s]\s{0,3}(\S.{0,300})$/u.exec(text);
  const [label, rest] = [labelled?.[1] ?? '', labelled?.[2]?.trim() ?? ''];
  const named = label === '' ? undefined : (idWords.find(([word]) => word.test(label))?.[1] ?? platformOf(label));
  if (named !== undefined) {
    const mine = publicAdapters.filter((a) => a.platforms.includes(named));
    const [found] = [...attempts(rest, mine), ...attempts(text, mine)];
    return found ?? { error: refusalOf(rest, named), platform: named };
  }
  const found = attempts(text, publicAdapters);
  // Nearly every word is a 微信号: that reading counts only where nobody else knows the text.
  const sure = found.filter((f) => !('alias' in f.ids));
  const candidates = sure.length > 0 ? sure : found;
  const [first, ...others] = candidates;
  if (first === undefined)
    return {
      error: /[\u4e00-\u9fff]/.test(text)
        ? '只有名称，认不出是哪个账号；请粘贴主页链接，公众号填微信号或原始 ID（gh_ 开头）'
        : '认不出是哪个平台的账号；请粘贴主页链接',
    };
  if (others.length === 0) return first;
  const names = [...new Set(candidates.map((c) => platformNames[c.platform]))].join('、');
  return { error: `${names}都有这样的编号；请粘贴主页链接，或在前面写上平台，如“微博 ${text.slice(0, 40)}”` };
}

type Known = IdentifiedAccount & { platform: Platform; ids: Record<string, string>; canonicalUrl: string };

function attempts(input: string, from: readonly AccountAdapter[]): Known[] {
  return from.flatMap((adapter): Known[] => {
    const found = adapter.identify(input);
    const platform = adapter.platforms[0];
    return 'error' in found || platform === undefined ? [] : [{ platform, ...found }];
  });
}

function refusalOf(input: string, platform: Platform): string {
  const adapter = publicAdapters.find((a) => a.platforms.includes(platform));
  const found = adapter?.identify(input);
  return found !== undefined && 'error' in found ? found.error : `没有认出${platformNames[platform]}账号`;
}

/** What stands behind a short link once somebody opened it: the address it led to must be of the same platform. */
export function identifyResolved(short: IdentifiedAccount, address: string): IdentifiedAccount {
  const found = parseUrl(address) === null ? { error: '短链接没有通向网页' } : identifyAccount(address);
  if ('error' in found || !('error' in short) || short.platform === undefined || found.platform === short.platform)
    return found;
  return { error: `短链接通向了${platformNames[found.platform]}，不是${platformNames[short.platform]}` };
}
