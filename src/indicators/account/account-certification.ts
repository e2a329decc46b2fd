import { z } from 'zod';
import { accountShown } from '#core/account-shown.ts';
import type { Observation } from '#core/observation.ts';
import type { RegisterView } from '#core/register-view.ts';
import { type Account, platformNames } from '#core/registry.ts';
import type { Verdict } from '#core/verdict.ts';
import { basisOf, type Draft, partition, undeterminable, unseenText, verdictOf } from '../common.ts';
import { accountTarget } from '../posts.ts';
import { besideRecords, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** How many days old a look at the account may be. */
  maxAgeDays: z.number().int().positive().max(366).default(92),
  ...recordParams,
});
const faults = { uncertified: '没有经平台认证', 'host-differs': '认证信息没有标明主办单位' } as const;
type Fault = keyof typeof faults;

/** 认证信息 */
export const accountCertification = besideRecords({
  id: 'account-certification',
  version: 1,
  title: '认证信息',
  description:
    '看平台上的认证信息有没有标明主办单位：认证文字里应有台账登记的单位名称、认证主体或别名。移动客户端看应用市场写的开发者。',
  subject: 'account',
  needs: ['account.profile', 'manual.record'],
  faults,
  params,
  lookbackDays: (p) => p.maxAgeDays,
  machine: {
    alone: '认证文字里写着登记的单位名称、认证主体或别名，判定通过；平台写明没有认证，判定不通过。',
    person: '认证文字与登记不一致的，可能是简称或机构改名，交人工核对；看不到认证信息的，由人打开账号查看。',
  },
  judge({ subject, observations, register }) {
    return machine(subject.record, observations['account.profile'], register);
  },
});

function machine(
  account: Account,
  observations: readonly Observation<'account.profile'>[],
  register: RegisterView | undefined,
): Verdict<Fault> {
  const { seen, unseen } = partition(observations);
  const basis = basisOf(seen, { examined: seen.length, unobserved: unseen.length, unit: '次查看' });
  const names = [
    account.certifiedHost,
    register?.organization.name,
    ...(register?.organization.aliases ?? []),
    ...(account.aliases ?? []),
  ]
    .flatMap((n) => (n === undefined ? [] : [plain(n)]))
    .filter((n) => n.length >= 2);
  const { verified } = accountShown(seen);
  const developers = developersOf(seen);
  const text = verified?.value.text ?? developers.map((d) => d.text).join('、');
  const evidence = verified?.from.evidence ?? developers.flatMap((d) => d.evidence);
  const head = { target: accountTarget(account), evidence };
  const platform = platformNames[account.platform];
  if (verified !== undefined && verified.value.ok === false)
    return verdictOf({
      basis,
      drafts: [
        {
          ...head,
          fault: 'uncertified',
          certainty: 'confirmed',
          message: `${platform}账号“${account.name}”没有经平台认证`,
          remedy: '以主办单位名义向平台申请认证。',
        } satisfies Draft<Fault>,
      ],
      notes: [],
    });
  if (text.trim() === '') {
    const why = unseen.length > 0 ? `账号页面没有看成：${unseenText(unseen, '次')}` : '没有看到认证信息';
    return undeterminable(basis, `${why}；${platform}的公开页面可能不显示，由人打开账号查看后记录`);
  }
  if (names.length === 0)
    return undeterminable(basis, `认证信息为“${text.slice(0, 60)}”，台账里没有可以对照的单位名称`);
  if (names.some((n) => plain(text).includes(n)))
    return verdictOf({ basis, drafts: [], notes: [`认证信息：${text.slice(0, 100)}`] });
  return verdictOf({
    basis,
    drafts: [
      {
        ...head,
        fault: 'host-differs',
        certainty: 'suspected',
        message: `${platform}账号“${account.name}”的认证信息是“${text.slice(0, 60)}”，其中没有登记的主办单位${register === undefined ? '' : `“${register.organization.name}”`}，可能是简称或机构改名，须人工核对`,
        remedy: '认证信息应标明主办单位；单位改名的，向平台变更认证并办理变更备案；确是别名的，在台账里登记。',
      } satisfies Draft<Fault>,
    ],
    notes: [],
  });
}

/** 应用市场写的开发者, of the newest look that names any. */
function developersOf(seen: readonly Extract<Observation<'account.profile'>, { status: 'observed' }>[]) {
  const last = seen.findLast((o) => o.value.apps?.some((a) => (a.developer ?? '').trim() !== '') === true);
  return (last?.value.apps ?? []).flatMap((a) =>
    (a.developer ?? '').trim() === '' ? [] : [{ text: a.developer ?? '', evidence: last?.evidence ?? [] }],
  );
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]/gu, '');
}
