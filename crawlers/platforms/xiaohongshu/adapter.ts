import type { AccountRecord, FetchedResponse, Identified, PostSeen } from '../contract.ts';
import { at, listOf, textOf } from '../data.ts';
import { idTime } from '../id-time.ts';
import { assigned } from '../js-literal.ts';
import { hostIs, parseUrl, pasted, pathParts } from '../link.ts';
import { scriptsOf } from '../scripts.ts';
import { ownItems, refuse, unique, type WalledPage, walledAdapter } from '../walled.ts';

const supply =
  '小红书的主页要登录才给，程序不登录；请运营单位从小红书专业号后台导出笔记数据导入，或由检查人员在手机上打开主页看过后登记并附截图。';

/** The 24 hexadecimal digits of a profile. */
function identify(input: string): Identified {
  const { url, bad } = pasted(input);
  if (bad !== undefined) return refuse(bad);
  if (url === null) return refuse('只有小红书号认不出账号；请在小红书里分享账号主页，粘贴得到的链接');
  if (hostIs(url, 'xhslink.com')) return refuse('这是小红书的短链接，要先打开得到完整的主页地址再登记');
  if (!hostIs(url, 'xiaohongshu.com')) return refuse('不是小红书的链接');
  const [a, b, id] = pathParts(url);
  if (a === 'user' && b === 'profile' && id !== undefined && /^[0-9a-f]{24}$/i.test(id))
    return {
      ids: { userId: id.toLowerCase() },
      canonicalUrl: `https://www.xiaohongshu.com/user/profile/${id.toLowerCase()}`,
    };
  return refuse('这是小红书的笔记或其他页面，不是账号主页；请分享账号主页，粘贴得到的链接');
}

/** The framework wraps its values on the way into the page. */
const unwrapped = (value: unknown): unknown =>
  at(value, '_rawValue') ?? at(value, '_value') ?? at(value, 'value') ?? value;

function stateOf(html: string): unknown {
  for (const script of scriptsOf(html)) {
    const state = script.body.includes('__INITIAL_STATE__') ? assigned(script.body, '__INITIAL_STATE__') : undefined;
    if (state !== undefined) return state;
  }
  return undefined;
}

function read(response: FetchedResponse, account: AccountRecord, nowMs: number): WalledPage {
  const user = at(stateOf(response.text), 'user');
  // The first list is what was published; collected and liked notes follow.
  const notes = at(unwrapped(at(user, 'notes')), 0);
  if (!Array.isArray(notes))
    return { identity: { expected: [], found: null }, missing: ['__INITIAL_STATE__ 里的 user.notes'], posts: [] };
  const found = ownItems(listOf(notes), account, (note) => {
    const author = at(note, 'noteCard', 'user');
    return { ids: [['userId', textOf(at(author, 'userId'), 40)?.toLowerCase()]], name: textOf(at(author, 'nickname')) };
  });
  const posts = found.own.flatMap((note): PostSeen[] => {
    const id = textOf(at(note, 'id'), 40) ?? textOf(at(note, 'noteCard', 'noteId'), 40);
    if (id === undefined) return [];
    const title = textOf(at(note, 'noteCard', 'displayTitle'), 300);
    return [
      {
        postId: id,
        url: `https://www.xiaohongshu.com/explore/${encodeURIComponent(id)}`,
        ...(title === undefined ? {} : { title }),
        // Cards carry no time: the id is all there is.
        publishedAt: idTime('xiaohongshu', id, nowMs),
        pinned: at(note, 'noteCard', 'interactInfo', 'sticky') === true ? true : null,
        originality: 'unknown',
        comments: 'unknown',
      },
    ];
  });
  const name = textOf(at(unwrapped(at(user, 'userPageData')), 'basicInfo', 'nickname'));
  return {
    identity: found.identity,
    missing: [],
    posts: unique(posts),
    ...(name === undefined ? {} : { profile: { name } }),
    notes: found.notes,
  };
}

/** Where the visitor was sent, followed or not. */
const sentTo = (r: FetchedResponse) =>
  [r.redirectedTo, r.finalUrl].flatMap((u) => (u === undefined ? [] : (parseUrl(u) ?? [])));
const errorCode = (r: FetchedResponse) =>
  sentTo(r)
    .map((u) => u.searchParams.get('error_code') ?? '')
    .find((c) => c !== '');

/** 小红书 */
export const xiaohongshu = walledAdapter({
  id: 'xiaohongshu',
  version: 1,
  title: '小红书',
  platform: 'xiaohongshu',
  identify,
  supply,
  markers: [
    {
      name: 'website-login/captcha',
      when: (r) => sentTo(r).some((u) => u.pathname.startsWith('/website-login/captcha')),
      is: { kind: 'blocked', by: 'captcha', detail: '转到验证页面' },
    },
    {
      name: 'website-login/error',
      when: (r) =>
        /^30001[123]$/.test(errorCode(r) ?? '') || sentTo(r).some((u) => u.pathname.startsWith('/website-login/error')),
      is: { kind: 'blocked', by: 'ip_risk', detail: '小红书提示 IP 存在风险' },
    },
    {
      name: '安全限制',
      when: (r) => r.text.length < 60_000 && r.text.includes('安全限制'),
      is: { kind: 'blocked', by: 'ip_risk', detail: '页面写有“安全限制”' },
    },
    {
      name: '登录页',
      when: (r) => sentTo(r).some((u) => u.pathname === '/login' || u.pathname.startsWith('/website-login')),
      is: { kind: 'login_required' },
    },
  ],
  read,
});
