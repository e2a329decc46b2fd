import { recordedIndicator } from '../recorded.ts';

/** 在线申请 */
export const onlineApplication = recordedIndicator({
  id: 'online-application',
  version: 1,
  title: '在线申请',
  description: '是否提供在线注册功能，用户（含异地用户）能否注册，注册用户能否在线办事。',
  subject: 'site',
  faults: {
    'registration-failed': '没有在线注册功能，或用户（含异地用户）无法注册',
    'application-failed': '注册用户无法在线办事',
  },
  person: '由人用本地和异地用户实际注册、申请，附每一步的截图。',
});
