import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** How many days before the instant are looked at. */
  days: z.number().int().positive().max(366).default(92),
  ...recordParams,
});

const faults = { unlisted: '有没登记的账号', unfiled: '没有备案而在发布' } as const;

/** 未备案账号 */
export const unlistedAccounts = defineIndicator({
  id: 'unlisted-accounts',
  version: 1,
  draft: true,
  title: '未备案账号',
  description: '看单位有没有没登记、没备案而在使用的账号：台账里没有备案日期而在发布的，列为疑似；台账之外的由人记录。',
  subject: 'organization',
  needs: ['account.posts', 'manual.record'],
  of: ['accounts'],
  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '不单独判定不通过。',
    person: '没有备案日期而在发布的，由人核对是漏登还是没有备案；台账之外的账号，由人查找后记录。',
  },
  judge({ observations, params: p, asOf }) {
    return recordedVerdict({
      indicator: 'unlisted-accounts',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
  },
});
