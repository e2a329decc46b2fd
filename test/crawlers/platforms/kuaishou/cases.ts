import { always, html, json, record, sentTo, shanghai, step } from '../build.ts';
import { day, type FixturePost, now, type PlatformCases } from '../matrix.ts';

/** The cover's file name: `B` and Base64 of time, user and photo, as the content network names its files. */
const cover = (at: number | null, n: number) => {
  if (at === null) return `https://p2.a.yximgs.example/upic/no-date-${n}.jpg`;
  const packed = Buffer.from(`${shanghai(at).replace(/\D/g, '')}_190000001_1790935564${n}_1_3`).toString('base64');
  return `https://p2.a.yximgs.example/upic/2026/11/B${packed}_Bbd34b6b79569510e.jpg?clientCacheKey=x.jpg`;
};
export const item = (p: FixturePost, over: object = {}) => ({
  id: `3xexample${p.n}`,
  poster: cover(p.at, p.n),
  workType: 'video',
  playUrl: '',
  author: p.foreign
    ? { id: 'neighbour2020', name: '邻县发布', living: false }
    : { id: 'shilixian2020', name: '示例县发布', living: false },
  ...over,
});
const answer = (list: readonly unknown[], result = 1) =>
  always(json({ data: { live: { living: false }, list, result } }));
export const showing = (posts: readonly FixturePost[]) => answer(posts.map((p) => item(p)));

export const cases: PlatformCases = {
  account: record('kuaishou', { ids: { principalId: '3xprincipal0001' } }),
  stranger: record('kuaishou', { displayName: '邻县融媒', ids: { principalId: '3xprincipal0002' } }),
  steps: [step('https://live.kuaishou.com/live_api/profile/public?principalId=3xprincipal0001', 'json')],
  identify: {
    good: [
      ['https://www.kuaishou.com/profile/3xprincipal0001', { principalId: '3xprincipal0001' }],
      ['https://live.kuaishou.com/profile/shilixian2020', { principalId: 'shilixian2020' }],
      ['https://live.kuaishou.com/u/shilixian2020?x=1', { principalId: 'shilixian2020' }],
    ],
    bad: [
      ['https://v.kuaishou.com/nAbCdE', /短链接/],
      ['https://www.kuaishou.com/short-video/3xexample1', /不是账号主页/],
      ['快手号 shilixian2020', /分享账号主页/],
    ],
  },
  ok: showing([
    { n: 1, at: now - day },
    { n: 2, at: now - 3 * day },
  ]),
  showing,
  capacity: 12,
  precision: 'derived',
  columns: {
    pinned: { notShown: '列表不标明置顶' },
    repost: { notShown: '不标明转载' },
    foreignItem: 'shown',
    emptyExplicit: { notShown: '被拦截时也给空列表' },
    captcha200: always(json({ data: { result: 400002, list: [] } })),
    loginRedirect: sentTo('https://passport.kuaishou.com/pc/account/login'),
    deleted: { notShown: '没有见过注销页' },
    renamedKey: always(json({ data: { result: 1, feeds: [item({ n: 1, at: now - day })] } })),
  },
  walls: {
    'result 2 with an empty list': [answer([], 2), 'blocked'],
    'result 1 with an empty list': [answer([], 1), 'changed'],
    'abandoned GraphQL': [always(json({ data: { visionProfilePhotoList: { result: 2, feeds: [] } } })), 'blocked'],
    请求过快: [always(html('<p>请求过快，请稍后重试</p>')), 'blocked'],
    'no time decodes': [answer([item({ n: 1, at: null }), item({ n: 2, at: null })]), 'blocked'],
  },
};
