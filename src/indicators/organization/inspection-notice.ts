import { recordedIndicator } from '../recorded.ts';

/** 检查通报与备案 */
export const inspectionNotice = recordedIndicator({
  id: 'inspection-notice',
  version: 1,
  title: '检查通报与备案',
  description: '检查结果有没有按规定通报、报上级备案，发现的问题有没有督促整改。',
  subject: 'organization',
  faults: {
    'not-notified': '没有通报',
    'not-filed': '没有报上级备案',
    'not-rectified': '没有督促整改',
  },
  person: '查看每次检查的通报和报备材料。',
});
