import { outlineOf } from '#core/page-text.ts';
import { combine } from '../combine.ts';
import {
  type AccountReading,
  type AccountRecord,
  defineAdapter,
  type FetchedResponse,
  type FetchStep,
  type Identified,
  type Plan,
  type PostSeen,
  type ProfileSeen,
  type StepReading,
  type StepResult,
} from '../contract.ts';
import { at, countOf, idOf, jsonOf, listOf, textOf } from '../data.ts';
import { idTime, withIdTime } from '../id-time.ts';
import { hostIs, pasted, pathParts } from '../link.ts';
import { type Marker, notSeen } from '../proof.ts';
import { type Anchor, anchorOf, timeOf } from '../time.ts';
import { timeNotes, unique } from '../walled.ts';

/**
 * 新浪微博 — the JSON of its mobile site (`m.weibo.cn/api/container/getIndex`): profile and the first page of posts, with exact times, pins,
 * retweets and who may comment. Since 2025-11 most addresses first meet the visitor system: a redirect to
 * `visitor.passport.weibo.cn`, HTTP 432, `ok: -100`, or a page titled Sina Visitor System, all without content. That wall is
 * told, never climbed. `ok: 0` is a rate limit, a missing user
 * or an empty list by its `msg`; the same empty list is served to some who are blocked, so it is believed only beside a profile
 * that says 0 posts. Some accounts are visible only after log-in. The list is never complete. State of knowledge: 2026-11.
 */
export const weibo = defineAdapter({
  id: 'weibo',
  version: 1,
  title: '新浪微博',
  platforms: ['weibo'],
  sources: ['public'],
  identify,
  plan,
  parse,
  conclude,
});

const mobile = 'https://m.weibo.cn';
const mostPosts = 200;
const uidPattern = /^[1-9]\d{4,11}$/;

function identify(input: string): Identified {
  const { text, url, bad } = pasted(input);
  if (bad !== undefined) return { error: bad };
  const byUid = (uid: string): Identified => ({ ids: { uid }, canonicalUrl: `https://weibo.com/u/${uid}` });
  if (url === null)
    return uidPattern.test(text)
      ? byUid(text)
      : { error: '没有认出微博账号，请登记主页链接（形如 https://weibo.com/u/1234567890）或数字 UID' };
  if (!hostIs(url, 'weibo.com', 'weibo.cn')) return { error: '不是新浪微博（weibo.com、weibo.cn）的链接' };
  const [first = '', second = ''] = pathParts(url);
  if ((first === 'u' || first === 'profile') && uidPattern.test(second)) return byUid(second);
  if (first === 'n') {
    // A name in Chinese characters is no part of the address that was read from the text.
    const nick = second !== '' ? second : (/weibo\.c(?:om|n)\/n\/([\p{L}\p{N}_-]{1,60})/u.exec(text)?.[1] ?? '');
    if (nick !== '' && nick.length <= 60)
      return { ids: { nick }, canonicalUrl: `https://weibo.com/n/${encodeURIComponent(nick)}` };
  }
  if (['status', 'detail', 'statuses', 'ttarticle', 'tv', 'search', 'p'].includes(first))
    return { error: '这不是账号主页的链接，请登记形如 https://weibo.com/u/1234567890 的链接' };
  if (uidPattern.test(first))
    return second === '' || second === 'profile' ? byUid(first) : { error: '这是一条微博的链接，请登记账号主页的链接' };
  if (/^[A-Za-z][A-Za-z0-9_-]{2,39}$/.test(first) && second === '')
    return { ids: { domain: first }, canonicalUrl: `https://weibo.com/${first}` };
  return { error: '没有认出微博账号，请登记形如 https://weibo.com/u/1234567890 的主页链接' };
}

function uidOf(account: AccountRecord): string | undefined {
  if (uidPattern.test(account.ids.uid ?? '')) return account.ids.uid;
  for (const link of account.urls) {
    const found = identify(link);
    if ('ids' in found && found.ids.uid !== undefined) return found.ids.uid;
  }
  return undefined;
}

function plan(account: AccountRecord): Plan {
  const uid = uidOf(account);
  if (uid === undefined)
    return {
      incomplete:
        '台账里没有微博的数字 UID：个性域名和昵称会变，请在“handle”里写上 UID，或在“url”里写上 https://weibo.com/u/ 加 UID 的链接。',
    };
  const step = (id: 'list' | 'profile', container: string): FetchStep => ({
    id,
    url: `${mobile}/api/container/getIndex?type=uid&value=${uid}${container}`,
    headers: {
      Accept: 'application/json, text/plain, */*',
      Referer: `${mobile}/u/${uid}`,
      'X-Requested-With': 'XMLHttpRequest',
      'MWeibo-Pwa': '1',
    },
    expects: 'json',
    role: id,
  });
  // The list first: what walls it off is the outcome.
  return { steps: [step('list', `&containerid=107603${uid}`), step('profile', '')] };
}

const okOf = (r: FetchedResponse): string | undefined => {
  const ok = at(jsonOf(r.text), 'ok');
  return typeof ok === 'number' ? String(ok) : textOf(ok, 8);
};
const saying = (r: FetchedResponse): string => textOf(at(jsonOf(r.text), 'msg'), 200) ?? '';
const failed = (words: RegExp) => (r: FetchedResponse) => okOf(r) === '0' && words.test(saying(r));

const markers: readonly Marker[] = [
  {
    name: 'Sina Visitor System',
    when: (r) => /<title>\s{0,20}Sina Visitor System|visitor\.passport\.weibo/i.test(r.text.slice(0, 20_000)),
    is: { kind: 'blocked', by: 'visitor_wall', detail: '新浪访客系统' },
  },
  {
    name: 'ok -100',
    when: (r) => okOf(r) === '-100',
    is: { kind: 'blocked', by: 'visitor_wall', detail: 'ok: -100，要访客或登录身份' },
  },
  {
    name: 'ok 0 访问频次过高',
    when: failed(/频次过高|频繁|稍后再试/),
    is: { kind: 'blocked', by: 'rate_limit', detail: '访问频次过高' },
  },
  {
    name: 'ok 0 用户不存在',
    when: failed(/用户不存在|账号不存在/),
    is: { kind: 'gone', reason: 'not_found', text: '微博答复：用户不存在' },
  },
  {
    name: 'ok 0 状态异常',
    when: failed(/状态异常|被封禁|已被?冻结|违反.{0,20}无法查看/),
    is: { kind: 'gone', reason: 'banned', text: '微博答复：用户状态异常，暂时无法访问' },
  },
];

function parse(step: FetchStep, response: FetchedResponse, account: AccountRecord): StepReading {
  const uid = uidOf(account) ?? '';
  return step.role === 'profile' ? readProfile(step, response, uid) : readList(step, response, uid);
}

function readProfile(step: FetchStep, response: FetchedResponse, uid: string): StepReading {
  const user = at(jsonOf(response.text), 'data', 'userInfo');
  const found = idOf(at(user, 'id')) ?? null;
  const missing = [...(okOf(response) === '1' ? [] : ['ok 1']), ...(user === undefined ? ['data.userInfo'] : [])];
  const refused = notSeen(step, response, { identity: { expected: [uid], found }, missing }, markers);
  if (refused) return refused;
  const total = countOf(at(user, 'statuses_count'));
  return {
    visibility: { kind: 'visible', coverage: 'partial', from: null, why: '账号主页' },
    posts: [],
    profile: profileOf(user),
    positive: [`userInfo.id = ${uid}`],
    ...(total?.value === 0 && total.exact ? { markers: [noPosts] } : {}),
  };
}

/** Signs for `conclude`: the profile counts no post; the list said that it holds none. */
const noPosts = 'statuses_count 0';
const emptyList = '列表为空';

const kinds: Readonly<Record<string, NonNullable<NonNullable<ProfileSeen['verified']>['kind']>>> = {
  0: 'person',
  1: 'government',
  2: 'org',
  3: 'media',
  4: 'org',
  7: 'org',
};

function profileOf(user: unknown): ProfileSeen {
  const name = textOf(at(user, 'screen_name'), 100);
  const description = textOf(at(user, 'description'));
  const text = textOf(at(user, 'verified_reason'), 200);
  const verified = at(user, 'verified');
  const kind = kinds[idOf(at(user, 'verified_type')) ?? ''];
  const followers = countOf(at(user, 'followers_count')) ?? countOf(at(user, 'followers_count_str'));
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(typeof verified === 'boolean'
      ? {
          verified: {
            ok: verified,
            ...(verified ? { kind: kind ?? 'other' } : {}),
            ...(text === undefined ? {} : { text }),
          },
        }
      : {}),
    ...(followers ? { followers } : {}),
  };
}

type Card = { blog: unknown; card: unknown };

/** Posts of the cards, those inside groups too. Cards without one are advertisements, headings and recommendations. */
function blogsOf(cards: readonly unknown[], depth = 0): Card[] {
  if (depth > 4) return [];
  return cards.slice(0, mostPosts).flatMap((card) => {
    const blog = at(card, 'mblog');
    const own = typeof blog === 'object' && blog !== null ? [{ blog, card }] : [];
    return [...own, ...blogsOf(listOf(at(card, 'card_group')), depth + 1)];
  });
}

function readList(step: FetchStep, response: FetchedResponse, uid: string): StepReading {
  const data = jsonOf(response.text);
  const cards = at(data, 'data', 'cards');
  const blogs = blogsOf(listOf(cards)).slice(0, mostPosts);
  const authors = blogs.map(({ blog }) => idOf(at(blog, 'user', 'id')) ?? null);
  const own = blogs.filter((_, i) => authors[i] === uid);
  const found = own.length > 0 ? uid : (authors.find((a) => a !== null) ?? null);
  const missing = [...(okOf(response) === '1' ? [] : ['ok 1']), ...(Array.isArray(cards) ? [] : ['data.cards'])];
  const refused = notSeen(step, response, { identity: { expected: [uid], found }, missing }, markers);
  if (refused) {
    const empty =
      Array.isArray(cards) && cards.length === 0 && (okOf(response) === '1' || failed(/没有内容/)(response));
    return empty ? { ...refused, markers: [...(refused.markers ?? []), emptyList] } : refused;
  }
  const anchor = anchorOf(response);
  const posts = unique(own.flatMap((card) => postOf(card, uid, anchor) ?? []));
  const times = posts.flatMap((p) => (p.publishedAt !== null && p.pinned !== true ? [p.publishedAt.lo] : []));
  const foreign = blogs.length - own.length;
  const notes = [...(foreign > 0 ? [`列表里有 ${foreign} 条不是本账号的微博，没有计入`] : []), ...timeNotes(posts)];
  const isOpen = posts.some((p) => p.comments === 'open');
  return {
    visibility: {
      kind: 'visible',
      coverage: 'partial',
      from: times.length === 0 ? null : Math.min(...times),
      why: '微博公开列表可能不全，只能证明有更新',
    },
    posts,
    ...(isOpen ? { profile: { features: { comments: 'yes' as const } } } : {}),
    positive: [`data.cards，${own.length} 条的 user.id = ${uid}`],
    ...(notes.length > 0 ? { notes } : {}),
  };
}

function postOf({ blog, card }: Card, uid: string, anchor: Anchor): PostSeen | null {
  const id = idOf(at(blog, 'mid')) ?? idOf(at(blog, 'id'));
  if (id === undefined) return null;
  const bid = textOf(at(blog, 'bid'), 40);
  const raw = at(blog, 'text');
  const text = typeof raw === 'string' ? outlineOf(raw.slice(0, 50_000), 4_000).text.slice(0, 4_000) : '';
  const retweet = at(blog, 'retweeted_status');
  const repost = typeof retweet === 'object' && retweet !== null;
  const counts = Object.fromEntries(
    ['reposts_count', 'comments_count', 'attitudes_count'].flatMap((key) => {
      const count = countOf(at(blog, key));
      return count ? [[key.replace('_count', ''), count.value]] : [];
    }),
  );
  return {
    postId: id,
    url:
      bid !== undefined && /^[A-Za-z0-9]{5,12}$/.test(bid)
        ? `https://weibo.com/${uid}/${bid}`
        : `https://m.weibo.cn/detail/${encodeURIComponent(id)}`,
    ...(text === '' ? {} : { title: text.slice(0, 60), text }),
    ...withIdTime(timeOf(at(blog, 'created_at'), 'created_at', anchor), idTime('weibo', id, anchor.hi)),
    pinned: isPinned(blog, card),
    originality: repost ? 'repost' : 'original',
    originalityWhy: repost ? '转发（retweeted_status）' : '不是转发',
    comments: commentsOf(at(blog, 'comment_manage_info', 'comment_permission_type')),
    counts,
    authorId: uid,
  };
}

/** 置顶: by the type of the card, the heading over the post or its own flag. */
function isPinned(blog: unknown, card: unknown): boolean {
  const type = textOf(at(card, 'profile_type_id'), 60) ?? '';
  const heading = textOf(at(blog, 'title', 'text'), 40) ?? '';
  const flag = at(blog, 'isTop');
  return type.startsWith('proweibotop') || heading.includes('置顶') || flag === 1 || flag === true || flag === '1';
}

function commentsOf(permission: unknown): PostSeen['comments'] {
  if (typeof permission !== 'number' && typeof permission !== 'string') return 'unknown';
  return String(permission) === '-1' ? 'open' : 'limited';
}

/** An empty list is the account's where its profile counts no post; an account that is gone there is gone. */
function conclude(results: readonly StepResult[]): AccountReading {
  const reading = combine(results);
  if (reading.visibility.kind === 'visible' || reading.visibility.kind === 'identity_mismatch') return reading;
  const list = results.find((r) => r.step.role === 'list')?.reading;
  const profile = results.find((r) => r.step.role === 'profile')?.reading;
  if (profile?.visibility.kind === 'gone') return { ...reading, visibility: profile.visibility };
  if (!list?.markers?.includes(emptyList) || profile?.visibility.kind !== 'visible') return reading;
  return profile.markers?.includes(noPosts)
    ? {
        ...reading,
        visibility: { kind: 'visible_empty', proof: '账号主页写明微博数为 0，列表为空', coverage: 'partial' },
      }
    : {
        ...reading,
        visibility: { kind: 'blocked', by: 'waf_empty', detail: '列表为空，账号主页的微博数却不是 0' },
      };
}
