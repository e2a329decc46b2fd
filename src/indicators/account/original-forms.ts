import { recordedIndicator } from '../recorded.ts';

/** 原创与多样形式 */
export const originalForms = recordedIndicator({
  id: 'original-forms',
  version: 1,
  title: '原创与多样形式',
  description: '是否加大原创采编，运用图表图解、音频视频等形式。',
  subject: 'account',
  faults: {
    'no-original': '没有原创内容',
    plain: '形式单一',
  },
  person: '由人抽看发布的内容。文件没有规定数量，是否不足由人判断。',
});
