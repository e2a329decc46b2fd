import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** 时限, hours from publication to relay. */
  hours: z.number().positive().max(720).default(12),
  /** How many days before the instant are looked at. */
  days: z.number().int().positive().max(366).default(31),
  /** 相似程度 (0 to 1) from which two titles or texts are the same matter, and from which a person has to look. */
  same: z.number().min(0.5).max(1).default(0.8),
  maybe: z.number().min(0.3).max(1).default(0.5),
  ...recordParams,
});

const faults = { 'not-relayed': '没有转载重要政务信息', late: '转载超过规定时间' } as const;

/** 重要政务信息转载 */
export const importantRelay = defineIndicator({
  id: 'important-relay',
  version: 1,
  draft: true,
  title: '重要政务信息转载',
  description:
    '看上级重要政务信息清单上的每一条，账号有没有在规定时间内转载：按链接、标题和正文相似程度认定。清单由人标记后导入。',
  subject: 'account',
  needs: ['account.posts', 'relay.list', 'manual.record'],

  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '找到同一内容且在时限内，判定已转载；完整的来源盖住整个时限而没有相近内容，判定没有转载。',
    person: '标题相近而不能断定、来源没有盖住时限、时间不确切的，交人工核对。',
  },
  judge({ observations, params: p, asOf }) {
    return recordedVerdict({
      indicator: 'important-relay',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
  },
});
