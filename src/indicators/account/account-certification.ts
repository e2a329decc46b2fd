import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** How many days old a look at the account may be. */
  maxAgeDays: z.number().int().positive().max(366).default(92),
  ...recordParams,
});

const faults = { uncertified: '没有经平台认证', 'host-differs': '认证信息没有标明主办单位' } as const;

/** 认证信息 */
export const accountCertification = defineIndicator({
  id: 'account-certification',
  version: 1,
  draft: true,
  title: '认证信息',
  description: '看平台上的认证信息有没有标明主办单位：认证主体应是台账登记的单位名称、认证主体或别名。',
  subject: 'account',
  needs: ['account.profile', 'manual.record'],

  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '认证文字里写着登记的单位名称、认证主体或别名，判定通过；平台写明没有认证，判定不通过。',
    person: '认证文字与登记不一致的，可能是简称或机构改名，交人工核对；看不到认证信息的，由人打开账号查看。',
  },
  judge({ observations, params: p, asOf }) {
    return recordedVerdict({
      indicator: 'account-certification',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
  },
});
