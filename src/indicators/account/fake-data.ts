import { recordedIndicator } from '../recorded.ts';

/** 数据造假 */
export const fakeData = recordedIndicator({
  id: 'fake-data',
  version: 1,
  title: '数据造假',
  description: '有没有购买“粉丝”等数据造假行为。',
  subject: 'account',
  faults: {
    'bought-fans': '购买“粉丝”等数据造假',
  },
  person: '由人结合粉丝增长、阅读量异常和采购记录认定。',
});
