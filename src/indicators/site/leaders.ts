import { recordedIndicator } from '../recorded.ts';

/** 领导信息 */
export const leaders = recordedIndicator({
  id: 'leaders',
  version: 1,
  title: '领导信息',
  description: '是否开设领导信息类栏目，领导姓名、简历等信息是否完整、准确。',
  subject: 'site',
  faults: { 'column-missing': '没有开设领导信息类栏目', inaccurate: '领导姓名、简历等信息缺失或不准确' },
  person: '与任免信息核对，缺失或不准确的逐处记录。',
});
