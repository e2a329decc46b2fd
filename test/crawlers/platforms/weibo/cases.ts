import type { AccountRecord } from '#crawlers/platforms/contract.ts';
import { day, type FixturePost, now, type PlatformCases, type World } from '../matrix.ts';

export const uid = '7800000001';
export const account: AccountRecord = {
  id: 'wb-1',
  platform: 'weibo',
  displayName: '示例县发布',
  aliases: [],
  ids: { uid },
  urls: [`https://weibo.com/u/${uid}`],
  source: { kind: 'public' },
};

/** Number of a post as the platform makes it of its second; without a time one that holds none. */
export const midOf = (p: FixturePost): string =>
  p.at === null ? `12345${p.n}` : String((BigInt(Math.floor(p.at / 1000) - 515_483_463) << 22n) + BigInt(p.n));

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
/** `Sat Aug 20 18:29:52 +0800 2022`. */
export function createdAt(at: number): string {
  const d = new Date(at + 8 * 3_600_000);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${weekdays[d.getUTCDay()]} ${months[d.getUTCMonth()]} ${two(d.getUTCDate())} ${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())} +0800 ${d.getUTCFullYear()}`;
}

export const userInfo = (over: object = {}): object => ({
  id: Number(uid),
  screen_name: '示例县发布',
  verified: true,
  verified_type: 1,
  verified_reason: '示例县人民政府新闻办公室官方微博',
  followers_count: '7164.8万',
  statuses_count: 15210,
  description: '权威发布',
  ...over,
});

export const card = (p: FixturePost, over: object = {}): object => ({
  card_type: 9,
  profile_type_id: p.pinned ? 'proweibotop_1' : 'proweibo_',
  itemid: `1076037800000001_-_${midOf(p)}`,
  scheme: `https://m.weibo.cn/status/${midOf(p)}?mblogid=Pz${p.n}`,
  mblog: {
    id: midOf(p),
    mid: midOf(p),
    bid: `Pz${String(p.n).padStart(7, 'a')}`,
    ...(p.at === null ? {} : { created_at: createdAt(p.at) }),
    text: `<a href="/search?q=x"><span class="surl-text">#示例县#</span></a>第${p.n}项工作今日启动<br/>详情见图`,
    isLongText: false,
    pics: [{ pid: 'a', url: 'https://wx1.example.cn/a.jpg' }],
    user: p.foreign
      ? { id: 7899999999, screen_name: '别处发布' }
      : { id: Number(uid), screen_name: '示例县发布', verified_type: 1 },
    ...(p.repost
      ? { retweeted_status: { id: '5000000000000001', user: null, text: '抱歉，此微博已被作者删除。' } }
      : {}),
    reposts_count: 3,
    comments_count: 5,
    attitudes_count: '1.1万',
    comment_manage_info: { comment_permission_type: -1, approval_comment_type: 0 },
    ...over,
  },
});

export const profile = (over: object = {}): string =>
  JSON.stringify({
    ok: 1,
    data: { userInfo: userInfo(over), tabsInfo: { tabs: [{ tab_type: 'weibo', containerid: `107603${uid}` }] } },
  });
export const listText = (cards: readonly unknown[], over: object = {}): string =>
  JSON.stringify({
    ok: 1,
    data: { cardlistInfo: { containerid: `107603${uid}`, total: 15210, since_id: 5 }, cards, scheme: '' },
    ...over,
  });

export const world =
  (list: string, home = profile()): World =>
  (step) => ({ text: step.role === 'profile' ? home : list });
export const showing = (posts: readonly FixturePost[]): World => world(listText(posts.map((p) => card(p))));

export const visitorPage =
  '<!DOCTYPE html><html><head><meta http-equiv="Content-type" content="text/html; charset=gb2312"/><title>Sina Visitor System</title></head><body><span id="message"></span><script>var visitor={};</script></body></html>';
const nothingHere = JSON.stringify({ ok: 0, msg: '这里还没有内容', data: { cards: [] } });

export const cases: PlatformCases = {
  account,
  stranger: { ...account, id: 'wb-2', displayName: '另一县发布', ids: { uid: '7800000002' }, urls: [] },
  identify: {
    good: [
      [`https://weibo.com/u/${uid}`, { uid }],
      [`https://weibo.com/${uid}?is_all=1`, { uid }],
      [`https://www.weibo.com/${uid}/profile`, { uid }],
      [`https://m.weibo.cn/u/${uid}?jumpfrom=weibocom`, { uid }],
      [`https://m.weibo.cn/profile/${uid}`, { uid }],
      [uid, { uid }],
      ['https://weibo.com/shilixianfabu', { domain: 'shilixianfabu' }],
      ['https://weibo.com/n/示例县发布', { nick: '示例县发布' }],
    ],
    bad: [
      [`https://weibo.com/${uid}/Pzaaaaaa1`, /一条微博/],
      ['https://m.weibo.cn/status/5200000000000001', /不是账号主页/],
      ['https://weibo.com.cn/u/7800000001', /不是新浪微博/],
      ['7.8E+09', /没有认出/],
      ['示例县发布', /没有认出/],
    ],
  },
  ok: showing([
    { n: 1, at: now - day },
    { n: 2, at: now - 2 * day },
  ]),
  showing,
  capacity: 10,
  precision: 'second',
  columns: {
    pinned: 'shown',
    repost: 'shown',
    foreignItem: 'shown',
    emptyExplicit: world(nothingHere, profile({ statuses_count: 0 })),
    captcha200: () => ({ text: visitorPage, contentType: 'text/html' }),
    loginRedirect: () => ({
      text: '',
      status: 302,
      redirectedTo: 'https://visitor.passport.weibo.cn/visitor/visitor?entry=sinawap&a=enter',
    }),
    deleted: () => ({ text: JSON.stringify({ ok: 0, errno: '20003', msg: '用户不存在' }) }),
    renamedKey: (step) => {
      const { text } = showing([{ n: 1, at: now - day }])(step);
      return { text: text.replaceAll('"cards"', '"cells"').replaceAll('"userInfo"', '"user_info"') };
    },
  },
  walls: {
    'ok -100': [() => ({ text: '{"ok":-100,"url":"https://passport.weibo.com/sso/signin?entry=wapsso"}' }), 'blocked'],
    'ok 0, too many requests': [() => ({ text: '{"ok":0,"msg":"访问频次过高，请稍后再试"}' }), 'blocked'],
    'HTTP 432': [() => ({ status: 432, text: '' }), 'blocked'],
    'HTTP 418 empty': [() => ({ status: 418, text: '' }), 'blocked'],
    'an empty list beside 15,210 posts': [world(nothingHere), 'blocked'],
    'an empty list, the profile walled': [
      (step) => (step.role === 'profile' ? { text: visitorPage } : { text: nothingHere }),
      'changed',
    ],
    'advertisements only': [
      world(listText([{ card_type: 11, card_group: [{ card_type: 42, desc: '相关推荐' }] }])),
      'changed',
    ],
  },
};
