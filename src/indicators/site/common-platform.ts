import { recordedIndicator } from '../recorded.ts';

/** 集约化平台 */
export const commonPlatform = recordedIndicator({
  id: 'common-platform',
  version: 1,
  title: '集约化平台',
  description: '网站是否按期迁移到规定的集约化平台。',
  subject: 'site',
  faults: {
    'not-moved': '没有迁移到集约化平台',
  },
  person: '查看网站建设部署情况。',
});
