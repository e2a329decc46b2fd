import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** 每周至少发布的原创条数. */
  perWeek: z.number().int().positive().max(100).default(1),
  week: z.enum(['calendar', 'rolling']).default('calendar'),
  /** How many whole weeks before the instant are looked at. */
  weeks: z.number().int().positive().max(53).default(4),
  minCoveredWeeks: z.number().int().positive().max(53).default(4),
  /** 允许不足的周数. */
  allowShort: z.number().int().nonnegative().max(53).default(0),
  ...recordParams,
});

const faults = { 'week-short': '有的周原创信息少于规定' } as const;

/** 原创信息 */
export const originalQuota = defineIndicator({
  id: 'original-quota',
  version: 1,
  draft: true,
  title: '原创信息',
  description: '看每周发布的原创内容够不够规定条数。标明原创的才算原创；看不出是不是原创的，两种可能都算一遍。',
  subject: 'account',
  needs: ['account.posts', 'manual.record'],

  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '标明原创的够数，判定达标；完整的来源盖住整周，连同看不出是否原创的也不够数，判定不达标。',
    person: '有看不出是否原创的内容、来源没有盖住整周的，交人工核对。',
  },
  judge({ observations, params: p, asOf }) {
    return recordedVerdict({
      indicator: 'original-quota',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
  },
});
