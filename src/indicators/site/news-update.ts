import { recordedIndicator } from '../recorded.ts';

/** 动态要闻 */
export const newsUpdate = recordedIndicator({
  id: 'news-update',
  version: 1,
  title: '动态要闻',
  description: '是否开设动态要闻类栏目，监测时间点前2周内有没有更新。',
  subject: 'site',
  faults: { 'column-missing': '没有开设动态要闻类栏目', stale: '2周内没有更新' },
  person: '由人确认哪些是动态要闻类栏目，查看稿件发布页的日期；没有注明发布时间的视为不更新。',
});
