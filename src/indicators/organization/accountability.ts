import { recordedIndicator } from '../recorded.ts';

/** 通报批评与问责 */
export const accountability = recordedIndicator({
  id: 'accountability',
  version: 1,
  title: '通报批评与问责',
  description: '文件规定应通报批评、追责问责的情形有没有处理。',
  subject: 'organization',
  faults: {
    'not-handled': '应通报批评或问责的没有处理',
  },
  person: '对照检查结果和通报、问责材料。',
});
