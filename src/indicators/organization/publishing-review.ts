import { recordedIndicator } from '../recorded.ts';

/** 信息发布审核 */
export const publishingReview = recordedIndicator({
  id: 'publishing-review',
  version: 1,
  title: '信息发布审核',
  description: '单位有没有建立信息发布审核制度，做到分级审核、先审后发，未经审核的信息不发布。',
  subject: 'organization',
  faults: {
    'no-system': '没有建立发布审核制度',
    unreviewed: '有未经审核发布的信息',
  },
  person: '查看审核制度和审核记录，抽取已发布的信息与审核单逐条对照。',
});
