import { recordedIndicator } from '../recorded.ts';

/** 舆情会商处置 */
export const opinionMechanism = recordedIndicator({
  id: 'opinion-mechanism',
  version: 1,
  title: '舆情会商处置',
  description: '有没有与宣传、网信等部门建立会商和舆情快速处置机制，发现的舆情按程序报告、回应。',
  subject: 'organization',
  faults: {
    'no-mechanism': '没有建立会商处置机制',
    'not-handled': '发现的舆情没有按程序处置',
  },
  person: '查看机制文件和舆情处置记录。',
});
