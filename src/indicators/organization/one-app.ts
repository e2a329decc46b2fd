import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** 至多几个. */
  max: z.number().int().nonnegative().max(20).default(1),
  ...recordParams,
});

const faults = { 'too-many': '移动客户端超过规定个数' } as const;

/** 移动客户端数量 */
export const oneApp = defineIndicator({
  id: 'one-app',
  version: 1,
  draft: true,
  title: '移动客户端数量',
  description: '看一个单位登记的政务移动客户端有没有超过规定个数。已关停、注销的不计。',
  subject: 'organization',
  needs: ['manual.record'],
  of: ['accounts'],
  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '台账写明的，直接判定。',
    person: '台账之外的客户端，由人查找后记录。',
  },
  judge({ observations, params: p, asOf }) {
    return recordedVerdict({
      indicator: 'one-app',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
  },
});
