import { always, html, json, record, seconds, sentTo, step } from '../build.ts';
import { day, type FixturePost, now, type PlatformCases } from '../matrix.ts';

const mid = 390000001;
export const idAt = (ms: number, n: number) => String((BigInt(seconds(ms) - 1_498_838_400) << 32n) + BigInt(n));

export const item = (p: FixturePost, over: object = {}) => ({
  id_str: p.at === null ? `9${p.n}` : idAt(p.at, p.n),
  type: p.repost ? 'DYNAMIC_TYPE_FORWARD' : 'DYNAMIC_TYPE_AV',
  modules: {
    module_author: {
      mid: p.foreign ? 390000999 : mid,
      name: p.foreign ? '邻县发布' : '示例县发布',
      ...(p.at === null ? {} : { pub_ts: String(seconds(p.at)) }),
      official_verify: { type: 1, desc: '示例县人民政府新闻办公室官方账号' },
    },
    module_dynamic: {
      desc: { text: '走进示例县' },
      major: p.repost ? null : { type: 'MAJOR_TYPE_ARCHIVE', archive: { title: `走进示例县第${p.n}期` } },
    },
    module_stat: { comment: { count: 4, forbidden: false } },
    ...(p.pinned ? { module_tag: { text: '置顶' } } : {}),
  },
  ...(p.repost ? { orig: { id_str: '1', type: 'DYNAMIC_TYPE_AV' } } : {}),
  ...over,
});
const answer = (items: readonly unknown[]) =>
  always(json({ code: 0, message: '0', data: { has_more: true, offset: '', items } }));
export const showing = (posts: readonly FixturePost[]) => answer(posts.map((p) => item(p)));
const code = (c: number, data: object = {}) => always(json({ code: c, message: '示例', ttl: 1, data }));

export const cases: PlatformCases = {
  account: record('bilibili', { ids: { mid: String(mid) } }),
  stranger: record('bilibili', { displayName: '邻县融媒', ids: { mid: '390000777' } }),
  steps: [step(`https://api.bilibili.com/x/polymer/web-dynamic/v1/feed/space?host_mid=${mid}`, 'json')],
  identify: {
    good: [
      ['https://space.bilibili.com/390000001?spm_id_from=333', { mid: '390000001' }],
      ['https://space.bilibili.com/390000001/dynamic', { mid: '390000001' }],
      ['https://m.bilibili.com/space/390000001', { mid: '390000001' }],
      ['UID:390000001', { mid: '390000001' }],
    ],
    bad: [
      ['https://b23.tv/AbCdEf', /短链接/],
      ['https://www.bilibili.com/video/BV1xx411c7mD', /不是账号空间/],
      ['示例县发布', /空间链接/],
    ],
  },
  ok: showing([
    { n: 1, at: now - day },
    { n: 2, at: now - 3 * day },
  ]),
  showing,
  capacity: 12,
  precision: 'second',
  columns: {
    pinned: 'shown',
    repost: 'shown',
    foreignItem: 'shown',
    emptyExplicit: { notShown: '空列表和被拦截一个样' },
    captcha200: always(html('<title>验证码_哔哩哔哩</title><script>window._riskdata_={}</script>')),
    loginRedirect: sentTo('https://passport.bilibili.com/login'),
    deleted: code(-404),
    renamedKey: always(json({ code: 0, data: { has_more: true, cards: [item({ n: 1, at: now - day })] } })),
  },
  walls: {
    'code -412': [code(-412), 'blocked'],
    'code -401': [code(-401), 'blocked'],
    'code -403': [code(-403), 'blocked'],
    'code -352 with v_voucher': [code(-352, { v_voucher: 'voucher_example' }), 'blocked'],
    'code 352': [code(352), 'blocked'],
    'code -799': [code(-799), 'blocked'],
    'code -101': [code(-101), 'login_required'],
    'riskdata page': [always(html(`<script>window._riskdata_ = {}</script>${'<p>加载中</p>'.repeat(300)}`)), 'blocked'],
    'empty list': [answer([]), 'changed'],
  },
};
