import { recordedIndicator } from '../recorded.ts';

/** 办事统计 */
export const serviceStatistics = recordedIndicator({
  id: 'service-statistics',
  version: 1,
  title: '办事统计',
  description: '是否公开办事统计数据，监测时间点前1个月、3个月内有没有更新。',
  subject: 'site',
  faults: {
    'statistics-missing': '没有公开办事统计数据',
    'stale-month': '超过1个月没有更新',
    'stale-quarter': '超过3个月没有更新',
  },
  person: '由人查看统计数据的期别和日期；超过3个月的只记超过3个月，不再另记超过1个月。',
});
