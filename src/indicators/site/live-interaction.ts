import { recordedIndicator } from '../recorded.ts';

/** 实时互动 */
export const liveInteraction = recordedIndicator({
  id: 'live-interaction',
  version: 1,
  title: '实时互动',
  description:
    '模拟用户进行1次简单常见问题咨询，看是否在一个工作日内答复且内容准确；是否提供内容准确的实时智能答问。加分项：记录为“没有发现问题”表示各项要求全部做到、得满分，缺少的逐项记录。',
  subject: 'site',
  faults: { 'answer-late': '没有在一个工作日内准确答复', 'smart-answer-missing': '没有内容准确的实时智能答问功能' },
  person: '由人实际咨询，记录提问和答复的时间，并试用智能答问。',
});
