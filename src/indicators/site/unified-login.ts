import { recordedIndicator } from '../recorded.ts';

/** 统一登录 */
export const unifiedLogin = recordedIndicator({
  id: 'unified-login',
  version: 1,
  title: '统一登录',
  description: '各个互动交流栏目（网上信访、纪检举报等专门渠道除外）提供的注册登录功能是否统一。',
  subject: 'site',
  faults: { 'not-unified': '互动交流栏目没有统一注册登录' },
  person: '由人用同一个账号试登录各个互动栏目。',
});
