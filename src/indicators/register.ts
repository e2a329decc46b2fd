import { addDays, addWorkdays, isWorkday, shanghaiDay } from '#core/calendar.ts';
import type { RegisterView } from '#core/register-view.ts';
import { type Account, platformNames } from '#core/registry.ts';
import type { Basis, Verdict } from '#core/verdict.ts';
import { undeterminable } from './common.ts';

/** 无台账: without the register nothing is known of the unit. */
export function withoutRegister(unit = '个账号'): Verdict<never> {
  const basis: Basis = { examined: 0, unobserved: 0, unit, from: '', to: '' };
  return undeterminable(basis, '没有台账，无从判断；须导入台账，或由人检查后记录');
}

/** 依据范围 of what the register says: it tells no time. */
export function registerBasis(examined: number, unit = '个账号', unobserved = 0): Basis {
  return { examined, unobserved, unit, from: '', to: '' };
}

/** Accounts that were in use on a day: opened, neither closed nor cancelled. */
export function liveAccounts(view: RegisterView, day: string): Account[] {
  return view.accounts.filter((a) => (endOf(a) ?? '9999') > day && (a.openedOn ?? '') <= day);
}

/** 关停 or 注销日期, whichever came first. */
export function endOf(a: Account): string | undefined {
  return [a.closedOn, a.cancelledOn].filter((d) => d !== undefined).sort()[0];
}

/** 微信公众号“示例教育”. */
export function accountText(a: Account): string {
  return `${platformNames[a.platform]}“${a.name}”`;
}

/** 账号 as the target of a finding about the register: stays the same whatever else is mended. */
export function accountKey(a: Account): string {
  return `${accountText(a)}（${a.id}）`;
}

/** 开设、变更、关停、注销 of an account, with filing and announcement, as far as the register tells. */
export type LifeEvent = {
  kind: 'opened' | 'changed' | 'closed' | 'cancelled';
  on: string;
  filedOn?: string | undefined;
  announcedFrom?: string | undefined;
  announcedTo?: string | undefined;
};

export const eventNames: Record<LifeEvent['kind'], string> = {
  opened: '开设',
  changed: '变更',
  closed: '关停',
  cancelled: '注销',
};

/** Events of an account in order. A closing or cancelling that has no entry of its own has no filing either. */
export function eventsOf(a: Account): LifeEvent[] {
  const events: LifeEvent[] = (a.events ?? []).map((e) => ({ ...e }));
  if (a.openedOn !== undefined)
    events.push({ kind: 'opened', on: a.openedOn, filedOn: a.filedOn, announcedFrom: a.announcedOn });
  for (const [kind, on] of [
    ['closed', a.closedOn],
    ['cancelled', a.cancelledOn],
  ] as const)
    if (on !== undefined && !events.some((e) => e.kind === kind)) events.push({ kind, on });
  return events.sort((x, y) => (x.on < y.on ? -1 : x.on > y.on ? 1 : 0));
}

/** Working days from one day to another, both counted; at least 0. */
export function workdaysIn(from: string, to: string): { count: number; verified: boolean } {
  let count = 0;
  let verified = true;
  // Nobody announces for longer than a few years.
  for (let day = from, i = 0; day <= to && i < 2_000; day = addDays(day, 1), i++) {
    const w = isWorkday(day);
    verified &&= w.verified;
    if (w.workday) count++;
  }
  return { count, verified };
}

/** Last day on which something was in time, and whether the holidays up to it are known. */
export function deadlineOf(on: string, workdays: number): { day: string; verified: boolean } {
  return addWorkdays(on, workdays);
}

export const dayOf = (at: Date): string => shanghaiDay(at);
