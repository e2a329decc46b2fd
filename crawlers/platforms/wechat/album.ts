import { isTag, isText, type ParentNode } from 'domhandler';
import { parsePage } from '../../page/parse.ts';
import type { AccountRecord, FetchedResponse, FetchStep, PostSeen, StepReading } from '../contract.ts';
import { at, idOf, jsonOf, textOf } from '../data.ts';
import { type Marker, notSeen } from '../proof.ts';
import { epochOf } from '../time.ts';
import { bizNumber, linkOf } from './link.ts';
import { atDoor, notices } from './notices.ts';

const mostPosts = 200;

/** One entry as either form of the list carries it. */
type Entry = {
  url: string;
  title?: string;
  msgId?: string;
  itemIdx?: string;
  createTime?: unknown;
  copyright?: string;
};

/** Answers of the list that are no list, by their code. */
const codes: readonly Marker[] = [
  {
    name: 'base_resp 频率限制',
    when: (r) => retOf(r) === '200013' || /freq/i.test(textOf(at(jsonOf(r.text), 'base_resp', 'err_msg')) ?? ''),
    is: { kind: 'blocked', by: 'rate_limit', detail: '合集接口答复访问频繁' },
  },
  {
    name: 'base_resp 要登录',
    when: (r) => ['-3', '-6', '200003'].includes(retOf(r) ?? ''),
    is: { kind: 'login_required', detail: '合集接口要求登录' },
  },
];

const retOf = (r: FetchedResponse): string | undefined =>
  idOf(at(jsonOf(r.text), 'base_resp', 'ret')) ?? textOf(at(jsonOf(r.text), 'base_resp', 'ret'));

/**
 * 合集: the articles that its owner put under one tag, newest or oldest first. What stands there was published; what does not stand there
 * proves nothing.
 */
export function readAlbum(step: FetchStep, response: FetchedResponse, account: AccountRecord): StepReading {
  const door = atDoor(response);
  if (door) return door;
  const asked = linkOf(step.url);
  const expected = bizNumber(account.ids.biz) ?? bizNumber(asked?.biz);
  const read = response.text.trimStart().startsWith('{') ? fromJson(response) : fromPage(response.text);
  const owners = read.entries.map((e) => bizNumber(linkOf(e.url)?.biz));
  const own = read.entries.filter((_, i) => owners[i] === expected);
  const found = own.length > 0 ? expected : (owners.find((o) => o !== null) ?? null);
  const refused = notSeen(step, response, { identity: { expected: [expected ?? ''], found }, missing: read.missing }, [
    ...codes,
    ...notices(response),
  ]);
  if (refused) {
    // The page itself may still show what its data interface leaves out.
    const page = refused.visibility.kind === 'changed' && step.memo?.page !== undefined;
    return page ? { ...refused, next: [pageStep(step)] } : refused;
  }

  const posts = own.slice(0, mostPosts).map((e) => postOf(e, response.fetchedAt));
  const times = posts.flatMap((p) => (p.publishedAt ? [p.publishedAt.lo] : []));
  const foreign = owners.filter((o) => o !== null && o !== expected).length;
  return {
    visibility: {
      kind: 'visible',
      coverage: 'partial',
      from: times.length === 0 ? null : Math.min(...times),
      why: '合集只是账号的一部分文章',
    },
    posts,
    ...(read.author === undefined ? {} : { profile: { name: read.author } }),
    positive: [read.container, `__biz = ${expected}，${own.length} 条`],
    ...(foreign > 0 ? { notes: [`合集里有 ${foreign} 条不是本账号的文章，没有计入`] } : {}),
  };
}

function pageStep(step: FetchStep): FetchStep {
  return {
    id: `${step.id}:page`,
    url: step.memo?.page ?? step.url,
    headers: { Accept: 'text/html' },
    expects: 'html',
    role: 'list',
  };
}

type Read = { entries: Entry[]; missing: string[]; container: string; author?: string };

function fromJson(response: FetchedResponse): Read {
  const data = jsonOf(response.text);
  const ret = retOf(response);
  const list = at(data, 'getalbum_resp', 'article_list');
  // An album of one article holds it bare.
  const items = Array.isArray(list) ? list : typeof list === 'object' && list !== null ? [list] : null;
  const missing = [
    ...(ret === '0' ? [] : [`base_resp.ret 0（得到 ${ret ?? '无'}）`]),
    ...(items === null ? ['getalbum_resp.article_list'] : items.length === 0 ? ['article_list 里的文章'] : []),
  ];
  return {
    entries: (items ?? []).flatMap((i) => entriesOf(i, 0)).slice(0, mostPosts * 2),
    missing,
    container: 'article_list',
  };
}

/** An entry and those nested in it: several articles that went out in one message. */
function entriesOf(item: unknown, depth: number): Entry[] {
  const url = textOf(at(item, 'url'), 2_000) ?? textOf(at(item, 'content_url'), 2_000);
  const inner = depth < 3 ? at(item, 'items') : undefined;
  const nested = Array.isArray(inner) ? inner.slice(0, 20).flatMap((i) => entriesOf(i, depth + 1)) : [];
  if (url === undefined) return nested;
  const [title, msgId, itemIdx] = [textOf(at(item, 'title'), 300), idOf(at(item, 'msgid')), idOf(at(item, 'itemidx'))];
  const copyright = idOf(at(item, 'copyright_stat'));
  return [
    {
      url,
      ...(title === undefined ? {} : { title }),
      ...(msgId === undefined ? {} : { msgId }),
      ...(itemIdx === undefined ? {} : { itemIdx }),
      ...(copyright === undefined ? {} : { copyright }),
      createTime: at(item, 'create_time'),
    },
    ...nested,
  ];
}

/** The page of an album: `ul.js_album_list > li` with its data in attributes. */
function fromPage(html: string): Read {
  const document = html.includes('js_album_list') ? parsePage(html) : null;
  const entries: Entry[] = [];
  let hasList = false;
  let author: string | undefined;
  const walk = (node: ParentNode, inList: boolean): void => {
    for (const child of node.children) {
      if (!isTag(child)) continue;
      const classes = (child.attribs.class ?? '').split(/\s+/);
      const here = inList || classes.includes('js_album_list');
      hasList ||= here;
      if (classes.includes('album__author-name')) author ??= textIn(child).slice(0, 100) || undefined;
      const url = child.attribs['data-link'];
      if (here && child.name === 'li' && url !== undefined && entries.length < mostPosts * 2) {
        const { 'data-title': title, 'data-msgid': msgId, 'data-itemidx': itemIdx } = child.attribs;
        entries.push({
          url: url.slice(0, 2_000),
          ...(title === undefined ? {} : { title: title.trim().slice(0, 300) }),
          ...(msgId === undefined ? {} : { msgId }),
          ...(itemIdx === undefined ? {} : { itemIdx }),
          createTime: timeIn(child),
        });
      }
      walk(child, here);
    }
  };
  if (document) walk(document, false);
  const missing = hasList
    ? entries.length === 0
      ? ['js_album_list 里的文章']
      : []
    : ['getalbum_resp 或 js_album_list'];
  return { entries, missing, container: 'js_album_list', ...(author === undefined ? {} : { author }) };
}

function timeIn(li: ParentNode): string | undefined {
  for (const child of li.children) {
    if (!isTag(child)) continue;
    if ((child.attribs.class ?? '').split(/\s+/).includes('js_article_create_time')) return textIn(child);
    const inner = timeIn(child);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function textIn(node: ParentNode): string {
  let text = '';
  for (const child of node.children) {
    if (text.length > 200) break;
    text += isText(child) ? child.data.slice(0, 200) : isTag(child) ? textIn(child) : '';
  }
  return text.trim();
}

function postOf(entry: Entry, now: number): PostSeen {
  const own = linkOf(entry.url);
  const link = own?.kind === 'article' ? own : null;
  const mid = link?.mid ?? entry.msgId;
  const idx = link?.idx ?? entry.itemIdx ?? '1';
  const original = entry.copyright === '1' || entry.copyright === '11';
  return {
    postId: mid === undefined ? `s:${entry.url.slice(-60)}` : `${mid}_${idx}`,
    ...(link === null ? {} : { url: link.url }),
    ...(entry.title === undefined || entry.title === '' ? {} : { title: entry.title }),
    publishedAt: epochOf(entry.createTime, 'create_time', now),
    pinned: null,
    originality: original ? 'original' : 'unknown',
    ...(original ? { originalityWhy: `copyright_stat = ${entry.copyright}` } : {}),
    comments: 'unknown',
    ...(link?.biz === undefined ? {} : { authorId: bizNumber(link.biz) ?? link.biz }),
  };
}
