import { recordedIndicator } from '../recorded.ts';

/** 互动回应差 */
export const poorInteraction = recordedIndicator({
  id: 'poor-interaction',
  version: 1,
  title: '互动回应差',
  description:
    '没有提供网上有效咨询建言渠道，或最近一年内政务咨询类栏目有超过三个月没有回应的有效留言，即否决。网上信访、纪检举报等专门渠道，以及在线访谈、调查征集类栏目除外。',
  subject: 'site',
  faults: { 'channel-missing': '没有网上有效咨询建言渠道', unanswered: '有效留言超过3个月没有回应' },
  person: '渠道是否有效、留言是否有效由人认定；超期未回应的留言逐条记录。',
});
