import { recordedIndicator } from '../recorded.ts';

/** 内容准确规范 */
export const contentAccuracy = recordedIndicator({
  id: 'content-accuracy',
  version: 1,
  title: '内容准确规范',
  description: '发布内容是否准确权威、语言规范。',
  subject: 'account',
  faults: {
    inaccurate: '内容不准确',
    irregular: '用语不规范',
  },
  person: '由人抽看发布的内容，与权威来源核对。',
});
