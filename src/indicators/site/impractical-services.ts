import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';
import { whereReached } from '../thresholds.ts';

const params = z.strictObject({
  ...recordParams,
  /** 要素缺失4类及以上的事项: this many fail. */
  poorGuides: z.number().int().positive().default(5),
});

const faults = {
  'services-missing': '没有提供办事服务',
  'guide-poor': '办事指南重点要素类别缺失4类及以上的事项',
  'all-guides-poor': '事项总数不足5个，每个事项的办事指南重点要素类别均缺失4类及以上',
} as const;

/** 服务不实用 */
export const impracticalServices = defineIndicator({
  id: 'impractical-services',
  version: 1,
  title: '服务不实用',
  description:
    '没有提供办事服务，或办事指南十类重点要素缺失4类及以上的事项有5个以上，或事项总数不足5个而每个都缺失4类及以上，任一情形成立即否决。缺失4类及以上的每个事项记一处，不到5个的不构成否决。没有对外服务职能的部门不检查。',
  subject: 'site',
  needs: ['manual.record'],
  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '不单独判断；按人工记录的事项数对照数量线。',
    person: '由人逐个事项核对十类重点要素，缺失4类及以上的逐个记录；事项总数不足5个的另记。',
  },
  judge({ observations, params: p, asOf }) {
    const verdict = recordedVerdict({
      indicator: 'impractical-services',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
    return whereReached(verdict, faults, { 'guide-poor': p.poorGuides });
  },
});
