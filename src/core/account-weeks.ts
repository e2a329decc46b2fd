import {
  type Covered,
  type CoverIndex,
  coveredBy,
  coverIndex,
  type Timeline,
  type TimelinePost,
} from './account-timeline.ts';
import { addDays, dayMs, isWorkday, shanghaiDay, startOfDay } from './calendar.ts';

/** How many of something there are at least, and at most: what has no exact time or no mark may or may not be one of them. */
export type Count = { sure: number; possible: number };

/** 一周（或一天）的发布情况. */
export type Span = {
  /** Epoch ms, the end not included. */
  from: number;
  to: number;
  /** 2026-11-16 至 2026-11-22, or one day. */
  label: string;
  posts: Count;
  originals: Count;
  /** Whether complete sources speak for all of it: without them, few posts prove nothing. */
  covered: Covered;
  /** What surely falls into it, newest first. */
  listed: readonly TimelinePost[];
};

export type WeekKind = 'calendar' | 'rolling';

/**
 * The last `weeks` whole weeks before the instant judged from, newest first: Monday to Sunday (Asia/Shanghai), or each 7 × 24 hours back. Weeks that
 * begin before `from` (the day the account was opened) or end after `until` (the day it was closed) are not whole and left out.
 */
export function weeksOf(
  t: Timeline,
  o: { week: WeekKind; weeks: number; from?: string | undefined; until?: string | undefined },
): Span[] {
  const week = 7 * dayMs;
  const end = o.week === 'rolling' ? rollingEnd(t) : mondayOf(t.now);
  const spans = Array.from({ length: o.weeks }, (_, i) => ({ from: end - (i + 1) * week, to: end - i * week }));
  return counted(t, within(spans, o), o.week === 'rolling');
}

/** Records that end up to this long before the instant judged from still speak for the last rolling week. */
const lagMs = 2 * dayMs;

/** Rolling weeks end where the records end, if that is not long ago: an export of yesterday says nothing of this morning. */
function rollingEnd(t: Timeline): number {
  const last = t.covers.reduce((max, c) => Math.max(max, c.to - 1), Number.NEGATIVE_INFINITY);
  return t.now - last <= lagMs ? Math.min(last + 1, t.now) : t.now;
}

/** First instant of the calendar week (Monday 00:00, Asia/Shanghai) an instant falls into. */
export function mondayOf(at: number): number {
  const day = shanghaiDay(new Date(at));
  const weekday = new Date(`${day}T00:00:00.000Z`).getUTCDay();
  return startOfDay(addDays(day, -((weekday + 6) % 7))).getTime();
}

/** First instant that `weeks` whole weeks before `now` reach back to. */
export function reachOf(now: number, week: WeekKind, weeks: number): number {
  return (week === 'rolling' ? now - lagMs : mondayOf(now)) - weeks * 7 * dayMs;
}

/** 一天 of the period, with what the holiday notice says of it. */
export type Day = Span & { day: string; workday: boolean; verified: boolean };

/** The last `days` whole days before the instant judged from, newest first. */
export function daysOf(t: Timeline, o: { days: number; from?: string | undefined; until?: string | undefined }): Day[] {
  const today = startOfDay(shanghaiDay(new Date(t.now))).getTime();
  const spans = Array.from({ length: o.days }, (_, i) => ({ from: today - (i + 1) * dayMs, to: today - i * dayMs }));
  return counted(t, within(spans, o), false).map((s) => {
    const day = shanghaiDay(new Date(s.from));
    return { ...s, day, ...isWorkday(day) };
  });
}

type Bounds = { from: number; to: number };

function within(spans: readonly Bounds[], o: { from?: string | undefined; until?: string | undefined }): Bounds[] {
  const first = o.from === undefined ? Number.NEGATIVE_INFINITY : startOfDay(o.from).getTime();
  const last = o.until === undefined ? Number.POSITIVE_INFINITY : startOfDay(o.until).getTime();
  return spans.filter((s) => s.from >= first && s.to <= last);
}

/** Every post once into the span it falls into; what may fall into several counts as possible in each. Linear in posts and spans. */
function counted(t: Timeline, spans: readonly Bounds[], rolling: boolean): Span[] {
  const index: CoverIndex = coverIndex(t.covers);
  const newest = spans[0];
  const length = newest ? newest.to - newest.from : 1;
  const cells = spans.map(() => ({
    posts: 0,
    maybe: 0,
    originals: 0,
    maybeOriginals: 0,
    listed: [] as TimelinePost[],
  }));
  const top = newest?.to ?? 0;
  for (const p of t.posts) {
    // Spans lie end to end, newest first; none is left out but at the ends.
    const first = Math.max(0, Math.floor((top - 1 - p.to) / length));
    const last = Math.floor((top - 1 - p.from) / length);
    for (let i = first; i <= last && i < cells.length; i++) {
      const cell = cells[i];
      if (cell === undefined) continue;
      if (first === last && p.to < top) {
        cell.posts++;
        cell.listed.push(p);
        if (p.post.original === 'original') cell.originals++;
        else if (p.post.original === 'unknown') cell.maybeOriginals++;
      } else {
        cell.maybe++;
        if (p.post.original !== 'repost') cell.maybeOriginals++;
      }
    }
  }
  return spans.map((s, i) => {
    const cell = cells[i] as (typeof cells)[number];
    return {
      ...s,
      label: labelOf(s, rolling),
      posts: { sure: cell.posts, possible: cell.posts + cell.maybe + t.undated },
      originals: { sure: cell.originals, possible: cell.originals + cell.maybeOriginals + t.undated },
      covered: coveredBy(index, s.from, s.to),
      listed: cell.listed,
    };
  });
}

function labelOf(s: Bounds, rolling: boolean): string {
  const [from, to] = [shanghaiDay(new Date(s.from)), shanghaiDay(new Date(s.to - 1))];
  if (from === to) return from;
  if (!rolling) return `${from} 至 ${to}`;
  const time = new Date(s.from + 8 * 3_600_000).toISOString().slice(11, 16);
  return `${from} ${time} 至 ${shanghaiDay(new Date(s.to))} ${time}`;
}

/** Whether a span has its number of something: `short` only where its complete sources leave no room for more. */
export function meets(count: Count, least: number, covered: Covered): 'met' | 'short' | 'maybe-short' | 'unknown' {
  if (count.sure >= least) return 'met';
  if (count.possible >= least || covered === 'none') return 'unknown';
  return covered === 'sure' ? 'short' : 'maybe-short';
}
