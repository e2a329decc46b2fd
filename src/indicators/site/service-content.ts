import { recordedIndicator } from '../recorded.ts';

/** 服务内容 */
export const serviceContent = recordedIndicator({
  id: 'service-content',
  version: 1,
  title: '服务内容',
  description:
    '针对重点服务事项提供专题或集成服务，3项及以上得满分，1至2项得一半。加分项：记录为“没有发现问题”表示各项要求全部做到、得满分，缺少的逐项记录。',
  subject: 'site',
  faults: { none: '没有专题或集成服务', few: '专题或集成服务只有1至2项' },
  person: '由人清点整合了办理对象、条件、流程的专题或集成服务。',
});
