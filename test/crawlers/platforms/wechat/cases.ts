import type { AccountRecord } from '#crawlers/platforms/contract.ts';
import { day, type FixturePost, now, type PlatformCases, type World } from '../matrix.ts';
import { albumJson, article2026, biz, captcha, longLink, notice, otherBiz } from './pages.ts';

const albumUrl = (of: string): string =>
  `https://mp.weixin.qq.com/mp/appmsgalbum?__biz=${of}&action=getalbum&album_id=2774720000000000001`;

/** An account with an album and an article in the register. */
export const account: AccountRecord = {
  id: 'wx-1',
  platform: 'wechat',
  displayName: '示例县发布',
  aliases: [],
  ids: { biz },
  urls: [albumUrl(biz), longLink(1)],
  source: { kind: 'public' },
};

const stranger: AccountRecord = {
  ...account,
  id: 'wx-2',
  displayName: '另一县发布',
  ids: { biz: otherBiz },
  urls: [albumUrl(otherBiz), longLink(1, otherBiz)],
};

const isAlbum = (step: { id: string }): boolean => step.id.startsWith('album:');

/** The album shows all posts, the registered article is the one with the lowest number. */
export const showing =
  (posts: readonly FixturePost[]): World =>
  (step) => {
    if (isAlbum(step)) return { text: albumJson(posts) };
    const own = posts.filter((p) => !p.foreign);
    const first = own.reduce((a, b) => (b.n < a.n ? b : a), own[0] ?? { n: 1, at: null });
    return { text: article2026({ n: first.n, at: first.at }) };
  };

const html =
  (text: string): World =>
  () => ({ text, contentType: 'text/html; charset=UTF-8' });

const shared: Pick<PlatformCases, 'identify' | 'precision' | 'walls'> = {
  identify: {
    good: [
      [`${longLink(1)}&chksm=c0ffee&scene=27#wechat_redirect`, { biz }],
      [longLink(1).replace('https:', 'http:').replaceAll('&', '&amp;'), { biz }],
      ['https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv', {}],
      [albumUrl(biz), { biz }],
      [`https://mp.weixin.qq.com/mp/profile_ext?action=home&__biz=${biz}&scene=124`, { biz }],
      ['gh_0a1b2c3d4e5f', { ghId: 'gh_0a1b2c3d4e5f' }],
      ['https://open.weixin.qq.com/qr/code?username=gh_0a1b2c3d4e5f', { ghId: 'gh_0a1b2c3d4e5f' }],
      ['shilixianfabu', { alias: 'shilixianfabu' }],
      ['MP_WXS_3900000001', { biz }],
      [biz.endsWith('=') ? biz : `MP_WXS_${atob(biz)}`, { biz }],
    ],
    bad: [
      ['https://mp.weixin.qq.com/s?src=11&timestamp=1795312800&ver=1&signature=abc*def&new=1', /临时链接/],
      ['https://weixin.sogou.com/link?url=dn9a_-gY295K0Rci&type=2', /搜狗/],
      ['https://weixin.sogou.com/weixin?type=1&query=示例', /搜狗/],
      ['https://example.cn/s/AbCdEfGhIjKlMnOpQrStUv', /不是微信公众号/],
      ['https://mp.weixin.qq.com/s?__biz=!!&mid=1&idx=1', /没有认出/],
      ['示例县发布', /没有认出/],
      ['', /没有认出/],
    ],
  },
  precision: 'second',
  walls: {
    'captcha by address with a normal-looking body': [
      (step) => ({
        ...showing([{ n: 1, at: now - day }])(step),
        finalUrl:
          'https://mp.weixin.qq.com/mp/wappoc_appmsgcaptcha?poc_token=x&target_url=https%3A%2F%2Fmp.weixin.qq.com%2Fs',
        redirects: [{ url: step.url, status: 302 }],
      }),
      'blocked',
    ],
    'the other address of the check': [
      (step) => ({
        text: 'ok',
        finalUrl: 'https://mp.weixin.qq.com/mp/readtemplate/secitptpage/verify',
        redirects: [{ url: step.url, status: 302 }],
      }),
      'blocked',
    ],
    'too many visits': [html(notice('访问过于频繁，请用微信扫描二维码进行访问')), 'blocked'],
    'only inside the client': [html(notice('请在微信客户端打开链接')), 'login_required'],
  },
};

export const cases: PlatformCases = {
  ...shared,
  account,
  stranger,
  ok: showing([
    { n: 1, at: now - day },
    { n: 2, at: now - 3 * day },
  ]),
  showing,
  capacity: 10,
  columns: {
    pinned: { notShown: '合集不写是否置顶' },
    repost: { notShown: '合集不写是否转载，单篇文章另测' },
    foreignItem: 'shown',
    emptyExplicit: { notShown: '合集只是一部分文章，空的合集不说明账号没有发布' },
    captcha200: html(captcha),
    loginRedirect: () => ({
      text: '',
      status: 302,
      redirectedTo: 'https://mp.weixin.qq.com/mp/wappoc_appmsgcaptcha?poc_token=x',
    }),
    deleted: html(notice('此帐号已自主注销，内容无法查看')),
    renamedKey: (step) => {
      const { text } = showing([{ n: 1, at: now - day }])(step);
      return {
        text: text
          .replaceAll('article_list', 'appmsg_list')
          .replaceAll('js_album_list', 'list')
          .replaceAll('cgiDataNew', 'cgiDataV9')
          .replaceAll('id="js_article"', 'id="app"')
          .replaceAll('id="js_content"', 'id="text"'),
      };
    },
  },
  walls: {
    ...shared.walls,
    'album without article_list': [
      (step) => (isAlbum(step) && !step.id.endsWith(':page') ? { text: albumJson([]) } : { text: '', status: 502 }),
      'changed',
    ],
  },
};

/** An account with nothing but one article in the register. */
export const articleAccount: AccountRecord = {
  ...account,
  urls: ['https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv'],
};

export const oneArticle =
  (posts: readonly FixturePost[]): World =>
  () => {
    const p = posts[0] ?? { n: 1, at: null };
    return { text: article2026({ n: p.n, at: p.at, repost: p.repost === true }) };
  };

export const articleCases: PlatformCases = {
  ...cases,
  account: articleAccount,
  stranger: { ...articleAccount, displayName: '另一县发布', ids: { biz: otherBiz } },
  ok: oneArticle([{ n: 1, at: now - day }]),
  showing: oneArticle,
  capacity: 1,
  columns: {
    ...cases.columns,
    repost: 'shown',
    foreignItem: { notShown: '单篇文章只有一个作者，别的账号的文章是身份不符' },
    renamedKey: (step) => ({
      text: oneArticle([{ n: 1, at: now - day }])(step)
        .text.replaceAll('cgiDataNew', 'cgiDataV9')
        .replaceAll('id="js_article"', 'id="app"')
        .replaceAll('id="js_content"', 'id="text"'),
    }),
  },
  walls: shared.walls,
};
