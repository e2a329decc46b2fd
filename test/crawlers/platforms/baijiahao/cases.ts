import { always, followed, html, json, record, seconds, sentTo, step } from '../build.ts';
import { day, type FixturePost, now, type PlatformCases } from '../matrix.ts';

export const item = (p: FixturePost, over: object = {}) => ({
  dynamic_id: `dynamic${p.n}`,
  feed_id: `feed${p.n}`,
  is_top: p.pinned ? 1 : 0,
  ...(p.at === null ? {} : { dynamic_ctime: String(seconds(p.at)) }),
  itemData: { title: `示例县第${p.n}次会议`, url: `https://baijiahao.baidu.com/s?id=18000000000000${p.n}` },
  ...over,
});
const answer = (list: readonly unknown[]) => always(json({ errno: 0, errmsg: 'success', data: { hasMore: 1, list } }));
export const showing = (posts: readonly FixturePost[]) => answer(posts.map((p) => item(p)));

export const cases: PlatformCases = {
  account: record('baijiahao', { ids: { appId: '1600000000000001', uk: 'exampleUk0001' } }),
  stranger: record('baijiahao', { displayName: '邻县融媒', ids: { appId: '1600000000000002', uk: 'exampleUk0002' } }),
  steps: [
    step(
      'https://mbd.baidu.com/webpage?tab=main&num=20&uk=exampleUk0001&type=newhome&action=dynamic&format=json',
      'json',
    ),
  ],
  identify: {
    good: [
      ['https://baijiahao.baidu.com/u?app_id=1600000000000001&fr=bjharticle', { appId: '1600000000000001' }],
      ['https://author.baidu.com/home/1600000000000001?from=bjh', { appId: '1600000000000001' }],
      ['http://author.baidu.com/home?app_id=1600000000000001', { appId: '1600000000000001' }],
    ],
    bad: [
      ['https://baijiahao.baidu.com/s?id=1800000000000001', /是百家号的文章/],
      ['https://www.baidu.com/', /不是百家号/],
      ['示例县发布', /主页链接/],
    ],
  },
  ok: showing([
    { n: 1, at: now - day },
    { n: 2, at: now - 3 * day },
  ]),
  showing,
  capacity: 20,
  precision: 'second',
  columns: {
    pinned: 'shown',
    repost: { notShown: '不标明转载' },
    foreignItem: { notShown: '列表不写作者，按账号的 uk 请求' },
    emptyExplicit: { notShown: '空列表和被拦截一个样' },
    captcha200: always(html('<title>百度安全验证</title><div class="timeout-title">网络不给力，请稍后重试</div>')),
    loginRedirect: sentTo('https://passport.baidu.com/v2/?login'),
    deleted: { notShown: '没有见过注销页' },
    renamedKey: always(json({ errno: 0, data: { items: [item({ n: 1, at: now - day })] } })),
  },
  walls: {
    'network message': [always(html('<p>网络不给力，请稍后重试</p>')), 'blocked'],
    wappass: [
      followed('https://wappass.baidu.com/static/captcha/tuxing_v2.html', html('<p>安全验证</p>'.repeat(300))),
      'blocked',
    ],
    'sent to wappass': [sentTo('https://wappass.baidu.com/static/captcha/tuxing_v2.html'), 'blocked'],
    'empty list': [answer([]), 'blocked'],
  },
};
