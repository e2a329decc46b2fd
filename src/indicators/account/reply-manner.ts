import { recordedIndicator } from '../recorded.ts';

/** 回复态度 */
export const replyManner = recordedIndicator({
  id: 'reply-manner',
  version: 1,
  title: '回复态度',
  description: '回复留言是否依法依规、态度诚恳、严谨周到，没有答非所问、空洞说教、生硬冷漠。',
  subject: 'account',
  faults: {
    'off-topic': '答非所问',
    preaching: '空洞说教',
    cold: '生硬冷漠',
  },
  person: '由人抽看公开的回复。',
});
