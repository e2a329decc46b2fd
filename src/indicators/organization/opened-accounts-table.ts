import { recordedIndicator } from '../recorded.ts';

/** 开设管理情况表 */
export const openedAccountsTable = recordedIndicator({
  id: 'opened-accounts-table',
  version: 1,
  title: '开设管理情况表',
  description: '单位有没有在规定日期前报送政务新媒体开设管理情况表。',
  subject: 'organization',
  faults: {
    'not-submitted': '没有报送',
    late: '报送晚于规定日期',
  },
  person: '查看收到的报表和收文日期。',
});
