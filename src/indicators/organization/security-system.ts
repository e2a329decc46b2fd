import { recordedIndicator } from '../recorded.ts';

/** 安全保密制度 */
export const securitySystem = recordedIndicator({
  id: 'security-system',
  version: 1,
  title: '安全保密制度',
  description: '单位有没有建立安全管理制度、保密审查制度和应急预案，落实安全管理责任。',
  subject: 'organization',
  faults: {
    'no-security-system': '没有安全管理制度',
    'no-secrecy-review': '没有保密审查制度',
    'no-emergency-plan': '没有应急预案',
    leak: '发生泄密',
  },
  person: '查看制度文件、应急预案和演练、处置记录。',
});
