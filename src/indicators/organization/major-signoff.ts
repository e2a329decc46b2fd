import { recordedIndicator } from '../recorded.ts';

/** 重大信息签批 */
export const majorSignoff = recordedIndicator({
  id: 'major-signoff',
  version: 1,
  title: '重大信息签批',
  description: '重大政务信息发布有没有经文件规定的负责同志签批同意。',
  subject: 'organization',
  faults: {
    'not-signed': '重大信息没有经规定的负责同志签批',
  },
  person: '由人列出监测期内的重大信息，查看每一条的签批单。',
});
