import { recordedIndicator } from '../recorded.ts';

/** 解读关联 */
export const interpretationLinks = recordedIndicator({
  id: 'interpretation-links',
  version: 1,
  title: '解读关联',
  description: '随机抽查3个解读稿（不足3个的全部检查），看解读稿与被解读的政策文件是否互相关联。',
  subject: 'site',
  faults: { 'document-unlinked': '解读稿没有关联政策文件', 'interpretation-unlinked': '政策文件没有关联解读稿' },
  person: '抽到的解读稿由人逐篇核对两个方向的关联，缺一处记一处。',
});
