import { recordedIndicator } from '../recorded.ts';

/** 安全、泄密事故等严重问题 */
export const securityIncidents = recordedIndicator({
  id: 'security-incidents',
  version: 1,
  title: '安全、泄密事故等严重问题',
  description:
    '出现严重表述错误，泄露国家秘密，发布或链接反动、暴力、色情等内容，安全攻击没有及时有效处置造成严重事故，弄虚作假，或网站建设管理不当引发严重负面舆情，任一情形成立即否决。',
  subject: 'site',
  faults: {
    'grave-error': '严重表述错误',
    'state-secret': '泄露国家秘密',
    'harmful-content': '发布或链接反动、暴力、色情等内容',
    'attack-unhandled': '安全攻击没有及时有效处置，造成严重安全事故',
    falsification: '弄虚作假（如伪造发稿日期）',
    'public-outcry': '建设管理工作不当引发严重负面舆情',
  },
  person: '六种情形都由人认定，记录时附原页面或截图。',
});
