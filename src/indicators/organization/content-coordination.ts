import { recordedIndicator } from '../recorded.ts';

/** 发布协调 */
export const contentCoordination = recordedIndicator({
  id: 'content-coordination',
  version: 1,
  title: '发布协调',
  description: '发布的信息涉及其他单位的，有没有提前沟通协调，保证内容一致。',
  subject: 'organization',
  faults: {
    'not-coordinated': '没有提前协调，或内容不一致',
  },
  person: '抽查涉及其他单位的信息，查看沟通记录。',
});
