import { recordedIndicator } from '../recorded.ts';

/** 智能搜索 */
export const smartSearch = recordedIndicator({
  id: 'smart-search',
  version: 1,
  title: '智能搜索',
  description:
    '是否提供关键词模糊搜索，是否聚合相关信息和服务功能，用2条下级网站的标题能否在搜索结果第一页找到。加分项：记录为“没有发现问题”表示各项要求全部做到、得满分，缺少的逐项记录。',
  subject: 'site',
  faults: {
    'fuzzy-missing': '没有关键词模糊搜索',
    'aggregation-missing': '没有聚合相关信息和服务功能',
    'not-found': '第一页找不到下级网站的内容',
  },
  person: '由人逐项试用，用抽到的2个标题搜索，找不到的逐条记录。',
});
