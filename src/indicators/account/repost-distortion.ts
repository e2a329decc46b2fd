import { recordedIndicator } from '../recorded.ts';

/** 转载歪曲篡改 */
export const repostDistortion = recordedIndicator({
  id: 'repost-distortion',
  version: 1,
  title: '转载歪曲篡改',
  description: '转载时有没有歪曲、篡改标题原意和信息内容。',
  subject: 'account',
  faults: {
    distorted: '歪曲、篡改标题原意或信息内容',
  },
  person: '由人打开原文，与转载的标题和内容对照。',
});
