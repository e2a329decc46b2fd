import { z } from 'zod';
import { coverText } from '#core/account-timeline.ts';
import { type Count, meets, reachOf, type Span, type WeekKind, weeksOf } from '#core/account-weeks.ts';
import type { Observation } from '#core/observation.ts';
import type { Account } from '#core/registry.ts';
import type { Verdict } from '#core/verdict.ts';
import { basisOf, type Draft, listed, verdictOf } from './common.ts';
import { lookAtPosts, proofOf, titleText, weakText } from './posts.ts';

/** Params of quotas that count by the week: spread into the indicator's own `z.strictObject`. */
export const weeklyParams = {
  /** 每周至少几条. */
  perWeek: z.number().int().positive().max(100).default(1),
  /** 自然周 (Monday to Sunday) or each 7 × 24 hours back from the instant judged from. */
  week: z.enum(['calendar', 'rolling']).default('calendar'),
  /** How many whole weeks before the instant are looked at. */
  weeks: z.number().int().positive().max(53).default(4),
  /** Fewer weeks than this that could be judged: not enough for a pass. */
  minCoveredWeeks: z.number().int().positive().max(53).default(4),
  /** 允许不足的周数. */
  allowShort: z.number().int().nonnegative().max(53).default(0),
};

type Weekly = { perWeek: number; week: WeekKind; weeks: number; minCoveredWeeks: number; allowShort: number };

/** Days that a weekly quota looks back: its whole weeks, and the rest of the present one. */
export const weeklyLookback = (p: Pick<Weekly, 'weeks'>): number => 7 * (p.weeks + 1) + 3;

/**
 * 每周的条数够不够. A week is short only where complete sources speak for the whole of it; a week that nothing covers is unknown, not empty. Weeks
 * before the opening or after the closing of the account are not asked about.
 */
export function weeklyQuota<F extends string>(o: {
  account: Account;
  observations: readonly Observation<'account.posts'>[];
  params: Weekly;
  asOf: Date;
  fault: F;
  /** What is counted, Chinese: 内容, 原创内容. */
  what: string;
  count(week: Span): Count;
  remedy: string;
}): Verdict<F> {
  const { account, params: p } = o;
  const now = o.asOf.getTime();
  const look = lookAtPosts(o.observations, account, { since: reachOf(now, p.week, p.weeks), now });
  if ('verdict' in look) return look.verdict;
  const { timeline, seen } = look;
  const weeks = weeksOf(timeline, {
    week: p.week,
    weeks: p.weeks,
    from: account.openedOn,
    until: account.cancelledOn,
  });
  const states = weeks.map((week) => ({
    week,
    count: o.count(week),
    state: meets(o.count(week), p.perWeek, week.covered),
  }));
  const unknown = states.filter((s) => s.state === 'unknown');
  const known = states.length - unknown.length;
  const basis = basisOf(seen, { examined: known, unobserved: unknown.length, unit: '周' });
  if (weeks.length === 0) {
    const note = `账号开设不足一整周（${account.openedOn ?? '开设日期不详'}），不判每周条数`;
    return { outcome: 'pass', basis, findings: [], notes: [note] };
  }
  const short = states.filter((s) => s.state === 'short' || s.state === 'maybe-short');
  const sure = short.filter((s) => s.state === 'short').length;
  const drafts: Draft<F>[] =
    short.length <= p.allowShort
      ? []
      : short.map(({ week, count, state }) => ({
          fault: o.fault,
          certainty: state === 'short' && sure > p.allowShort ? 'confirmed' : 'suspected',
          target: week.label,
          message:
            `${week.label} 发布${o.what} ${count.sure} 条${shownText(week)}，规定每周不少于 ${p.perWeek} 条` +
            `${count.possible > count.sure ? `（连同时间、性质不确切的至多 ${count.possible} 条）` : ''}` +
            `${state === 'short' ? '' : weakText}`,
          remedy: o.remedy,
          since: new Date(week.to).toISOString(),
          evidence: proofOf(timeline, week),
        }));
  const notes: string[] = [];
  const cover = coverText(timeline.covers);
  notes.push(
    `看了 ${weeks.length} 个${p.week === 'calendar' ? '自然周' : '整周'}，达标 ${known - short.length} 周、不足 ${short.length} 周、无法判断 ${unknown.length} 周；` +
      `${cover === '' ? '没有完整的发布记录' : `完整的发布记录覆盖 ${cover}`}`,
  );
  if (short.length > 0 && drafts.length === 0) notes.push(`不足的 ${short.length} 周在允许的 ${p.allowShort} 周以内`);
  if (timeline.future > 0) notes.push(`有 ${timeline.future} 条内容的发布时间晚于监测时间点，没有计入`);
  return verdictOf({ basis, drafts, notes, undeterminable: thin({ known, unknown, weeks, p, missed: look.missed }) });
}

function thin(o: {
  known: number;
  unknown: readonly { week: Span }[];
  weeks: readonly Span[];
  p: Weekly;
  missed: string;
}): string | undefined {
  const needed = Math.min(o.p.minCoveredWeeks, o.weeks.length);
  if (o.known >= needed) return undefined;
  const labels = listed(
    o.unknown.map((s) => s.week.label),
    '周',
    2,
  );
  return `只有 ${o.known} 周能够判断，少于规定的 ${needed} 周：${labels}没有完整的发布记录，或时间不确切的内容可能正好够数${o.missed}`;
}

function shownText(week: Span): string {
  if (week.listed.length === 0) return '';
  return `（${listed(
    week.listed.map((p) => titleText(p.post)),
    '条',
    2,
  )}）`;
}
