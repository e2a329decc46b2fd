import { combine } from '../combine.ts';
import type {
  AccountReading,
  AccountRecord,
  FetchedResponse,
  FetchStep,
  Identified,
  Plan,
  PostSeen,
  ProfileSeen,
  StepReading,
  StepResult,
  Visibility,
} from '../contract.ts';
import { defineAdapter } from '../contract.ts';
import { at, countOf, idOf, jsonOf, listOf, sameName, textOf } from '../data.ts';
import { hostIs, pasted, pathParts } from '../link.ts';
import { type Marker, notSeen } from '../proof.ts';
import { type Anchor, anchorOf, epochOf, timeOf } from '../time.ts';

/**
 * 澎湃号、澎湃政务号 — public JSON of api.thepaper.cn without log-in, signature or cookie: the list of works (`cont/pph/user`, `cont/pph/gov`,
 * POST) and the home page of the account (`user/homePage`). Works carry an exact time, their author and whether comments are
 * closed; nothing says original or repost, or pinned. Blocked looks like: 403 of the gateway (`Zen/…`, seen from abroad), or an
 * answer without `code` 200 or without `data.list`. An empty list is believed only beside a home page that names the account.
 * State of knowledge: 2026-11.
 */
export const thepaper = defineAdapter({
  id: 'thepaper',
  version: 1,
  title: '澎湃号',
  platforms: ['thepaper'],
  sources: ['public'],
  identify,
  plan,
  parse,
  conclude,
});

const api = 'https://api.thepaper.cn';
const pageSize = 10;
/** Out of order at the head of a sorted list: pinned works, of which the platform allows a few. */
const mostPinned = 2;
const mostPosts = 200;

function identify(input: string): Identified {
  const { url, bad, text } = pasted(input);
  if (bad !== undefined) return { error: bad };
  if (url === null)
    return {
      error: /^\d+$/.test(text)
        ? '只有数字分不清是澎湃号还是政务号，请登记主页链接'
        : '没有认出澎湃号，请登记主页链接，形如 https://www.thepaper.cn/user_123 或 /gov_123',
    };
  if (!hostIs(url, 'thepaper.cn')) return { error: '不是澎湃新闻（thepaper.cn）的链接' };
  const first = pathParts(url)[0] ?? '';
  if (/^newsDetail_forward_\d+/.test(first)) return { error: '这是一篇文章的链接，请登记账号主页的链接' };
  const m = /^(user|gov)_(\d{1,15})$/.exec(first);
  if (!m) return { error: '不是澎湃号主页的链接，主页形如 /user_123 或 /gov_123' };
  return {
    ids: { pphId: m[2] ?? '', kind: m[1] ?? '' },
    canonicalUrl: `https://www.thepaper.cn/${m[1]}_${m[2]}`,
  };
}

function idsOf(account: AccountRecord): { pphId: string; kind: 'user' | 'gov' } | null {
  const found = [account.ids, ...account.urls.map((u) => identify(u)).map((i) => ('ids' in i ? i.ids : {}))];
  for (const { pphId, kind } of found as readonly Readonly<Record<string, string>>[])
    if (pphId !== undefined && /^\d{1,15}$/.test(pphId) && (kind === 'user' || kind === 'gov')) return { pphId, kind };
  return null;
}

function plan(account: AccountRecord): Plan {
  const ids = idsOf(account);
  if (ids === null)
    return {
      incomplete: '台账里没有澎湃号主页链接：在“url”里写上形如 https://www.thepaper.cn/user_123 或 /gov_123 的链接。',
    };
  const { pphId, kind } = ids;
  const body =
    kind === 'gov'
      ? { pageNum: 1, pageSize, pphId }
      : { pageSize, pageNum: 1, contType: 0, excludeContIds: [], pphId, startTime: 0 };
  const headers = { 'Client-Type': '2', Origin: 'https://m.thepaper.cn', Referer: 'https://m.thepaper.cn/' };
  return {
    steps: [
      {
        id: 'list',
        url: `${api}/contentapi/cont/pph/${kind}`,
        method: 'POST',
        headers: { ...headers, 'Content-Type': 'application/json', Accept: 'application/json' },
        body: JSON.stringify(body),
        expects: 'json',
        role: 'list',
      },
      {
        id: 'profile',
        url: `${api}/userservice/user/homePage/${pphId}`,
        headers: { ...headers, Accept: 'application/json' },
        expects: 'json',
        role: 'profile',
      },
    ],
  };
}

/** Words of the service that say the account is no more; only beside a code that is not success. */
const goneWords = /(?:用户|账号|帐号|澎湃号|政务号)(?:不存在|已注销|已被?(?:封禁|禁用|冻结))/;

const says = (response: FetchedResponse): unknown => jsonOf(response.text);
const markers: readonly Marker[] = [
  {
    name: '服务答复账号不存在',
    when: (r) => {
      const data = says(r);
      const code = at(data, 'code') ?? at(data, 'resultCode');
      return code !== undefined && !succeeded(code) && goneWords.test(textOf(at(data, 'desc')) ?? '');
    },
    is: { kind: 'gone', reason: 'not_found', text: '澎湃新闻答复：账号不存在或已注销' },
  },
];

const succeeded = (code: unknown): boolean => code === 200 || code === '200' || code === 1 || code === '1';

function parse(step: FetchStep, response: FetchedResponse, account: AccountRecord): StepReading {
  const pphId = idsOf(account)?.pphId ?? '';
  return step.role === 'profile' ? readProfile(step, response, pphId) : readList(step, response, pphId);
}

function readProfile(step: FetchStep, response: FetchedResponse, pphId: string): StepReading {
  const data = jsonOf(response.text);
  const user = at(data, 'userInfo') ?? at(data, 'data', 'userInfo');
  const found = idOf(at(user, 'userId')) ?? null;
  const refused = notSeen(
    step,
    response,
    { identity: { expected: [pphId], found }, missing: user === undefined ? ['userInfo'] : [] },
    markers,
  );
  if (refused) return refused;
  return {
    visibility: { kind: 'visible', coverage: 'partial', from: null, why: '账号主页' },
    posts: [],
    profile: profileOf(user),
    positive: [`userInfo.userId = ${pphId}`],
  };
}

function profileOf(author: unknown): ProfileSeen {
  const name = textOf(at(author, 'sname'), 100);
  const description = textOf(at(author, 'perDesc'));
  const text = textOf(at(author, 'authInfo'), 200);
  const isAuth = textOf(at(author, 'isAuth'), 8);
  const followers = countOf(at(author, 'fansNum'));
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(text === undefined && isAuth === undefined
      ? {}
      : {
          verified: {
            ok: isAuth === '1' || isAuth === 'true' ? true : isAuth === '0' || isAuth === 'false' ? false : null,
            ...(text === undefined ? {} : { text }),
          },
        }),
    ...(followers ? { followers } : {}),
  };
}

/** Marker of a right answer that holds no work: `conclude` asks the home page whose list it is. */
const emptyList = '列表为空';

function readList(step: FetchStep, response: FetchedResponse, pphId: string): StepReading {
  const data = jsonOf(response.text);
  const code = at(data, 'code');
  const list = at(data, 'data', 'list');
  const missing = [
    ...(succeeded(code) ? [] : [`code 200（得到 ${textOf(code, 20) ?? '无'}）`]),
    ...(Array.isArray(list) ? [] : ['data.list']),
  ];
  const items = listOf(list).slice(0, mostPosts);
  const authors = items.map((item) => idOf(at(item, 'authorInfo', 'userId')) ?? null);
  const own = items.filter((_, i) => authors[i] === pphId);
  const found = own.length > 0 ? pphId : (authors.find((a) => a !== null) ?? null);
  const refused = notSeen(step, response, { identity: { expected: [pphId], found }, missing }, markers);
  if (refused)
    return missing.length === 0 && items.length === 0 && at(data, 'data', 'hasNext') === false
      ? { ...refused, markers: [...(refused.markers ?? []), emptyList] }
      : refused;

  const anchor = anchorOf(response);
  const posts = own.flatMap((item) => postOf(item, pphId, anchor) ?? []);
  const foreign = items.length - own.length;
  const visibility = coverageOf(posts, {
    foreign,
    lost: own.length - posts.length,
    whole: at(data, 'data', 'hasNext') === false,
  });
  return {
    visibility,
    posts,
    profile: {
      ...profileOf(at(own[0], 'authorInfo')),
      ...(posts.some((p) => p.comments === 'open') ? { features: { comments: 'yes' as const } } : {}),
    },
    positive: [`data.list，${own.length} 条的 authorInfo.userId = ${pphId}`],
    ...(foreign > 0 ? { notes: [`列表里有 ${foreign} 条不是本账号发布的，没有计入`] } : {}),
  };
}

function postOf(item: unknown, pphId: string, anchor: Anchor): PostSeen | null {
  const contId = idOf(at(item, 'contId'));
  if (contId === undefined) return null;
  const now = anchor.hi;
  // The exact time first; the words beside it only where it is missing or makes no sense.
  const publishedAt =
    epochOf(at(item, 'pubTimeLong'), 'pubTimeLong', now) ??
    (at(item, 'pubTimeLong') === undefined
      ? (timeOf(at(item, 'pubTimeNew'), 'pubTimeNew', anchor) ?? timeOf(at(item, 'pubTime'), 'pubTime', anchor))
      : null);
  const title = textOf(at(item, 'name'));
  const counts = Object.fromEntries(
    [
      ['likes', 'praiseTimes'],
      ['comments', 'interactionNum'],
    ].flatMap(([name, key]) => {
      const count = countOf(at(item, key ?? ''));
      return count ? [[name, count.value]] : [];
    }),
  );
  return {
    postId: contId,
    url: `https://www.thepaper.cn/newsDetail_forward_${encodeURIComponent(contId)}`,
    ...(title === undefined ? {} : { title }),
    publishedAt,
    pinned: null,
    originality: 'unknown',
    comments:
      at(item, 'closeComment') === true
        ? 'closed'
        : at(item, 'closeFrontComment') === true
          ? 'limited'
          : at(item, 'closeComment') === false
            ? 'open'
            : 'unknown',
    counts,
    authorId: pphId,
  };
}

/**
 * 完整: sorted by time, newest first, but for a few works at its head that a pin may have lifted; every time known, every author
 * the account; or the whole of a short list. Anything else may hide a newer work.
 */
function coverageOf(
  posts: readonly PostSeen[],
  seen: { foreign: number; lost: number; whole: boolean },
): Extract<Visibility, { kind: 'visible' }> {
  const times = posts.map((p) => p.publishedAt?.lo ?? null);
  const known = times.filter((t) => t !== null);
  const from = known.length === 0 ? null : Math.min(...known);
  const partial = (why: string) => ({ kind: 'visible' as const, coverage: 'partial' as const, from, why });
  if (seen.foreign > 0) return partial('列表里夹有其他账号的内容');
  if (seen.lost > 0 || known.length < times.length) return partial('有内容认不出编号或时间');
  if (seen.whole) return { kind: 'visible', coverage: 'complete', from, why: '列表到底，作者和时间都认得出' };
  const isSorted = (list: readonly number[]) => list.every((t, i) => i === 0 || t <= (list[i - 1] ?? t));
  for (let pinned = 0; pinned <= mostPinned && known.length - pinned >= 3; pinned++)
    if (isSorted(known.slice(pinned)))
      return { kind: 'visible', coverage: 'complete', from, why: '列表由新到旧，作者和时间都认得出' };
  return partial('列表不是由新到旧，更新的内容可能在后面的页上');
}

/** An empty list is that of the account where its home page says so; an account that is gone there is gone. */
function conclude(results: readonly StepResult[], account: AccountRecord): AccountReading {
  const reading = combine(results);
  if (reading.visibility.kind === 'visible' || reading.visibility.kind === 'identity_mismatch') return reading;
  const list = results.find((r) => r.step.role === 'list')?.reading;
  const profile = results.find((r) => r.step.role === 'profile')?.reading;
  if (profile?.visibility.kind === 'gone') return { ...reading, visibility: profile.visibility };
  if (profile?.visibility.kind !== 'visible' || !list?.markers?.includes(emptyList)) return reading;
  const named = [account.displayName, ...account.aliases].some((n) => sameName(n, profile.profile?.name ?? ''));
  return {
    ...reading,
    visibility: {
      kind: 'visible_empty',
      proof: `账号主页${named ? '名称和编号' : '编号'}相符，内容列表为空并已到底`,
      coverage: 'partial',
    },
  };
}
