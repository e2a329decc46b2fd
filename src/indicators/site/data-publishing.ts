import { recordedIndicator } from '../recorded.ts';

/** 数据发布 */
export const dataPublishing = recordedIndicator({
  id: 'data-publishing',
  version: 1,
  title: '数据发布',
  description:
    '数据发布类栏目在3个月内有更新，或3至6个月内有更新；6个月内有图表图解等可视化解读；定期更新数据集并提供下载或可用接口。加分项：记录为“没有发现问题”表示各项要求全部做到、得满分，缺少的逐项记录。',
  subject: 'site',
  faults: {
    stale: '没有数据发布类栏目，或6个月内没有更新',
    ageing: '3至6个月内有更新，3个月内没有',
    'charts-missing': '6个月内没有以图表图解等方式展现和解读数据',
    'download-missing': '没有定期更新的数据集，或没有下载、接口',
  },
  person: '由人查看栏目日期、图表和数据集；超过6个月没有更新的只记这一种，不再另记3至6个月。',
});
