import { z } from 'zod';
import { addDays, dayMs, shanghaiDay, startOfDay } from '#core/calendar.ts';
import type { Observation, Observed } from '#core/observation.ts';
import { type RegisterView, unitEntryOf } from '#core/register-view.ts';
import type { Verdict } from '#core/verdict.ts';
import { basisOf, type Draft, partition, undeterminable, verdictOf } from '../common.ts';
import { besideRecords, recordParams } from '../recorded.ts';
import { withoutRegister } from '../register.ts';

const params = z.strictObject({
  /** 周期. */
  every: z.enum(['week', 'month', 'quarter', 'half-year']).default('quarter'),
  /** How many whole periods before the instant are looked at. */
  periods: z.number().int().positive().max(53).default(1),
  /** 网站、账号的检查比例, percent of those in the register; 0: not asked for. */
  sitesPercent: z.number().min(0).max(100).default(100),
  accountsPercent: z.number().min(0).max(100).default(50),
  /** Whether the share of accounts has to be above that percentage (大于), not just reach it. */
  accountsAbove: z.boolean().default(true),
  ...recordParams,
});
type Params = z.output<typeof params>;
const faults = {
  'cadence-missed': '有的周期没有开展检查',
  'sites-short': '检查的网站不够规定比例',
  'accounts-short': '检查的账号不够规定比例',
} as const;
type Fault = keyof typeof faults;
const everyNames = { week: '周', month: '月', quarter: '季度', 'half-year': '半年' } as const;
const monthsOf = { month: 1, quarter: 3, 'half-year': 6 } as const;

/** 检查频次与覆盖面 */
export const inspectionCoverage = besideRecords({
  // What was not done in a past period does not change any more.
  timeless: true,
  id: 'inspection-coverage',
  version: 1,
  title: '检查频次与覆盖面',
  description:
    '看主管单位有没有按规定的频次检查，一个周期里检查到的网站、账号够不够规定比例。以程序保存的检查结果为准：一次检查里确实看到了内容的才算检查到；线下开展的由人记录。',
  subject: 'organization',
  needs: ['inspection.run', 'manual.record'],
  faults,
  params,
  lookbackDays: (p) => ({ week: 7, month: 31, quarter: 92, 'half-year': 184 })[p.every] * (p.periods + 1),
  machine: {
    alone: '保存的检查结果够频次、够比例的，判定通过。',
    person: '保存的检查结果不够的，可能另有线下检查，交人工核对。',
  },
  judge({ observations, params: p, asOf, register }) {
    return register === undefined
      ? withoutRegister('个周期')
      : judged(register, observations['inspection.run'], p, asOf);
  },
});

function judged(
  view: RegisterView,
  observations: readonly Observation<'inspection.run'>[],
  p: Params,
  asOf: Date,
): Verdict<Fault> {
  const periods = periodsOf(p, shanghaiDay(asOf));
  // What was done since the last period ended says nothing of it, not even that the program was in use by then.
  const seen = partition(observations).seen.filter((r) => Date.parse(r.slot) < (periods[0]?.to ?? 0));
  const basis = basisOf(seen, {
    examined: seen.length === 0 ? 0 : periods.length,
    unobserved: 0,
    unit: `个${everyNames[p.every]}`,
  });
  if (seen.length === 0) return undeterminable(basis, '程序没有保存过检查结果；线下开展的检查由人记录');
  const drafts = periods.flatMap((period) => faultsOf(period, seen, view, p));
  const notes = periods.map((period) => {
    const { runs, sites, accounts } = coverOf(period, seen);
    return `${period.label} 检查 ${runs.length} 次，看到网站 ${sites.inspected} 个（登记 ${sites.registered} 个）、账号 ${accounts.inspected} 个（登记 ${accounts.registered} 个）`;
  });
  return verdictOf({ basis, drafts, notes: notes.slice(0, 12) });
}

type Period = { from: number; to: number; label: string };

function faultsOf(
  period: Period,
  all: readonly Observed<'inspection.run'>[],
  view: RegisterView,
  p: Params,
): Draft<Fault>[] {
  const { runs, sites, accounts } = coverOf(period, all);
  const head = { certainty: 'suspected' as const, since: new Date(period.to).toISOString() };
  const evidence = [...runs.flatMap((r) => r.evidence), unitEntryOf(view)];
  if (runs.length === 0)
    return [
      {
        ...head,
        fault: 'cadence-missed',
        target: period.label,
        message: `${period.label} 没有保存的检查结果，规定每${everyNames[p.every]}检查；线下开展过的，由人记录`,
        remedy: '按规定的频次开展检查，并通报结果。',
        evidence,
      },
    ];
  const out: Draft<Fault>[] = [];
  const share = (n: { inspected: number; registered: number }) =>
    n.registered === 0 ? 100 : (100 * n.inspected) / n.registered;
  if (p.sitesPercent > 0 && share(sites) < p.sitesPercent)
    out.push({
      ...head,
      fault: 'sites-short',
      target: `${period.label} 网站`,
      message: `${period.label} 检查到网站 ${sites.inspected} 个，登记 ${sites.registered} 个，不够规定的 ${p.sitesPercent}%`,
      remedy: '补查没有查到的网站；没有看成的按原因处理后补测。',
      evidence,
    });
  const enough =
    p.accountsAbove && p.accountsPercent < 100
      ? share(accounts) > p.accountsPercent
      : share(accounts) >= p.accountsPercent;
  if (p.accountsPercent > 0 && accounts.registered > 0 && !enough)
    out.push({
      ...head,
      fault: 'accounts-short',
      target: `${period.label} 账号`,
      message: `${period.label} 检查到账号 ${accounts.inspected} 个，登记 ${accounts.registered} 个，不够规定的${p.accountsAbove && p.accountsPercent < 100 ? '大于' : ''} ${p.accountsPercent}%`,
      remedy: '补查没有查到的账号；没有看到的导入发布记录或由人查看后记录。',
      evidence,
    });
  return out;
}

/** Runs of a period together: whoever was seen in one of them was inspected; how many there were, by the latest. */
function coverOf(period: Period, all: readonly Observed<'inspection.run'>[]) {
  const runs = all.filter((r) => Date.parse(r.slot) >= period.from && Date.parse(r.slot) < period.to);
  const last = runs.at(-1)?.value;
  const union = (type: 'sites' | 'accounts') => ({
    inspected: new Set(runs.flatMap((r) => r.value[type].inspected)).size,
    registered: last?.[type].registered ?? 0,
  });
  return { runs, sites: union('sites'), accounts: union('accounts') };
}

/** Whole periods before a day, newest first. */
function periodsOf(p: Params, today: string): Period[] {
  const out: Period[] = [];
  let end = p.every === 'week' ? mondayBefore(today) : firstOf(today, monthsOf[p.every]);
  for (let i = 0; i < p.periods; i++) {
    const from = p.every === 'week' ? addDays(end, -7) : firstOf(addDays(end, -1), monthsOf[p.every]);
    out.push({
      from: startOfDay(from).getTime(),
      to: startOfDay(addDays(end, -1)).getTime() + dayMs,
      label: `${from} 至 ${addDays(end, -1)}`,
    });
    end = from;
  }
  return out;
}

function mondayBefore(day: string): string {
  return addDays(day, -((new Date(`${day}T00:00:00.000Z`).getUTCDay() + 6) % 7));
}

/** First day of the group of `months` months a day falls into: of its month, quarter or half-year. */
function firstOf(day: string, months: number): string {
  const month = Number(day.slice(5, 7)) - 1;
  return `${day.slice(0, 4)}-${String(month - (month % months) + 1).padStart(2, '0')}-01`;
}
