import { recordedIndicator } from '../recorded.ts';

/** 值班值守 */
export const watchRota = recordedIndicator({
  id: 'watch-rota',
  version: 1,
  title: '值班值守',
  description:
    '单位有没有建立值班值守（读网）制度，加强日常监测，错误和有害信息第一时间处理，重大舆情按程序上报、转送。',
  subject: 'organization',
  faults: {
    'no-rota': '没有建立值班值守制度',
    gap: '有时段无人值守',
    'error-unhandled': '错误或有害信息没有第一时间处理',
    'not-reported': '重大舆情没有按程序上报或转送',
  },
  person: '查看值班表、值班记录和处置记录。',
});
