import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { platforms } from '#core/registry.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** How many days old a look at an account may be. */
  maxAgeDays: z.number().int().positive().max(366).default(92),
  /** Platforms that are not compared: apps and mini-programs are named after what they do. */
  except: z.array(z.enum(platforms)).default(['app', 'wechat-mini', 'alipay-mini', 'other']),
  ...recordParams,
});

const faults = { 'name-differs': '不同平台的账号名称不一致' } as const;

/** 各平台名称一致 */
export const accountNames = defineIndicator({
  id: 'account-names',
  version: 1,
  draft: true,
  title: '各平台名称一致',
  description:
    '看一个单位在不同平台上的账号名称是不是一致，去掉平台名、空格和“官方”等字样后比较；平台上显示的名称与台账不同的，也列出来。',
  subject: 'organization',
  needs: ['account.profile', 'manual.record'],
  of: ['accounts'],
  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '名称全部一致或明显不一致的，直接判定。',
    person: '只差几个字的（如简称），交人工判断。',
  },
  judge({ observations, params: p, asOf }) {
    return recordedVerdict({
      indicator: 'account-names',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
  },
});
