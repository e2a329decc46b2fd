import { recordedIndicator } from '../recorded.ts';

/** 用户信息保护 */
export const personalInformation = recordedIndicator({
  id: 'personal-information',
  version: 1,
  title: '用户信息保护',
  description: '有没有违法违规获取超过服务需求的个人信息，公开损害用户权益的内容，泄露个人隐私、商业秘密。',
  subject: 'organization',
  faults: {
    excess: '获取超过服务需求的个人信息',
    disclosed: '公开或泄露用户信息、损害用户权益',
  },
  person: '打开账号的服务页面看索取哪些信息，抽查发布内容里有没有个人信息。',
});
