import { recordedIndicator } from '../recorded.ts';

/** 渝快办主账号 */
export const mainAccount = recordedIndicator({
  id: 'main-account',
  version: 1,
  title: '渝快办主账号',
  description: '没有移动端的单位有没有在“渝快办”开设政务新媒体主账号，保留的移动端有没有逐步整合。',
  subject: 'organization',
  faults: {
    'not-opened': '没有开设主账号',
    'not-integrated': '保留的移动端没有整合',
  },
  person: '打开“渝快办”查看单位主账号和移动端整合情况。',
});
