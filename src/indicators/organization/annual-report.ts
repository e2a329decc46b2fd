import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** 截止日期, month and day. */
  deadline: z
    .string()
    .regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, '写成 12-31 的样子')
    .default('12-31'),
  /** Whether the deadline falls into the year after the one that is reported on. */
  nextYear: z.boolean().default(false),
  /** Years before this one are not judged. */
  sinceYear: z.number().int().min(2000).max(2100).nullable().default(null),
  ...recordParams,
});

const faults = { missing: '没有提交年度报告', late: '提交晚于规定日期' } as const;

/** 年度报告 */
export const annualReport = defineIndicator({
  id: 'annual-report',
  version: 1,
  draft: true,
  title: '年度报告',
  description: '看单位有没有在规定日期前提交上一年度（或当年）的监管工作年度报告、年审报告。日期以台账或人工记录为准。',
  subject: 'organization',
  needs: ['manual.record'],

  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '台账写明提交日期的，直接判断早晚。',
    person: '过了截止日期而台账没有写提交日期的，交人工核对。',
  },
  judge({ observations, params: p, asOf }) {
    return recordedVerdict({
      indicator: 'annual-report',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
  },
});
