import { always, html, record, sentTo } from '../build.ts';
import { day, type FixturePost, hour, now, type PlatformCases, type Reply } from '../matrix.ts';

const biz = btoa('3900000001');
const other = btoa('3900000999');
/** The key in the address: must stand in no reading. */
export const key = 'k3y-0f-th3-0ff1c3-bridge';

export const link = (p: FixturePost) =>
  `https://mp.weixin.qq.com/s?__biz=${p.foreign ? other : biz}&mid=22474800${String(p.n).padStart(2, '0')}&idx=1&sn=0123456789abcdef`;
/** `Sat, 21 Nov 2026 02:00:00 GMT`. */
export const gmt = (ms: number) => new Date(ms).toUTCString();
/** The same instant as `… +0800`. */
export const plus8 = (ms: number) => new Date(ms + 8 * hour).toUTCString().replace('GMT', '+0800');
export const xml = (text: string, over: Partial<Reply> = {}): Reply => ({
  text: `<?xml version="1.0" encoding="UTF-8"?>\n${text}`,
  contentType: 'application/xml; charset=utf-8',
  ...over,
});
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export const rssItem = (p: FixturePost, date = p.at === null ? '' : `<pubDate>${gmt(p.at)}</pubDate>`) =>
  `<item><title><![CDATA[示例县第${p.n}次工作会议召开]]></title><description><![CDATA[<p>会议传达&nbsp;学习</p>]]></description><link>${escaped(link(p))}</link><guid isPermaLink="false">${escaped(link(p))}</guid>${date}<author>张三</author></item>`;
export const rss = (items: string, head = '<title>示例县发布</title>') =>
  xml(
    `<rss xmlns:atom="http://www.w3.org/2005/Atom" version="2.0"><channel>${head}<link>https://mp.weixin.qq.com/</link><atom:link href="https://rsshub.example/wechat/x" rel="self" type="application/rss+xml"/><image><title>别的标题</title></image><generator>RSSHub</generator><ttl>5</ttl>${items}</channel></rss>`,
  );
export const showing = (posts: readonly FixturePost[]) =>
  always(rss(`<lastBuildDate>${gmt(now)}</lastBuildDate>${posts.map((p) => rssItem(p)).join('')}`));

const error = (status: number) =>
  always(html('<h1>Looks like something went wrong</h1><p>Error Message: 示例</p>', { status }));
const source = { kind: 'bridge', ref: `https://rsshub.example/wechat/mp/example?key=${key}` } as const;

export const cases: PlatformCases = {
  account: record('wechat', { ids: { biz }, source }),
  stranger: record('wechat', { displayName: '邻县融媒', ids: { biz: btoa('3900000777') }, source }),
  identify: {
    good: [
      ['https://wewe.example/feeds/MP_WXS_3900000001.atom', { biz }],
      ['https://wewe.example/rss/feeds/MP_WXS_3900000001.json?limit=20', { biz }],
      ['https://rsshub.example/weibo/user/1700000001?key=x', { uid: '1700000001' }],
      ['https://rsshub.example/bilibili/user/dynamic/390000001', { mid: '390000001' }],
      ['https://www.example.gov.cn/rss/feed.xml', {}],
    ],
    bad: [
      ['https://www.example.gov.cn/', /不是订阅地址/],
      ['示例县发布', /不是订阅地址/],
    ],
  },
  ok: showing([
    { n: 1, at: now - day },
    { n: 2, at: now - 3 * day },
  ]),
  showing,
  capacity: 50,
  precision: 'second',
  columns: {
    pinned: { notShown: '订阅不标明置顶' },
    repost: { notShown: '订阅不标明转载' },
    foreignItem: 'shown',
    emptyExplicit: { notShown: '没有条目和被拦截一个样' },
    captcha200: always(html('<title>安全验证</title><p>请完成验证后继续访问</p>')),
    loginRedirect: sentTo('https://rsshub.example/login'),
    deleted: { notShown: '订阅不说账号是否注销' },
    renamedKey: always(xml('<records><title>示例县发布</title><record/></records>')),
  },
  walls: {
    '503 of RSSHub': [error(503), 'bridge_error'],
    '403 of RSSHub': [error(403), 'bridge_error'],
    '404 of RSSHub': [error(404), 'bridge_error'],
    '401 of a bridge with a key': [error(401), 'bridge_error'],
    'no items': [showing([]), 'bridge_error'],
    'the page of the bridge instead of a feed': [always(html('<p>Welcome to RSSHub!</p>'.repeat(100))), 'bridge_error'],
    'a title that names nobody': [
      always(rss(rssItem({ n: 1, at: now - day }).replace(/<link>.*?<\/link>/, ''), '')),
      'bridge_error',
    ],
    'entities of a DTD': [
      always({
        text: `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "示例"><!ENTITY b "&a;&a;&a;&a;">]><rss version="2.0"><channel><title>示例县发布</title>${rssItem({ n: 1, at: now - day })}</channel></rss>`,
      }),
      'bridge_error',
    ],
    'elements in elements': [
      always(xml(`<rss version="2.0"><channel><title>示例县发布</title>${'<item>'.repeat(50_000)}`)),
      'bridge_error',
    ],
  },
};
