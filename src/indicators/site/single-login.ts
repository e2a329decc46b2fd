import { recordedIndicator } from '../recorded.ts';

/** 一号登录 */
export const singleLogin = recordedIndicator({
  id: 'single-login',
  version: 1,
  title: '一号登录',
  description: '注册用户在各个功能板块（网上信访、纪检举报等专门渠道除外）能否一号登录。',
  subject: 'site',
  faults: { 'not-single': '各功能板块不能一号登录' },
  person: '由人用一个账号试登录各个功能板块。',
});
