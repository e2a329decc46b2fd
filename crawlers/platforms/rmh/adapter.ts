import type { AccountRecord, FetchedResponse, Identified, PostSeen } from '../contract.ts';
import { defineAdapter, type FetchStep, type StepReading } from '../contract.ts';
import { entities } from '../js-literal.ts';
import { hostIs, parseUrl, pasted, pathParts, queryOf } from '../link.ts';
import { type Marker, notSeen } from '../proof.ts';
import { anchorOf, timeOf } from '../time.ts';
import { identityOf, refuse } from '../walled.ts';

const supply =
  '人民号没有公开的账号列表，只能看单篇文章；请在台账里登记该账号近期文章的链接，或由运营单位导出发布记录导入，或由检查人员打开看过后登记并附截图。';

type Article = { id: string; kind: 'new' | 'article' | 'video' };

/** Articles are all that has an address; an account has none. */
function identify(input: string): Identified {
  const { url, bad } = pasted(input);
  if (bad !== undefined) return refuse(bad);
  if (url === null) return refuse('不是人民号的链接；人民号没有主页地址，请粘贴该账号近期一篇文章的链接');
  if (!hostIs(url, 'peopleapp.com', 'rmh.pdnews.cn')) return refuse('不是人民号的链接');
  const article = articleOf(url);
  if (article === null) return refuse('这不是人民号文章的链接，写成 https://www.peopleapp.com/rmharticle/数字 的样子');
  return { ids: { article: article.id }, canonicalUrl: addressOf(article) };
}

function articleOf(url: URL): Article | null {
  const parts = pathParts(url);
  if (hostIs(url, 'peopleapp.com'))
    return parts[0] === 'rmharticle' && /^\d{5,20}$/.test(parts[1] ?? '') ? { id: parts[1] ?? '', kind: 'new' } : null;
  if (!hostIs(url, 'rmh.pdnews.cn') || parts[1] !== 'ArtInfoApi') return null;
  const id = queryOf(url, 'id') ?? '';
  const kind = parts[2];
  return (kind === 'article' || kind === 'video') && /^\d{3,20}$/.test(id) ? { id, kind } : null;
}

const addressOf = (a: Article): string =>
  a.kind === 'new'
    ? `https://www.peopleapp.com/rmharticle/${a.id}`
    : `https://rmh.pdnews.cn/Pc/ArtInfoApi/${a.kind}?id=${a.id}`;

/** Text of the first element after `from` that `open` begins, up to the next tag. Linear. */
function textAfter(html: string, open: RegExp, from = 0): { text: string; end: number } | null {
  const hit = open.exec(html.slice(from, from + 20_000));
  if (!hit) return null;
  const start = from + hit.index + hit[0].length;
  const stop = html.indexOf('<', start);
  if (stop < 0 || stop - start > 2_000) return null;
  return { text: entities(html.slice(start, stop)).replace(/\s+/g, ' ').trim(), end: stop };
}

/** `div.title > h2`, then `div.other.clearfix.m-t > p > a > span` with the author and the time as the next text. */
function partsOf(html: string): { title?: string; author?: string; time?: string } {
  const page = html.slice(0, 1_000_000);
  const box = /<div class="other clearfix m-t"[^<>]{0,100}>/.exec(page);
  const heading = /<div class="title"[^<>]{0,100}>/.exec(page);
  const title = heading ? textAfter(page, /<h2[^<>]{0,100}>/, heading.index) : null;
  if (!box) return title === null ? {} : { title: title.text };
  const author = textAfter(page, /<span[^<>]{0,100}>/, box.index);
  const close = author === null ? -1 : page.indexOf('</a>', author.end);
  const stop = close < 0 ? -1 : page.indexOf('<', close + 4);
  const time = close < 0 || stop < 0 ? '' : entities(page.slice(close + 4, stop)).trim();
  return {
    ...(title === null ? {} : { title: title.text }),
    ...(author === null ? {} : { author: author.text }),
    ...(time === '' ? {} : { time: time.slice(0, 80) }),
  };
}

const markers: readonly Marker[] = [
  {
    name: '内容已下线',
    when: (r) => r.text.length < 60_000 && /(?:文章|内容|视频)(?:已被?(?:删除|下线)|不存在)/.test(r.text),
    // One article that is gone says nothing about the account.
    is: { kind: 'changed', missing: ['文章（已删除或下线），请换一篇近期文章的链接'] },
  },
];

function read(step: FetchStep, response: FetchedResponse, account: AccountRecord): StepReading {
  const { title, author, time } = partsOf(response.text);
  const identity = identityOf(account, [], author);
  const not = notSeen(step, response, { identity, missing: title === undefined ? ['文章标题'] : [] }, markers);
  if (not !== null) return not;
  const url = parseUrl(step.url);
  const article = url === null ? null : articleOf(url);
  const post: PostSeen = {
    postId: article?.id ?? step.url,
    url: step.url,
    ...(title === undefined ? {} : { title: title.slice(0, 300) }),
    publishedAt: timeOf(time, '作者后的时间', anchorOf(response)),
    pinned: null,
    originality: 'unknown',
    comments: 'unknown',
    ...(author === undefined ? {} : { authorId: author }),
  };
  return {
    visibility: {
      kind: 'visible',
      coverage: 'partial',
      from: null,
      why: '只看了登记的单篇文章，只能证明有更新，不能证明没有更新',
    },
    posts: [post],
    ...(author === undefined ? {} : { profile: { name: author } }),
    positive: [`作者 ${author ?? ''}`, '文章标题'],
  };
}

/** 人民号: single articles, by their links. */
export const rmh = defineAdapter({
  id: 'rmh',
  version: 1,
  title: '人民号',
  platforms: ['rmh'],
  sources: ['public'],
  identify,
  plan(account) {
    const links = [account.source.ref ?? '', ...account.urls].flatMap((u) => {
      const url = parseUrl(u);
      const article = url === null ? null : articleOf(url);
      return article === null ? [] : [article];
    });
    const articles = [...new Map(links.map((a) => [a.id, a])).values()].slice(0, 5);
    if (articles.length === 0) return { not_observable: supply };
    return {
      steps: articles.map((a) => ({ id: `article:${a.id}`, url: addressOf(a), expects: 'html', role: 'list' })),
    };
  },
  parse: (step, response, account) => read(step, response, account),
});
