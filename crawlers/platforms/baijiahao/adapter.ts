import type { AccountRecord, FetchedResponse, FetchStep, Identified, PostSeen } from '../contract.ts';
import { at, idOf, jsonOf, listOf, textOf } from '../data.ts';
import { hostIs, parseUrl, pasted, pathParts, queryOf } from '../link.ts';
import { epochOf } from '../time.ts';
import { mostItems, refuse, unique, type WalledPage, walledAdapter } from '../walled.ts';

const supply =
  '百家号的列表要设备指纹换来的凭证才给，程序不伪造指纹；请运营单位从百家号后台导出发布记录导入，或由检查人员打开主页看过后登记并附截图，也可以配置自己的订阅桥接。';

/** The app_id of an author's page. */
function identify(input: string): Identified {
  const { url, bad } = pasted(input);
  if (bad !== undefined) return refuse(bad);
  if (url === null) return refuse('不是百家号的主页链接，写成 https://baijiahao.baidu.com/u?app_id=数字 的样子');
  const parts = pathParts(url);
  const id = hostIs(url, 'baijiahao.baidu.com')
    ? parts[0] === 'u'
      ? queryOf(url, 'app_id')
      : undefined
    : hostIs(url, 'author.baidu.com')
      ? parts[0] === 'home'
        ? (parts[1] ?? queryOf(url, 'app_id'))
        : undefined
      : null;
  if (id === null) return refuse('不是百家号的链接');
  if (id !== undefined && /^\d{3,20}$/.test(id))
    return { ids: { appId: id }, canonicalUrl: `https://baijiahao.baidu.com/u?app_id=${id}` };
  return refuse('这是百家号的文章，不是账号主页；请点开作者，复制主页地址');
}

/** The list names no author: it is the account's only where it was asked for by its `uk`. */
function read(response: FetchedResponse, account: AccountRecord, nowMs: number, step: FetchStep): WalledPage {
  const list = at(jsonOf(response.text), 'data', 'list');
  const asked = parseUrl(step.url)?.searchParams.get('uk') ?? null;
  const identity = { expected: account.ids.uk === undefined ? [] : [account.ids.uk], found: asked };
  if (!Array.isArray(list)) return { identity, missing: ['列表 data.list'], posts: [] };
  const posts = listOf(list)
    .slice(0, mostItems)
    .flatMap((item): PostSeen[] => {
      const id = idOf(at(item, 'dynamic_id')) ?? idOf(at(item, 'feed_id')) ?? textOf(at(item, 'itemData', 'url'), 300);
      if (id === undefined) return [];
      const title = textOf(at(item, 'itemData', 'title'), 300);
      const url = parseUrl(textOf(at(item, 'itemData', 'url'), 500) ?? '')?.href;
      const top = at(item, 'is_top');
      return [
        {
          postId: id,
          ...(url === undefined ? {} : { url }),
          ...(title === undefined ? {} : { title }),
          publishedAt: epochOf(at(item, 'dynamic_ctime'), 'dynamic_ctime', nowMs),
          pinned: top === 1 || top === '1' || top === true ? true : null,
          originality: 'unknown',
          comments: 'unknown',
        },
      ];
    });
  return { identity, missing: [], posts: unique(posts) };
}

/** 百家号 */
export const baijiahao = walledAdapter({
  id: 'baijiahao',
  version: 1,
  title: '百家号',
  platform: 'baijiahao',
  identify,
  supply,
  markers: [
    {
      name: '百度安全验证',
      // Not 验证码 alone: ordinary login forms hold that word.
      when: (r) =>
        /<title>\s{0,10}百度安全验证/.test(r.text.slice(0, 20_000)) ||
        (r.text.length < 60_000 && r.text.includes('网络不给力，请稍后重试')) ||
        [r.finalUrl, r.redirectedTo ?? ''].some((u) => parseUrl(u)?.hostname === 'wappass.baidu.com'),
      is: { kind: 'blocked', by: 'captcha', detail: '百度要求安全验证' },
    },
  ],
  read,
});
