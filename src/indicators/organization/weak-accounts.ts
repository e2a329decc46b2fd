import { recordedIndicator } from '../recorded.ts';

/** 清理整合 */
export const weakAccounts = recordedIndicator({
  id: 'weak-accounts',
  version: 1,
  title: '清理整合',
  description: '功能相近、关注度和利用率低、无力维护的账号有没有按规定清理整合、关停注销。',
  subject: 'organization',
  faults: {
    'not-cleaned': '应清理整合的没有清理',
    'certification-kept': '关停后没有注销认证',
  },
  person: '对照台账逐个看账号是否有人维护，关停的看认证是否已注销。',
});
