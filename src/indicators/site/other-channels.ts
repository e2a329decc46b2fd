import { recordedIndicator } from '../recorded.ts';

/** 其他栏目 */
export const otherChannels = recordedIndicator({
  id: 'other-channels',
  version: 1,
  title: '其他栏目',
  description: '其他指标没有查到的栏目有没有空白、有没有应更新未更新。已按其他指标扣分的栏目不重复扣分。',
  subject: 'site',
  faults: { blank: '空白栏目', stale: '应更新未更新' },
  person: '由人确认栏目是否空白、是否应更新未更新，逐个栏目记录网址。',
});
