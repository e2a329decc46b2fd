import type { FetchedResponse, Identified, PostSeen, ProfileSeen } from '../contract.ts';
import { at, countOf, idOf, jsonOf, listOf, textOf } from '../data.ts';
import { idTime, withIdTime } from '../id-time.ts';
import { hostIs, pasted, pathParts, queryOf } from '../link.ts';
import { epochOf } from '../time.ts';
import { ownItems, refuse, timeNotes, unique, type WalledPage, walledAdapter } from '../walled.ts';

const tokenForm = /^MS4wLjABAAAA[\w-]{20,200}$/;
const supply =
  '今日头条的列表要浏览器签名才给，程序不伪造签名；请运营单位从头条号后台导出发布记录导入，或由检查人员打开主页看过后登记并附截图，也可以配置自己的订阅桥接。';

/** Home pages of all known forms; the token is the stable id, the number an older one. */
function identify(input: string): Identified {
  const { text, url, bad } = pasted(input);
  if (bad !== undefined) return refuse(bad);
  if (url === null) {
    if (tokenForm.test(text)) return byToken(text);
    return refuse('不是今日头条的主页链接，写成 https://www.toutiao.com/c/user/token/… 的样子');
  }
  const parts = pathParts(url);
  if (hostIs(url, 'zjurl.cn')) {
    const id = queryOf(url, 'user_id', 'visited_uid', 'share_uid');
    if (id !== undefined && tokenForm.test(id)) return byToken(id);
    return id !== undefined && /^\d{5,20}$/.test(id) ? byNumber(id) : refuse('这个头条链接里没有账号编号（user_id）');
  }
  if (!hostIs(url, 'toutiao.com')) return refuse('不是今日头条的链接');
  const token = parts.find((p) => tokenForm.test(p));
  if (token !== undefined && (parts[0] === 'c' || parts[0] === 'profile')) return byToken(token);
  const number = parts.find((p) => /^\d{5,20}$/.test(p));
  if (number !== undefined && ((parts[0] === 'c' && parts[1] === 'user') || parts[0] === 'profile'))
    return byNumber(number);
  if (parts[0] === 'is') return refuse('这是头条的分享短链接，请打开后复制账号主页的完整地址');
  return refuse('这是头条的文章或视频链接，不是账号主页；请在文章里点开账号，复制主页地址');
}

const byToken = (token: string): Identified => ({
  ids: { token },
  canonicalUrl: `https://www.toutiao.com/c/user/token/${token}/`,
});
const byNumber = (userId: string): Identified => ({
  ids: { userId },
  canonicalUrl: `https://www.toutiao.com/c/user/${userId}/`,
});

const authorOf = (item: unknown) => {
  const info = at(item, 'user_info') ?? at(item, 'user', 'info') ?? at(item, 'user');
  return {
    ids: [['userId', idOf(at(info, 'user_id'))]] as const,
    name: textOf(at(info, 'name')) ?? textOf(at(item, 'source')),
  };
};

function read(response: FetchedResponse, account: Parameters<typeof ownItems>[1], nowMs: number): WalledPage {
  const data = at(jsonOf(response.text), 'data');
  if (!Array.isArray(data)) return { identity: { expected: [], found: null }, missing: ['列表 data'], posts: [] };
  const { identity, own, notes } = ownItems(listOf(data), account, authorOf);
  const posts = unique(own.flatMap((item) => postOf(item, nowMs) ?? []));
  const profile = profileOf(own);
  return {
    identity,
    missing: [],
    posts,
    ...(profile === undefined ? {} : { profile }),
    notes: [...notes, ...timeNotes(posts)],
  };
}

function postOf(item: unknown, nowMs: number): PostSeen | null {
  const id = idOf(at(item, 'id')) ?? idOf(at(item, 'group_id')) ?? idOf(at(item, 'item_id'));
  if (id === undefined) return null;
  const kind = at(item, 'cell_type');
  const section = kind === 32 ? 'w' : kind === 0 || kind === 49 ? 'video' : 'article';
  const title = textOf(at(item, 'title'), 300) ?? textOf(at(item, 'content'), 300) ?? textOf(at(item, 'abstract'), 300);
  const original =
    at(item, 'is_original') === true || at(item, 'itemCell', 'articleClassification', 'isOriginal') === true;
  const ban = at(item, 'ban_comment');
  const comments = countOf(at(item, 'comment_count'))?.value;
  const author = authorOf(item).ids[0][1];
  return {
    postId: id,
    url: `https://www.toutiao.com/${section}/${id}/`,
    ...(title === undefined ? {} : { title }),
    ...withIdTime(epochOf(at(item, 'publish_time'), 'publish_time', nowMs), idTime('toutiao', id, nowMs)),
    pinned: null,
    // Without the flag nobody knows: it is no sign of a repost.
    originality: original ? 'original' : 'unknown',
    ...(original ? { originalityWhy: 'is_original' } : {}),
    comments: ban === true || ban === 1 ? 'closed' : ban === false || ban === 0 ? 'open' : 'unknown',
    ...(comments === undefined ? {} : { counts: { comments } }),
    ...(author === undefined ? {} : { authorId: author }),
  };
}

function profileOf(items: readonly unknown[]): ProfileSeen | undefined {
  const infos = items.map((i) => at(i, 'user_info') ?? at(i, 'user', 'info') ?? at(i, 'user'));
  const name = infos.map((i) => textOf(at(i, 'name'))).find((n) => n !== undefined);
  const info = infos.find((i) => at(i, 'user_verified') !== undefined);
  const text = textOf(at(info, 'verified_content'), 200);
  const followers = items
    .map((i) => countOf(at(i, 'user', 'relation_count', 'followers_count')))
    .find((f) => f !== null && f !== undefined);
  if (name === undefined) return undefined;
  return {
    name,
    ...(info === undefined
      ? {}
      : { verified: { ok: at(info, 'user_verified') === true, ...(text === undefined ? {} : { text }) } }),
    ...(followers ? { followers } : {}),
  };
}

const emptyAnswer = (response: FetchedResponse): boolean => {
  const json = jsonOf(response.text);
  return typeof json === 'object' && json !== null && !Array.isArray(at(json, 'data'));
};

/** 今日头条 */
export const toutiao = walledAdapter({
  id: 'toutiao',
  version: 1,
  title: '今日头条',
  platform: 'toutiao',
  identify,
  supply,
  markers: [
    {
      name: '验证码中间页',
      when: (r) => /<title>[^<]{0,40}验证/i.test(r.text.slice(0, 20_000)),
      is: { kind: 'blocked', by: 'captcha', detail: '页面要求拖动滑块验证' },
    },
    {
      name: 'byted_acrawler',
      when: (r) => /byted_acrawler\.init|__ac_nonce|__ac_signature/.test(r.text.slice(0, 200_000)),
      is: { kind: 'blocked', by: 'signature', detail: '只给出要求签名的脚本' },
    },
    {
      name: '没有 data',
      when: emptyAnswer,
      is: { kind: 'blocked', by: 'signature', detail: '没有签名的请求得不到列表' },
    },
  ],
  read,
});
