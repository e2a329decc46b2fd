import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** How many days before the instant are looked at. */
  days: z.number().int().positive().max(366).default(92),
  ...recordParams,
});

const faults = { 'still-posting': '已关停的账号仍在发布' } as const;

/** 关停后仍在发布 */
export const closedPosting = defineIndicator({
  id: 'closed-posting',
  version: 1,
  draft: true,
  title: '关停后仍在发布',
  description: '看台账里已关停、注销的账号，在关停日期之后有没有再发布内容。',
  subject: 'organization',
  needs: ['account.posts', 'manual.record'],
  of: ['accounts'],
  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '关停日期之后有发布时间确切的内容，判定仍在发布；完整的来源盖住关停之后的时段而没有内容，判定通过。',
    person: '关停后没有再看过的账号、时间正在关停当天的内容，交人工核对。',
  },
  judge({ observations, params: p, asOf }) {
    return recordedVerdict({
      indicator: 'closed-posting',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
  },
});
