import { recordedIndicator } from '../recorded.ts';

/** 移动客户端IPv6与多终端 */
export const appTerminals = recordedIndicator({
  id: 'app-terminals',
  version: 1,
  title: '移动客户端IPv6与多终端',
  description: '移动客户端是否支持IPv6，支持在不同终端便捷使用。',
  subject: 'account',
  faults: {
    'no-ipv6': '不支持IPv6',
    terminals: '有终端不能使用',
  },
  person: '由人在不同终端上安装使用，查看IPv6支持证明。',
});
