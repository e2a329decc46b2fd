import { recordedIndicator } from '../recorded.ts';

/** 网上办理事项入驻 */
export const onlineItems = recordedIndicator({
  id: 'online-items',
  version: 1,
  title: '网上办理事项入驻',
  description: '能网上办理的事项是否全部入驻规定的政务服务平台。',
  subject: 'organization',
  faults: {
    'item-missing': '有能网上办理而没有入驻的事项',
  },
  person: '用事项清单与平台上的事项逐项核对。',
});
