import { outlineOf } from '#core/page-text.ts';
import type {
  AccountRecord,
  FetchedResponse,
  FetchStep,
  PostSeen,
  ProfileSeen,
  StepReading,
  TimeSpan,
} from '../contract.ts';
import { likeName, sameName } from '../data.ts';
import { entities, type Literal } from '../js-literal.ts';
import { notSeen } from '../proof.ts';
import { type Anchor, anchorOf, epochOf, timeOf } from '../time.ts';
import { bizNumber, linkOf } from './link.ts';
import { atDoor, migrated, notices } from './notices.ts';
import { type ArticlePage, articlePage, plain } from './page.ts';

/** Characters kept of a text: enough to compare it with another, not an archive. */
const mostText = 4_000;
const apart = 86_400_000;

/** 单篇文章: proof that its account published at that time, and nothing about what came after. */
export function readArticle(step: FetchStep, response: FetchedResponse, account: AccountRecord): StepReading {
  const door = atDoor(response);
  if (door) return door;
  const page = articlePage(response.text);
  if (page.container === null) {
    const moved = response.status === 200 ? migrated(response) : null;
    if (moved) return moved;
  }
  const biz = bizOf(page);
  const ghId = /^gh_[0-9a-z]{6,20}$/i.exec(page.get('user_name') ?? '')?.[0].toLowerCase();
  const name = page.get('nick_name', 'nickname');
  const refused = notSeen(
    step,
    response,
    {
      identity: identityOf(account, step, { biz, ghId, name, alias: page.own('alias') }),
      missing: page.container === null ? ['#js_article 或 cgiDataNew'] : [],
    },
    notices(response),
  );
  if (refused) return refused;

  const now = anchorOf(response, serverClock(page));
  const post = postOf(page, response, step, now, biz);
  const renamed = name !== undefined && ![account.displayName, ...account.aliases].some((n) => sameName(n, name));
  return {
    visibility: {
      kind: 'visible',
      coverage: 'partial',
      from: post.publishedAt?.lo ?? null,
      why: '单篇文章，之后有没有发布看不到',
    },
    posts: [post],
    profile: profileOf(page, name),
    positive: [page.container ?? '', ghId ?? '', biz ?? ''].filter((s) => s !== ''),
    ...(renamed ? { notes: [`文章页上的账号名称是“${name}”，与登记的“${account.displayName}”不同`] } : {}),
  };
}

/** Number of the account: of the page's data, else of the page's own address. */
function bizOf(page: ArticlePage): string | undefined {
  const shown = bizNumber(page.get('bizuin', 'biz'));
  if (shown !== null) return shown;
  const own = linkOf(entities(page.own('link') ?? page.get('msg_link') ?? ''));
  return own?.biz === undefined ? undefined : (bizNumber(own.biz) ?? undefined);
}

/**
 * By the number, the 原始ID or the 微信号. A number that the asked address carried itself proves nothing of whose article it is: a link of
 * another account may have been registered; then the name has to agree as well. Where the register has none of them, by the name.
 */
function identityOf(
  account: AccountRecord,
  step: FetchStep,
  page: Readonly<Record<'biz' | 'ghId' | 'alias' | 'name', string | undefined>>,
): { expected: readonly string[]; found: string | null } {
  const biz = bizNumber(account.ids.biz);
  const ghId = account.ids.ghId?.toLowerCase();
  const alias = account.ids.alias?.toLowerCase();
  const names = [account.displayName, ...account.aliases];
  const { name } = page;
  if (biz !== null && page.biz !== undefined && page.biz !== biz) return { expected: [biz], found: page.biz };
  if (ghId !== undefined && page.ghId !== undefined) return { expected: [ghId], found: page.ghId };
  if (alias !== undefined && page.alias?.toLowerCase() === alias) return { expected: [alias], found: alias };
  if (biz !== null && page.biz !== undefined) {
    const asked = bizNumber(linkOf(step.url)?.biz) === biz;
    if (!asked || name === undefined || names.some((n) => likeName(n, name))) return { expected: [biz], found: biz };
    return { expected: names, found: name };
  }
  if (name === undefined) return { expected: names, found: null };
  return { expected: names, found: names.find((n) => sameName(n, name)) ?? name };
}

function serverClock(page: ArticlePage): number | null {
  const text = page.get('svr_time');
  return text !== undefined && /^\d{10}$/.test(text) ? Number(text) * 1000 : null;
}

function postOf(
  page: ArticlePage,
  response: FetchedResponse,
  step: FetchStep,
  now: Anchor,
  biz: string | undefined,
): PostSeen {
  const own =
    linkOf(entities(page.own('link') ?? page.get('msg_link') ?? '')) ?? linkOf(response.finalUrl) ?? linkOf(step.url);
  const link = own?.kind === 'article' ? own : null;
  const asked = linkOf(step.url);
  const mid = digits(page.get('mid', 'appmsgid')) ?? link?.mid;
  const idx = digits(page.get('idx', 'itemidx')) ?? link?.idx ?? '1';
  const short = asked?.kind === 'article' ? asked.short : undefined;
  const text = textOfArticle(page, response.text);
  const title = (page.own('title') ?? page.get('msg_title') ?? text.slice(0, 60).split(/[\n。！？]/)[0] ?? '').slice(
    0,
    300,
  );
  const sourceNote = sourceOf(page, text);
  const authorId = biz ?? page.get('user_name');
  return {
    postId: mid === undefined ? `s:${short ?? step.url.slice(-60)}` : `${mid}_${idx}`,
    url: link?.mid === undefined ? step.url : link.url,
    ...(title === '' ? {} : { title }),
    ...(text === '' ? {} : { text }),
    ...timesOf(page, now),
    pinned: null,
    ...originalityOf(page, response.text),
    ...(sourceNote === undefined ? {} : { sourceNote }),
    // `comment_id` hints at a comment area; whether it is open is decided in the client.
    comments: 'unknown',
    ...(authorId === undefined ? {} : { authorId }),
  };
}

const digits = (text: string | undefined): string | undefined => (/^\d{1,15}$/.test(text ?? '') ? text : undefined);

/** Epoch seconds first; the written time has no zone and no seconds. Two that are more than a day apart are both kept. */
function timesOf(page: ArticlePage, now: Anchor): Pick<PostSeen, 'publishedAt' | 'otherTime'> {
  const known: TimeSpan[] = [];
  for (const name of ['create_timestamp', 'ct', 'ori_create_time', 'oriCreateTime', 'createTimestamp']) {
    const span = epochOf(page.get(name), name, now.hi);
    if (span) known.push(span);
  }
  for (const name of ['create_time', 'createTime']) {
    const span = timeOf(page.get(name), name, now);
    if (span) known.push(span);
  }
  const [first, ...others] = known;
  if (first === undefined) return { publishedAt: null };
  const other = others.find((o) => Math.max(o.lo - first.hi, first.lo - o.hi) > apart);
  return other === undefined ? { publishedAt: first } : { publishedAt: first, otherTime: other };
}

/** 原创 or 转载 by the platform's own marks; without one it is not known: 0 is no repost. */
function originalityOf(page: ArticlePage, html: string): Pick<PostSeen, 'originality' | 'originalityWhy'> {
  const copyright = page.inside('copyright_info');
  const stat =
    (typeof copyright === 'object' && copyright !== null && !Array.isArray(copyright)
      ? plain(copyright.copyright_stat)
      : undefined) ?? page.get('copyright_stat', '_copyright_stat');
  const share = /<[a-z][^<>]{0,300}\sid\s*=\s*["']js_share_source["'][^<>]{0,2000}/i.exec(html)?.[0] ?? '';
  const repost = /\sdata-url\s*=\s*["'][^"']/.test(share)
    ? 'js_share_source'
    : ['source_biz', 'source_username', 'reprint_ticket'].find((name) => (page.get(name) ?? '0') !== '0');
  const logo = /<[a-z][^<>]{0,300}\sid\s*=\s*["']copyright_logo["'][^<>]{0,300}>[^<]{0,40}原创/i.test(html);
  const original = stat === '1' || stat === '11' || logo;
  if (original && repost !== undefined)
    return { originality: 'unknown', originalityWhy: `既标原创又有转载标记 ${repost}` };
  if (repost !== undefined) return { originality: 'repost', originalityWhy: `转载标记 ${repost}` };
  if (original)
    return { originality: 'original', originalityWhy: logo ? '页面标有“原创”' : `copyright_stat = ${stat}` };
  return { originality: 'unknown' };
}

/** 来源标注: the platform's own field, else what the text says of itself. */
function sourceOf(page: ArticlePage, text: string): string | undefined {
  const claim = page.inside('claim_source');
  if (typeof claim === 'object' && claim !== null && !Array.isArray(claim)) {
    const said = Object.values(claim).find((v): v is string => typeof v === 'string' && /[\u4e00-\u9fff]/.test(v));
    if (said !== undefined) return said.trim().slice(0, 100);
  }
  // At the head or the foot of the text; in its middle the words belong to its matter.
  for (const part of [text.slice(0, 300), text.slice(-500)]) {
    const m = /(?:来源|转自|转载自|摘自|稿源)\s?[:：丨|]\s?([^\s。；;，,丨|<>【】]{2,40})/.exec(part);
    if (m) return m[1];
  }
  return undefined;
}

/** Readable text: of the element, else of the data of messages that have no such element (pictures, short texts). */
function textOfArticle(page: ArticlePage, html: string): string {
  const start = html.search(/\sid\s*=\s*["']?js_content["'\s>]/i);
  if (start >= 0) {
    const from = html.indexOf('>', start) + 1;
    const end = html.indexOf('<script', from);
    const text = outlineOf(html.slice(from, end < 0 ? from + 500_000 : end), mostText).text;
    if (text !== '') return text.slice(0, mostText);
  }
  const info = page.inside('text_page_info');
  const inner = (value: Literal, key: string): string | undefined =>
    typeof value === 'object' && value !== null && !Array.isArray(value) ? plain(value[key]) : undefined;
  const raw =
    page.get('content_noencode') ??
    inner(info, 'content_noencode') ??
    inner(info, 'content') ??
    page.own('desc') ??
    page.get('msg_desc') ??
    '';
  return outlineOf(entities(raw), mostText).text.slice(0, mostText);
}

function profileOf(page: ArticlePage, name: string | undefined): ProfileSeen {
  const description = (page.own('signature') ?? page.get('profile_signature'))?.slice(0, 500);
  return {
    ...(name === undefined ? {} : { name: name.slice(0, 100) }),
    ...(description === undefined ? {} : { description }),
  };
}
