import { recordedIndicator } from '../recorded.ts';

/** 组织领导与保障 */
export const organizationLead = recordedIndicator({
  id: 'organization-lead',
  version: 1,
  title: '组织领导与保障',
  description: '有没有明确负责人、机构和人员，落实经费保障，建立管理制度。',
  subject: 'organization',
  faults: {
    'no-leader': '没有明确负责人',
    'no-staff': '没有落实机构、人员',
    'no-funds': '没有落实经费',
    'no-system': '没有建立管理制度',
  },
  person: '查看分工文件、人员名单、经费安排和制度。',
});
