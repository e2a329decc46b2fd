import { recordedIndicator } from '../recorded.ts';

/** 新建移动端审批 */
export const newApps = recordedIndicator({
  id: 'new-apps',
  version: 1,
  title: '新建移动端审批',
  description: '新建政务移动端有没有逐级审核、报批。',
  subject: 'organization',
  faults: {
    'not-approved': '没有经批准新建移动端',
  },
  person: '没有新建的记为不适用；新建的，查看批准文件。',
});
