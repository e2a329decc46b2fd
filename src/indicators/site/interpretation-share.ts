import { recordedIndicator } from '../recorded.ts';

/** 解读比例 */
export const interpretationShare = recordedIndicator({
  id: 'interpretation-share',
  version: 1,
  title: '解读比例',
  description:
    '随机抽查3个以本地区本部门或其办公室名义印发的涉及面广、社会关注度高的政策文件（不足3个的全部检查），看有没有被解读。',
  subject: 'site',
  faults: { uninterpreted: '政策文件没有解读' },
  person: '抽到的文件由人确认是否涉及面广、是否已有解读，没有解读的逐个记录。',
});
