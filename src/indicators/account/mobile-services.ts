import { recordedIndicator } from '../recorded.ts';

/** 掌上办服务 */
export const mobileServices = recordedIndicator({
  id: 'mobile-services',
  version: 1,
  title: '掌上办服务',
  description: '是否在账号上提供办事入口，民生等重点事项可以办理。',
  subject: 'account',
  faults: {
    'entry-missing': '没有提供办事入口',
    unusable: '办事入口不能使用',
  },
  person: '由人打开账号的服务入口，试办规定的事项。',
});
