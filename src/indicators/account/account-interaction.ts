import { recordedIndicator } from '../recorded.ts';

/** 互动回应差 */
export const accountInteraction = recordedIndicator({
  id: 'account-interaction',
  version: 1,
  title: '互动回应差',
  description: '账号没有提供有效互动功能，或有购买“粉丝”、强制要求群众点赞等弄虚作假行为，任一情形成立即否决。',
  subject: 'account',
  faults: {
    'interaction-missing': '没有提供有效互动功能',
    falsification: '购买“粉丝”、强制要求群众点赞等弄虚作假行为',
  },
  person: '由人打开账号试用留言、评论、私信等功能，查核有无弄虚作假。',
});
