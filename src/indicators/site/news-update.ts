import { z } from 'zod';
import { channelParams, days } from '../channels.ts';
import { besideRecords, recordParams } from '../recorded.ts';
import { judgeType } from '../type-channels.ts';

const { newsDays, maxAgeDays } = channelParams;
const params = z.strictObject({ ...recordParams, newsDays, maxAgeDays });

const faults = { 'column-missing': '没有开设动态要闻类栏目', stale: '2周内没有更新' } as const;

/** 动态要闻 */
export const newsUpdate = besideRecords({
  id: 'news-update',
  version: 2,
  title: '动态要闻',
  description: '是否开设动态要闻类栏目，监测时间点前2周内有没有更新。以台账登记的栏目和稿件页注明的发布时间为准。',
  subject: 'site',
  needs: ['channel.update', 'site.channels', 'manual.record'],
  faults,
  params,
  lookbackDays: (p) => Math.max(p.newsDays, p.maxAgeDays),
  machine: {
    alone: '登记的这一类栏目有一个在期限内有更新（稿件页注明），判定通过；都看全了而都没有更新，判定不通过。',
    person: '没有登记这一类栏目的，由人确认是否开设；稿件没有注明发布时间、列表没有读到的，由人查看。',
  },
  judge({ subject, observations, params: p, asOf }) {
    return judgeType({
      site: subject.record,
      observations,
      asOf,
      type: 'news',
      name: '动态要闻',
      period: days(p.newsDays),
      maxAgeDays: p.maxAgeDays,
      firstLevel: false,
    });
  },
});
