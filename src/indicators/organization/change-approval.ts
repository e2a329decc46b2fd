import { recordedIndicator } from '../recorded.ts';

/** 开设变更注销审批 */
export const changeApproval = recordedIndicator({
  id: 'change-approval',
  version: 1,
  title: '开设变更注销审批',
  description: '开设、变更、关停、注销账号有没有按规定经负责人同意、集体研究或主管单位审核。',
  subject: 'organization',
  faults: {
    'not-approved': '没有按规定审批',
  },
  person: '查看每次开设、变更、关停、注销的审批材料。',
});
