import { recordedIndicator } from '../recorded.ts';

/** 定期检查 */
export const regularInspection = recordedIndicator({
  id: 'regular-inspection',
  version: 1,
  title: '定期检查',
  description: '主管单位有没有按规定定期组织检查和抽查，主办单位有没有开展日常管理和整改。',
  subject: 'organization',
  faults: {
    'not-inspected': '没有定期组织检查',
    'not-rectified': '发现的问题没有及时整改',
  },
  person: '查看检查通报和整改记录。文件没有规定频次，是否“定期”由人判断。',
});
