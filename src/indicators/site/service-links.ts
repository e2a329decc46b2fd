import { recordedIndicator } from '../recorded.ts';

/** 服务关联 */
export const serviceLinks = recordedIndicator({
  id: 'service-links',
  version: 1,
  title: '服务关联',
  description:
    '随机抽查2个办事服务事项，看涉及的政策文件依据是否都准确关联至本网站政策文件库。加分项：记录为“没有发现问题”表示各项要求全部做到、得满分，缺少的逐项记录。',
  subject: 'site',
  faults: { unlinked: '政策文件依据没有全部准确关联至本网站政策文件库' },
  person: '抽到的事项由人逐条打开依据核对。',
});
