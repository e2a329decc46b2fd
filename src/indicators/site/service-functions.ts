import { recordedIndicator } from '../recorded.ts';

/** 服务功能 */
export const serviceFunctions = recordedIndicator({
  id: 'service-functions',
  version: 1,
  title: '服务功能',
  description:
    '是否提供服务评价功能，是否公布服务评价结果。加分项：记录为“没有发现问题”表示各项要求全部做到、得满分，缺少的逐项记录。',
  subject: 'site',
  faults: { 'rating-missing': '没有提供服务评价功能', 'results-missing': '没有公布服务评价结果' },
  person: '由人打开办事服务查看。',
});
