import { recordedIndicator } from '../recorded.ts';

/** 信息提交 */
export const messageSubmission = recordedIndicator({
  id: 'message-submission',
  version: 1,
  title: '信息提交',
  description: '网民（含异地用户）能否使用网站互动交流功能提交信息。',
  subject: 'site',
  faults: { 'submission-failed': '网民（含异地用户）无法提交信息' },
  person: '由人用本地和异地用户实际提交，附每一步的截图。',
});
