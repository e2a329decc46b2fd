import { z } from 'zod';
import { workdaysBetween } from '#core/calendar.ts';
import { type Draft, verdictOf } from '../common.ts';
import { besideRecords } from '../recorded.ts';
import { drawnParams } from './guide-pages.ts';
import { letterPages, titled } from './letter-pages.ts';

const faults = {
  late: '没有在5个工作日内答复',
  poor: '答复质量不高，有推诿、敷衍等现象',
  'unchecked-errors': '没有严格履行“三审三校”程序',
} as const;
type Fault = keyof typeof faults;

/** 办理答复 */
export const replies = besideRecords({
  id: 'replies',
  version: 2,
  title: '办理答复',
  description:
    '咨询类问题是否在5个工作日内答复，答复有没有推诿、敷衍，发布前是否履行“三审三校”。程序按公开的留言时间和答复时间计算相隔的工作日（收到当天不计）。',
  subject: 'site',
  needs: ['page.letters', 'manual.record'],
  faults,
  params: z.strictObject({
    ...drawnParams.shape,
    /** 答复期限, working days. */
    replyWorkdays: z.number().int().min(1).max(60).default(5),
  }),
  lookbackDays: (p) => p.maxAgeDays,
  machine: {
    alone: '不单独判断。',
    person:
      '公开的留言超过期限才答复的列为疑似，是不是咨询类问题由人认定；其余由人模拟咨询或核对留言和后台记录，逐次记录。',
  },
  judge({ observations, params }) {
    const { letters, basis, none } = letterPages(observations['page.letters']);
    const drafts: Draft<Fault>[] = [];
    let measured = 0;
    let unverified = false;
    for (const { letter: l, target, evidence } of letters) {
      if (l.asked === null || l.replied === null || l.replied < l.asked) continue;
      if (Date.parse(l.replied) - Date.parse(l.asked) > 10_000 * 86_400_000) continue;
      measured += 1;
      const { count, verified } = workdaysBetween(l.asked, l.replied);
      if (count <= params.replyWorkdays) continue;
      if (!verified) unverified = true;
      drafts.push({
        fault: 'late',
        certainty: 'suspected',
        target,
        message: `${titled(l)} ${l.asked} 提出，${l.replied} 答复，相隔 ${count} 个工作日${verified ? '' : '（未核对节假日）'}`,
        remedy: '在期限内答复；确需延长的，先告知留言人。',
        evidence,
      });
    }
    const notes = [
      ...(measured > 0 ? [`${measured} 条公开的留言写明了留言时间和答复时间`] : []),
      ...(unverified ? ['有的年份还没有节假日安排数据，按周一至周五计算'] : []),
    ];
    const open = none ?? `看到的 ${letters.length} 条留言没有超过期限的；答复质量和审校须由人核对`;
    return verdictOf<Fault>({ basis, drafts, notes, undeterminable: drafts.length === 0 ? open : undefined });
  },
});
