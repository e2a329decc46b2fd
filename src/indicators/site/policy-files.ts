import { recordedIndicator } from '../recorded.ts';

/** 政策文件 */
export const policyFiles = recordedIndicator({
  id: 'policy-files',
  version: 1,
  title: '政策文件',
  description: '是否开设政策文件类栏目，监测时间点前6个月内政策文件类一级栏目有没有更新。',
  subject: 'site',
  faults: { 'column-missing': '没有开设政策文件类栏目', stale: '6个月内没有更新' },
  person: '由人确认哪些是政策文件类一级栏目，查看稿件发布页的日期。',
});
