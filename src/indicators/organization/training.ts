import { recordedIndicator } from '../recorded.ts';

/** 人员培训 */
export const training = recordedIndicator({
  id: 'training',
  version: 1,
  title: '人员培训',
  description: '有没有按要求组织政务新媒体（政府网站）工作人员培训。',
  subject: 'organization',
  faults: {
    'not-trained': '没有按要求组织培训',
  },
  person: '查看培训计划、签到和材料。',
});
