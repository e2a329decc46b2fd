import { recordedIndicator } from '../recorded.ts';

/** 阶段目标 */
export const developmentGoals = recordedIndicator({
  id: 'development-goals',
  version: 1,
  title: '阶段目标',
  description: '文件定有年限的建设目标有没有按期完成。',
  subject: 'organization',
  faults: {
    'not-reached': '到期目标没有完成',
  },
  person: '逐项对照到期的目标，查看完成情况的材料。',
});
