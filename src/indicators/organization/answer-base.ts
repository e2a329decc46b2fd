import { recordedIndicator } from '../recorded.ts';

/** 咨询答问库 */
export const answerBase = recordedIndicator({
  id: 'answer-base',
  version: 1,
  title: '咨询答问库',
  description: '有没有建立和完善统一、权威、全面的咨询答问库。',
  subject: 'organization',
  faults: {
    missing: '没有建立答问库',
    outdated: '答问库没有更新',
  },
  person: '查看答问库和更新记录。',
});
