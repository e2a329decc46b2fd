import { recordedIndicator } from '../recorded.ts';

/** 公开信箱与留言办理 */
export const mailbox = recordedIndicator({
  id: 'mailbox',
  version: 1,
  title: '公开信箱与留言办理',
  description: '县长公开信箱和网民留言有没有限时办结、及时反馈。',
  subject: 'organization',
  faults: {
    late: '没有限时办结',
    'no-feedback': '没有反馈',
  },
  person: '导出信箱和留言的办理记录，逐件核对受理、办结时间。',
});
