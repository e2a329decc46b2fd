import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** How many whole calendar days before the instant are looked at. */
  days: z.number().int().positive().max(366).default(28),
  /** Fewer working days than this that could be judged: not enough for a pass. */
  minCoveredDays: z.number().int().positive().max(262).default(10),
  /** 允许没有更新的工作日数. */
  allowMissed: z.number().int().nonnegative().max(262).default(0),
  ...recordParams,
});

const faults = { 'day-missed': '有的工作日没有更新' } as const;

/** 工作日更新 */
export const workdayUpdate = defineIndicator({
  id: 'workday-update',
  version: 1,
  draft: true,
  title: '工作日更新',
  description: '看监测时间点前的每个工作日（含调休）有没有发布内容。只有完整的来源盖住的日子才判。',
  subject: 'account',
  needs: ['account.posts', 'manual.record'],

  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '任何来源看到当天内容的，判定这一天达标；完整的来源盖住整天而没有内容的，判定不达标。',
    person: '来源没有盖住的日子、时间不确切的内容、国务院办公厅还没有公布放假安排的日子，交人工核对。',
  },
  judge({ observations, params: p, asOf }) {
    return recordedVerdict({
      indicator: 'workday-update',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
  },
});
