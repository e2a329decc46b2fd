import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** 周期. */
  every: z.enum(['week', 'month', 'quarter', 'half-year']).default('quarter'),
  /** How many whole periods before the instant are looked at. */
  periods: z.number().int().positive().max(53).default(1),
  /** 网站、账号的检查比例, percent of those in the register; 0: not asked for. */
  sitesPercent: z.number().min(0).max(100).default(100),
  accountsPercent: z.number().min(0).max(100).default(50),
  /** Whether the share of accounts has to be above that percentage (大于), not just reach it. */
  accountsAbove: z.boolean().default(true),
  ...recordParams,
});

const faults = {
  'cadence-missed': '有的周期没有开展检查',
  'sites-short': '检查的网站不够规定比例',
  'accounts-short': '检查的账号不够规定比例',
} as const;

/** 检查频次与覆盖面 */
export const inspectionCoverage = defineIndicator({
  id: 'inspection-coverage',
  version: 1,
  draft: true,
  title: '检查频次与覆盖面',
  description:
    '看主管单位有没有按规定的频次检查，一个周期里检查到的网站、账号够不够规定比例。以程序保存的检查结果为准，线下开展的由人记录。',
  subject: 'organization',
  needs: ['inspection.run', 'manual.record'],

  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '保存的检查结果够频次、够比例的，判定通过。',
    person: '保存的检查结果不够的，可能另有线下检查，交人工核对。',
  },
  judge({ observations, params: p, asOf }) {
    return recordedVerdict({
      indicator: 'inspection-coverage',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
  },
});
