import { recordedIndicator } from '../recorded.ts';

/** 留言公开 */
export const publishedMessages = recordedIndicator({
  id: 'published-messages',
  version: 1,
  title: '留言公开',
  description:
    '咨询建言类栏目（网上信访、纪检举报等专门渠道除外）是否公开网民留言；随机抽查5条（不足5条的全部检查），看留言时间、答复时间、答复单位、答复内容是否公开；2个月内有没有更新；有没有公开受理反馈情况统计数据。',
  subject: 'site',
  faults: {
    'none-public': '所有网民留言都没有公开',
    'element-missing': '没有公开留言时间、答复时间、答复单位或答复内容',
    stale: '2个月内没有更新',
    'no-statistics': '没有公开留言受理反馈情况统计数据',
  },
  person: '由人确认哪些是咨询建言类栏目，抽到的留言逐条核对，缺一处记一处。',
});
