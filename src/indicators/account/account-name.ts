import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** How many days old a look at the account may be. */
  maxAgeDays: z.number().int().positive().max(366).default(92),
  ...recordParams,
});

const faults = { campaign: '为专项活动或专项工作单独开设', personal: '以个人名义开设' } as const;

/** 账号名称 */
export const accountName = defineIndicator({
  id: 'account-name',
  version: 1,
  draft: true,
  title: '账号名称',
  description: '看账号名称像不像以个人名义或为专项活动、专项工作开设。',
  subject: 'account',
  needs: ['account.profile', 'manual.record'],

  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '名称里没有这类说法，判定通过。',
    person: '名称里有“专项”“行动”“创建”等字样，或平台认证为个人的，交人工判断。',
  },
  judge({ observations, params: p, asOf }) {
    return recordedVerdict({
      indicator: 'account-name',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
  },
});
