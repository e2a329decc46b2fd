import type { AccountRecord } from '#crawlers/platforms/contract.ts';
import { day, type FixturePost, now, type PlatformCases, type Reply, type World } from '../matrix.ts';

export const account: AccountRecord = {
  id: 'paper-1',
  platform: 'thepaper',
  displayName: '示例县发布',
  aliases: [],
  ids: { pphId: '9100001', kind: 'user' },
  urls: ['https://www.thepaper.cn/user_9100001'],
  source: { kind: 'public' },
};

const author = (userId: number, name: string) => ({
  userId,
  sname: name,
  pic: 'https://image.example.cn/head.png',
  isAuth: '1',
  userType: '2',
  perDesc: '示例县人民政府新闻办公室',
  isOrder: '0',
  fansNum: '1.2万',
  attentionNum: '3',
  pph: true,
  normalUser: false,
  authInfo: '示例县人民政府新闻办公室官方账号',
  location: '示例省',
});

/** A work as the list carries it. */
export function item(post: FixturePost, over: object = {}): object {
  return {
    contId: String(31000000 + post.n),
    isOutForword: '0',
    forwardType: '0',
    interactionNum: '2',
    praiseTimes: '1.1万',
    pic: 'https://image.example.cn/1.jpg',
    pubTime: '',
    pubTimeNew: '3小时前',
    name: `示例县第${post.n}次工作会议召开`,
    closePraise: '0',
    authorInfo: post.foreign ? author(9999999, '别处发布') : author(9100001, '示例县发布'),
    nodeId: 0,
    contType: 1,
    ...(post.at === null ? { pubTimeNew: '' } : { pubTimeLong: post.at }),
    closeFrontComment: false,
    closeComment: false,
    ...over,
  };
}

/** The list as the service answers it, and a home page of the account beside it. */
export function world(list: unknown, over: { code?: unknown; desc?: string; hasNext?: boolean } = {}): World {
  return (step): Reply =>
    step.role === 'profile'
      ? { text: JSON.stringify({ code: 200, userInfo: author(9100001, '示例县发布'), desc: '成功' }) }
      : {
          text: JSON.stringify({
            code: over.code ?? 200,
            data: { hasNext: over.hasNext ?? true, startTime: 1, list, nodeInfo: null, total: null, pages: null },
            desc: over.desc ?? '成功',
            time: now,
          }),
        };
}

export const showing = (posts: readonly FixturePost[], over: { hasNext?: boolean } = {}): World =>
  world(
    posts.map((p) => item(p)),
    over,
  );

const gateway =
  '<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body>\r\n<center><h1>403 Forbidden</h1></center>\r\n<hr><center>Zen/4.2.1</center>\r\n</body>\r\n</html>';

export const cases: PlatformCases = {
  account,
  stranger: {
    ...account,
    id: 'paper-2',
    displayName: '另一县发布',
    ids: { pphId: '9100002', kind: 'user' },
    urls: ['https://www.thepaper.cn/user_9100002'],
  },
  identify: {
    good: [
      ['https://www.thepaper.cn/user_9100001', { pphId: '9100001', kind: 'user' }],
      ['https://m.thepaper.cn/user_9100001?from=sohu', { pphId: '9100001', kind: 'user' }],
      ['www.thepaper.cn/gov_63850', { pphId: '63850', kind: 'gov' }],
      ['我在澎湃号等你：https://www.thepaper.cn/gov_63850，欢迎关注', { pphId: '63850', kind: 'gov' }],
    ],
    bad: [
      ['9100001', /分不清/],
      ['', /没有认出/],
      ['https://www.thepaper.cn/newsDetail_forward_31000001', /一篇文章/],
      ['https://www.thepaper.cn/channel_25950', /不是澎湃号主页/],
      ['https://example.cn/user_9100001', /不是澎湃新闻/],
    ],
  },
  ok: showing([
    { n: 1, at: now - day },
    { n: 2, at: now - 2 * day },
    { n: 3, at: now - 5 * day },
  ]),
  showing: (posts) => showing(posts),
  capacity: 10,
  precision: 'second',
  columns: {
    pinned: { notShown: '列表不写是否置顶' },
    repost: { notShown: '列表不写是否转载' },
    foreignItem: 'shown',
    emptyExplicit: world([], { hasNext: false }),
    captcha200: () => ({
      text: '<html><head><title>安全验证</title></head><body><p>请完成安全验证后继续访问</p></body></html>',
      contentType: 'text/html',
    }),
    loginRedirect: (step) => ({
      text: '',
      status: 302,
      redirectedTo: 'https://passport.thepaper.cn/login?back=1',
      headers: { location: 'https://passport.thepaper.cn/login' },
      requestedUrl: step.url,
    }),
    deleted: (step) => ({
      text: JSON.stringify({ code: 404, data: null, desc: step.role === 'list' ? '用户不存在' : '账号已注销' }),
    }),
    renamedKey: (step) => ({
      text: JSON.stringify(
        step.role === 'list'
          ? { code: 200, data: { hasNext: true, works: [item({ n: 1, at: now - day })] }, desc: '成功' }
          : { code: 200, user: author(9100001, '示例县发布') },
      ),
    }),
  },
  walls: {
    'gateway 403 seen from abroad': [() => ({ status: 403, text: gateway, contentType: 'text/html' }), 'blocked'],
    'code 500': [
      (step) => ({ text: JSON.stringify({ code: 500, data: { list: [] }, desc: `系统繁忙${step.id}` }) }),
      'changed',
    ],
    'list null': [(step) => ({ ...world(null)(step), ...(step.role === 'profile' ? { text: '{}' } : {}) }), 'changed'],
    'empty list and a home page that does not answer': [
      (step) => (step.role === 'profile' ? { text: '', status: 502 } : world([], { hasNext: false })(step)),
      'changed',
    ],
    'author renamed in every item': [
      world([item({ n: 1, at: now - day }, { authorInfo: undefined, userInfo: author(9100001, '示例县发布') })]),
      'changed',
    ],
    truncated: [
      (step) => ({ text: showing([{ n: 1, at: now - day }])(step).text.slice(0, 200), complete: false }),
      'network',
    ],
  },
};
