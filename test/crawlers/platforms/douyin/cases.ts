import { always, html, json, record, seconds, sentTo, step } from '../build.ts';
import { day, type FixturePost, now, type PlatformCases } from '../matrix.ts';
import { idAt } from '../toutiao/cases.ts';

const secUid = 'MS4wLjABAAAAdouyinexampledouyinexampledouyinexample';

export const item = (p: FixturePost, over: object = {}) => ({
  awemeId: p.at === null ? `v${p.n}` : idAt(p.at, p.n),
  desc: `第${p.n}期：走进示例县 #示例`,
  ...(p.at === null ? {} : { createTime: seconds(p.at) }),
  authorInfo: {
    secUid: p.foreign ? 'MS4wLjABAAAAneighbourneighbourneighbour' : secUid,
    nickname: p.foreign ? '邻县发布' : '示例县发布',
  },
  textExtra: [],
  ...over,
});
const state = (data: readonly unknown[], over: object = {}) => ({
  app: { isSpider: false },
  41: { uid: secUid, user: { user: { secUid, nickname: '示例县发布', desc: '示例县融媒体中心' } }, post: { data } },
  ...over,
});
const page = (value: unknown) =>
  html(
    `<div id="root">${'<p>抖音</p>'.repeat(50)}</div><script id="RENDER_DATA" type="application/json">${encodeURIComponent(JSON.stringify(value))}</script>`,
  );
export const showing = (posts: readonly FixturePost[]) => always(page(state(posts.map((p) => item(p)))));

export const cases: PlatformCases = {
  account: record('douyin', { ids: { secUid } }),
  stranger: record('douyin', { displayName: '邻县融媒', ids: { secUid: `${secUid}X` } }),
  steps: [step(`https://www.douyin.com/user/${secUid}`, 'html')],
  identify: {
    good: [
      [`https://www.douyin.com/user/${secUid}?from_tab_name=main`, { secUid }],
      [`https://www.iesdouyin.com/share/user/${secUid}?iid=1`, { secUid }],
      [`https://www.iesdouyin.com/share/user/9000001?sec_uid=${secUid}`, { secUid }],
      [secUid, { secUid }],
    ],
    bad: [
      ['7.68 复制打开抖音，看看【示例县发布的作品】 https://v.douyin.com/iABCdef/', /短链接/],
      ['https://www.douyin.com/video/7310000000000000000', /不是账号主页/],
      ['https://www.douyin.com/user/self', /我的/],
      ['抖音号：shilixian123', /抖音号会变/],
    ],
  },
  ok: showing([
    { n: 1, at: now - day },
    { n: 2, at: now - 3 * day },
  ]),
  showing,
  capacity: 18,
  precision: 'second',
  columns: {
    pinned: { notShown: '页面数据里没有已知的置顶标记' },
    repost: { notShown: '不标明转载' },
    foreignItem: 'shown',
    emptyExplicit: { notShown: '空列表和被拦截一个样' },
    captcha200: always(html('<title>验证码中间页</title><div id="captcha_container"></div>')),
    loginRedirect: sentTo('https://www.douyin.com/passport/web/login/'),
    deleted: { notShown: '没有见过注销页' },
    renamedKey: always(page({ 41: { user: { user: { secUid } }, works: { data: [] } } })),
  },
  walls: {
    'captcha container': [always(html(`<div id="captcha_container"></div>${'<p> </p>'.repeat(500)}`)), 'blocked'],
    isSpider: [always(page({ isSpider: true })), 'blocked'],
    'API with an empty list': [always(json({ status_code: 0, has_more: true, aweme_list: [] })), 'blocked'],
    'API with a null list': [always(json({ status_code: 0, aweme_list: null })), 'blocked'],
    'signature script': [always(html('<script>window.byted_acrawler.init({aid:6383});</script>')), 'blocked'],
    'page with an empty list': [showing([]), 'blocked'],
    'empty page with 200': [always({ text: '<html></html>' }), 'blocked'],
  },
};
