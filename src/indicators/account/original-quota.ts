import { z } from 'zod';
import { besideRecords, recordParams } from '../recorded.ts';
import { weeklyLookback, weeklyParams, weeklyQuota } from '../weekly.ts';

const params = z.strictObject({ ...weeklyParams, ...recordParams });
const faults = { 'week-short': '有的周原创信息少于规定' } as const;

/** 原创信息 */
export const originalQuota = besideRecords({
  id: 'original-quota',
  version: 1,
  title: '原创信息',
  description:
    '看每周发布的原创内容够不够规定条数。标明原创的才算原创；看不出是不是原创的，两种可能都算一遍，两样结果不同的交人工核对。移动客户端、小程序不判。',
  subject: 'account',
  needs: ['account.posts', 'manual.record'],
  faults,
  params,
  lookbackDays: weeklyLookback,
  machine: {
    alone: '标明原创的够数，判定达标；完整的来源盖住整周，连同看不出是否原创的也不够数，判定不达标。',
    person: '有看不出是否原创的内容、来源没有盖住整周的，交人工核对。',
  },
  judge({ subject, observations, params: p, asOf }) {
    return weeklyQuota({
      account: subject.record,
      observations: observations['account.posts'],
      params: p,
      asOf,
      fault: 'week-short',
      what: '原创内容',
      count: (week) => week.originals,
      remedy: '围绕本单位职责采写原创信息，发布时标明原创；确系原创而没有标明的，在发布记录里注明后重新导入。',
    });
  },
});
