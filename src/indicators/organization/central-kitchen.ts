import { recordedIndicator } from '../recorded.ts';

/** 信息“中央厨房” */
export const centralKitchen = recordedIndicator({
  id: 'central-kitchen',
  version: 1,
  title: '信息“中央厨房”',
  description: '政务信息有没有先入信息“中央厨房”再使用，在网站和政务新媒体同时分发。',
  subject: 'organization',
  faults: {
    'not-stored-first': '没有先入库后使用',
    'not-together': '没有同时分发',
  },
  person: '抽查同一条信息的入库时间和在网站、账号的发布时间。',
});
