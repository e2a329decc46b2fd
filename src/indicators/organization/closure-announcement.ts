import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** 公告至少几个工作日, first and last day counted; 0: only that it was announced. */
  workdays: z.number().int().nonnegative().max(250).default(0),
  /** Which events have to be announced. */
  kinds: z
    .array(z.enum(['opened', 'changed', 'closed', 'cancelled']))
    .min(1)
    .default(['changed', 'closed', 'cancelled']),
  /** Events before this day are not judged. */
  since: z.iso.date().nullable().default(null),
  ...recordParams,
});

const faults = { 'not-announced': '没有向社会公告', 'too-short': '公告时间少于规定' } as const;

/** 变更、关停、注销公告 */
export const closureAnnouncement = defineIndicator({
  id: 'closure-announcement',
  version: 1,
  draft: true,
  title: '变更、关停、注销公告',
  description: '看账号变更、关停、注销有没有向社会公告，公告够不够规定的工作日。日期以台账为准。',
  subject: 'organization',
  needs: ['manual.record'],
  of: ['accounts'],
  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '台账写明公告起止日期的，按工作日判断够不够。',
    person: '台账没有写公告日期的，可能只是没有登记，交人工核对。',
  },
  judge({ observations, params: p, asOf }) {
    return recordedVerdict({
      indicator: 'closure-announcement',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
  },
});
