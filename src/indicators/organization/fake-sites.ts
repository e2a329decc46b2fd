import { recordedIndicator } from '../recorded.ts';

/** 假冒网站和账号处置 */
export const fakeSites = recordedIndicator({
  id: 'fake-sites',
  version: 1,
  title: '假冒网站和账号处置',
  description: '有没有与网信、公安等部门建立机制，发现并处置假冒政府网站和政务新媒体。',
  subject: 'organization',
  faults: {
    'no-mechanism': '没有建立协同机制',
    'not-handled': '发现的没有依法处置',
  },
  person: '查看机制文件、监测和举报处置记录。',
});
