import { z } from 'zod';
import { guideElementNames } from '#core/page-values.ts';
import { type Draft, undeterminable, verdictOf } from '../common.ts';
import { besideRecords, recordParams } from '../recorded.ts';
import { whereReached } from '../thresholds.ts';
import { type GuidePage, guidePages } from './guide-pages.ts';

const params = z.strictObject({
  ...recordParams,
  /** 要素缺失4类及以上的事项: this many fail. */
  poorGuides: z.number().int().positive().default(5),
  /** 缺失这么多类要素的指南 count as poor. */
  lacking: z.number().int().min(1).max(10).default(4),
  /** How many days back a drawn page still counts. */
  maxAgeDays: z.number().int().positive().max(366).default(31),
});

const faults = {
  'services-missing': '没有提供办事服务',
  'guide-poor': '办事指南重点要素类别缺失4类及以上的事项',
  'all-guides-poor': '事项总数不足5个，每个事项的办事指南重点要素类别均缺失4类及以上',
} as const;
type Fault = keyof typeof faults;

/** 服务不实用 */
export const impracticalServices = besideRecords({
  id: 'impractical-services',
  version: 2,
  title: '服务不实用',
  description:
    '没有提供办事服务，或办事指南十类重点要素缺失4类及以上的事项有5个以上，或事项总数不足5个而每个都缺失4类及以上，任一情形成立即否决。缺失4类及以上的每个事项记一处，不到5个的不构成否决。没有对外服务职能的部门不检查。',
  subject: 'site',
  needs: ['page.service-guide', 'manual.record'],
  faults,
  params,
  lookbackDays: (p) => p.maxAgeDays,
  machine: {
    alone: '不单独判断；抽到的办事指南缺失4类及以上要素的列为疑似，连同人工记录对照数量线。',
    person: '由人逐个事项核对十类重点要素，缺失4类及以上的逐个记录；事项总数不足5个的另记。',
    decides: 'P',
  },
  judge({ observations, params: p }) {
    const { guides, basis, none } = guidePages(observations['page.service-guide']);
    const drafts = guides.flatMap((g) => poorGuide(g, p.lacking));
    const open = none ?? `只抽查了 ${guides.length} 个办事指南，是否还有缺失 ${p.lacking} 类及以上要素的事项须由人核对`;
    // Below the number the machine has seen too little to say that there are no more.
    return drafts.length >= p.poorGuides
      ? verdictOf<Fault>({ basis, drafts, notes: [] })
      : undeterminable<Fault>(basis, drafts.length === 0 ? open : `${open}；已看到疑似 ${drafts.length} 个`);
  },
  after: (verdict, p) => whereReached(verdict, faults, { 'guide-poor': p.poorGuides }),
});

function poorGuide({ value: v, evidence }: GuidePage, lacking: number): Draft<Fault>[] {
  const missing = v.elements.filter((e) => e.state === 'absent' || e.state === 'empty');
  if (missing.length < lacking) return [];
  const names = missing.map((e) => guideElementNames[e.element]).join('、');
  return [
    {
      fault: 'guide-poor',
      certainty: 'suspected',
      target: v.url,
      message: `${v.title === '' ? v.url : `《${v.title}》`}没有出现 ${missing.length} 类要素：${names}`,
      remedy: '对照十类重点要素补全办事指南。',
      evidence,
    },
  ];
}
