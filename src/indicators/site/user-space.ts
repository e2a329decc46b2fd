import { recordedIndicator } from '../recorded.ts';

/** 用户空间 */
export const userSpace = recordedIndicator({
  id: 'user-space',
  version: 1,
  title: '用户空间',
  description:
    '注册用户能否在用户主页浏览自己在本网站咨询问题、办事服务等历史信息。加分项：记录为“没有发现问题”表示各项要求全部做到、得满分，缺少的逐项记录。',
  subject: 'site',
  faults: { 'history-missing': '用户主页不能浏览历史信息' },
  person: '由人注册登录后查看。',
});
