import { recordedIndicator } from '../recorded.ts';

/** 内设机构账号 */
export const innerOfficeAccounts = recordedIndicator({
  id: 'inner-office-accounts',
  version: 1,
  title: '内设机构账号',
  description: '内设机构原则上不单独开设政务新媒体。',
  subject: 'organization',
  faults: {
    opened: '内设机构单独开设',
  },
  person: '对照台账和平台，看有没有以内设机构名义开设的账号。',
});
