import { z } from 'zod';
import type { Verdict } from '#core/verdict.ts';
import { channelDraft, channelParams, type Freshness, freshnessOf, months, pictureOf, remedies } from '../channels.ts';
import { basisOf, type Draft, undeterminable, verdictOf } from '../common.ts';
import { besideRecords, recordParams } from '../recorded.ts';

const { maxAgeDays } = channelParams;
const params = z.strictObject({
  ...recordParams,
  maxAgeDays,
  /** Full points within so many months, half within the second number. */
  freshMonths: z.number().int().positive().max(60).default(3),
  staleMonths: z.number().int().positive().max(60).default(6),
});
type Params = z.output<typeof params>;

const faults = {
  stale: '没有数据发布类栏目，或6个月内没有更新',
  ageing: '3至6个月内有更新，3个月内没有',
  'charts-missing': '6个月内没有以图表图解等方式展现和解读数据',
  'download-missing': '没有定期更新的数据集，或没有下载、接口',
} as const;
type Fault = keyof typeof faults;

/** 数据发布 */
export const dataPublishing = besideRecords({
  id: 'data-publishing',
  version: 2,
  title: '数据发布',
  description:
    '数据发布类栏目在3个月内有更新，或3至6个月内有更新；6个月内有图表图解等可视化解读；定期更新数据集并提供下载或可用接口。加分项：记录为“没有发现问题”表示各项要求全部做到、得满分，缺少的逐项记录。栏目更新由程序按稿件页的日期查，图表和数据集由人看。',
  subject: 'site',
  needs: ['channel.update', 'site.channels', 'manual.record'],
  faults,
  params,
  lookbackDays: (p) => Math.max(31, p.maxAgeDays),
  machine: {
    alone: '只判断登记的数据发布类栏目在3个月、6个月内有没有更新；不单独给分。',
    person: '由人查看图表和数据集后记录；超过6个月没有更新的只记这一种，不再另记3至6个月。',
  },
  judge({ subject, observations, params: p, asOf }) {
    const picture = pictureOf(subject.record, observations, asOf);
    return judge(picture, p);
  },
});

function judge(picture: ReturnType<typeof pictureOf>, p: Params): Verdict<Fault> {
  const views = picture.registered.filter((v) => v.channel.type === 'data' && v.channel.updateDays !== null);
  const looked = views.flatMap((v) => (v.latest?.status === 'observed' ? [v.latest] : []));
  const counts = { examined: looked.length, unobserved: views.length - looked.length, unit: '个登记的栏目' };
  const basis = basisOf(looked, counts);
  const rest = '有没有图表解读、有没有可下载的数据集须由人查看';
  if (views.length === 0) return undeterminable(basis, `台账没有登记数据发布类栏目；${rest}`);
  const at = { today: picture.today, maxAgeDays: p.maxAgeDays };
  const within = (n: number) => views.map((view) => ({ view, fresh: freshnessOf(view, months(n), at) }));
  const isFresh = (s: { fresh: Freshness }) => s.fresh.state === 'fresh';
  const isStale = (s: { fresh: Freshness }) => s.fresh.state === 'stale';
  const near = within(p.freshMonths);
  const far = within(p.staleMonths);
  // A bonus is not earned by what nobody has looked at: what is known of the dates stands beside the open question.
  const drafts: Draft<Fault>[] = [];
  const add = (fault: Fault, of: typeof near) => {
    for (const { view, fresh } of of)
      if (fresh.state === 'stale')
        drafts.push(channelDraft(fault, view.channel, { ...fresh, sure: false, remedy: remedies.stale }));
  };
  let text: string;
  if (near.some(isFresh)) text = `栏目在${p.freshMonths}个月内有更新`;
  else if (far.every(isStale)) {
    text = `栏目在${p.staleMonths}个月内没有更新`;
    add('stale', far);
  } else if (far.some(isFresh) && near.every(isStale)) {
    text = `栏目在${p.freshMonths}至${p.staleMonths}个月内有更新`;
    add('ageing', near);
  } else text = '栏目的更新没有看全';
  const found = verdictOf({ basis, drafts, notes: [] });
  return undeterminable(basis, `${text}；${rest}`, { findings: found.findings, notes: found.notes ?? [] });
}
