import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** 每周至少发布的条数. */
  perWeek: z.number().int().positive().max(100).default(1),
  /** 自然周 (Monday to Sunday) or each 7 × 24 hours back from the instant judged from. */
  week: z.enum(['calendar', 'rolling']).default('calendar'),
  /** How many whole weeks before the instant are looked at. */
  weeks: z.number().int().positive().max(53).default(4),
  /** Fewer weeks than this that could be judged: not enough for a pass. */
  minCoveredWeeks: z.number().int().positive().max(53).default(4),
  /** 允许不足的周数. */
  allowShort: z.number().int().nonnegative().max(53).default(0),
  ...recordParams,
});

const faults = { 'week-short': '有的周更新次数少于规定' } as const;

/** 更新频次 */
export const updateQuota = defineIndicator({
  id: 'update-quota',
  version: 1,
  draft: true,
  title: '更新频次',
  description:
    '看监测时间点前的若干整周，每周（自然周，或监测时间点往前每7天）发布的内容够不够规定条数。只有完整的来源盖住的整周才判，没有盖住的周不算作没有更新；不足一条的周，逐周列出。',
  subject: 'account',
  needs: ['account.posts', 'manual.record'],

  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '任何来源看到够数的周，判定这一周达标；完整的来源盖住整周而不够数的，判定这一周不达标。',
    person: '来源没有盖住的周、日期正在两周之间的内容、来源没有人签认的，交人工核对。',
  },
  judge({ observations, params: p, asOf }) {
    return recordedVerdict({
      indicator: 'update-quota',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
  },
});
