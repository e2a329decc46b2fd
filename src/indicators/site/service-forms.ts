import { recordedIndicator } from '../recorded.ts';

/** 表格样表 */
export const serviceForms = recordedIndicator({
  id: 'service-forms',
  version: 1,
  title: '表格样表',
  description: '随机抽查2个办事指南，要求提供申请表、申请书等表单的，看有没有规范表格的获取渠道。',
  subject: 'site',
  faults: { 'form-missing': '要求提供表单但没有规范表格获取渠道' },
  person: '由人逐个打开表格下载，拿不到的记录。',
});
