import type { AccountRecord, FetchedResponse, Identified, PostSeen, ProfileSeen, Visibility } from '../contract.ts';
import { at, countOf, idOf, jsonOf, listOf, textOf } from '../data.ts';
import { idTime, withIdTime } from '../id-time.ts';
import { hostIs, pasted, pathParts } from '../link.ts';
import { anchorOf, epochOf, timeOf } from '../time.ts';
import { ownItems, refuse, timeNotes, unique, type WalledPage, walledAdapter } from '../walled.ts';

const supply =
  '哔哩哔哩的动态和投稿列表要签名和设备参数才给，程序不伪造；请运营单位从创作中心导出稿件数据导入，或由检查人员打开空间看过后登记并附截图，也可以配置自己的订阅桥接。';

/** The mid of a space. */
function identify(input: string): Identified {
  const { text, url, bad } = pasted(input);
  if (bad !== undefined) return refuse(bad);
  const uid = /^(?:UID|mid)[:\s]{0,3}(\d{1,19})$/i.exec(text)?.[1];
  if (uid !== undefined) return found(uid);
  if (url === null) return refuse('不是哔哩哔哩的空间链接，写成 https://space.bilibili.com/数字 的样子');
  if (hostIs(url, 'b23.tv')) return refuse('这是哔哩哔哩的短链接，要先打开得到完整的空间地址再登记');
  if (!hostIs(url, 'bilibili.com')) return refuse('不是哔哩哔哩的链接');
  const parts = pathParts(url);
  const mid = hostIs(url, 'space.bilibili.com')
    ? parts[0]
    : hostIs(url, 'm.bilibili.com') && parts[0] === 'space'
      ? parts[1]
      : undefined;
  if (mid !== undefined && /^\d{1,19}$/.test(mid)) return found(mid);
  return refuse('这是哔哩哔哩的视频或其他页面，不是账号空间；请点开账号头像，复制空间地址');
}

const found = (mid: string): Identified => ({ ids: { mid }, canonicalUrl: `https://space.bilibili.com/${mid}` });

const nobody = { identity: { expected: [], found: null }, posts: [] } as const;

function read(response: FetchedResponse, account: AccountRecord, nowMs: number): WalledPage {
  const json = jsonOf(response.text);
  const code = at(json, 'code');
  const gone = goneOf(json);
  if (gone) return { ...nobody, missing: [], gone };
  const missing = code === 0 ? [] : ['code = 0'];
  const dynamics = at(json, 'data', 'items');
  const videos = at(json, 'data', 'list', 'vlist');
  if (missing.length > 0 || !(Array.isArray(dynamics) || Array.isArray(videos)))
    return { ...nobody, missing: [...missing, '列表 data.items'] };
  if (!Array.isArray(dynamics)) return readVideos(listOf(videos), account, nowMs);
  const { identity, own, notes } = ownItems(listOf(dynamics), account, (item) => {
    const author = at(item, 'modules', 'module_author');
    return { ids: [['mid', idOf(at(author, 'mid'))]], name: textOf(at(author, 'name')) };
  });
  const posts = unique(own.flatMap((item) => dynamicOf(item, response, nowMs) ?? []));
  const profile = profileOf(own.map((i) => at(i, 'modules', 'module_author')));
  return {
    identity,
    missing: [],
    posts,
    ...(profile === undefined ? {} : { profile }),
    notes: [...notes, ...timeNotes(posts)],
  };
}

/** −404 is given for 注销, `silence` for 封禁. −403 is also what a blocked visitor gets, so it says nothing. */
function goneOf(json: unknown): (Visibility & { kind: 'gone' }) | undefined {
  if (at(json, 'code') === -404)
    return { kind: 'gone', reason: 'deleted', text: textOf(at(json, 'message'), 100) ?? '账号不存在' };
  if (at(json, 'code') === 0 && at(json, 'data', 'silence') === 1)
    return { kind: 'gone', reason: 'banned', text: '账号已封禁' };
  return undefined;
}

function dynamicOf(item: unknown, response: FetchedResponse, nowMs: number): PostSeen | null {
  const id = idOf(at(item, 'id_str'));
  const author = at(item, 'modules', 'module_author');
  if (id === undefined) return null;
  const dynamic = at(item, 'modules', 'module_dynamic');
  const major = at(dynamic, 'major');
  const body = at(major, 'archive') ?? at(major, 'opus') ?? at(major, 'article');
  const text = textOf(at(dynamic, 'desc', 'text'), 2_000) ?? textOf(at(body, 'summary', 'text'), 2_000);
  const title = textOf(at(body, 'title'), 300) ?? text?.slice(0, 100);
  const shown =
    epochOf(at(author, 'pub_ts'), 'pub_ts', nowMs) ?? timeOf(at(author, 'pub_time'), 'pub_time', anchorOf(response));
  const forward = at(item, 'type') === 'DYNAMIC_TYPE_FORWARD';
  const comment = at(item, 'modules', 'module_stat', 'comment');
  const comments = countOf(at(comment, 'count'))?.value;
  const forbidden = at(comment, 'forbidden');
  const mid = idOf(at(author, 'mid'));
  const top = at(item, 'modules', 'module_tag', 'text') === '置顶' || at(author, 'is_top') === true;
  return {
    postId: id,
    url: `https://t.bilibili.com/${id}`,
    ...(title === undefined ? {} : { title }),
    ...(text === undefined ? {} : { text }),
    ...withIdTime(shown, idTime('bilibili', id, nowMs)),
    pinned: top ? true : null,
    originality: forward ? 'repost' : 'unknown',
    ...(forward ? { originalityWhy: '转发动态' } : {}),
    comments: forbidden === true ? 'closed' : forbidden === false ? 'open' : 'unknown',
    ...(comments === undefined ? {} : { counts: { comments } }),
    ...(mid === undefined ? {} : { authorId: mid }),
  };
}

function readVideos(videos: readonly unknown[], account: AccountRecord, nowMs: number): WalledPage {
  const { identity, own, notes } = ownItems(videos, account, (item) => ({
    ids: [['mid', idOf(at(item, 'mid'))]],
    name: textOf(at(item, 'author')),
  }));
  const posts = own.flatMap((item): PostSeen[] => {
    const id = textOf(at(item, 'bvid'), 40) ?? idOf(at(item, 'aid'));
    if (id === undefined) return [];
    const title = textOf(at(item, 'title'), 300);
    const right = textOf(at(item, 'copyright'), 4);
    return [
      {
        postId: id,
        url: `https://www.bilibili.com/video/${id}`,
        ...(title === undefined ? {} : { title }),
        publishedAt: epochOf(at(item, 'created'), 'created', nowMs),
        pinned: null,
        originality: right === '1' ? 'original' : right === '2' ? 'repost' : 'unknown',
        ...(right === undefined ? {} : { originalityWhy: `copyright ${right}` }),
        comments: 'unknown',
      },
    ];
  });
  return { identity, missing: [], posts: unique(posts), notes };
}

function profileOf(authors: readonly unknown[]): ProfileSeen | undefined {
  const author = authors[0];
  const name = textOf(at(author, 'name'));
  if (name === undefined) return undefined;
  const type = at(author, 'official_verify', 'type');
  const text = textOf(at(author, 'official_verify', 'desc'), 200);
  if (typeof type !== 'number') return { name };
  // Type 1 is an organisation of any sort; which one only the role (6 = 政府) tells, and lists do not carry it.
  return { name, verified: { ok: type >= 0, ...(text === undefined ? {} : { text }) } };
}

const codeIs =
  (...codes: readonly number[]) =>
  (r: FetchedResponse): boolean =>
    codes.includes(at(jsonOf(r.text), 'code') as number);

/** 哔哩哔哩 */
export const bilibili = walledAdapter({
  id: 'bilibili',
  version: 1,
  title: '哔哩哔哩',
  platform: 'bilibili',
  identify,
  supply,
  markers: [
    {
      name: '验证码_哔哩哔哩',
      when: (r) =>
        /<title>[^<]{0,40}验证码/.test(r.text.slice(0, 20_000)) || /window\._riskdata_/.test(r.text.slice(0, 200_000)),
      is: { kind: 'blocked', by: 'captcha', detail: '页面要求验证' },
    },
    {
      name: 'v_voucher',
      when: (r) => codeIs(-352, 352)(r) || at(jsonOf(r.text), 'data', 'v_voucher') !== undefined,
      is: { kind: 'blocked', by: 'captcha', detail: '接口返回 −352，要求验证' },
    },
    {
      name: 'code −412',
      when: codeIs(-412),
      is: { kind: 'blocked', by: 'ip_risk', detail: '接口返回 −412，请求被拦截' },
    },
    {
      name: 'code −401、−403',
      when: codeIs(-401, -403),
      is: { kind: 'blocked', by: 'signature', detail: '接口返回 −401 或 −403，没有签名的请求被拒绝' },
    },
    { name: 'code −799', when: codeIs(-799), is: { kind: 'blocked', by: 'rate_limit' } },
    { name: 'code −101', when: codeIs(-101), is: { kind: 'login_required', detail: '接口返回 −101，要求登录' } },
  ],
  read,
});
