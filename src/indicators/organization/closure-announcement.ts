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
  eventNames,
  eventsOf,
  type LifeEvent,
  registerBasis,
  withoutRegister,
  workdaysIn,
} from '../register.ts';

const params = z.strictObject({
  /** 公告至少几个工作日, first and last day counted; 0: only that it was announced. */
  workdays: z.number().int().nonnegative().max(250).default(0),
  /** Which events have to be announced. */
  kinds: z
    .array(z.enum(['opened', 'changed', 'closed', 'cancelled']))
    .min(1)
    .default(['changed', 'closed', 'cancelled']),
  /** Events before this day are not judged. */
  since: z.iso.date().nullable().default(null),
  ...recordParams,
});
type Params = z.output<typeof params>;
const faults = { 'not-announced': '没有向社会公告', 'too-short': '公告时间少于规定' } as const;
type Fault = keyof typeof faults;

/** 变更、关停、注销公告 */
export const closureAnnouncement = besideRecords({
  timeless: true,
  id: 'closure-announcement',
  version: 1,
  title: '变更、关停、注销公告',
  description:
    '看账号变更、关停、注销（按设置也可含开设）有没有向社会公告，公告够不够规定的工作日。日期以台账为准；台账没有写日期的只作疑似，公告还没有结束的不判长短。',
  subject: 'organization',
  needs: ['manual.record'],
  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '台账写明公告起止日期的，按工作日判断够不够。',
    person: '台账没有写公告日期的，可能只是没有登记，交人工核对。',
  },
  judge({ params: p, asOf, register }) {
    return register === undefined ? withoutRegister() : judged(register, p, dayOf(asOf));
  },
});

function judged(view: RegisterView, p: Params, today: string): Verdict<Fault> {
  const drafts: Draft<Fault>[] = [];
  let examined = 0;
  for (const account of view.accounts)
    for (const e of merged(eventsOf(account))) {
      if (!p.kinds.includes(e.kind) || e.on > today || (p.since !== null && e.on < p.since)) continue;
      examined++;
      drafts.push(...faultsOf(view, account, e, p, today));
    }
  const notes = examined === 0 ? ['台账里没有须公告的变更、关停、注销'] : [];
  return verdictOf({ basis: registerBasis(examined, '次变更或关停'), drafts, notes });
}

/** 关停 and 注销 are told to the public once: the announcement of either speaks for both. */
function merged(events: readonly LifeEvent[]): LifeEvent[] {
  const ends = events.filter((e) => e.kind === 'closed' || e.kind === 'cancelled');
  const told = ends.find((e) => e.announcedFrom !== undefined) ?? ends[0];
  return events.filter((e) => (e.kind !== 'closed' && e.kind !== 'cancelled') || e === told);
}

function faultsOf(view: RegisterView, account: Account, e: LifeEvent, p: Params, today: string): Draft<Fault>[] {
  const what = `${accountText(account)}于 ${e.on} ${eventNames[e.kind]}`;
  const head = { target: `${accountKey(account)}·${e.on} ${eventNames[e.kind]}`, evidence: [entryOf(view, account)] };
  if (e.announcedFrom === undefined)
    return [
      {
        ...head,
        fault: 'not-announced',
        certainty: 'suspected',
        message: `${what}，台账里没有公告日期`,
        remedy: '没有公告的，立即在政府门户网站等渠道向社会公告；已经公告的，在台账里补上起止日期。',
      },
    ];
  if (p.workdays === 0) return [];
  const to = e.announcedTo;
  // An announcement that still stands may yet be long enough.
  if (to === undefined || to > today) return [];
  const { count, verified } = workdaysIn(e.announcedFrom, to);
  if (count >= p.workdays) return [];
  return [
    {
      ...head,
      fault: 'too-short',
      certainty: verified ? 'confirmed' : 'suspected',
      message:
        `${what}，公告从 ${e.announcedFrom} 到 ${to}，${count} 个工作日，规定不少于 ${p.workdays} 个` +
        `${verified ? '' : '；其间的放假安排不在程序的数据里，须核对工作日'}`,
      remedy: '按规定的工作日补足公告；台账日期有误的，更正台账。',
    },
  ];
}
