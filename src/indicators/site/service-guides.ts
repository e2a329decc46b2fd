import { recordedIndicator } from '../recorded.ts';

/** 办事指南 */
export const serviceGuides = recordedIndicator({
  id: 'service-guides',
  version: 1,
  title: '办事指南',
  description:
    '随机抽查5个办事服务事项（不足5个的全部检查），看有没有办事指南，十类重点要素是否齐全，办理材料格式要求是否明确，有没有含糊表述，提到的政策文件有没有具体内容。',
  subject: 'site',
  faults: {
    'no-guide': '事项没有办事指南',
    'element-missing': '重点要素类别缺失',
    'material-form-unclear': '办理材料格式要求不明确',
    'vague-clause': '表述含糊不清',
    'policy-text-missing': '政策文件只有名称，没有具体内容',
  },
  person: '抽到的事项由人逐个核对；要素缺失按处记录，其余每个事项每种问题记一次。',
});
