import { recordedIndicator } from '../recorded.ts';

/** 解读回应 */
export const interpretationForms = recordedIndicator({
  id: 'interpretation-forms',
  version: 1,
  title: '解读回应',
  description:
    '随机抽查3个不同文件的解读稿，看是否通过新闻发布会、图表图解、音视频或动漫等形式解读。加分项：记录为“没有发现问题”表示各项要求全部做到、得满分，缺少的逐项记录。',
  subject: 'site',
  faults: { plain: '解读没有采用新闻发布会、图解、音视频或动漫等形式，或不足3个' },
  person: '抽到的解读稿由人逐篇查看；不足3个文件的，缺几个记几处。',
});
