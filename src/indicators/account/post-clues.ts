import { z } from 'zod';
import { coveredBy, coverIndex, coverText, type TimelinePost } from '#core/account-timeline.ts';
import { dayMs, startOfDay } from '#core/calendar.ts';
import type { Observation } from '#core/observation.ts';
import type { Account } from '#core/registry.ts';
import type { Verdict } from '#core/verdict.ts';
import lexicon from '../../../data/lexicons/post-titles.json' with { type: 'json' };
import { basisOf, type Draft, timeText, verdictOf } from '../common.ts';
import { lookAtPosts, titleText } from '../posts.ts';
import { besideRecords, recordParams } from '../recorded.ts';

const Words = z.array(z.string().trim().min(2).max(40)).max(500).default([]);
const params = z.strictObject({
  /** How many days before the instant are looked at. */
  days: z.number().int().positive().max(366).default(31),
  /** Words besides those of data/lexicons/post-titles.json. */
  followWords: Words,
  advertWords: Words,
  ...recordParams,
});
type Params = z.output<typeof params>;
const faults = { 'forced-follow': '把关注、下载、点赞、转发作为条件', advert: '刊登或链接商业广告' } as const;
type Fault = keyof typeof faults;

/** 强制关注与广告线索 */
export const postClues = besideRecords({
  id: 'post-clues',
  version: 1,
  title: '强制关注与广告线索',
  description:
    '从标题和摘要里找“先关注”“集赞”等强制推广和商业广告的说法（词表在 data/lexicons/post-titles.json），只作线索。',
  subject: 'account',
  needs: ['account.posts', 'manual.record'],
  faults,
  params,
  lookbackDays: (p) => p.days + 1,
  machine: {
    alone: '不单独判定不通过。完整的来源盖住整个时段，标题、摘要里没有线索，判定没有发现。',
    person: '每条线索都由人打开原文判断；来源不完整的，由人抽看。',
    decides: 'P',
  },
  judge({ subject, observations, params: p, asOf }) {
    return machine(subject.record, observations['account.posts'], p, asOf);
  },
});

type List = { fault: Fault; title: string; near: number; unless: readonly string[]; words: readonly string[] };
const remedies: Record<Fault, string> = {
  'forced-follow': '删除或改写，不得把关注、下载、点赞、转发作为办事、查看的条件，也不得强制要求转发。',
  advert: '删除商业广告及其链接；确属公益、惠民信息的，改写表述。',
};

function machine(
  account: Account,
  observations: readonly Observation<'account.posts'>[],
  p: Params,
  asOf: Date,
): Verdict<Fault> {
  const now = asOf.getTime();
  const since = now - p.days * dayMs;
  const look = lookAtPosts(observations, account, { since, now });
  if ('verdict' in look) return look.verdict;
  const { timeline } = look;
  const lists = listsOf(p);
  const drafts = timeline.posts.flatMap((t) => lists.flatMap((list) => clueOf(t, list)));
  const basis = basisOf(look.seen, { examined: timeline.posts.length, unobserved: 0, unit: '条内容' });
  const cover = coverText(timeline.covers);
  const notes = [`只看标题和摘要；${cover === '' ? '没有完整的发布记录' : `完整的发布记录覆盖 ${cover}`}`];
  const opened = account.openedOn === undefined ? since : Math.max(since, startOfDay(account.openedOn).getTime());
  const whole = coveredBy(coverIndex(timeline.covers), opened, Math.max(opened, now - 2 * dayMs)) !== 'none';
  const open = whole ? undefined : `来源没有完整地盖住近 ${p.days} 天，没有看到的内容不得而知${look.missed}`;
  return verdictOf({ basis, drafts, notes, undeterminable: open });
}

function listsOf(p: Params): List[] {
  const [follow, advert] = lexicon.lists;
  const own = { follow: p.followWords, advert: p.advertWords };
  return [
    { ...empty, ...follow, fault: 'forced-follow', words: [...(follow?.words ?? []), ...own.follow] },
    { ...empty, ...advert, fault: 'advert', words: [...(advert?.words ?? []), ...own.advert] },
  ];
}
const empty = { title: '', near: 16, unless: [] as readonly string[] };

/** First word of a list in a post that no innocent word stands beside. One clue a post and list. */
function clueOf({ post, from, evidence }: TimelinePost, list: List): Draft<Fault>[] {
  const text = `${post.title}\n${post.excerpt ?? ''}`
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[ \t\u3000]/g, '');
  for (const word of list.words) {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
      const around = text.slice(Math.max(0, at - list.near), at + word.length + list.near);
      if (list.unless.some((w) => around.includes(w))) continue;
      return [
        {
          fault: list.fault,
          certainty: 'suspected',
          target: post.url ?? `${timeText(new Date(from).toISOString())}${titleText(post)}`,
          message: `${titleText(post)}（${timeText(new Date(from).toISOString())}）里有“${word}”，像是${list.title}，须打开原文判断`,
          remedy: remedies[list.fault],
          evidence,
        },
      ];
    }
  }
  return [];
}
