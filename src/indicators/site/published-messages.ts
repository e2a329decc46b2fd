import { z } from 'zod';
import { shanghaiDay } from '#core/calendar.ts';
import { type Draft, verdictOf } from '../common.ts';
import { besideRecords } from '../recorded.ts';
import { about, drawnParams } from './guide-pages.ts';
import { letterPages, monthsBefore, titled } from './letter-pages.ts';

const faults = {
  'none-public': '所有网民留言都没有公开',
  'element-missing': '没有公开留言时间、答复时间、答复单位或答复内容',
  stale: '2个月内没有更新',
  'no-statistics': '没有公开留言受理反馈情况统计数据',
} as const;
type Fault = keyof typeof faults;
/** Letters drawn for this row of the index. */
const drawn = 5;

/** 留言公开 */
export const publishedMessages = besideRecords({
  id: 'published-messages',
  version: 2,
  title: '留言公开',
  description:
    '咨询建言类栏目（网上信访、纪检举报等专门渠道除外）是否公开网民留言；随机抽查5条（不足5条的全部检查），看留言时间、答复时间、答复单位、答复内容是否公开；2个月内有没有更新；有没有公开受理反馈情况统计数据。',
  subject: 'site',
  needs: ['page.letters', 'manual.record'],
  faults,
  params: z.strictObject({
    ...drawnParams.shape,
    /** 更新期限, calendar months. */
    staleMonths: z.number().int().min(1).max(24).default(2),
  }),
  lookbackDays: (p) => p.maxAgeDays,
  machine: {
    alone: '不单独判断。',
    person:
      '抽到的留言页面缺要素，看到的最新留言超过期限，看到的页面没有统计数据的，列为疑似；由人确认哪些是咨询建言类栏目，逐条核对，缺一处记一处。',
  },
  judge({ observations, params, asOf }) {
    const { pages, letters, basis, none } = letterPages(observations['page.letters']);
    const drafts: Draft<Fault>[] = [];
    for (const { letter: l, target, evidence } of letters
      .filter((s) => s.own && s.letter.content === true)
      .slice(0, drawn)) {
      const missing = [
        ...(l.asked === null ? ['留言时间'] : []),
        ...(l.replied === null ? ['答复时间'] : []),
        ...(l.office === null ? ['答复单位'] : []),
      ];
      for (const what of missing)
        drafts.push({
          fault: 'element-missing',
          certainty: 'suspected',
          target: about(target, what),
          message: `${titled(l)}已经答复，页面上没有认出${what}`,
          remedy: `在留言页面公开${what}。`,
          evidence,
        });
    }
    const newest = pages.reduce<string | null>(
      (a, p) => (p.value.newest !== null && (a === null || p.value.newest > a) ? p.value.newest : a),
      null,
    );
    const limit = monthsBefore(shanghaiDay(asOf), params.staleMonths);
    const lists = pages.filter((p) => p.value.kind === 'list');
    const wholly = lists.length > 0 && pages.every((p) => p.value.unread.length === 0);
    const first = lists[0];
    if (wholly && first !== undefined && newest !== null && newest < limit)
      drafts.push({
        fault: 'stale',
        certainty: 'suspected',
        target: first.value.url,
        message: `看到的公开留言最新一条是 ${newest}，早于 ${limit}`,
        remedy: '及时公开新的留言和答复。',
        evidence: lists.flatMap((p) => p.evidence),
      });
    if (wholly && first !== undefined && pages.every((p) => p.value.statistics === null))
      drafts.push({
        fault: 'no-statistics',
        certainty: 'suspected',
        target: first.value.url,
        message: `看到的 ${pages.length} 个留言页面没有受理反馈情况的统计数据，也没有通向统计的链接`,
        remedy: '公开留言受理、办结、答复的数量等统计数据。',
        evidence: lists.flatMap((p) => p.evidence),
      });
    const open = none ?? `看到 ${letters.length} 条公开的留言，没有认出问题；栏目是否齐全须由人核对`;
    return verdictOf<Fault>({
      basis,
      drafts,
      notes: [],
      undeterminable: drafts.length === 0 ? open : undefined,
    });
  },
});
