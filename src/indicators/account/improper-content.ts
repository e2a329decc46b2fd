import { recordedIndicator } from '../recorded.ts';

/** 不当内容 */
export const improperContent = recordedIndicator({
  id: 'improper-content',
  version: 1,
  title: '不当内容',
  description: '有没有擅自发布个人观点、意见及情绪的言论，发布商业性或违反法律法规规定的信息。',
  subject: 'account',
  faults: {
    opinion: '擅自发布个人观点、意见及情绪的言论',
    commercial: '发布商业性信息、刊登或链接商业广告',
    illegal: '发布违反法律法规规定的内容',
  },
  person: '由人抽看发布的内容。',
});
