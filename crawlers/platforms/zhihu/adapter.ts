import type { AccountRecord, FetchedResponse, Identified, PostSeen } from '../contract.ts';
import { at, countOf, idOf, jsonOf, listOf, textOf } from '../data.ts';
import { hostIs, pasted, pathParts } from '../link.ts';
import { epochOf } from '../time.ts';
import { ownItems, refuse, unique, type WalledPage, walledAdapter } from '../walled.ts';

const supply =
  '知乎的列表要签名才给，程序不伪造签名；请运营单位从创作中心导出内容数据导入，或由检查人员打开主页看过回答、文章和想法后登记并附截图，也可以配置自己的订阅桥接。';

/** The url token of an organisation or a person. */
function identify(input: string): Identified {
  const { url, bad } = pasted(input);
  if (bad !== undefined) return refuse(bad);
  if (url === null) return refuse('不是知乎的主页链接，写成 https://www.zhihu.com/org/… 的样子');
  if (!hostIs(url, 'zhihu.com')) return refuse('不是知乎的链接');
  const [kind, token] = pathParts(url);
  if ((kind === 'org' || kind === 'people') && token !== undefined && /^[\w.-]{1,80}$/.test(token))
    return { ids: { token }, canonicalUrl: `https://www.zhihu.com/${kind}/${token}` };
  return refuse('这是知乎的问题、回答或文章，不是账号主页；请点开作者，复制主页地址');
}

function read(response: FetchedResponse, account: AccountRecord, nowMs: number): WalledPage {
  const data = at(jsonOf(response.text), 'data');
  if (!Array.isArray(data)) return { identity: { expected: [], found: null }, missing: ['列表 data'], posts: [] };
  const { identity, own, notes } = ownItems(listOf(data), account, (item) => ({
    ids: [['token', textOf(at(item, 'author', 'url_token'), 100)]],
    name: textOf(at(item, 'author', 'name')),
  }));
  const posts = own.flatMap((item) => postOf(item, nowMs) ?? []);
  const name = own.map((i) => textOf(at(i, 'author', 'name'))).find((n) => n !== undefined);
  return { identity, missing: [], posts: unique(posts), ...(name === undefined ? {} : { profile: { name } }), notes };
}

function postOf(item: unknown, nowMs: number): PostSeen | null {
  const id = idOf(at(item, 'id'));
  if (id === undefined) return null;
  const type = textOf(at(item, 'type'), 20) ?? 'article';
  const title = textOf(at(item, 'title'), 300) ?? textOf(at(item, 'question', 'title'), 300);
  const comments = countOf(at(item, 'comment_count'))?.value;
  // `updated` is the last change, often years after: only the first publication counts.
  const created = at(item, 'created') ?? at(item, 'created_time');
  const token = textOf(at(item, 'author', 'url_token'), 100);
  return {
    postId: `${type}:${id}`,
    ...(type === 'article' ? { url: `https://zhuanlan.zhihu.com/p/${id}` } : {}),
    ...(title === undefined ? {} : { title }),
    publishedAt: epochOf(created, 'created', nowMs),
    pinned: null,
    originality: 'unknown',
    comments: commentsOf(item),
    ...(comments === undefined ? {} : { counts: { comments } }),
    ...(token === undefined ? {} : { authorId: token }),
  };
}

function commentsOf(item: unknown): PostSeen['comments'] {
  const can = at(item, 'can_comment', 'status') ?? at(item, 'can_comment');
  const who = at(item, 'comment_permission');
  if (can === false || who === 'nobody') return 'closed';
  if (who === 'all') return 'open';
  return typeof who === 'string' && who !== '' ? 'limited' : 'unknown';
}

const unhuman = (address: string | undefined) => address?.includes('zhihu.com/account/unhuman') === true;

/** 知乎 */
export const zhihu = walledAdapter({
  id: 'zhihu',
  version: 1,
  title: '知乎',
  platform: 'zhihu',
  identify,
  supply,
  markers: [
    {
      name: '40362',
      // Served as JSON with 403, and inside a page with 200.
      when: (r) =>
        at(jsonOf(r.text), 'error', 'code') === 40362 ||
        /"code"\s{0,3}:\s{0,3}40362\b|您当前请求存在异常，暂时限制本次访问/.test(r.text.slice(0, 200_000)),
      is: { kind: 'blocked', by: 'ip_risk', detail: '知乎提示请求存在异常，暂时限制访问' },
    },
    {
      name: 'zh-zse-ck',
      when: (r) => /id\s*=\s*["']?zh-zse-ck\b/.test(r.text.slice(0, 200_000)),
      is: { kind: 'blocked', by: 'signature', detail: '只给出要求计算签名的页面' },
    },
    {
      name: '/account/unhuman',
      when: (r) => unhuman(r.finalUrl) || unhuman(r.redirectedTo),
      is: { kind: 'blocked', by: 'captcha', detail: '转到验证页面' },
    },
  ],
  read,
});
