import { addDays, shanghaiDay } from '#core/calendar.ts';
import type { AccountRecord } from '#crawlers/platforms/contract.ts';
import { day, type FixturePost, now, type PlatformCases, type Reply, type World } from '../matrix.ts';

export const account: AccountRecord = {
  id: 'ysp-1',
  platform: 'yangshipin',
  displayName: '示例县融媒',
  aliases: ['示例县融媒体中心'],
  ids: { cpid: '18141100000001' },
  urls: ['https://w.yangshipin.cn/user?cpid=18141100000001'],
  source: { kind: 'public' },
};

const filler = '<div class="placeholder"><span>打开央视频，看更多精彩</span></div>'.repeat(40);

/** A page of the site with a state in it, as the server renders it. */
export const page = (app: string, state: unknown, title = '央视频'): string =>
  `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title></head><body><div id="app">${filler}</div>` +
  `<script statesync="${app}">window.__STATE_${app}__=${JSON.stringify(state)}</script><script src="/app.js"></script></body></html>`;

export const vidOf = (n: number): string => `v0000${String(n).padStart(6, '0')}`;

export const head = (over: object = {}): object => ({
  cpID: '18141100000001',
  cpName: '示例县融媒',
  fansCnt: { cnt: '1.2', unitTxt: '万' },
  playCnt: { cnt: '0.5', unitTxt: '亿' },
  videoCnt: { cnt: '420' },
  desc: '示例县融媒体中心官方账号',
  ...over,
});

export type Shape = {
  head?: object;
  /** Replaces the list. */
  list?: unknown;
  /** Replaces `userShareData`. */
  share?: object;
  /** What the page of a video answers instead. */
  detail?: (vid: string) => Reply | undefined;
  /** Replaces the text of the day on the page of a video. */
  subTitle?: (post: FixturePost) => string | undefined;
};

/** Days as the page of a video writes them: 2026/03/01. */
const slashed = (at: number): string => shanghaiDay(new Date(at)).replaceAll('-', '/');

export function world(posts: readonly FixturePost[], shape: Shape = {}): World {
  const list =
    shape.list ??
    posts.map((p) => ({
      title: `示例县新闻联播第${p.n}期`,
      vid: vidOf(p.n),
      h5Link: `https://m.yangshipin.cn/portrait_video?vid=${vidOf(p.n)}`,
      like_cnt: p.n,
    }));
  const own = (head(shape.head) as { cpName: string }).cpName;
  return (step) => {
    if (step.role === 'list')
      return {
        text: page('user', {
          payloads: { headInfo: head(shape.head), userShareData: shape.share ?? { video_list: list } },
        }),
      };
    const vid = new URL(step.url).searchParams.get('vid') ?? '';
    const instead = shape.detail?.(vid);
    if (instead) return instead;
    const post = posts.find((p) => vidOf(p.n) === vid);
    if (post === undefined) return { text: page('portrait_video', { payloads: { videoDataList: { items: [] } } }) };
    const subTitle = shape.subTitle ? shape.subTitle(post) : post.at === null ? undefined : slashed(post.at);
    return {
      text: page('portrait_video', {
        payloads: {
          videoDataList: {
            items: [
              {
                videoData: {
                  vid,
                  title: `示例县新闻联播第${post.n}期`,
                  subTitle,
                  playCount: '3.4万',
                  shareItem: { shareUrl: `https://m.yangshipin.cn/portrait_video?vid=${vid}&src=share` },
                  detailFollowItem: {
                    actorItem: { nickName: { text: post.foreign ? '别处融媒' : own }, headUrl: '' },
                  },
                },
              },
            ],
          },
        },
      }),
    };
  };
}

export const dayText = (back: number): string => addDays(shanghaiDay(new Date(now)), -back).replaceAll('-', '/');

export const cases: PlatformCases = {
  account,
  stranger: {
    ...account,
    id: 'ysp-2',
    displayName: '另一县融媒',
    aliases: [],
    ids: { cpid: '18141100000002' },
    urls: [],
  },
  identify: {
    good: [
      ['https://w.yangshipin.cn/user?cpid=18141100000001', { cpid: '18141100000001' }],
      ['https://m.yangshipin.cn/user?cpid=18141100000001&ptag=x', { cpid: '18141100000001' }],
      ['18141100000001', { cpid: '18141100000001' }],
    ],
    bad: [
      ['https://m.yangshipin.cn/portrait_video?vid=v0000000001', /一个视频/],
      ['https://w.yangshipin.cn/user?cpid=abc', /没有认出/],
      ['https://example.cn/user?cpid=18141100000001', /不是央视频/],
      ['示例县融媒', /没有认出/],
    ],
  },
  ok: world([
    { n: 1, at: now - day },
    { n: 2, at: now - 3 * day },
    { n: 3, at: now - 4 * day },
    { n: 4, at: now - 8 * day },
  ]),
  showing: (posts) => world(posts),
  capacity: 6,
  precision: 'day',
  columns: {
    pinned: { notShown: '列表和视频页都不写是否置顶' },
    repost: { notShown: '视频页不写是否转载' },
    foreignItem: 'shown',
    emptyExplicit: world([], { head: { videoCnt: { cnt: '0' } } }),
    captcha200: () => ({
      text: '<html><head><title>安全验证</title></head><body><p>请完成安全验证后继续访问</p></body></html>',
    }),
    loginRedirect: () => ({ text: '', status: 302, redirectedTo: 'https://passport.yangshipin.cn/login' }),
    deleted: { notShown: '账号注销后的页面没有见过样本' },
    renamedKey: world([{ n: 1, at: now - day }], { share: { videos: [{ vid: vidOf(1) }] } }),
  },
  walls: {
    'unknown cpid: the shell without a name': [world([], { head: { cpID: undefined, cpName: '' } }), 'changed'],
    'list not loaded: empty beside 420 works': [world([]), 'changed'],
    'list null': [world([], { share: { video_list: null } }), 'changed'],
    'no state': [() => ({ text: `<html><body>${filler}</body></html>` }), 'changed'],
    'state cut': [
      (step) => {
        const { text } = world([{ n: 1, at: now - day }])(step);
        return { text: text.slice(0, text.indexOf('video_list') + 40), complete: false };
      },
      'network',
    ],
  },
};
