import { recordedIndicator } from '../recorded.ts';

/** 调查征集 */
export const surveys = recordedIndicator({
  id: 'surveys',
  version: 1,
  title: '调查征集',
  description:
    '提供在线调查征集渠道且最近1年内开展活动6次及以上；活动结束后1个月内均公开反馈结果。加分项：记录为“没有发现问题”表示各项要求全部做到、得满分，缺少的逐项记录。',
  subject: 'site',
  faults: {
    few: '没有在线调查征集渠道，或1年内不足6次',
    'results-unpublished': '没有活动，或有活动结束后1个月内没有公开反馈结果',
  },
  person: '由人清点1年内的活动和反馈结果。',
});
