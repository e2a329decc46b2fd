import { recordedIndicator } from '../recorded.ts';

/** 解读回应 */
export const interpretationResponse = recordedIndicator({
  id: 'interpretation-response',
  version: 1,
  title: '解读回应',
  description: '是否加强政策解读，采用公众喜闻乐见的形式；突发事件、误解质疑是否及时回应。',
  subject: 'account',
  faults: {
    'not-interpreted': '应解读的没有解读',
    'plain-form': '解读形式单一',
    'no-response': '突发事件或质疑没有及时回应',
  },
  person: '由人列出监测期内应解读的文件和应回应的事项，逐项看账号有没有发布。',
});
