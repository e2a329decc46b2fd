import type { Platform } from '#core/registry.ts';
import { app } from './app/adapter.ts';
import { baijiahao } from './baijiahao/adapter.ts';
import { bilibili } from './bilibili/adapter.ts';
import type { AccountAdapter } from './contract.ts';
import { douyin } from './douyin/adapter.ts';
import { feed } from './feed/adapter.ts';
import { kuaishou } from './kuaishou/adapter.ts';
import { alipayMini, wechatMini } from './mini-program/adapter.ts';
import { rmh } from './rmh/adapter.ts';
import { thepaper } from './thepaper/adapter.ts';
import { toutiao } from './toutiao/adapter.ts';
import { wechat } from './wechat/adapter.ts';
import { wechatChannels } from './wechat-channels/adapter.ts';
import { weibo } from './weibo/adapter.ts';
import { xiaohongshu } from './xiaohongshu/adapter.ts';
import { yangshipin } from './yangshipin/adapter.ts';
import { zhihu } from './zhihu/adapter.ts';

/**
 * 平台适配器, in the order in which they are asked. The first that knows the platform and the kind of source is taken. One import and one
 * line an adapter.
 */
export const adapters: readonly AccountAdapter[] = [
  wechat,
  weibo,
  yangshipin,
  app,
  thepaper,
  toutiao,
  douyin,
  kuaishou,
  bilibili,
  zhihu,
  baijiahao,
  xiaohongshu,
  rmh,
  wechatChannels,
  wechatMini,
  alipayMini,
  feed,
];

/** The adapter that reads this kind of source of this platform; undefined: none does. */
export function adapterFor(platform: Platform, source: 'public' | 'bridge'): AccountAdapter | undefined {
  return adapters.find((a) => a.platforms.includes(platform) && a.sources.includes(source));
}
