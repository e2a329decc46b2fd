import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { platforms } from '#core/registry.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** 同类平台: name of the class → its platforms. A platform in no class stands alone. */
  classes: z.record(z.string().trim().min(1).max(40), z.array(z.enum(platforms)).min(1)).default({}),
  /** 至多几个. */
  max: z.number().int().positive().max(20).default(1),
  /** Platforms that are not counted: apps have a rule of their own, and two accounts on “other” platforms need not share one. */
  except: z.array(z.enum(platforms)).default(['app', 'other']),
  ...recordParams,
});

const faults = { duplicate: '在同一平台（同类平台）开设了多个账号' } as const;

/** 一个平台一个账号 */
export const accountPerPlatform = defineIndicator({
  id: 'account-per-platform',
  version: 1,
  draft: true,
  title: '一个平台一个账号',
  description: '看台账里一个单位在同一平台（或同类平台）开设的账号有没有超过一个。已关停、注销的不计。',
  subject: 'organization',
  needs: ['account.profile', 'manual.record'],
  of: ['accounts'],
  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '台账写明的，直接判定。',
    person: '另有平台显示已不存在的账号时，交人工核对台账。',
  },
  judge({ observations, params: p, asOf }) {
    return recordedVerdict({
      indicator: 'account-per-platform',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
  },
});
