import { z } from 'zod';
import { shanghaiDay } from '#core/calendar.ts';
import { type Draft, verdictOf } from '../common.ts';
import { besideRecords } from '../recorded.ts';
import { drawnParams } from './guide-pages.ts';
import { letterPages, monthsBefore, titled } from './letter-pages.ts';

const faults = { 'channel-missing': '没有网上有效咨询建言渠道', unanswered: '有效留言超过3个月没有回应' } as const;
type Fault = keyof typeof faults;

/** 互动回应差 */
export const poorInteraction = besideRecords({
  id: 'poor-interaction',
  version: 2,
  title: '互动回应差',
  description:
    '没有提供网上有效咨询建言渠道，或最近一年内政务咨询类栏目有超过三个月没有回应的有效留言，即否决。网上信访、纪检举报等专门渠道，以及在线访谈、调查征集类栏目除外。',
  subject: 'site',
  needs: ['page.letters', 'manual.record'],
  faults,
  params: z.strictObject({
    ...drawnParams.shape,
    /** 没有回应的期限, calendar months. */
    unansweredMonths: z.number().int().min(1).max(12).default(3),
    /** How many months back letters are asked about. */
    periodMonths: z.number().int().min(1).max(36).default(12),
  }),
  lookbackDays: (p) => p.maxAgeDays,
  machine: {
    alone: '不单独判断。',
    person:
      '页面写明未答复、办理中而留言时间已超过期限的，列为疑似；渠道是否有效、留言是否有效由人认定，超期未回应的留言逐条记录。',
  },
  judge({ observations, params, asOf }) {
    const { letters, basis, none } = letterPages(observations['page.letters']);
    const today = shanghaiDay(asOf);
    const limit = monthsBefore(today, params.unansweredMonths);
    const begin = monthsBefore(today, params.periodMonths);
    const drafts: Draft<Fault>[] = letters
      .filter(({ letter: l }) => l.state === 'open' && l.asked !== null && l.asked < limit && l.asked >= begin)
      .map(({ letter: l, target, evidence }) => ({
        fault: 'unanswered',
        certainty: 'suspected',
        target,
        message: `${titled(l)} ${l.asked ?? ''} 提出，页面显示还没有答复，已超过 ${params.unansweredMonths} 个月`,
        remedy: '立即答复并公开；已经答复的，改正页面上的状态。',
        evidence,
      }));
    const open =
      none ?? `看到的 ${letters.length} 条公开的留言没有超期未回应的；没有公开的留言和渠道是否有效须由人核对`;
    return verdictOf<Fault>({
      basis,
      drafts,
      notes: [],
      undeterminable: drafts.length === 0 ? open : undefined,
    });
  },
});
