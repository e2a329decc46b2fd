import { recordedIndicator } from '../recorded.ts';

/** 网站开设与注销 */
export const siteLifecycle = recordedIndicator({
  id: 'site-lifecycle',
  version: 1,
  title: '网站开设与注销',
  description: '网站的开设、变更、注销是否按规定办理。',
  subject: 'site',
  faults: {
    irregular: '没有按规定办理',
  },
  person: '查看网站开设、变更、注销的批复和公告。',
});
