import { recordedIndicator } from '../recorded.ts';

/** 年审不合格的处理 */
export const reviewConsequence = recordedIndicator({
  id: 'review-consequence',
  version: 1,
  title: '年审不合格的处理',
  description: '没有提交年审报告和审查不合格的，有没有停止运营。',
  subject: 'organization',
  faults: {
    'still-running': '没有提交或审查不合格而继续运营',
  },
  person: '对照年审结果看账号是否仍在发布。',
});
