import { createHash } from 'node:crypto';
import { dayMs } from '#core/calendar.ts';
import { platforms } from '#core/registry.ts';
import { combine } from '../combine.ts';
import {
  type AccountReading,
  type AccountRecord,
  defineAdapter,
  type FetchedResponse,
  type FetchStep,
  type PostSeen,
  type StepReading,
  type StepResult,
  type TimeSpan,
  type Visibility,
} from '../contract.ts';
import { at, jsonOf, listOf, sameName, textOf } from '../data.ts';
import { idTime, withIdTime } from '../id-time.ts';
import { parseUrl } from '../link.ts';
import { notSeen } from '../proof.ts';
import { anchorOf, epochOf, timeOf } from '../time.ts';
import { namesOf, timeNotes } from '../walled.ts';
import { linkOf } from '../wechat/link.ts';
import { feedAddress, identify, syncAddress } from './address.ts';
import { readFeed } from './feed.ts';
import { ownerOf } from './owner.ts';
import type { Feed, FeedItem } from './shape.ts';

const minute = 60_000;
/** wewe-rss asks WeChat twice a day: after three days without one success its login is dead. */
const staleSyncMs = 3 * dayMs;
/** Sight of a post younger than the shortest window of any index proves life, however stale the bridge. */
const aliveMs = 7 * dayMs;

const bridgeError = (detail: string): Visibility => ({ kind: 'bridge_error', detail });

function plan(account: AccountRecord) {
  const ref = account.source.ref;
  const url = ref === undefined ? null : parseUrl(ref);
  if (url === null)
    return {
      incomplete: '桥接来源没有写订阅地址，请在台账该账号的 sources 里补上 ref（RSS、Atom 或 JSON Feed 的地址）。',
    };
  const feed: FetchStep = {
    id: 'feed',
    url: url.href,
    expects: 'feed',
    role: 'list',
    follow: 'same-host',
    secret: true,
  };
  const address = feedAddress(url.href);
  if (address?.kind !== 'wewe-rss') return { steps: [feed] };
  const sync: FetchStep = {
    id: 'sync',
    url: syncAddress(url),
    expects: 'json',
    role: 'profile',
    follow: 'same-host',
    secret: true,
    memo: { feedId: address.feedId ?? '' },
  };
  return { steps: [feed, sync] };
}

function parse(step: FetchStep, response: FetchedResponse, account: AccountRecord, nowMs: number): StepReading {
  return step.id === 'sync' ? parseSync(step, response, nowMs) : parseFeed(step, response, account, nowMs);
}

/** Why a bridge gave no feed, in words. RSSHub: 503 for any error and for nothing found, 403 refused by the platform, 404 no such route. */
function refusal(response: FetchedResponse): string | null {
  const { status } = response;
  if (status === 403) return '状态 403：桥接服务被平台拒绝，或要求口令';
  if (status === 404) return '状态 404：桥接服务没有这个地址';
  if (status === 401) return '状态 401：桥接服务要求口令';
  if (status === 503) return '状态 503：桥接服务没有取到内容（被平台拦截和确实为空都是这样）';
  if (status !== null && (status < 200 || status >= 300)) return `状态 ${status}`;
  return null;
}

function parseFeed(step: FetchStep, response: FetchedResponse, account: AccountRecord, nowMs: number): StepReading {
  const nothing = (visibility: Visibility): StepReading => ({ visibility, posts: [] });
  if (response.outcome !== 'response') {
    return notSeen(step, response, { missing: ['订阅内容'] }) ?? nothing(bridgeError('没有应答'));
  }
  const refused = refusal(response);
  if (refused !== null) return nothing(bridgeError(refused));
  const feed = readFeed(response.text);
  if (feed === null) {
    const what = response.text.trim() === '' ? '应答是空的' : '应答不是 RSS、Atom 或 JSON Feed';
    return nothing(bridgeError(what));
  }
  if ('refused' in feed) return nothing(bridgeError(`订阅${feed.refused}`));

  const { own, foreign, identity } = ownerOf(feed, account, feedAddress(step.url));
  const not = notSeen(step, response, { identity, missing: [] });
  if (not !== null)
    return not.visibility.kind === 'identity_mismatch' ? not : nothing(bridgeError('订阅没有写明是哪个账号的'));
  if (own.length === 0) return nothing(bridgeError('订阅里没有条目；被平台拦截时也是这样，不能当作没有发布'));

  const { posts, filled } = postsOf(own, feed, response, account, nowMs);
  const undated = posts.filter((p) => p.publishedAt === null).length;
  const name = namesOf(account).find((n) => n === identity.found);
  const notes = [
    ...(foreign > 0 ? [`订阅里有 ${foreign} 条指向其他账号或其他网站，没有计入`] : []),
    ...(filled > 0 ? [`订阅里有 ${filled} 条的时间就是订阅生成的时间，不是发布时间，按时间不明处理`] : []),
    ...(undated > filled ? [`订阅里有 ${undated - filled} 条没有发布时间，按时间不明处理`] : []),
    ...timeNotes(posts),
  ];
  return {
    visibility: {
      kind: 'visible',
      coverage: 'partial',
      from: null,
      why: '桥接服务的订阅可能不全、可能过时，只能证明有更新，不能证明没有更新',
    },
    posts,
    ...(name === undefined ? {} : { profile: { name } }),
    positive: [`${feed.format} 订阅`, `账号 ${identity.found ?? ''}`],
    ...(notes.length > 0 ? { notes } : {}),
  };
}

/** Items as posts, one each, in the order of the feed; `filled`: how many carry the time of generation for their own. */
function postsOf(
  items: readonly FeedItem[],
  feed: Feed,
  response: FetchedResponse,
  account: AccountRecord,
  nowMs: number,
): { posts: PostSeen[]; filled: number } {
  const anchor = anchorOf(response);
  const built = feed.built === undefined ? null : timeOf(feed.built, 'lastBuildDate', anchor);
  const times = new Map<number, number>();
  for (const item of items) {
    const lo = timeOf(item.published ?? item.updated, '', anchor)?.lo;
    if (lo !== undefined) times.set(lo, (times.get(lo) ?? 0) + 1);
  }
  const byId = new Map<string, PostSeen>();
  const filledIds = new Set<string>();
  for (const item of items) {
    // Of items without a time of publication the last change is the earliest that is known of them; wewe-rss writes nothing else.
    const [raw, from] = item.published !== undefined ? [item.published, 'published'] : [item.updated, 'updated'];
    const shown = raw === undefined ? null : (epochOf(raw, from, nowMs) ?? timeOf(raw, from, anchor));
    const generated = shown !== null && isGenerated(shown, built, anchor.lo, (times.get(shown.lo) ?? 0) > 1);
    const link = item.link === undefined ? null : parseUrl(item.link);
    const id = postIdOf(item, link);
    const title = textOf(item.title, 300);
    const text = textOf(plain(item.text), 2_000);
    const derived = account.platform === 'toutiao' || account.platform === 'douyin' ? tailId(link) : undefined;
    const post: PostSeen = {
      postId: id,
      ...(link === null ? {} : { url: linkOf(link.href)?.url ?? link.href }),
      ...(title === undefined ? {} : { title }),
      ...(text === undefined ? {} : { text }),
      ...withIdTime(
        generated ? null : shown,
        derived === undefined ? null : idTime(account.platform as 'toutiao' | 'douyin', derived, nowMs),
      ),
      pinned: null,
      originality: 'unknown',
      comments: 'unknown',
    };
    const before = byId.get(id);
    // The same id on another item is a fault of the bridge: both are kept, and the same item twice is one.
    const key = before === undefined || sameItem(before, post) ? id : `${id}#${short(`${post.title}|${raw}`)}`;
    if (generated) filledIds.add(key);
    if (!byId.has(key) || byId.get(key)?.publishedAt == null) byId.set(key, { ...post, postId: key });
  }
  return { posts: [...byId.values()], filled: filledIds.size };
}

/** A bridge that knows no time may write its own clock: the moment of the answer, the same for the feed as a whole or for several items. */
function isGenerated(shown: TimeSpan, built: TimeSpan | null, answeredMs: number, shared: boolean): boolean {
  if (shown.hi < answeredMs - 10 * minute) return false;
  return shared || (built !== null && Math.abs(built.lo - shown.lo) < minute);
}

const sameItem = (a: PostSeen, b: PostSeen): boolean => a.url === b.url && sameName(a.title ?? '', b.title ?? '');
const short = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 12);

/** The platform's own id where the link carries it, so that the same post from another source is the same. */
function postIdOf(item: FeedItem, link: URL | null): string {
  const article = link === null ? null : linkOf(link.href);
  if (article?.kind === 'article')
    return article.mid === undefined ? `s:${article.short ?? ''}` : `${article.mid}_${article.idx ?? '1'}`;
  if (link !== null) return tailId(link) ?? link.href.slice(0, 300);
  const id = textOf(item.id, 300);
  return id ?? short(`${item.title ?? ''}|${item.published ?? ''}|${(item.text ?? '').slice(0, 500)}`);
}

/** A long number at the end of the path. */
function tailId(link: URL | null): string | undefined {
  return /\/(\d{15,20})\/?$/.exec(link?.pathname ?? '')?.[1];
}

/** Text of a description, its markup dropped. Linear. */
function plain(html: string | undefined): string | undefined {
  if (html === undefined || !html.includes('<')) return html;
  return html
    .slice(0, 20_000)
    .replace(/<[^<>]{0,2000}>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** `GET /feeds` of wewe-rss: the only place that tells when a feed was last brought up to date. Handed on as a sign for `conclude`. */
function parseSync(step: FetchStep, response: FetchedResponse, nowMs: number): StepReading {
  const list = refusal(response) === null && response.outcome === 'response' ? jsonOf(response.text) : undefined;
  const entry = listOf(list).find((f) => textOf(at(f, 'id'), 60) === step.memo?.feedId);
  const synced = epochOf(at(entry, 'syncTime'), 'syncTime', nowMs);
  if (synced === null) return { visibility: bridgeError('没有读到同步时间'), posts: [] };
  return {
    visibility: { kind: 'visible', coverage: 'partial', from: null, why: '桥接服务的同步状态' },
    posts: [],
    positive: [`${syncSign}${synced.lo}`],
  };
}
const syncSign = 'syncTime ';

function conclude(results: readonly StepResult[], _account: AccountRecord, nowMs: number): AccountReading {
  const reading = combine(results.filter((r) => r.step.id !== 'sync'));
  const sync = results.find((r) => r.step.id === 'sync');
  if (sync === undefined || reading.visibility.kind !== 'visible') return reading;
  const sign = sync.reading.positive?.find((p) => p.startsWith(syncSign));
  const note = (text: string): AccountReading => ({ ...reading, notes: [...reading.notes, text] });
  if (sign === undefined) return note('没有读到桥接服务的同步时间，不知道内容是否过时');
  const syncedMs = Number(sign.slice(syncSign.length));
  if (nowMs - syncedMs <= staleSyncMs) return reading;
  const days = Math.floor((nowMs - syncedMs) / dayMs);
  const detail = `桥接服务已有 ${days} 天没有同步成功，其后有没有发布不得而知`;
  if (reading.posts.some((p) => p.publishedAt !== null && p.publishedAt.lo >= nowMs - aliveMs)) return note(detail);
  return { visibility: { kind: 'bridge_stale', detail }, posts: [], notes: reading.notes };
}

/** 订阅桥接: RSS, Atom, JSON Feed, of RSSHub, wewe-rss or any other service that the user names. Never complete. */
export const feed = defineAdapter({
  id: 'feed',
  version: 1,
  title: '订阅桥接',
  platforms,
  sources: ['bridge'],
  identify,
  plan,
  parse,
  conclude,
});
