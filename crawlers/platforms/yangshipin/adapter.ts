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
  type Visibility,
} from '../contract.ts';
import { at, countOf, idOf, listOf, sameName, textOf } from '../data.ts';
import { hostIs, parseUrl, pasted, queryOf } from '../link.ts';
import { notSeen } from '../proof.ts';
import { stateOf } from '../state.ts';
import { anchorOf, timeOf } from '../time.ts';

/**
 * 央视频 — the account page `w.yangshipin.cn/user?cpid=` carries its list as JSON in a script (`__STATE_user__`) without times; the page of
 * each video carries its day (`subTitle`, 2026/03/01). So: the list, then the pages of its first videos. Nothing says pinned,
 * original or comments. Blocked or unknown looks like: a page without `__STATE_user__`, or without the head of the account. An
 * unknown cpid gives the shell of the page without a name. State of knowledge: 2026-11.
 */
export const yangshipin = defineAdapter({
  id: 'yangshipin',
  version: 1,
  title: '央视频',
  platforms: ['yangshipin'],
  sources: ['public'],
  identify,
  plan,
  parse,
  conclude,
});

/** Pages of videos asked for: the newest is looked for among so many at the head of the list. */
const details = 6;
const mostPosts = 200;
const host = 'yangshipin.cn';

function identify(input: string): Identified {
  const { url, bad, text } = pasted(input);
  if (bad !== undefined) return { error: bad };
  const cpid = url === null ? text : queryOf(url, 'cpid');
  if (url !== null && !hostIs(url, host)) return { error: '不是央视频（yangshipin.cn）的链接' };
  if (cpid === undefined || !/^\d{5,25}$/.test(cpid))
    return {
      error:
        url !== null && queryOf(url, 'vid') !== undefined
          ? '这是一个视频的链接，请登记账号主页的链接'
          : '没有认出央视频账号，请登记主页链接，形如 https://w.yangshipin.cn/user?cpid=123456789',
    };
  return { ids: { cpid }, canonicalUrl: `https://w.yangshipin.cn/user?cpid=${cpid}` };
}

function cpidOf(account: AccountRecord): string | undefined {
  if (/^\d{5,25}$/.test(account.ids.cpid ?? '')) return account.ids.cpid;
  for (const link of account.urls) {
    const found = identify(link);
    if ('ids' in found) return found.ids.cpid;
  }
  return undefined;
}

function plan(account: AccountRecord): Plan {
  const cpid = cpidOf(account);
  if (cpid === undefined)
    return {
      incomplete: '台账里没有央视频主页链接：在“url”里写上形如 https://w.yangshipin.cn/user?cpid=123456789 的链接。',
    };
  return {
    steps: [
      {
        id: 'list',
        url: `https://w.yangshipin.cn/user?cpid=${cpid}`,
        headers: { Accept: 'text/html' },
        expects: 'html',
        role: 'list',
        follow: ['w.yangshipin.cn', 'm.yangshipin.cn', 'yangshipin.cn', 'www.yangshipin.cn'],
      },
    ],
  };
}

function parse(step: FetchStep, response: FetchedResponse, account: AccountRecord): StepReading {
  return step.role === 'detail' ? readVideo(step, response) : readList(step, response, account);
}

function readList(step: FetchStep, response: FetchedResponse, account: AccountRecord): StepReading {
  const cpid = cpidOf(account) ?? '';
  const payloads = at(stateOf(response.text, '__STATE_user__'), 'payloads');
  const head = at(payloads, 'headInfo');
  const name = textOf(at(head, 'cpName'), 100);
  const share = at(payloads, 'userShareData');
  const list = at(share, 'video_list') ?? at(share, 'cnt_info', 'video_list');
  // The page may leave out the number: then the name has to be that of the register.
  const shown = idOf(at(head, 'cpID')) ?? idOf(at(head, 'cpid'));
  const known = [account.displayName, ...account.aliases];
  const found = shown ?? (name === undefined ? null : known.some((n) => sameName(n, name)) ? cpid : `名称“${name}”`);
  const missing = [
    ...(payloads === undefined ? ['__STATE_user__.payloads'] : []),
    ...(name === undefined ? ['headInfo.cpName'] : []),
    ...(Array.isArray(list) ? [] : ['userShareData.video_list']),
  ];
  const refused = notSeen(step, response, { identity: { expected: [cpid], found }, missing });
  if (refused) return refused;

  const items = listOf(list).flatMap((item) => {
    const vid = idOf(at(item, 'vid'));
    return vid !== undefined && /^[A-Za-z0-9]{6,40}$/.test(vid) ? [{ vid, item }] : [];
  });
  const profile = profileOf(head, name);
  const total = countOf(at(head, 'videoCnt', 'cnt'));
  if (listOf(list).length === 0)
    return total?.value === 0 && total.exact
      ? {
          visibility: { kind: 'visible_empty', proof: '账号主页写明作品数为 0，列表为空', coverage: 'complete' },
          posts: [],
          profile,
        }
      : { visibility: { kind: 'changed', missing: ['列表为空，主页没有写明作品数为 0'] }, posts: [], profile };
  const distinct = [...new Map(items.map((i) => [i.vid, i])).values()].slice(0, mostPosts);
  return {
    visibility: { kind: 'visible', coverage: 'partial', from: null, why: '列表没有日期，日期在各视频页上' },
    posts: distinct.map(({ vid, item }) => postOf(vid, item)),
    profile,
    next: distinct.slice(0, details).map(({ vid, item }) => detailStep(vid, item, name ?? '')),
    positive: [shown === undefined ? `cpName = ${name}` : `cpID = ${cpid}`, `video_list，${distinct.length} 条`],
    ...(items.length < listOf(list).length ? { notes: ['列表里有认不出编号的视频'] } : {}),
    // For `conclude`: whether the list was whole.
    markers: [
      `${distinct.length}/${listOf(list).length}`,
      ...(total?.exact === true && total.value === distinct.length ? [allListed] : []),
    ],
  };
}

const allListed = '列表条数等于作品数';

/** 1.2 and 万 stand apart in the head of an account. */
function profileOf(head: unknown, name: string | undefined): ProfileSeen {
  const raw = `${textOf(at(head, 'fansCnt', 'cnt'), 20) ?? ''}${textOf(at(head, 'fansCnt', 'unitTxt'), 4) ?? ''}`;
  const followers = countOf(raw);
  const description = textOf(at(head, 'desc'));
  return {
    ...(name === undefined ? {} : { name }),
    ...(description === undefined ? {} : { description }),
    ...(followers ? { followers } : {}),
  };
}

function postOf(vid: string, item: unknown): PostSeen {
  const title = textOf(at(item, 'title'));
  const likes = countOf(at(item, 'like_cnt'));
  return {
    postId: vid,
    url: videoUrl(vid, item),
    ...(title === undefined ? {} : { title }),
    publishedAt: null,
    pinned: null,
    originality: 'unknown',
    comments: 'unknown',
    ...(likes ? { counts: { likes: likes.value } } : {}),
  };
}

/** The link of the list where it leads to the platform itself, else the page of a video by its number. */
function videoUrl(vid: string, item: unknown): string {
  const link = parseUrl(textOf(at(item, 'h5Link'), 1_000) ?? '');
  return link !== null && link.protocol === 'https:' && link.port === '' && hostIs(link, host)
    ? link.href
    : `https://m.yangshipin.cn/portrait_video?vid=${vid}`;
}

function detailStep(vid: string, item: unknown, name: string): FetchStep {
  return {
    id: `detail:${vid}`,
    url: videoUrl(vid, item),
    headers: { Accept: 'text/html' },
    expects: 'html',
    role: 'detail',
    follow: ['w.yangshipin.cn', 'm.yangshipin.cn', 'yangshipin.cn', 'www.yangshipin.cn'],
    memo: { vid, name },
  };
}

function readVideo(step: FetchStep, response: FetchedResponse): StepReading {
  const { vid = '', name = '' } = step.memo ?? {};
  const upright = at(
    stateOf(response.text, '__STATE_portrait_video__'),
    ...['payloads', 'videoDataList', 'items', 0, 'videoData'],
  );
  const video = upright ?? at(stateOf(response.text, '__STATE_video__'), 'payloads', 'sharevideo');
  const shown = idOf(at(video, 'vid'));
  const refused = notSeen(step, response, {
    missing: video === undefined ? ['videoData'] : shown !== undefined && shown !== vid ? [`视频编号 ${vid}`] : [],
  });
  if (refused) return refused;
  const author =
    textOf(at(video, 'detailFollowItem', 'actorItem', 'nickName', 'text'), 100) ??
    textOf(at(video, 'detailFollowItem', 'actorItem', 'nickName'), 100) ??
    textOf(at(video, 'om_info', 'title'), 100);
  if (author !== undefined && !sameName(author, name))
    return {
      visibility: { kind: 'changed', missing: [`视频的作者是“${author}”`] },
      posts: [],
      markers: [`${foreignVideo}${vid}`],
      notes: [`列表里的视频 ${vid} 是“${author}”发布的，没有计入`],
    };
  const publishedAt = timeOf(textOf(at(video, 'subTitle'), 80), 'subTitle', anchorOf(response));
  const title = textOf(at(video, 'title'));
  const link = parseUrl(textOf(at(video, 'shareItem', 'shareUrl'), 1_000) ?? '');
  const plays = countOf(at(video, 'playCount'));
  return {
    visibility: { kind: 'visible', coverage: 'partial', from: null, why: '视频页' },
    posts: [
      {
        postId: vid,
        ...(link !== null && hostIs(link, host) ? { url: link.href } : { url: step.url }),
        ...(title === undefined ? {} : { title }),
        publishedAt,
        pinned: null,
        originality: 'unknown',
        comments: 'unknown',
        ...(plays ? { counts: { plays: plays.value } } : {}),
      },
    ],
    ...(publishedAt === null ? { notes: [`视频 ${vid} 的页面上没有认出日期`] } : {}),
  };
}

const foreignVideo = '他人视频：';

/**
 * 完整 only where the day of every video asked for is known and none is another account's; and either these are all videos of the
 * account, or they stand newest first (two at the head may be pinned). Videos of others are left out.
 */
function conclude(results: readonly StepResult[], account: AccountRecord): AccountReading {
  const reading = combine(results);
  const list = results.find((r) => r.step.role === 'list')?.reading;
  if (list === undefined || reading.visibility.kind !== 'visible') return reading;
  const foreign = new Set(
    results
      .flatMap((r) => r.reading.markers ?? [])
      .flatMap((m) => (m.startsWith(foreignVideo) ? [m.slice(foreignVideo.length)] : [])),
  );
  const posts = reading.posts.filter((p) => !foreign.has(p.postId));
  if (posts.length === 0 && foreign.size > 0)
    return {
      ...reading,
      posts,
      visibility: { kind: 'identity_mismatch', expected: account.displayName, found: '列表里都是其他账号的视频' },
    };
  return { ...reading, posts, visibility: sightOf(list, posts, foreign.size) };
}

function sightOf(list: StepReading, posts: readonly PostSeen[], foreign: number): Visibility {
  const asked = list.next?.flatMap((s) => s.memo?.vid ?? []) ?? [];
  const day = new Map(posts.map((p) => [p.postId, p.publishedAt?.lo ?? null]));
  const days = asked.map((vid) => day.get(vid) ?? null);
  const known = days.filter((d) => d !== null);
  const from = known.length === 0 ? null : Math.min(...known);
  const partial = (why: string): Visibility => ({ kind: 'visible', coverage: 'partial', from, why });
  const complete = (why: string): Visibility => ({ kind: 'visible', coverage: 'complete', from, why });
  const [listed, all] = (list.markers?.[0] ?? '').split('/');
  if (foreign > 0) return partial('列表里夹有其他账号的视频');
  if (listed !== all || listed === undefined) return partial('列表里有认不出编号的视频');
  if (known.length < days.length || days.length === 0) return partial('有视频的日期没有取到');
  if (list.markers?.includes(allListed) && posts.length === days.length) return complete('全部视频的日期都已取到');
  const isSorted = (l: readonly number[]) => l.every((d, i) => i === 0 || d <= (l[i - 1] ?? d));
  for (const pinned of [0, 1, 2])
    if (known.length - pinned >= 3 && isSorted(known.slice(pinned)))
      return complete(`前 ${known.length} 个视频的日期都已取到，由新到旧`);
  return partial('视频不是由新到旧排列，更新的可能在后面');
}
