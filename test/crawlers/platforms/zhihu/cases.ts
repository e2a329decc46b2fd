import { always, html, json, record, seconds, sentTo, step } from '../build.ts';
import { day, type FixturePost, now, type PlatformCases } from '../matrix.ts';

const token = 'shi-li-xian-fa-bu';
export const item = (p: FixturePost, over: object = {}) => ({
  id: 700000000 + p.n,
  type: 'article',
  title: `示例县第${p.n}篇文章`,
  // Changed a minute ago: says nothing of when it was published.
  updated: seconds(now) - 60,
  ...(p.at === null ? {} : { created: seconds(p.at) }),
  comment_count: 2,
  can_comment: { status: true, reason: '' },
  comment_permission: 'all',
  author: p.foreign
    ? { id: 'x', url_token: 'lin-xian', name: '邻县发布' }
    : { id: 'y', url_token: token, name: '示例县发布' },
  ...over,
});
const answer = (data: readonly unknown[]) => always(json({ paging: { is_end: false, totals: data.length }, data }));
export const showing = (posts: readonly FixturePost[]) => answer(posts.map((p) => item(p)));
const limited = {
  error: {
    message: '您当前请求存在异常，暂时限制本次访问。如有疑问，您可以通过手机摇一摇或登录后私信知乎小管家反馈。',
    code: 40362,
  },
};

export const cases: PlatformCases = {
  account: record('zhihu', { ids: { token } }),
  stranger: record('zhihu', { displayName: '邻县融媒', ids: { token: 'lin-xian-rong-mei' } }),
  steps: [step(`https://www.zhihu.com/api/v4/org/${token}/articles?sort_by=created`, 'json')],
  identify: {
    good: [
      ['https://www.zhihu.com/org/shi-li-xian-fa-bu/posts', { token }],
      ['https://www.zhihu.com/people/shi-li-xian-fa-bu', { token }],
    ],
    bad: [
      ['https://zhuanlan.zhihu.com/p/700000001', /不是账号主页/],
      ['https://www.zhihu.com/question/1/answer/2', /不是账号主页/],
      ['知乎 示例县发布', /主页链接/],
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
    pinned: { notShown: '文章列表不标明置顶' },
    repost: { notShown: '不标明转载' },
    foreignItem: 'shown',
    emptyExplicit: { notShown: '一个栏目为空不等于没有发布' },
    captcha200: followedUnhuman(),
    loginRedirect: sentTo('https://www.zhihu.com/signin?next=%2Forg'),
    deleted: { notShown: '没有见过注销页' },
    renamedKey: always(json({ paging: {}, list: [item({ n: 1, at: now - day })] })),
  },
  walls: {
    '403 with 40362': [always(json(limited, { status: 403 })), 'blocked'],
    '40362 inside a page with 200': [
      always(html(`<p>${JSON.stringify(limited)}</p>${'<p>知乎</p>'.repeat(400)}`)),
      'blocked',
    ],
    'zh-zse-ck challenge': [
      always(html('<meta id="zh-zse-ck" content="004_example"><script src="/zse-ck/v4.js"></script>')),
      'blocked',
    ],
    'sent to unhuman': [sentTo('https://www.zhihu.com/account/unhuman?type=S6E3V1'), 'blocked'],
    'empty list': [answer([]), 'changed'],
  },
};

function followedUnhuman() {
  return always({
    ...html('<p>系统监测到您的网络环境存在异常</p>'),
    finalUrl: 'https://www.zhihu.com/account/unhuman',
  });
}
