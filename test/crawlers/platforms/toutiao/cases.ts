import { always, followed, html, json, record, seconds, sentTo, step } from '../build.ts';
import { day, type FixturePost, now, type PlatformCases } from '../matrix.ts';

const token = 'MS4wLjABAAAAexampleexampleexampleexampleexample';
const mine = '6800000000000001';
/** Made of the second of publication, as the platform makes its own. */
export const idAt = (ms: number, n: number) => String((BigInt(seconds(ms)) << 32n) + BigInt(n));

export const item = (p: FixturePost, over: object = {}) => ({
  id: p.at === null ? `a${p.n}` : idAt(p.at, p.n),
  cell_type: 60,
  title: `示例县第${p.n}次工作会议召开`,
  abstract: '会议传达学习了有关文件。',
  is_original: p.n % 2 === 0,
  ban_comment: 0,
  comment_count: 3,
  source: '示例县发布',
  user_info: {
    user_id: p.foreign ? '6800000000000999' : mine,
    name: p.foreign ? '邻县发布' : '示例县发布',
    user_verified: true,
    verified_content: '示例县人民政府官方账号',
  },
  ...(p.at === null ? {} : { publish_time: seconds(p.at) }),
  ...over,
});
export const showing = (posts: readonly FixturePost[]) =>
  always(json({ message: 'success', has_more: true, data: posts.map((p) => item(p)) }));

export const cases: PlatformCases = {
  account: record('toutiao', { ids: { token, userId: mine } }),
  stranger: record('toutiao', { displayName: '邻县融媒', ids: { token: `${token}X`, userId: '6800000000000777' } }),
  steps: [step(`https://www.toutiao.com/api/pc/list/feed?category=profile_all&token=${token}`, 'json')],
  identify: {
    good: [
      [`https://www.toutiao.com/c/user/token/${token}/?source=profile`, { token }],
      ['https://www.toutiao.com/c/user/6800000000000001/#mid=1', { userId: mine }],
      ['http://m.toutiao.com/profile/6800000000000001/', { userId: mine }],
      ['https://profile.zjurl.cn/rogue/ugc/profile/?user_id=6800000000000001&app=news_article', { userId: mine }],
      [`【示例县发布的主页】https://www.toutiao.com/c/user/token/${token}/，点击查看`, { token }],
      [token, { token }],
    ],
    bad: [
      ['https://www.toutiao.com/article/7310000000000000000/', /文章或视频/],
      ['https://m.toutiao.com/is/iABCdef/', /短链接/],
      ['https://www.toutiao.com:8443/c/user/6800000000000001/', /端口/],
      ['示例县发布', /主页链接/],
    ],
  },
  ok: showing([
    { n: 1, at: now - day },
    { n: 2, at: now - 3 * day },
  ]),
  showing,
  capacity: 30,
  precision: 'second',
  columns: {
    pinned: { notShown: '列表不标明置顶' },
    repost: { notShown: '只标明原创，不标明转载' },
    foreignItem: 'shown',
    emptyExplicit: { notShown: '空列表和被拦截一个样' },
    captcha200: always(html('<title>验证码中间页</title><div id="captcha_container"></div>')),
    loginRedirect: sentTo('https://sso.toutiao.com/login/?service=x'),
    deleted: { notShown: '没有见过注销页' },
    renamedKey: always(json({ message: 'success', items: [item({ n: 1, at: now - day })] })),
  },
  walls: {
    '200 without data': [always(json({ message: 'error' })), 'blocked'],
    'data null': [always(json({ message: 'success', data: null, has_more: false })), 'blocked'],
    'signature script': [always(html('<script>window.byted_acrawler.init({aid:99999999,dfp:0});</script>')), 'blocked'],
    'empty list': [always(json({ message: 'success', has_more: false, data: [] })), 'changed'],
    'verification page': [
      followed('https://verify.toutiao.com/captcha/get', html('<p>请完成验证</p>'.repeat(200))),
      'blocked',
    ],
  },
};
