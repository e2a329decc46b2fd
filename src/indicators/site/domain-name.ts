import { recordedIndicator } from '../recorded.ts';

/** 域名名称 */
export const domainName = recordedIndicator({
  id: 'domain-name',
  version: 1,
  title: '域名名称',
  description: '域名是否规范，网站是否以本地区本部门名称命名，名称是否在全站页面头部显著展示。',
  subject: 'site',
  faults: {
    'domain-irregular': '域名不符合规范',
    'name-irregular': '没有以本地区本部门名称命名',
    'name-not-shown': '网站名称没有在全站页面头部显著展示',
  },
  person: '由人核对域名、命名和页面头部。',
});
