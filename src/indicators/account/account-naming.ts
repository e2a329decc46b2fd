import { recordedIndicator } from '../recorded.ts';

/** 名称规范 */
export const accountNaming = recordedIndicator({
  id: 'account-naming',
  version: 1,
  title: '名称规范',
  description: '账号名称是否简洁规范、与主办单位工作职责相关。',
  subject: 'account',
  faults: {
    irregular: '名称不简洁规范',
    unrelated: '名称与主办单位工作职责不相关',
  },
  person: '由人对照单位职责判断。',
});
