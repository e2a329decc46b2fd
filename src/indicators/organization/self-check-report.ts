import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** 每月几日前（含当日）. */
  day: z.number().int().min(1).max(31).default(25),
  /** How many months whose day has passed are looked at. */
  months: z.number().int().positive().max(12).default(1),
  /** Words that all stand in the title, besides the name of the unit. */
  words: z.array(z.string().trim().min(1).max(40)).min(1).max(10).default(['新媒体', '自查']),
  ...recordParams,
});

const faults = { missing: '没有公开自查情况', late: '公开晚于规定日期' } as const;

/** 自查情况公开 */
export const selfCheckReport = defineIndicator({
  id: 'self-check-report',
  version: 1,
  draft: true,
  title: '自查情况公开',
  description:
    '看单位有没有在每月规定日期前，在门户网站通知公告类栏目公开政务新媒体自查情况：标题里有单位名称和规定的字样。',
  subject: 'organization',
  needs: ['page.dated-items', 'page.publish-date', 'manual.record'],
  of: ['portals'],
  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '在规定日期前看到标题相符的公告，判定这个月已公开；只在规定日期之后看到的，列为疑似晚于规定。',
    person: '没有看到的，可能在没有看到的栏目或页次，交人工核对。',
  },
  judge({ observations, params: p, asOf }) {
    return recordedVerdict({
      indicator: 'self-check-report',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
  },
});
