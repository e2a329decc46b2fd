import { z } from 'zod';
import { accountShown } from '#core/account-shown.ts';
import type { Observation } from '#core/observation.ts';
import { entryOf, type RegisterView } from '#core/register-view.ts';
import type { Account } from '#core/registry.ts';
import type { Verdict } from '#core/verdict.ts';
import { basisOf, type Draft, partition, undeterminable, verdictOf } from '../common.ts';
import { accountTarget } from '../posts.ts';
import { besideRecords, recordParams } from '../recorded.ts';

const params = z.strictObject({
  /** How many days old a look at the account may be. */
  maxAgeDays: z.number().int().positive().max(366).default(92),
  ...recordParams,
});
const faults = { campaign: '为专项活动或专项工作单独开设', personal: '以个人名义开设' } as const;
type Fault = keyof typeof faults;

/** Words that name a campaign rather than a unit. Sources: 神木市政务新媒体管理办法 第九条; names of accounts that local notices had closed. */
const campaigns =
  /专项(?!债)|行动|攻坚|创建|创城|创卫|创文|普查|征兵|大会|博览会|文化节|旅游节|艺术节|运动会|马拉松|比赛|大赛|竞赛|评选|扫黑除恶|脱贫|防疫|抗疫|棚改|拆迁|项目部|指挥部|工作专班|领导小组/u;
/** Words that name a person. */
const persons =
  /(?:警官|民警|法官|检察官|医生|老师|书记|镇长|县长|局长|主任|同志|大叔|大姐|小哥|小姐姐)(?:说|讲|工作室|日记|在线|$)|的日常$|个人号/u;

/** 账号名称 */
export const accountName = besideRecords({
  timeless: true,
  id: 'account-name',
  version: 1,
  title: '账号名称',
  description: '看账号名称像不像以个人名义或为专项活动、专项工作开设。名称以平台显示的为准，没有看到的用台账登记的。',
  subject: 'account',
  needs: ['account.profile', 'manual.record'],
  faults,
  params,
  lookbackDays: (p) => p.maxAgeDays,
  machine: {
    alone: '名称里没有这类说法，判定通过。',
    person: '名称里有“专项”“行动”“创建”等字样，像个人称呼，或平台认证为个人的，交人工判断。',
    decides: 'P',
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
  const shown = accountShown(seen);
  const basis = basisOf(seen, { examined: register === undefined ? seen.length : 1, unobserved: 0, unit: '个名称' });
  const name = shown.name?.value ?? (register === undefined ? undefined : account.name);
  if (name === undefined)
    return undeterminable({ ...basis, unobserved: unseen.length }, '没有看到账号的名称，也没有台账可以对照');
  const evidence = shown.name?.from.evidence ?? (register === undefined ? [] : [entryOf(register, account)]);
  const head = { certainty: 'suspected' as const, target: accountTarget(account) };
  const drafts: Draft<Fault>[] = [];
  const campaign = campaigns.exec(name)?.[0];
  if (campaign !== undefined)
    drafts.push({
      ...head,
      fault: 'campaign',
      message: `账号名称“${name}”里有“${campaign}”，像是为专项活动、专项工作开设的，须人工判断`,
      remedy: '专项活动、专项工作不单独开设账号；内容并入单位主账号，此账号按程序注销。',
      evidence,
    });
  const person = persons.exec(name)?.[0];
  const certified = shown.verified?.value.kind === 'person';
  if (person !== undefined || certified)
    drafts.push({
      ...head,
      fault: 'personal',
      message: certified
        ? `账号“${name}”在平台上按个人认证，像是以个人名义开设的，须人工判断`
        : `账号名称“${name}”里有“${person}”，像是以个人名义开设的，须人工判断`,
      remedy: '政务新媒体以单位名义开设和认证；以个人名义开设的，改为单位账号或按程序注销。',
      evidence: certified ? (shown.verified?.from.evidence ?? evidence) : evidence,
    });
  return verdictOf({ basis, drafts, notes: [] });
}
