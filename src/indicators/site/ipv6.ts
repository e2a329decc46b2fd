import { recordedIndicator } from '../recorded.ts';

/** IPv6改造 */
export const ipv6 = recordedIndicator({
  id: 'ipv6',
  version: 1,
  title: 'IPv6改造',
  description: '是否按要求完成IPv6改造。',
  subject: 'site',
  faults: { 'not-supported': '没有按要求完成IPv6改造' },
  person: '由人在有IPv6的网络里打开网站核对；页脚写“本网站支持IPv6”不作证明。',
});
