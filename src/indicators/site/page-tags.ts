import { recordedIndicator } from '../recorded.ts';

/** 页面标签 */
export const pageTags = recordedIndicator({
  id: 'page-tags',
  version: 1,
  title: '页面标签',
  description: '随机抽查5个内容页面和5个栏目页面，看有没有站点标签、内容标签、栏目标签。',
  subject: 'site',
  faults: {
    'content-tags-missing': '内容页面缺站点标签或内容标签',
    'column-tags-missing': '栏目页面缺站点标签或栏目标签',
  },
  person: '抽到的页面由人查看源码，缺标签的逐页记录。',
});
