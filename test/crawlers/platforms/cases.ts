import { cases as alipayMini } from './alipay-mini/cases.ts';
import { cases as app } from './app/cases.ts';
import { cases as baijiahao } from './baijiahao/cases.ts';
import { cases as bilibili } from './bilibili/cases.ts';
import { cases as douyin } from './douyin/cases.ts';
import { cases as feed } from './feed/cases.ts';
import { cases as kuaishou } from './kuaishou/cases.ts';
import type { PlatformCases } from './matrix.ts';
import { cases as rmh } from './rmh/cases.ts';
import { cases as thepaper } from './thepaper/cases.ts';
import { cases as toutiao } from './toutiao/cases.ts';
import { cases as wechat } from './wechat/cases.ts';
import { cases as wechatChannels } from './wechat-channels/cases.ts';
import { cases as wechatMini } from './wechat-mini/cases.ts';
import { cases as weibo } from './weibo/cases.ts';
import { cases as xiaohongshu } from './xiaohongshu/cases.ts';
import { cases as yangshipin } from './yangshipin/cases.ts';
import { cases as zhihu } from './zhihu/cases.ts';

/**
 * The cases of every adapter by its id, one line each: what the three time zones and the honesty test are run on. Every adapter of
 * `crawlers/platforms/index.ts` must be here; a test says so.
 */
export const allCases: Readonly<Record<string, PlatformCases>> = {
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
  'wechat-channels': wechatChannels,
  'wechat-mini': wechatMini,
  'alipay-mini': alipayMini,
  feed,
};
