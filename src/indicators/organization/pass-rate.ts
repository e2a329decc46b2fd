import { recordedIndicator } from '../recorded.ts';

/** 上级抽查合格率 */
export const passRate = recordedIndicator({
  id: 'pass-rate',
  version: 1,
  title: '上级抽查合格率',
  description: '在国务院办公厅、省政府办公厅例行抽查检查中，合格率是否达到文件规定。',
  subject: 'organization',
  faults: {
    below: '合格率没有达到规定',
  },
  person: '查看上级通报。',
});
