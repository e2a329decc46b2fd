import { recordedIndicator } from '../recorded.ts';

/** 站内搜索 */
export const siteSearch = recordedIndicator({
  id: 'site-search',
  version: 1,
  title: '站内搜索',
  description:
    '是否提供可用的全站搜索；随机选取4条已发布信息或服务的标题，看能否在结果第一页找到；搜索结果是否分类展现。',
  subject: 'site',
  faults: {
    unusable: '没有全站搜索功能，或功能不可用',
    'not-found': '搜索结果第一页找不到已发布的内容',
    'not-classified': '搜索结果没有分类展现',
  },
  person: '由人用抽到的4个标题逐条搜索，找不到的逐条记录。',
});
