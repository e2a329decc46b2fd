import { z } from 'zod';
import { addDays } from '#core/calendar.ts';
import { type RegisterView, unitEntryOf } from '#core/register-view.ts';
import type { Verdict } from '#core/verdict.ts';
import { type Draft, verdictOf } from '../common.ts';
import { besideRecords, recordParams } from '../recorded.ts';
import { dayOf, registerBasis, withoutRegister } from '../register.ts';

const params = z.strictObject({
  /** 截止日期, month and day; that day is still in time. */
  deadline: z
    .string()
    .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, '写成 12-31 的样子')
    .default('12-31'),
  /** Whether the deadline falls into the year after the one that is reported on. */
  nextYear: z.boolean().default(false),
  /** Years before this one are not judged. */
  sinceYear: z.number().int().min(2000).max(2100).nullable().default(null),
  ...recordParams,
  recordDays: recordParams.recordDays.default(366),
});
type Params = z.output<typeof params>;
const faults = { missing: '没有提交年度报告', late: '提交晚于规定日期' } as const;
type Fault = keyof typeof faults;

/** 年度报告 */
export const annualReport = besideRecords({
  timeless: true,
  id: 'annual-report',
  version: 1,
  title: '年度报告',
  description:
    '看单位有没有在规定日期前提交最近一个应交年度的监管工作年度报告（年审报告）。日期以台账或人工记录为准；台账没有写的只作疑似。',
  subject: 'organization',
  needs: ['manual.record'],
  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '台账写明提交日期的，直接判断早晚。',
    person: '过了截止日期而台账没有写提交日期的，可能只是没有登记，交人工核对。',
  },
  judge({ params: p, asOf, register }) {
    return register === undefined ? withoutRegister('份年度报告') : judged(register, p, dayOf(asOf));
  },
});

function judged(view: RegisterView, p: Params, today: string): Verdict<Fault> {
  const year = dueYear(p, today);
  const limit = limitOf(p, year);
  const unit = '份年度报告';
  if (p.sinceYear !== null && year < p.sinceYear) {
    const note = `${p.sinceYear} 年度的报告 ${limitOf(p, p.sinceYear)} 才到期`;
    return { outcome: 'pass', basis: registerBasis(0, unit), findings: [], notes: [note] };
  }
  const report = view.organization.annualReports?.find((r) => r.year === year);
  const head = { target: `${year} 年度报告`, evidence: [unitEntryOf(view)] };
  const drafts: Draft<Fault>[] = [];
  if (report === undefined)
    drafts.push({
      ...head,
      fault: 'missing',
      certainty: 'suspected',
      message: `台账里没有${view.organization.name} ${year} 年度报告的提交日期，规定的期限 ${limit} 已过`,
      remedy: '没有提交的立即补交；已经提交的，在台账里补上提交日期。',
      since: new Date(`${limit}T16:00:00.000Z`).toISOString(),
    });
  else if (report.submittedOn > limit)
    drafts.push({
      ...head,
      fault: 'late',
      certainty: 'confirmed',
      message: `${view.organization.name} ${year} 年度报告 ${report.submittedOn} 才提交，规定不晚于 ${limit}`,
      remedy: '今后按规定日期提交；台账日期有误的，更正台账。',
    });
  const basis = registerBasis(report === undefined ? 0 : 1, unit, report === undefined ? 1 : 0);
  return verdictOf({ basis, drafts, notes: [`最近一个应交年度为 ${year} 年，期限 ${limit}`] });
}

/** The last year whose deadline is over. */
function dueYear(p: Params, today: string): number {
  const year = Number(today.slice(0, 4));
  const offset = p.nextYear ? 1 : 0;
  return today > limitOf(p, year - offset) ? year - offset : year - offset - 1;
}

/** Deadline of a year's report; 02-30 means the end of February. */
function limitOf(p: Params, year: number): string {
  const [month, day] = p.deadline.split('-').map(Number) as [number, number];
  const first = `${String(year + (p.nextYear ? 1 : 0)).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`;
  const limit = addDays(first, day - 1);
  if (limit.slice(5, 7) === first.slice(5, 7)) return limit;
  return addDays(limit, -Number(limit.slice(8, 10)));
}
