import { recordedIndicator } from '../recorded.ts';

/** 办理答复 */
export const replies = recordedIndicator({
  id: 'replies',
  version: 1,
  title: '办理答复',
  description: '咨询类问题是否在5个工作日内答复，答复有没有推诿、敷衍，发布前是否履行“三审三校”。',
  subject: 'site',
  faults: {
    late: '没有在5个工作日内答复',
    poor: '答复质量不高，有推诿、敷衍等现象',
    'unchecked-errors': '没有严格履行“三审三校”程序',
  },
  person: '由人模拟咨询或核对留言和后台记录，逐次记录。',
});
