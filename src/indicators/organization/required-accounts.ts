import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { platforms } from '#core/registry.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** 应开设的平台. */
  platforms: z.array(z.enum(platforms)).min(1).default(['weibo', 'wechat']),
  ...recordParams,
});

const faults = { 'platform-missing': '没有开设规定平台的账号' } as const;

/** 应开设的账号 */
export const requiredAccounts = defineIndicator({
  id: 'required-accounts',
  version: 1,
  draft: true,
  title: '应开设的账号',
  description: '看单位有没有开设规定平台的账号。',
  subject: 'organization',
  needs: ['manual.record'],
  of: ['accounts'],
  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '台账里有规定平台的账号，判定通过。',
    person: '台账里没有的，可能是没有登记，交人工核对。',
  },
  judge({ observations, params: p, asOf }) {
    return recordedVerdict({
      indicator: 'required-accounts',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
  },
});
