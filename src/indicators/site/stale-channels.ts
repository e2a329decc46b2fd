import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';
import { whereReached } from '../thresholds.ts';

const params = z.strictObject({
  ...recordParams,
  /** 动态要闻类（2周）和通知公告、政策文件类一级栏目（6个月）: this many of both together without an update fail. */
  staleChannels: z.number().int().positive().default(5),
  /** 应更新但长期未更新: this many fail. */
  overdueChannels: z.number().int().positive().default(10),
  /** 空白栏目: this many fail. */
  blankChannels: z.number().int().positive().default(5),
});

const faults = {
  stale: '动态要闻类栏目2周内、通知公告或政策文件类一级栏目6个月内没有更新',
  overdue: '应更新但长期未更新的栏目',
  blank: '空白栏目',
} as const;

/** 栏目不更新 */
export const staleChannels = defineIndicator({
  id: 'stale-channels',
  version: 1,
  title: '栏目不更新',
  description:
    '动态要闻类栏目2周内、通知公告和政策文件类一级栏目6个月内累计5个以上没有更新，或应更新但长期未更新的栏目10个以上，或空白栏目5个以上，任一情形成立即否决。每个栏目记一处，不到数量的不构成否决。',
  subject: 'site',
  needs: ['manual.record'],
  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '不单独判断；按人工记录的栏目数对照三条数量线。',
    person: '由人确认栏目的类型和级别，没有更新、长期未更新、空白的栏目逐个记录网址。',
  },
  judge({ observations, params: p, asOf }) {
    const verdict = recordedVerdict({
      indicator: 'stale-channels',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
    return whereReached(verdict, faults, {
      stale: p.staleChannels,
      overdue: p.overdueChannels,
      blank: p.blankChannels,
    });
  },
});
