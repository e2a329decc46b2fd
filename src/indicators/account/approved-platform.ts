import { recordedIndicator } from '../recorded.ts';

/** 平台核准 */
export const approvedPlatform = recordedIndicator({
  id: 'approved-platform',
  version: 1,
  title: '平台核准',
  description: '账号是不是开设在国家有关主管单位核准的平台上。',
  subject: 'account',
  faults: {
    'not-approved': '开设在未经核准的平台',
  },
  person: '由人按主管部门公布的名单核对平台。',
});
