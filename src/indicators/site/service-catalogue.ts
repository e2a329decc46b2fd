import { recordedIndicator } from '../recorded.ts';

/** 事项公开 */
export const serviceCatalogue = recordedIndicator({
  id: 'service-catalogue',
  version: 1,
  title: '事项公开',
  description: '办事服务事项是否集中分类展示。',
  subject: 'site',
  faults: { 'not-classified': '办事服务事项没有集中分类展示' },
  person: '由人打开办事服务栏目查看。',
});
