import { recordedIndicator } from '../recorded.ts';

/** 敏感信息每日扫描 */
export const dailyScan = recordedIndicator({
  id: 'daily-scan',
  version: 1,
  title: '敏感信息每日扫描',
  description: '有没有每日对重点敏感信息扫描抽查，发现一起、整改一起。',
  subject: 'organization',
  faults: {
    'not-daily': '没有做到每日扫描',
    'not-rectified': '发现的没有整改',
  },
  person: '查看每日扫描记录。文件正文写县政府办公室负责，文件解读写各主办单位负责，由人按实际分工核对。',
});
