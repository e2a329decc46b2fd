import { z } from 'zod';
import { dayMs, shanghaiDay } from '#core/calendar.ts';
import type { Observation } from '#core/observation.ts';
import { type RegisterView, unitEntryOf } from '#core/register-view.ts';
import type { Verdict } from '#core/verdict.ts';
import { basisOf, type Draft, partition, undeterminable } from '../common.ts';
import { besideRecords, recordParams } from '../recorded.ts';
import { withoutRegister } from '../register.ts';
import { whereReached } from '../thresholds.ts';

const params = z.strictObject({
  /** 上级（国务院办公厅、市政府办公厅）抽查中被判定不合格的网站、账号，达到几个即不合格. */
  higherFailures: z.number().int().positive().max(1000).default(1),
  /** 县级抽查中被判定不合格的，达到几个即不合格. */
  countyFailures: z.number().int().positive().max(1000).default(2),
  /** How many days before the instant belong to the year that is assessed. */
  days: z.number().int().positive().max(3660).default(366),
  ...recordParams,
  recordDays: recordParams.recordDays.default(366),
});
type Params = z.output<typeof params>;
const faults = {
  'grave-error-higher': '上级抽查中因严重表述错误被判定不合格',
  'failed-higher': '上级抽查中被判定不合格',
  'failed-county': '县级抽查中被判定不合格',
  falsification: '管理工作中弄虚作假',
} as const;
type Fault = keyof typeof faults;

/** 年度考核 */
export const annualAssessment = besideRecords({
  timeless: true,
  id: 'annual-assessment',
  version: 1,
  title: '年度考核不合格情形',
  description:
    '看一年里单位及其下属单位的网站、账号在上级和县级抽查中被判定不合格的个数有没有达到规定，有没有因严重表述错误被判定不合格，管理工作有没有弄虚作假。程序保存的检查结果只作线索：哪一次是正式的抽查，由人认定。',
  subject: 'organization',
  needs: ['inspection.run', 'manual.record'],
  faults,
  params,
  lookbackDays: (p) => p.days,
  machine: {
    alone: '不单独判断；只把程序保存的检查里不合格的网站、账号列为线索。',
    person: '由人按上级通报和县级通报逐个记录被判定不合格的网站、账号，每个记一处；弄虚作假由人认定。',
    decides: 'P',
  },
  judge({ observations, params: p, asOf, register }) {
    return register === undefined
      ? withoutRegister('次检查')
      : clues(register, observations['inspection.run'], p, asOf);
  },
  after: (verdict, p) =>
    whereReached(verdict, faults, { 'failed-higher': p.higherFailures, 'failed-county': p.countyFailures }),
});

/** What stored checks found, one clue a site or account however often; nothing of the checks of others is known to the machine. */
function clues(
  view: RegisterView,
  observations: readonly Observation<'inspection.run'>[],
  p: Params,
  asOf: Date,
): Verdict<Fault> {
  const from = asOf.getTime() - p.days * dayMs;
  const { seen } = partition(observations);
  const runs = seen.filter((r) => Date.parse(r.slot) >= from);
  const mine = [view, ...(view.subordinates ?? [])].flatMap(({ organization, sites, accounts }) =>
    [...sites, ...accounts].map((held) => ({ held, organization })),
  );
  const findings = mine.flatMap(({ held, organization }): Draft<Fault>[] => {
    const failed = runs.filter((r) => r.value.unqualified?.includes(held.id) === true);
    const [first] = failed;
    if (first === undefined) return [];
    const whose = organization.id === view.organization.id ? '' : `（下属单位${organization.name}）`;
    return [
      {
        fault: 'failed-county',
        certainty: 'suspected',
        target: `${held.name}（${held.id}）`,
        message: `${held.name}${whose}在程序 ${shanghaiDay(new Date(first.slot))} 的检查（${first.value.runId}）中为不合格${failed.length > 1 ? `，共 ${failed.length} 次` : ''}；是不是县政府办公室抽查的结果，由人认定`,
        remedy: '核对当次抽查的通报；属于正式抽查的，记入年度考核。',
        since: first.slot,
        evidence: [...failed.slice(0, 3).flatMap((r) => r.evidence), unitEntryOf(view)],
      },
    ];
  });
  const basis = basisOf(runs, { examined: runs.length, unobserved: 0, unit: '次程序检查' });
  const note = '上级和县级抽查的通报由人记录后才能判断';
  return undeterminable(basis, note, {
    findings: findings.flatMap((f) => {
      const [one, ...rest] = f.evidence;
      return one === undefined ? [] : [{ ...f, evidence: [one, ...rest] as const }];
    }),
  });
}
