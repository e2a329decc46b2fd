import { recordedIndicator } from '../recorded.ts';

/** 掌上办清单 */
export const serviceList = recordedIndicator({
  id: 'service-list',
  version: 1,
  title: '掌上办清单',
  description: '有没有编制“掌上办”服务事项清单，在政务服务网和政府网站同步公开，并动态更新。',
  subject: 'organization',
  faults: {
    'list-missing': '没有编制或公开清单',
    'not-both': '没有在两处同步公开',
    outdated: '清单没有更新',
  },
  person: '打开政务服务网和政府网站查看清单，与实际事项核对。',
});
