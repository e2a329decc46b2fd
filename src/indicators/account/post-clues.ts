import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** How many days before the instant are looked at. */
  days: z.number().int().positive().max(366).default(31),
  ...recordParams,
});

const faults = { 'forced-follow': '把关注、下载、点赞、转发作为条件', advert: '刊登或链接商业广告' } as const;

/** 强制关注与广告线索 */
export const postClues = defineIndicator({
  id: 'post-clues',
  version: 1,
  draft: true,
  title: '强制关注与广告线索',
  description: '从标题和摘要里找“先关注”“转发集赞”等强制推广和商业广告的说法，只作线索。',
  subject: 'account',
  needs: ['account.posts', 'manual.record'],

  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '不单独判定不通过。完整的来源盖住整个时段而没有线索，判定没有发现。',
    person: '每条线索都由人打开原文判断；来源不完整的，由人抽看。',
  },
  judge({ observations, params: p, asOf }) {
    return recordedVerdict({
      indicator: 'post-clues',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
  },
});
