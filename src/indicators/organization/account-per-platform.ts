import { z } from 'zod';
import type { Observation } from '#core/observation.ts';
import { entryOf, type RegisterView } from '#core/register-view.ts';
import { type Account, type Platform, platformNames, platforms } from '#core/registry.ts';
import type { Verdict } from '#core/verdict.ts';
import { type Draft, partition, verdictOf } from '../common.ts';
import { besideRecords, recordParams } from '../recorded.ts';
import { accountText, dayOf, liveAccounts, registerBasis, withoutRegister } from '../register.ts';

const params = z.strictObject({
  /** 同类平台: name of the class → its platforms. A platform in no class stands alone. */
  classes: z.record(z.string().trim().min(1).max(40), z.array(z.enum(platforms)).min(1)).default({}),
  /** 至多几个. */
  max: z.number().int().positive().max(20).default(1),
  /** Platforms that are not counted: apps have a rule of their own, and two accounts on “other” platforms need not share one. */
  except: z.array(z.enum(platforms)).default(['app', 'other']),
  ...recordParams,
});
type Params = z.output<typeof params>;
const faults = { duplicate: '在同一平台（同类平台）开设了多个账号' } as const;

/** 一个平台一个账号 */
export const accountPerPlatform = besideRecords({
  timeless: true,
  id: 'account-per-platform',
  version: 1,
  title: '一个平台一个账号',
  description:
    '看台账里一个单位在同一平台（或按设置归为一类的平台）开设的账号有没有超过规定个数。已关停、注销的不计；移动客户端、其他平台不在此列。',
  subject: 'organization',
  needs: ['account.profile', 'manual.record'],
  of: ['accounts'],
  faults,
  params,
  lookbackDays: () => 92,
  machine: {
    alone: '台账写明的，直接判定。',
    person: '超出的账号里有平台已显示不存在的，可能已经注销，交人工核对台账。',
  },
  judge({ observations, params: p, asOf, register }) {
    const machine =
      register === undefined ? withoutRegister() : judged(register, observations['account.profile'], p, asOf);
    return machine;
  },
});

function judged(
  view: RegisterView,
  profiles: readonly Observation<'account.profile'>[],
  p: Params,
  asOf: Date,
): Verdict<'duplicate'> {
  const live = liveAccounts(view, dayOf(asOf)).filter((a) => !p.except.includes(a.platform));
  const gone = goneOf(profiles);
  const drafts: Draft<'duplicate'>[] = [];
  for (const [name, accounts] of Map.groupBy(live, (a) => className(a, p.classes))) {
    if (accounts.length <= p.max) continue;
    const there = accounts.filter((a) => !gone.has(a.id));
    const sure = there.length > p.max;
    const missing = accounts.length - there.length;
    drafts.push({
      fault: 'duplicate',
      certainty: sure ? 'confirmed' : 'suspected',
      target: `${view.organization.name}·${name}`,
      message:
        `${view.organization.name}在${name}有 ${accounts.length} 个账号：${accounts.map(accountText).join('、')}，规定至多 ${p.max} 个` +
        `${missing > 0 ? `；其中 ${missing} 个平台显示已不存在，须核对台账` : ''}`,
      remedy: '保留一个主账号，其余的先整合后关停，按程序注销并向社会公告；台账登记有误的，更正台账。',
      evidence: accounts.map((a) => entryOf(view, a)),
    });
  }
  const notes = live.length === 0 ? ['台账里没有该单位正在使用的账号'] : [];
  return verdictOf({ basis: registerBasis(live.length), drafts, notes });
}

function className(a: Account, classes: Readonly<Record<string, readonly Platform[]>>): string {
  const found = Object.entries(classes).find(([, members]) => members.includes(a.platform));
  return found ? `同类平台（${found[0]}）` : platformNames[a.platform];
}

/** Accounts that the platform said were gone when it was asked last. */
function goneOf(profiles: readonly Observation<'account.profile'>[]): Set<string> {
  const last = new Map<string, boolean>();
  for (const o of partition(profiles).seen) last.set(o.subjectId, o.value.state === 'gone');
  return new Set([...last].filter(([, gone]) => gone).map(([id]) => id));
}
