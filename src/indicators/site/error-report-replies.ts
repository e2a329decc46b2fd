import { recordedIndicator } from '../recorded.ts';

/** “我为政府网站找错”留言办理 */
export const errorReportReplies = recordedIndicator({
  id: 'error-report-replies',
  version: 1,
  title: '“我为政府网站找错”留言办理',
  description: '监测时间点前6个月内的找错留言有没有超过3个工作日未答复的，答复有没有推诿、敷衍。',
  subject: 'site',
  faults: { late: '超过3个工作日没有答复', poor: '答复质量不高，有推诿、敷衍等现象' },
  person: '由人按找错平台后台导出的记录逐条核对。',
});
