import type { AccountRecord, FetchedResponse, Identified, PostSeen } from '../contract.ts';
import { at, idOf, jsonOf, listOf, textOf } from '../data.ts';
import { idTime, withIdTime } from '../id-time.ts';
import { hostIs, pasted, pathParts, queryOf } from '../link.ts';
import { scriptsOf } from '../scripts.ts';
import { epochOf } from '../time.ts';
import { identityOf, mostItems, refuse, timeNotes, unique, type WalledPage, walledAdapter } from '../walled.ts';

const secUidForm = /^MS4wLjABAAAA[\w-]{20,200}$/;
const supply =
  '抖音拦截程序访问，给出的列表还会漏掉最新的作品；请运营单位从抖音创作者中心导出作品数据导入，或由检查人员在手机上打开主页看过后登记并附截图。';

/** The sec_uid of a home page; 抖音号 can be changed and is only a label. */
function identify(input: string): Identified {
  const { text, url, bad } = pasted(input);
  if (bad !== undefined) return refuse(bad);
  if (url === null) {
    if (secUidForm.test(text)) return found(text);
    return refuse('抖音号会变，不能用来认账号；请在抖音里分享账号主页，粘贴得到的链接');
  }
  const parts = pathParts(url);
  if (hostIs(url, 'v.douyin.com')) return refuse('这是抖音的短链接，要先打开得到完整的主页地址再登记');
  if (!hostIs(url, 'douyin.com', 'iesdouyin.com')) return refuse('不是抖音的链接');
  const id = parts.find((p) => secUidForm.test(p)) ?? queryOf(url, 'sec_uid', 'sec_user_id');
  const home = parts[0] === 'user' || (parts[0] === 'share' && parts[1] === 'user');
  if (home && id !== undefined && secUidForm.test(id)) return found(id);
  if (parts[0] === 'user' && parts[1] === 'self') return refuse('这是“我的”页面，别人打不开；请用“分享主页”得到的链接');
  return refuse('这是抖音的作品或其他页面，不是账号主页；请分享账号主页，粘贴得到的链接');
}

const found = (secUid: string): Identified => ({
  ids: { secUid },
  canonicalUrl: `https://www.douyin.com/user/${secUid}`,
});

/** The state that the page carries URI-encoded; undefined: none that reads. */
function renderData(html: string): unknown {
  const script = scriptsOf(html).find((s) => /\bid\s*=\s*["']?RENDER_DATA\b/.test(s.attributes));
  if (script === undefined) return undefined;
  try {
    return jsonOf(decodeURIComponent(script.body.trim()));
  } catch {
    return undefined;
  }
}

function read(response: FetchedResponse, account: AccountRecord, nowMs: number): WalledPage {
  const state = renderData(response.text);
  const page =
    typeof state === 'object' && state !== null && at(state, 'isSpider') !== true
      ? Object.values(state).find((v) => at(v, 'user') !== undefined && Array.isArray(at(v, 'post', 'data')))
      : undefined;
  if (page === undefined)
    return { identity: { expected: [], found: null }, missing: ['RENDER_DATA 里的 user 和 post.data'], posts: [] };
  const user = at(page, 'user', 'user');
  const name = textOf(at(user, 'nickname'));
  const identity = identityOf(account, [['secUid', textOf(at(user, 'secUid')) ?? textOf(at(page, 'uid'))]], name);
  const mine = identity.found;
  let others = 0;
  const posts = listOf(at(page, 'post', 'data'))
    .slice(0, mostItems)
    .flatMap((item): PostSeen[] => {
      const id = idOf(at(item, 'awemeId'));
      if (id === undefined) return [];
      const author = identityOf(account, [['secUid', textOf(at(item, 'authorInfo', 'secUid'))]], undefined).found;
      if (author !== null && author !== mine) {
        others++;
        return [];
      }
      const title = textOf(at(item, 'desc'), 300);
      return [
        {
          postId: id,
          url: `https://www.douyin.com/video/${id}`,
          ...(title === undefined ? {} : { title }),
          ...withIdTime(epochOf(at(item, 'createTime'), 'createTime', nowMs), idTime('douyin', id, nowMs)),
          pinned: null,
          originality: 'unknown',
          comments: 'unknown',
          ...(author === null ? {} : { authorId: author }),
        },
      ];
    });
  const own = unique(posts);
  return {
    identity,
    missing: [],
    posts: own,
    ...(name === undefined ? {} : { profile: { name } }),
    notes: [
      ...(others > 0 ? [`列表里有 ${others} 条是其他账号的内容，没有计入`] : []),
      ...timeNotes(own),
      '抖音的列表可能漏掉最新的两条',
    ],
  };
}

/** 抖音 */
export const douyin = walledAdapter({
  id: 'douyin',
  version: 1,
  title: '抖音',
  platform: 'douyin',
  identify,
  supply,
  markers: [
    {
      name: '验证码中间页',
      when: (r) =>
        /<title>[^<]{0,40}验证/i.test(r.text.slice(0, 20_000)) ||
        /id\s*=\s*["']?captcha_container\b/.test(r.text.slice(0, 200_000)),
      is: { kind: 'blocked', by: 'captcha', detail: '页面要求拖动滑块验证' },
    },
    {
      name: 'isSpider',
      when: (r) => at(renderData(r.text), 'isSpider') === true,
      is: { kind: 'blocked', by: 'ip_risk', detail: '被认作程序访问' },
    },
    {
      name: 'aweme_list 为空',
      when: (r) => {
        const list = at(jsonOf(r.text), 'aweme_list');
        return list === null || (Array.isArray(list) && list.length === 0);
      },
      is: { kind: 'blocked', by: 'waf_empty', detail: '接口正常返回而作品列表为空，是被拦截的样子' },
    },
    {
      name: '__ac_signature',
      when: (r) => /byted_acrawler\.init|__ac_nonce|__ac_signature/.test(r.text.slice(0, 200_000)),
      is: { kind: 'blocked', by: 'signature', detail: '只给出要求签名的脚本' },
    },
  ],
  read,
});
