import { recordedIndicator } from '../recorded.ts';

/** 主办责任 */
export const hostDuties = recordedIndicator({
  id: 'host-duties',
  version: 1,
  title: '主办责任',
  description: '主办单位有没有按“谁开设、谁主办”履行规划建设、组织保障、发布审核、安全管理等职责。',
  subject: 'organization',
  faults: {
    unclear: '主办责任没有落实到人',
  },
  person: '查看分工和工作记录，询问经办人。',
});
