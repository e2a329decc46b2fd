import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import { recordedVerdict, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** 时限, hours; for messages that come in on a day that is no working day, `restHours`. Null: counted in working days. */
  hours: z.number().positive().max(8760).nullable().default(24),
  restHours: z.number().positive().max(8760).default(48),
  /** 时限, working days, the day of receipt not counted; used where `hours` is null. */
  workdays: z.number().int().positive().max(250).default(5),
  /** Only messages that a person marked as 具体明确的政策咨询; those nobody marked are then for a person. */
  concreteOnly: z.boolean().default(false),
  /** How many days before the instant are looked at. */
  days: z.number().int().positive().max(366).default(92),
  ...recordParams,
});

const faults = { late: '答复超过时限', unanswered: '超过时限没有答复' } as const;

/** 留言答复时限 */
export const replyTime = defineIndicator({
  id: 'reply-time',
  version: 1,
  draft: true,
  title: '留言答复时限',
  description:
    '看公众留言有没有在规定时限内答复：按小时计（非工作日另有时限），或按工作日计（收到当日不算）。记录由单位导出后导入。',
  subject: 'account',
  needs: ['account.replies', 'manual.record'],

  faults,
  params,
  lookbackDays: (p) => p.recordDays,
  machine: {
    alone: '签认的完整记录里每条留言都按时答复，判定通过；超过时限答复或到监测时间点仍没有答复的，判定不通过。',
    person: '没有记录、记录不完整、没有签认人、时间只到日期而跨过时限的，交人工核对。',
  },
  judge({ observations, params: p, asOf }) {
    return recordedVerdict({
      indicator: 'reply-time',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    });
  },
});
