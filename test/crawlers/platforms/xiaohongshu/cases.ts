import { always, followed, html, record, seconds, sentTo, step } from '../build.ts';
import { day, type FixturePost, now, type PlatformCases } from '../matrix.ts';

const userId = '5c0000000000000000000001';
/** The first eight hexadecimal digits are the second it was made in. */
const noteId = (at: number | null, n: number) =>
  at === null ? `note${n}` : `${seconds(at).toString(16).padStart(8, '0')}${String(n).padStart(16, '0')}`;
const note = (p: FixturePost) => ({
  id: noteId(p.at, p.n),
  noteCard: {
    displayTitle: `示例县第${p.n}篇笔记`,
    type: 'normal',
    user: p.foreign ? { userId: '5c0000000000000000000999', nickname: '邻县发布' } : { userId, nickname: '示例县发布' },
    interactInfo: { sticky: p.pinned === true, likedCount: '1.2万' },
  },
});
/** State as the page writes it: JavaScript, with `undefined` in it. */
const page = (notes: unknown) =>
  html(
    `<div class="user-page">${'<p>小红书</p>'.repeat(50)}</div><script>window.__INITIAL_STATE__={"global":{"appSettings":undefined},"user":{"userPageData":{"basicInfo":{"nickname":"示例县发布","redId":"100000001"}},"activeTab":undefined,"notes":${JSON.stringify(notes)}}}</script>`,
  );
export const showing = (posts: readonly FixturePost[]) => always(page([posts.map(note), [], []]));

export const cases: PlatformCases = {
  account: record('xiaohongshu', { ids: { userId } }),
  stranger: record('xiaohongshu', { displayName: '邻县融媒', ids: { userId: '5c0000000000000000000777' } }),
  steps: [step(`https://www.xiaohongshu.com/user/profile/${userId}`, 'html')],
  identify: {
    good: [
      [`https://www.xiaohongshu.com/user/profile/${userId}?xsec_token=abc`, { userId }],
      [`小红书上的示例县发布 https://www.xiaohongshu.com/user/profile/${userId.toUpperCase()}`, { userId }],
    ],
    bad: [
      ['https://xhslink.com/m/AbCdEf', /短链接/],
      ['https://www.xiaohongshu.com/explore/665000000000000000000001', /不是账号主页/],
      ['小红书号：100000001', /认不出账号/],
    ],
  },
  ok: showing([
    { n: 1, at: now - day },
    { n: 2, at: now - 3 * day },
  ]),
  showing,
  capacity: 30,
  precision: 'derived',
  columns: {
    pinned: 'shown',
    repost: { notShown: '不标明转载' },
    foreignItem: 'shown',
    emptyExplicit: { notShown: '空列表和被拦截一个样' },
    captcha200: followed(
      'https://www.xiaohongshu.com/website-login/captcha?redirectPath=x',
      html('<p>请完成验证</p>'.repeat(200)),
    ),
    loginRedirect: sentTo('https://www.xiaohongshu.com/login?redirectPath=x'),
    deleted: { notShown: '没有见过注销页' },
    renamedKey: always(
      html(`<script>window.__INITIAL_STATE__={"user":{"posts":[]}}</script>${'<p>小红书</p>'.repeat(400)}`),
    ),
  },
  walls: {
    'error 300012': [
      followed('https://www.xiaohongshu.com/website-login/error?error_code=300012', html('<p>IP存在风险</p>')),
      'blocked',
    ],
    'error 300011': [sentTo('https://www.xiaohongshu.com/website-login/error?error_code=300011'), 'blocked'],
    'error 300013': [sentTo('https://www.xiaohongshu.com/website-login/error?error_code=300013'), 'blocked'],
    安全限制: [always(html(`<p>安全限制</p>${'<p>小红书</p>'.repeat(300)}`)), 'blocked'],
    'empty list': [showing([]), 'blocked'],
  },
};
