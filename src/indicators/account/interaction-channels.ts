import { recordedIndicator } from '../recorded.ts';

/** 互动渠道 */
export const interactionChannels = recordedIndicator({
  id: 'interaction-channels',
  version: 1,
  title: '互动渠道',
  description: '是否提供留言评论、征集调查、咨询投诉等互动功能，并做好审看、处理、反馈。',
  subject: 'account',
  faults: {
    missing: '没有提供规定的互动功能',
    'not-handled': '留言没有审看、处理、反馈',
  },
  person: '由人打开账号，试用留言、评论、咨询等功能。',
});
