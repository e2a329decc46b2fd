import { recordedIndicator } from '../recorded.ts';

/** 概况信息 */
export const overview = recordedIndicator({
  id: 'overview',
  version: 1,
  title: '概况信息',
  description: '是否开设概况信息类栏目，内容是否及时更新、准确。',
  subject: 'site',
  faults: { 'column-missing': '没有开设概况信息类栏目', inaccurate: '概况信息更新不及时或不准确' },
  person: '与统计公报等权威来源核对，不及时或不准确的逐处记录。',
});
