import { z } from 'zod';
import { addDays, dayMs, endOfDay, isWorkday, shanghaiDay } from '#core/calendar.ts';
import type { Observation, Observed } from '#core/observation.ts';
import type { Verdict } from '#core/verdict.ts';
import { basisOf, type Draft, partition, undeterminable, unseenText, verdictOf } from '../common.ts';
import { besideRecords, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** How many whole days before the instant are looked at. */
  days: z.number().int().positive().max(92).default(14),
  /** 只看工作日. */
  workdaysOnly: z.boolean().default(false),
  /** Fewer days than this that could be judged: not enough for a pass. */
  minCoveredDays: z.number().int().positive().max(92).default(7),
  /** 允许没有更新的天数. */
  allowMissed: z.number().int().nonnegative().max(92).default(0),
  ...recordParams,
});
type Params = z.output<typeof params>;
const faults = { 'day-missed': '有的日子没有发布信息' } as const;

/** 网站每日更新 */
export const siteUpdateQuota = besideRecords({
  id: 'site-update-quota',
  version: 1,
  title: '网站每日更新',
  description:
    '看监测时间点前的每一天（或每个工作日）网站有没有发布信息，以列表日期和稿件页发布时间为准。没有看到的日子，更新可能在没有看到的栏目，所以只作疑似；之后没有及时看过首页的日子不判。',
  subject: 'site',
  needs: ['page.dated-items', 'page.publish-date', 'manual.record'],
  faults,
  params,
  lookbackDays: (p) => p.days + 2,
  machine: {
    alone: '能够判断的每一天都看到了注明日期的信息，判定通过。',
    person: '没有看到信息的日子，可能更新在没有看到的栏目，交人工核对后认定。',
  },
  judge({ observations, params: p, asOf }) {
    return judged(observations['page.dated-items'], observations['page.publish-date'], p, asOf);
  },
});

/** A day is judged by a look at the home page this long after its end: later, newer rows may have pushed its rows out. */
const lookWithinMs = 1.5 * dayMs;

function judged(
  lists: readonly Observation<'page.dated-items'>[],
  articles: readonly Observation<'page.publish-date'>[],
  p: Params,
  asOf: Date,
): Verdict<'day-missed'> {
  const listed = partition(lists);
  const read = partition(articles);
  const today = shanghaiDay(asOf);
  const dates = new Set<string>();
  for (const o of listed.seen) for (const row of o.value.items) if (row.date !== null) dates.add(row.date);
  for (const o of read.seen) if (o.value.isArticle && o.value.date !== null) dates.add(o.value.date);
  const front = listed.seen.filter((o) => o.value.role === 'home');
  const days = Array.from({ length: p.days }, (_, i) => addDays(today, -1 - i))
    .map((day) => ({ day, ...isWorkday(day), look: lookAfter(front, day) }))
    .filter((d) => !p.workdaysOnly || d.workday);
  const missed = days.filter((d) => !dates.has(d.day) && d.look !== undefined);
  const unknown = days.filter((d) => !dates.has(d.day) && d.look === undefined).length;
  const known = days.length - unknown;
  const unit = p.workdaysOnly ? '个工作日' : '天';
  const basis = basisOf([...listed.seen, ...read.seen], { examined: known, unobserved: unknown, unit });
  if (front.length === 0) {
    const why = listed.unseen.length > 0 ? `首页没有看成：${unseenText(listed.unseen, '次')}` : '没有采集过首页';
    return undeterminable({ ...basis, examined: 0, unobserved: days.length }, why);
  }
  const drafts: Draft<'day-missed'>[] =
    missed.length <= p.allowMissed
      ? []
      : missed.map(({ day, look, verified }) => ({
          fault: 'day-missed',
          certainty: 'suspected',
          target: day,
          message: `${day} 没有看到网站发布的信息，更新可能在没有看到的栏目，须人工核对${p.workdaysOnly && !verified ? '；这一天是不是工作日，没有放假安排数据' : ''}`,
          remedy: '安排每天发布信息，并在稿件页注明发布时间。',
          since: endOfDay(day).toISOString(),
          evidence: look?.evidence ?? [],
        }));
  const notes = [
    `看了 ${days.length} ${unit}，有更新 ${known - missed.length}、没有看到更新 ${missed.length}、无法判断 ${unknown}`,
  ];
  const needed = Math.min(p.minCoveredDays, days.length);
  const thin =
    known < needed
      ? `只有 ${known} ${unit}能够判断，少于规定的 ${needed} ${unit}：其余的日子之后没有及时看过首页`
      : undefined;
  return verdictOf({ basis, drafts, notes, undeterminable: thin });
}

/** The look at the home page that would have shown a day's items: soon after its end, with all its lists read. */
function lookAfter(
  front: readonly Observed<'page.dated-items'>[],
  day: string,
): Observed<'page.dated-items'> | undefined {
  const end = endOfDay(day).getTime();
  return front.find((o) => {
    const at = Date.parse(o.observedAt);
    return at > end && at <= end + lookWithinMs && o.value.unreadLists.length === 0;
  });
}
