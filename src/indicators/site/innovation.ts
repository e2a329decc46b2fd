import { recordedIndicator } from '../recorded.ts';

/** 创新发展 */
export const innovation = recordedIndicator({
  id: 'innovation',
  version: 1,
  title: '创新发展',
  description:
    '通过网站服务中心工作、方便社会公众的做法突出，并获得上级领导批示肯定。加分项：记录为“没有发现问题”表示各项要求全部做到、得满分，缺少的逐项记录。',
  subject: 'site',
  faults: { 'not-endorsed': '没有获得上级领导批示肯定的突出做法' },
  person: '由人按批示件记录。',
});
