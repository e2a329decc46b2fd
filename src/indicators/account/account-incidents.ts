import { recordedIndicator } from '../recorded.ts';

/** 安全、泄密事故等严重问题 */
export const accountIncidents = recordedIndicator({
  id: 'account-incidents',
  version: 1,
  title: '安全、泄密事故等严重问题',
  description:
    '账号发布的内容出现严重表述错误，泄露国家秘密，发布或链接反动、暴力、色情等内容，或发布内容不当引发严重负面舆情，任一情形成立即否决。',
  subject: 'account',
  faults: {
    'grave-error': '严重表述错误',
    'state-secret': '泄露国家秘密',
    'harmful-content': '发布或链接反动、暴力、色情等内容',
    'public-outcry': '发布内容不当引发严重负面舆情',
  },
  person: '四种情形都由人认定，记录时附原内容或截图。',
});
