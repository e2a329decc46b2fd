import { z } from 'zod';
import { coverText } from '#core/account-timeline.ts';
import { type Day, daysOf, meets } from '#core/account-weeks.ts';
import { dayMs } from '#core/calendar.ts';
import type { Observation } from '#core/observation.ts';
import type { Account } from '#core/registry.ts';
import type { Verdict } from '#core/verdict.ts';
import { basisOf, type Draft, verdictOf } from '../common.ts';
import { lookAtPosts, proofOf, weakText } from '../posts.ts';
import { besideRecords, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** How many whole calendar days before the instant are looked at. */
  days: z.number().int().positive().max(366).default(28),
  /** Fewer working days than this that could be judged: not enough for a pass. */
  minCoveredDays: z.number().int().positive().max(262).default(10),
  /** 允许没有更新的工作日数. */
  allowMissed: z.number().int().nonnegative().max(262).default(0),
  ...recordParams,
});
type Params = z.output<typeof params>;
const faults = { 'day-missed': '有的工作日没有更新' } as const;

/** 工作日更新 */
export const workdayUpdate = besideRecords({
  id: 'workday-update',
  version: 1,
  title: '工作日更新',
  description:
    '看监测时间点前的每个工作日（含调休）有没有发布内容。只有完整的来源盖住的日子才判没有更新。移动客户端、小程序不判。',
  subject: 'account',
  needs: ['account.posts', 'manual.record'],
  faults,
  params,
  lookbackDays: (p) => p.days + 2,
  machine: {
    alone: '任何来源看到当天内容的，判定这一天达标；完整的来源盖住整天而没有内容的，判定不达标。',
    person: '来源没有盖住的日子、时间不确切的内容、国务院办公厅还没有公布放假安排的日子，交人工核对。',
  },
  judge({ subject, observations, params: p, asOf }) {
    return machine(subject.record, observations['account.posts'], p, asOf);
  },
});

function machine(
  account: Account,
  observations: readonly Observation<'account.posts'>[],
  p: Params,
  asOf: Date,
): Verdict<'day-missed'> {
  const now = asOf.getTime();
  const look = lookAtPosts(observations, account, { since: now - (p.days + 1) * dayMs, now });
  if ('verdict' in look) return look.verdict;
  const { timeline, seen } = look;
  const days = daysOf(timeline, { days: p.days, from: account.openedOn, until: account.cancelledOn })
    .filter((d) => d.workday)
    .map((day) => ({ day, state: meets(day.posts, 1, day.covered) }));
  const unknown = days.filter((d) => d.state === 'unknown').length;
  const known = days.length - unknown;
  const basis = basisOf(seen, { examined: known, unobserved: unknown, unit: '个工作日' });
  if (days.length === 0)
    return { outcome: 'pass', basis, findings: [], notes: ['监测期内账号还没有经过一个完整的工作日，不判'] };
  const missed = days.filter((d) => d.state === 'short' || d.state === 'maybe-short');
  const certain = (d: (typeof days)[number]) => d.state === 'short' && d.day.verified;
  const sure = missed.filter(certain).length;
  const drafts: Draft<'day-missed'>[] =
    missed.length <= p.allowMissed
      ? []
      : missed.map((d) => ({
          fault: 'day-missed' as const,
          certainty: certain(d) && sure > p.allowMissed ? ('confirmed' as const) : ('suspected' as const),
          target: d.day.day,
          message: `${d.day.day}（工作日）没有发布内容${doubt(d)}`,
          remedy: '每个工作日安排内容更新，节假日前后做好储备稿件。',
          since: new Date(d.day.to).toISOString(),
          evidence: proofOf(timeline, d.day),
        }));
  const cover = coverText(timeline.covers);
  const notes = [
    `看了 ${days.length} 个工作日，有更新 ${known - missed.length} 天、没有更新 ${missed.length} 天、无法判断 ${unknown} 天；` +
      `${cover === '' ? '没有完整的发布记录' : `完整的发布记录覆盖 ${cover}`}`,
  ];
  if (missed.length > 0 && drafts.length === 0) notes.push(`没有更新的天数在允许的 ${p.allowMissed} 天以内`);
  const needed = Math.min(p.minCoveredDays, days.length);
  const thin =
    known < needed
      ? `只有 ${known} 个工作日能够判断，少于规定的 ${needed} 个：其余的没有完整的发布记录盖住${look.missed}`
      : undefined;
  return verdictOf({ basis, drafts, notes, undeterminable: thin });
}

function doubt(d: { day: Day; state: string }): string {
  if (!d.day.verified) return '；这一天的放假安排还没有公布，须核对是不是工作日';
  return d.state === 'short' ? '' : weakText;
}
