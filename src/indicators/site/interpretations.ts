import { z } from 'zod';
import { channelParams, months } from '../channels.ts';
import { besideRecords, recordParams } from '../recorded.ts';
import { judgeType } from '../type-channels.ts';

const { policyMonths, maxAgeDays } = channelParams;
const params = z.strictObject({ ...recordParams, policyMonths, maxAgeDays });

const faults = { 'column-missing': '没有开设政策解读类栏目', stale: '6个月内没有更新' } as const;

/** 政策解读 */
export const interpretations = besideRecords({
  id: 'interpretations',
  version: 2,
  title: '政策解读',
  description:
    '是否开设政策解读类栏目，监测时间点前6个月内政策解读类一级栏目有没有更新。以台账登记的栏目和稿件页注明的发布时间为准。',
  subject: 'site',
  needs: ['channel.update', 'site.channels', 'manual.record'],
  faults,
  params,
  lookbackDays: (p) => Math.max(14, p.maxAgeDays),
  machine: {
    alone: '登记的这一类栏目有一个在期限内有更新（稿件页注明），判定通过；都看全了而都没有更新，判定不通过。',
    person:
      '没有登记这一类栏目的，由人确认是否开设；稿件没有注明发布时间、列表没有读到、只有下级栏目更新的，由人查看。',
  },
  judge({ subject, observations, params: p, asOf }) {
    return judgeType({
      site: subject.record,
      observations,
      asOf,
      type: 'interpretation',
      name: '政策解读',
      period: months(p.policyMonths),
      maxAgeDays: p.maxAgeDays,
      firstLevel: true,
    });
  },
});
