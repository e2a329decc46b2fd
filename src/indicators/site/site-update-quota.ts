import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** How many whole days before the instant are looked at. */
  days: z.number().int().positive().max(92).default(14),
  /** 只看工作日. */
  workdaysOnly: z.boolean().default(false),
  /** Fewer days than this that could be judged: not enough for a pass. */
  minCoveredDays: z.number().int().positive().max(92).default(7),
  /** 允许没有更新的天数. */
  allowMissed: z.number().int().nonnegative().max(92).default(0),
  ...recordParams,
});

const faults = { 'day-missed': '有的日子没有发布信息' } as const;

/** 网站每日更新 */
export const siteUpdateQuota = defineIndicator({
  id: 'site-update-quota',
  version: 1,
  draft: true,
  title: '网站每日更新',
  description:
    '看监测时间点前的每一天（或每个工作日）网站有没有发布信息，以列表日期和稿件页发布时间为准。首页列表之外也可能有更新，所以没有看到的日子只作疑似。',
  subject: 'site',
  needs: ['page.dated-items', 'page.publish-date', 'manual.record'],

  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '每一天都看到了注明日期的信息，判定通过。',
    person: '没有看到信息的日子，可能更新在没有看到的栏目，交人工核对后认定。',
  },
  judge({ observations, params: p, asOf }) {
    return recordedVerdict({
      indicator: 'site-update-quota',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
  },
});
