import { z } from 'zod';
import { besideRecords, recordParams } from '../recorded.ts';
import { weeklyLookback, weeklyParams, weeklyQuota } from '../weekly.ts';

const params = z.strictObject({ ...weeklyParams, ...recordParams });
const faults = { 'week-short': '有的周更新次数少于规定' } as const;

/** 更新频次 */
export const updateQuota = besideRecords({
  id: 'update-quota',
  version: 1,
  title: '更新频次',
  description:
    '看监测时间点前的若干整周，每周（自然周，或往前每7天）发布的内容够不够规定条数。只有完整的来源盖住的整周才判不足，没有盖住的周不算作没有更新；不足的周逐周列出。移动客户端、小程序不以发布频次判断。',
  subject: 'account',
  needs: ['account.posts', 'manual.record'],
  faults,
  params,
  lookbackDays: weeklyLookback,
  machine: {
    alone:
      '任何来源看到够数的周，判定这一周达标；完整的来源（有人签认，或平台列表两次看到、对照账号正常）盖住整周而不够数的，判定不达标。',
    person: '来源没有盖住的周、日期正在两周之间的内容、来源没有人签认的，交人工核对。',
  },
  judge({ subject, observations, params: p, asOf }) {
    return weeklyQuota({
      account: subject.record,
      observations: observations['account.posts'],
      params: p,
      asOf,
      fault: 'week-short',
      what: '内容',
      count: (week) => week.posts,
      remedy: '按规定的频次更新，落实专人和选题；长期无力维护的，按程序关停注销。',
    });
  },
});
