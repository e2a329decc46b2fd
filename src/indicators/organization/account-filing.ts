import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** 时限, working days after the day of the event, which is not counted; null: no limit, only that it was filed. */
  workdays: z.number().int().positive().max(250).nullable().default(null),
  /** Events before this day are not judged: the rule was not in force. */
  since: z.iso.date().nullable().default(null),
  ...recordParams,
});

const faults = { 'not-filed': '没有备案', late: '备案超过规定时限' } as const;

/** 备案 */
export const accountFiling = defineIndicator({
  id: 'account-filing',
  version: 1,
  draft: true,
  title: '备案',
  description: '看账号开设、变更、关停、注销有没有备案，是不是在规定的工作日内备案。日期以台账为准。',
  subject: 'organization',
  needs: ['manual.record'],
  of: ['accounts'],
  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '台账写明备案日期的，按工作日判断早晚。',
    person: '台账没有写备案日期的，可能只是没有登记，交人工核对；放假安排还没有公布的日子，交人工核对。',
  },
  judge({ observations, params: p, asOf }) {
    return recordedVerdict({
      indicator: 'account-filing',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
  },
});
