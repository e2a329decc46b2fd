import { recordedIndicator } from '../recorded.ts';

/** 内容准确 */
export const guideAccuracy = recordedIndicator({
  id: 'guide-accuracy',
  version: 1,
  title: '内容准确',
  description: '随机抽查5个办事指南（不足5个的全部检查），看咨询电话、投诉电话等信息是否正确，与实际办事要求是否一致。',
  subject: 'site',
  faults: { inaccurate: '信息错误，或与实际办事要求不一致' },
  person: '由人拨打电话、与窗口要求核对，错误的逐处记录。',
});
