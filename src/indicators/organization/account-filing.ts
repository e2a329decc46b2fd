import { z } from 'zod';
import { entryOf, type RegisterView } from '#core/register-view.ts';
import type { Account } from '#core/registry.ts';
import type { Verdict } from '#core/verdict.ts';
import { type Draft, verdictOf } from '../common.ts';
import { besideRecords, recordParams } from '../recorded.ts';
import {
  accountKey,
  accountText,
  dayOf,
  deadlineOf,
  eventNames,
  eventsOf,
  type LifeEvent,
  registerBasis,
  withoutRegister,
} from '../register.ts';

const params = z.strictObject({
  /** 时限, working days after the day of the event, which is not counted; null: no limit, only that it was filed. */
  workdays: z.number().int().positive().max(250).nullable().default(null),
  /** Events before this day are not judged: the rule was not in force. */
  since: z.iso.date().nullable().default(null),
  ...recordParams,
});
type Params = z.output<typeof params>;
const faults = { 'not-filed': '没有备案', late: '备案超过规定时限' } as const;
type Fault = keyof typeof faults;

/** 备案 */
export const accountFiling = besideRecords({
  timeless: true,
  id: 'account-filing',
  version: 1,
  title: '备案',
  description:
    '看账号开设、变更、关停、注销有没有向主管单位备案，是不是在规定的工作日内（当日不算）备案。日期以台账为准；台账没有写日期的只作疑似。',
  subject: 'organization',
  needs: ['manual.record'],
  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '台账写明备案日期的，按工作日判断早晚。',
    person: '台账没有写开设日期、备案日期的，可能只是没有登记，交人工核对；没有放假安排数据的日子，交人工核对。',
  },
  judge({ params: p, asOf, register }) {
    return register === undefined ? withoutRegister() : judged(register, p, dayOf(asOf));
  },
});

function judged(view: RegisterView, p: Params, today: string): Verdict<Fault> {
  const drafts: Draft<Fault>[] = [];
  let judgedEvents = 0;
  const undated: Account[] = [];
  for (const account of view.accounts) {
    const events = eventsOf(account).filter((e) => e.on <= today && (p.since === null || e.on >= p.since));
    judgedEvents += events.length;
    for (const e of events) drafts.push(...faultsOf(view, account, e, p, today));
    // Without a day of opening only the filing itself can be asked about, and only of accounts that may be new.
    if (account.openedOn !== undefined) continue;
    if (account.filedOn !== undefined) judgedEvents++;
    else undated.push(account);
  }
  for (const account of undated)
    drafts.push({
      fault: 'not-filed',
      certainty: 'suspected',
      target: `${accountKey(account)}·开设`,
      message: `${accountText(account)}在台账里没有备案日期，也没有开设日期`,
      remedy: '没有备案的立即补办；已经备案的，在台账里补上开设日期和备案日期。',
      evidence: [entryOf(view, account)],
    });
  const notes = view.accounts.length === 0 ? ['台账里没有该单位的账号'] : [];
  return verdictOf({ basis: registerBasis(judgedEvents, '次开设、变更或关停', undated.length), drafts, notes });
}

function faultsOf(view: RegisterView, account: Account, e: LifeEvent, p: Params, today: string): Draft<Fault>[] {
  const limit = p.workdays === null ? null : deadlineOf(e.on, p.workdays);
  const what = `${accountText(account)}于 ${e.on} ${eventNames[e.kind]}`;
  const head = { target: `${accountKey(account)}·${e.on} ${eventNames[e.kind]}`, evidence: [entryOf(view, account)] };
  if (e.filedOn === undefined) {
    if (limit !== null && today <= limit.day) return [];
    return [
      {
        ...head,
        fault: 'not-filed',
        certainty: 'suspected',
        message: `${what}，台账里没有备案日期${limit === null ? '' : `，规定的期限 ${limit.day} 已过`}`,
        remedy: '没有备案的立即补办；已经备案的，在台账里补上备案日期。',
      },
    ];
  }
  if (limit === null || e.filedOn <= limit.day) return [];
  return [
    {
      ...head,
      fault: 'late',
      certainty: limit.verified ? 'confirmed' : 'suspected',
      message:
        `${what}，${e.filedOn} 才备案，规定 ${p.workdays} 个工作日内，应不晚于 ${limit.day}` +
        `${limit.verified ? '' : '；其间的放假安排不在程序的数据里，须核对工作日'}`,
      remedy: '今后开设、变更、关停、注销账号，在规定的工作日内报主管单位备案；台账日期有误的，更正台账。',
    },
  ];
}
