import type { AccountRecord, FetchedResponse, Identified, PostSeen } from '../contract.ts';
import { at, idOf, jsonOf, listOf, textOf } from '../data.ts';
import { idTime } from '../id-time.ts';
import { hostIs, pasted, pathParts } from '../link.ts';
import { ownItems, refuse, unique, type WalledPage, walledAdapter } from '../walled.ts';

const idForm = /^[A-Za-z0-9_-]{5,40}$/;
const supply =
  '快手只对浏览器签名的请求给出作品，拦截时给空列表；请运营单位从快手创作者服务平台导出作品数据导入，或由检查人员在手机上打开主页看过后登记并附截图。';

/** The principalId of a home page. */
function identify(input: string): Identified {
  const { url, bad } = pasted(input);
  if (bad !== undefined) return refuse(bad);
  if (url === null) return refuse('只有快手号认不出账号；请在快手里分享账号主页，粘贴得到的链接');
  if (hostIs(url, 'v.kuaishou.com')) return refuse('这是快手的短链接，要先打开得到完整的主页地址再登记');
  if (!hostIs(url, 'kuaishou.com')) return refuse('不是快手的链接');
  const [kind, id] = pathParts(url);
  if ((kind === 'profile' || kind === 'u') && id !== undefined && idForm.test(id))
    return { ids: { principalId: id }, canonicalUrl: `https://www.kuaishou.com/profile/${id}` };
  return refuse('这是快手的作品或其他页面，不是账号主页；请分享账号主页，粘贴得到的链接');
}

function read(response: FetchedResponse, account: AccountRecord, nowMs: number): WalledPage {
  const data = at(jsonOf(response.text), 'data');
  const list = at(data, 'list');
  const missing = [
    ...(at(data, 'result') === 1 ? [] : ['data.result = 1']),
    ...(Array.isArray(list) ? [] : ['data.list']),
  ];
  if (missing.length > 0) return { identity: { expected: [], found: null }, missing, posts: [] };
  const { identity, own, notes } = ownItems(listOf(list), account, (item) => {
    const id = idOf(at(item, 'author', 'id'));
    // The id in a link and the author's may be of different kinds: only where they are equal do they speak.
    const principal = id === account.ids.principalId ? id : undefined;
    return {
      ids: [
        ['kwaiId', id],
        ['principalId', principal],
      ],
      name: textOf(at(item, 'author', 'name')),
    };
  });
  const posts = unique(own.flatMap((item) => postOf(item, nowMs) ?? []));
  // Pinned old works come first and nothing else tells: without a single time the list proves nothing.
  const dated = posts.some((p) => p.publishedAt !== null);
  const name = own.map((i) => textOf(at(i, 'author', 'name'))).find((n) => n !== undefined);
  return {
    identity,
    missing: [],
    posts: dated ? posts : [],
    ...(name === undefined ? {} : { profile: { name } }),
    notes,
  };
}

function postOf(item: unknown, nowMs: number): PostSeen | null {
  const id = idOf(at(item, 'id'));
  if (id === undefined) return null;
  const sources = [at(item, 'poster'), at(item, 'playUrl'), ...listOf(at(item, 'imgUrls')).slice(0, 3)];
  const times = sources.map((s) => (typeof s === 'string' ? idTime('kuaishou-cdn', s, nowMs) : null));
  const title = textOf(at(item, 'caption'), 300);
  return {
    postId: id,
    url: `https://www.kuaishou.com/short-video/${id}`,
    ...(title === undefined ? {} : { title }),
    publishedAt: times.find((t) => t !== null) ?? null,
    pinned: null,
    originality: 'unknown',
    comments: 'unknown',
  };
}

const resultOf = (r: FetchedResponse): unknown => {
  const data = at(jsonOf(r.text), 'data');
  return at(data, 'result') ?? at(data, 'visionProfilePhotoList', 'result');
};

/** 快手 */
export const kuaishou = walledAdapter({
  id: 'kuaishou',
  version: 1,
  title: '快手',
  platform: 'kuaishou',
  identify,
  supply,
  markers: [
    {
      name: 'result=400002',
      when: (r) => resultOf(r) === 400002 || at(jsonOf(r.text), 'result') === 400002,
      is: { kind: 'blocked', by: 'captcha', detail: '接口要求验证码' },
    },
    {
      name: 'result=2',
      when: (r) => resultOf(r) === 2,
      is: { kind: 'blocked', by: 'signature', detail: '接口给出空列表并标明 result=2，是被拦截的样子' },
    },
    {
      name: '请求过快',
      when: (r) => r.text.length < 20_000 && r.text.includes('请求过快'),
      is: { kind: 'blocked', by: 'rate_limit' },
    },
    {
      name: '没有发布时间',
      when: (r) => at(jsonOf(r.text), 'data', 'result') === 1 && listOf(at(jsonOf(r.text), 'data', 'list')).length > 0,
      is: { kind: 'blocked', by: 'signature', detail: '作品都认不出发布时间，不能猜测' },
    },
  ],
  read,
});
