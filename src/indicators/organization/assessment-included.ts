import { recordedIndicator } from '../recorded.ts';

/** 纳入考核 */
export const assessmentIncluded = recordedIndicator({
  id: 'assessment-included',
  version: 1,
  title: '纳入考核',
  description: '政府网站和政务新媒体工作有没有按规定纳入考核。',
  subject: 'organization',
  faults: {
    'not-included': '没有纳入考核',
  },
  person: '查看考核办法和结果。',
});
