import { z } from 'zod';
import type { Verdict } from '#core/verdict.ts';
import {
  channelDraft,
  channelParams,
  foundOfType,
  freshnessOf,
  months,
  pictureOf,
  remedies,
  tellsAbsence,
} from '../channels.ts';
import { basisOf, listed, undeterminable, verdictOf } from '../common.ts';
import { besideRecords, recordParams } from '../recorded.ts';

const { maxAgeDays } = channelParams;
const params = z.strictObject({
  ...recordParams,
  maxAgeDays,
  /** The two lines of the index, months. */
  firstMonths: z.number().int().positive().max(60).default(1),
  secondMonths: z.number().int().positive().max(60).default(3),
});
type Params = z.output<typeof params>;

const faults = {
  'statistics-missing': '没有公开办事统计数据',
  'stale-month': '超过1个月没有更新',
  'stale-quarter': '超过3个月没有更新',
} as const;
type Fault = keyof typeof faults;

/** 办事统计 */
export const serviceStatistics = besideRecords({
  id: 'service-statistics',
  version: 2,
  title: '办事统计',
  description:
    '是否公开办事统计数据，监测时间点前1个月、3个月内有没有更新。台账登记为办事统计类的栏目以稿件页注明的发布时间为准；统计表直接列在页面上的，由人查看期别。',
  subject: 'site',
  needs: ['channel.update', 'site.channels', 'manual.record'],
  faults,
  params,
  lookbackDays: (p) => Math.max(31, p.maxAgeDays),
  machine: {
    alone:
      '登记的办事统计类栏目在1个月内有更新（稿件页注明），判定通过；都看全了而都没有更新，按超过1个月或3个月判定。',
    person: '没有登记这类栏目的，由人确认是否公开；统计表直接列在页面上的，由人查看统计数据的期别和日期。',
  },
  judge({ subject, observations, params: p, asOf }) {
    const picture = pictureOf(subject.record, observations, asOf);
    return judge(picture, p, subject.record.home);
  },
});

function judge(picture: ReturnType<typeof pictureOf>, p: Params, home: string): Verdict<Fault> {
  const views = picture.registered.filter((v) => v.channel.type === 'service-statistics');
  const looked = views.flatMap((v) => (v.latest?.status === 'observed' ? [v.latest] : []));
  const counts = { examined: looked.length, unobserved: views.length - looked.length, unit: '个登记的栏目' };
  const basis = basisOf(looked, counts);
  if (views.length === 0) {
    const guesses = foundOfType(picture, ['service-statistics']);
    if (picture.crawl === undefined) return undeterminable(basis, '台账没有登记办事统计类栏目，也没有全站抓取的结果');
    if (guesses.length > 0 || !tellsAbsence(picture.crawl.value))
      return undeterminable(
        basis,
        `台账没有登记办事统计类栏目${
          guesses.length === 0
            ? ''
            : `，全站抓取发现的${listed(
                guesses.map((g) => `“${g.name}”`),
                '个',
              )}须由人确认`
        }`,
      );
    const message = `全站抓取读了 ${picture.crawl.value.pages} 个页面，没有认出办事统计类栏目，须由人确认是否公开`;
    const { evidence } = picture.crawl;
    return verdictOf({
      basis,
      drafts: [
        {
          fault: 'statistics-missing',
          certainty: 'suspected',
          target: home,
          message,
          remedy: remedies.missing,
          evidence,
        },
      ],
      notes: [],
    });
  }
  const at = { today: picture.today, maxAgeDays: p.maxAgeDays };
  const first = views.map((v) => ({ v, fresh: freshnessOf(v, months(p.firstMonths), at) }));
  if (first.some((s) => s.fresh.state === 'fresh')) return verdictOf({ basis, drafts: [], notes: [] });
  const unknown = first.filter((s) => s.fresh.state === 'unknown');
  if (unknown.length > 0) {
    const why = unknown.map((s) => `“${s.v.channel.name}”${s.fresh.state === 'unknown' ? s.fresh.why : ''}`);
    return undeterminable(basis, `没有看到1个月内的统计数据，但有没看清的栏目：${listed(why, '个')}`);
  }
  // The later line asks what the earlier one found behind: one finding for all of them, since the price is once.
  const second = views.map((v) => freshnessOf(v, months(p.secondMonths), at));
  const sure = first.every((s) => s.fresh.state === 'stale' && s.fresh.sure);
  const late = second.every((f) => f.state === 'stale');
  const edge = second.some((f) => f.state === 'unknown');
  const drafts = first.flatMap(({ v, fresh }) =>
    fresh.state === 'stale'
      ? [
          channelDraft<Fault>(late ? 'stale-quarter' : 'stale-month', v.channel, {
            ...fresh,
            sure: sure && !edge,
            remedy: '按月公开办事统计数据，并注明发布时间。',
          }),
        ]
      : [],
  );
  return verdictOf({ basis, drafts, notes: [] });
}
