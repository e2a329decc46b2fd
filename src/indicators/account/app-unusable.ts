import { z } from 'zod';
import { appAvailability } from '#core/app-availability.ts';
import type { Observation } from '#core/observation.ts';
import type { Verdict } from '#core/verdict.ts';
import { basisOf, listed, partition, undeterminable, unseenText, verdictOf } from '../common.ts';
import { besideRecords, recordParams } from '../recorded.ts';

const params = z.strictObject({
  ...recordParams,
  /** How many days back a look at the application stores still counts. */
  maxAgeDays: z.number().int().positive().max(366).default(14),
});

const faults = {
  'not-downloadable': '无法下载',
  unusable: '下载后无法使用',
  dormant: '“僵尸”“睡眠”',
} as const;
type Fault = keyof typeof faults;

/** 移动客户端（APP）无法下载或使用 */
export const appUnusable = besideRecords({
  id: 'app-unusable',
  version: 1,
  title: '移动客户端（APP）无法下载或使用，“僵尸”“睡眠”',
  description:
    '移动客户端无法下载或使用，或发生“僵尸”“睡眠”情况，即否决。登记的应用市场全部明确答复没有这个应用，并且相隔一天以上两次都这样，才认定无法下载；能下载的，能否使用、内容是否更新由人试用后记录。',
  subject: 'account',
  needs: ['account.profile', 'manual.record'],
  faults,
  params,
  lookbackDays: (p) => p.maxAgeDays,
  machine: {
    alone: '登记的应用市场全部相隔一天以上两次答复没有这个应用的，认定无法下载。',
    person: '有市场没有答复、只问过一次，或能下载的，由人下载试用，记录能否使用、内容是否更新。',
  },
  judge({ subject, observations }) {
    return machine(observations['account.profile'], subject.record.url ?? subject.name);
  },
});

function machine(profiles: readonly Observation<'account.profile'>[], target: string): Verdict<Fault> {
  const { seen, unseen } = partition(profiles);
  const looks = seen.filter((o) => o.value.apps !== undefined && o.value.apps.length > 0);
  const basis = basisOf(looks, { examined: looks.length, unobserved: unseen.length, unit: '次应用市场查询' });
  if (looks.length === 0)
    return undeterminable(
      basis,
      unseen.length > 0
        ? `应用市场没有查成：${unseenText(unseen, '次')}`
        : '没有查询过应用市场，也没有人工记录，须由人下载试用后记录',
    );
  const state = appAvailability(looks.map((o) => ({ at: Date.parse(o.slot), apps: o.value.apps ?? [] })));
  if (state.state === 'available')
    return undeterminable(basis, `${listed(state.available, '个')}可以下载；能否使用、内容是否更新须由人试用后记录`);
  if (state.state === 'undeterminable') {
    const open = [...state.open, ...state.missing];
    return undeterminable(basis, `还不能认定无法下载：${listed(open, '个')}没有明确答复，或只问过一次`);
  }
  const draft = {
    fault: 'not-downloadable' as const,
    certainty: 'confirmed' as const,
    target,
    message: `登记的应用市场（${listed(state.missing, '个')}）相隔一天以上两次都查不到这个应用，无法下载`,
    remedy: '恢复上架并核对下载；不再使用的，按程序报备后关停注销并向社会公告；台账登记有误的，更正台账。',
    evidence: looks.flatMap((o) => o.evidence),
  };
  return verdictOf({ basis, drafts: [draft], notes: [] });
}
