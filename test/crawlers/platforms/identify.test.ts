import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { platformNames } from '#core/registry.ts';
import { identifyAccount, identifyResolved } from '#crawlers/platforms/identify.ts';
import { adapters } from '#crawlers/platforms/index.ts';
import { allCases } from './cases.ts';

const secUid = 'MS4wLjABAAAAdouyinexampledouyinexampledouyinexample';

describe('identifyAccount: what county offices paste', () => {
  test.each([
    ['https://weibo.com/u/1700000001?is_all=1', 'weibo', { uid: '1700000001' }],
    ['weibo.com/u/1700000001', 'weibo', { uid: '1700000001' }],
    ['微博：1700000001', 'weibo', { uid: '1700000001' }],
    ['新浪微博 1700000001', 'weibo', { uid: '1700000001' }],
    ['shilixianfabu', 'wechat', { alias: 'shilixianfabu' }],
    ['微信号：shilixianfabu', 'wechat', { alias: 'shilixianfabu' }],
    ['gh_0123456789ab', 'wechat', { ghId: 'gh_0123456789ab' }],
    ['原始ID：gh_0123456789ab', 'wechat', { ghId: 'gh_0123456789ab' }],
    [
      'https://mp.weixin.qq.com/s?__biz=MzkwMDAwMDAwMQ==&amp;mid=2247480001&amp;idx=1&amp;sn=0123456789abcdef&chksm=x#rd',
      'wechat',
      { biz: 'MzkwMDAwMDAwMQ==' },
    ],
    ['wx0123456789abcdef', 'wechat-mini', { appId: 'wx0123456789abcdef' }],
    ['sphAbCdEfGhIjKl', 'wechat-channels', { sphId: 'sphAbCdEfGhIjKl' }],
    ['支付宝小程序：2021000000000001', 'alipay-mini', { appId: '2021000000000001' }],
    [
      `长按复制此条消息，打开抖音搜索，查看TA的更多作品。 https://www.douyin.com/user/${secUid} 。`,
      'douyin',
      { secUid },
    ],
    ['https://space.bilibili.com/390000001', 'bilibili', { mid: '390000001' }],
    ['B站 UID:390000001', 'bilibili', { mid: '390000001' }],
    ['https://www.toutiao.com/c/user/6800000000000001/', 'toutiao', { userId: '6800000000000001' }],
    ['https://www.kuaishou.com/profile/3xprincipal0001', 'kuaishou', { principalId: '3xprincipal0001' }],
    ['https://www.zhihu.com/org/shi-li-xian-fa-bu', 'zhihu', { token: 'shi-li-xian-fa-bu' }],
    ['https://baijiahao.baidu.com/u?app_id=1600000000000001', 'baijiahao', { appId: '1600000000000001' }],
    [
      'https://www.xiaohongshu.com/user/profile/5c0000000000000000000001',
      'xiaohongshu',
      { userId: '5c0000000000000000000001' },
    ],
    ['https://www.peopleapp.com/rmharticle/30050000001', 'rmh', { article: '30050000001' }],
    ['https://apps.apple.com/cn/app/id1400000001', 'app', { appStoreId: '1400000001' }],
    ['cn.gov.example.shili', 'app', { package: 'cn.gov.example.shili' }],
    ['https://rsshub.example/weibo/user/1700000001', 'weibo', { uid: '1700000001' }],
    ['ＧＨ＿0123456789AB', 'wechat', { ghId: 'gh_0123456789ab' }],
  ])('%s', (input, platform, ids) => {
    const found = identifyAccount(input);
    if ('error' in found) expect.unreachable(found.error);
    expect(found).toMatchObject({ platform, ids });
  });

  test.each([
    ['示例县发布', /只有名称/],
    ['1700000001', /都有这样的编号/],
    ['2021000000000001', /支付宝小程序.*都有这样的编号/],
    [secUid, /头条|抖音/],
    ['抖音号：shilixian123', /抖音号会变/],
    ['https://www.example.gov.cn/', /不是认识的平台/],
    ['https://www.example.gov.cn/feed.xml', /订阅地址/],
    ['https://mp.weixin.qq.com.evil.example/s?__biz=MzkwMDAwMDAwMQ==&mid=1234&idx=1', /不是认识的平台/],
    ['https://weibo.com@evil.example/u/1700000001', /用户名/],
    ['https://weibo.com:8443/u/1700000001', /端口/],
    ['', /什么也没有写/],
    ['https://', /网址|认不出/],
  ])('%s is refused', (input, why) => {
    const found = identifyAccount(input);
    expect(found).toHaveProperty('error');
    if ('error' in found) expect(found.error).toMatch(why);
  });

  test.each([
    ['7.68 KjI:/ 复制打开抖音 https://v.douyin.com/iABCdef/ 看看', 'douyin', 'https://v.douyin.com/iABCdef/'],
    ['https://v.kuaishou.com/nAbCdE', 'kuaishou', 'https://v.kuaishou.com/nAbCdE'],
    ['https://b23.tv/AbCdEf', 'bilibili', 'https://b23.tv/AbCdEf'],
    ['http://xhslink.com/m/AbC', 'xiaohongshu', 'http://xhslink.com/m/AbC'],
    ['http://t.cn/A6xxxx', 'weibo', 'http://t.cn/A6xxxx'],
    ['https://m.toutiao.com/is/iAbC/', 'toutiao', 'https://m.toutiao.com/is/iAbC/'],
  ])('short link %s has to be opened', (input, platform, shortLink) => {
    expect(identifyAccount(input)).toMatchObject({ platform, shortLink });
  });
  test('what stands behind a short link counts for its own platform alone', () => {
    const short = identifyAccount('https://v.douyin.com/iABCdef/');
    expect(identifyResolved(short, `https://www.iesdouyin.com/share/user/${secUid}`)).toMatchObject({
      platform: 'douyin',
      ids: { secUid },
    });
    expect(identifyResolved(short, 'https://weibo.com/u/1700000001')).toHaveProperty('error');
    expect(identifyResolved(short, 'javascript:alert(1)')).toHaveProperty('error');
  });

  test('every form that an adapter knows as a link leads to its own platform', () => {
    for (const adapter of adapters) {
      if (!adapter.sources.includes('public')) continue;
      for (const [input, ids] of allCases[adapter.id]?.identify.good ?? []) {
        const found = identifyAccount(input);
        if ('error' in found) {
          // A bare number or word may be another platform's as well: then it must say so, not guess.
          expect(found.error, `${adapter.id}: ${input}`).toMatch(/都有这样的编号/);
          expect(input).not.toMatch(/https?:/);
        } else expect([adapter.platforms.includes(found.platform), found.ids], input).toEqual([true, ids]);
      }
    }
  });
  test('every platform with a page of its own has an adapter', () => {
    const covered = new Set(adapters.filter((a) => a.sources.includes('public')).flatMap((a) => a.platforms));
    expect(Object.keys(platformNames).filter((p) => !covered.has(p as never))).toEqual(['other']);
  });
  test('is total', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.webUrl()), (input) => {
        const found = identifyAccount(input);
        if ('error' in found) expect(found.error).not.toContain('\n');
        else expect(URL.canParse(found.canonicalUrl)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
