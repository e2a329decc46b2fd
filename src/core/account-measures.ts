import { type AccountShown, accountShown } from './account-shown.ts';
import { type Cover, coveredBy, coverIndex, type Timeline, type TimelinePost, timelineOf } from './account-timeline.ts';
import { type Day, daysOf, type Span, weeksOf } from './account-weeks.ts';
import { addDays, dayMs, daysBetween, shanghaiDay, startOfDay } from './calendar.ts';
import type { Observed } from './observation.ts';

/** 账号指标测量值 over a period: what it comes to, and what it rests on. Nothing here judges. */
export type AccountMeasures = {
  /** Days of the period, both included. */
  period: { from: string; to: string };
  /** 完整来源覆盖的时段. */
  covers: readonly Cover[];
  /** 内容条数 of the period that were seen; more may have been published where nothing covers. */
  posts: number;
  undated: number;
  /** 最近一条. Null: none was seen. */
  last: TimelinePost | null;
  /** 沉默天数 (each 24 hours) since the last post that was seen: at most so many; at least so many where complete sources leave no room for a later one, else 0. */
  silentDays: { least: number; most: number } | null;
  /** 最长间隔 inside the period between two neighbouring posts, or from its borders, in days. `sure` false: nothing complete covers it. */
  longestGap: { days: number; from: number; to: number; sure: boolean } | null;
  /** Calendar weeks, and 7 × 24 hours back, that lie wholly in the period, newest first. */
  weeks: readonly Span[];
  rolling: readonly Span[];
  /** Whole days of the period, newest first. */
  days: readonly Day[];
  /** 有更新的天数, of those that are covered or had a post. */
  activeDays: number;
  knownDays: number;
  /** 条/工作日 over the working days that are known; null: none is. */
  perWorkday: number | null;
  /** 原创率: original / (original + repost), 0 to 1; null where no post tells. */
  originals: { original: number; repost: number; unknown: number; share: number | null };
  /** 转载 with and without a stated source. */
  reposts: { withSource: number; withoutSource: number };
  /** 评论 on the posts that show it. */
  comments: { open: number; limited: number; closed: number };
  shown: AccountShown;
};

/** Measures of one account over the days `from` to `to` (both included, cut at `now`), from all that any source told of it. */
export function accountMeasures(o: {
  posts: readonly Observed<'account.posts'>[];
  profiles: readonly Observed<'account.profile'>[];
  from: string;
  to: string;
  now: number;
  /** 开设日期. */
  opened?: string | undefined;
}): AccountMeasures {
  const first = o.opened !== undefined && o.opened > o.from ? o.opened : o.from;
  const since = startOfDay(first).getTime();
  const end = Math.min(o.now, startOfDay(o.to).getTime() + dayMs);
  const t = timelineOf(o.posts, { since, now: end });
  const wholeDays = Math.max(0, daysBetween(first, shanghaiDay(new Date(end))));
  const days = daysOf(t, { days: wholeDays, from: first });
  const known = days.filter((d) => d.posts.sure > 0 || d.covered !== 'none');
  const workdays = known.filter((d) => d.workday);
  const weeks = Math.floor(wholeDays / 7);
  const inside = t.posts.filter((p) => p.from >= since);
  const kinds = countBy(inside, (p) => p.post.original);
  const [original, repost] = [kinds.get('original') ?? 0, kinds.get('repost') ?? 0];
  const reposts = inside.filter((p) => p.post.original === 'repost');
  const withSource = reposts.filter((p) => (p.post.sourceNote ?? '').trim() !== '').length;
  const comments = countBy(inside, (p) => p.post.comments ?? 'unknown');
  const last = t.posts[0] ?? null;
  return {
    period: { from: first, to: shanghaiDay(new Date(end - 1)) },
    covers: t.covers,
    posts: inside.length,
    undated: t.undated,
    last,
    silentDays: last === null ? null : silence(t, last, end),
    longestGap: longestGap(t, since, end),
    weeks: weeksOf(t, { week: 'calendar', weeks, from: first }),
    rolling: weeksOf(t, { week: 'rolling', weeks, from: addDays(first, -3) }).filter((w) => w.from >= since),
    days,
    activeDays: days.filter((d) => d.posts.sure > 0).length,
    knownDays: known.length,
    perWorkday: workdays.length === 0 ? null : workdays.reduce((n, d) => n + d.posts.sure, 0) / workdays.length,
    originals: {
      original,
      repost,
      unknown: kinds.get('unknown') ?? 0,
      share: original + repost === 0 ? null : original / (original + repost),
    },
    reposts: { withSource, withoutSource: reposts.length - withSource },
    comments: {
      open: comments.get('open') ?? 0,
      limited: comments.get('limited') ?? 0,
      closed: comments.get('closed') ?? 0,
    },
    shown: accountShown(o.profiles),
  };
}

function silence(t: Timeline, last: TimelinePost, end: number): { least: number; most: number } {
  const covered = t.undated === 0 && coveredBy(coverIndex(t.covers), last.to + 1, end) !== 'none';
  const days = (ms: number): number => Math.max(0, Math.floor(ms / dayMs));
  return { least: covered ? days(end - last.to) : 0, most: days(end - last.from) };
}

function longestGap(t: Timeline, since: number, end: number): AccountMeasures['longestGap'] {
  const index = coverIndex(t.covers);
  let best: AccountMeasures['longestGap'] = null;
  let later = end;
  for (const p of [...t.posts, null]) {
    const [from, to] = [p === null ? since : p.to, later];
    const days = Math.floor((to - from) / dayMs);
    if (days > 0 && days > (best?.days ?? 0))
      best = { days, from, to, sure: t.undated === 0 && coveredBy(index, from + 1, to) !== 'none' };
    if (p !== null) later = Math.min(later, p.from);
  }
  return best;
}

function countBy<T, K>(items: readonly T[], of: (item: T) => K): Map<K, number> {
  const out = new Map<K, number>();
  for (const item of items) {
    const key = of(item);
    out.set(key, (out.get(key) ?? 0) + 1);
  }
  return out;
}
