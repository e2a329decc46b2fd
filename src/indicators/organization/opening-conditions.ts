import { recordedIndicator } from '../recorded.ts';

/** 开设条件 */
export const openingConditions = recordedIndicator({
  id: 'opening-conditions',
  version: 1,
  title: '开设条件',
  description: '开设的政务新媒体是否具备文件规定的条件：管理机构、专职人员、经费、制度、负责人同意并备案。',
  subject: 'organization',
  faults: {
    'no-office': '没有明确的管理机构',
    'no-staff': '没有专职管理人员',
    'no-funds': '没有必要的经费保障',
    'no-system': '管理制度不健全',
    'no-consent': '没有经负责人同意',
  },
  person: '逐个账号查看开设时的材料。',
});
