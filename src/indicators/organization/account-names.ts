import { z } from 'zod';
import { accountShown } from '#core/account-shown.ts';
import type { Observation } from '#core/observation.ts';
import { entryOf, type RegisterView } from '#core/register-view.ts';
import { type Account, platformNames, platforms } from '#core/registry.ts';
import type { Verdict } from '#core/verdict.ts';
import { type Draft, partition, verdictOf } from '../common.ts';
import { besideRecords, recordParams } from '../recorded.ts';
import { dayOf, liveAccounts, registerBasis, withoutRegister } from '../register.ts';

const params = z.strictObject({
  /** How many days old a look at an account may be. */
  maxAgeDays: z.number().int().positive().max(366).default(92),
  /** Platforms that are not compared: apps and mini-programs are named after what they do. */
  except: z.array(z.enum(platforms)).default(['app', 'wechat-mini', 'alipay-mini', 'other']),
  ...recordParams,
});
type Params = z.output<typeof params>;
const faults = { 'name-differs': '不同平台的账号名称不一致' } as const;

/** 各平台名称一致 */
export const accountNames = besideRecords({
  timeless: true,
  id: 'account-names',
  version: 1,
  title: '各平台名称一致',
  description:
    '看一个单位在不同平台上的账号名称是不是一致，去掉空格、标点和“官方”“微博”等字样后比较；平台上显示的名称与台账不同的，以平台显示的为准。移动客户端、小程序不比。',
  subject: 'organization',
  needs: ['account.profile', 'manual.record'],
  of: ['accounts'],
  faults,
  params,
  lookbackDays: (p) => p.maxAgeDays,
  machine: {
    alone: '名称全部一致，或者平台上显示的名称明显不一致的，直接判定。',
    person: '一个名称包含另一个的（如简称、加了地名），或只有台账写的名称、没有看到平台显示的，交人工判断。',
  },
  judge({ observations, params: p, asOf, register }) {
    const machine =
      register === undefined ? withoutRegister() : judged(register, observations['account.profile'], p, asOf);
    return machine;
  },
});

type Named = { account: Account; name: string; key: string; shown: boolean; evidence: Draft<string>['evidence'] };

function judged(
  view: RegisterView,
  profiles: readonly Observation<'account.profile'>[],
  p: Params,
  asOf: Date,
): Verdict<'name-differs'> {
  const live = liveAccounts(view, dayOf(asOf)).filter((a) => !p.except.includes(a.platform));
  const looks = Map.groupBy(partition(profiles).seen, (o) => o.subjectId);
  const named = live.map((account): Named => {
    const shown = accountShown(looks.get(account.id) ?? []).name;
    const name = shown?.value ?? account.name;
    const evidence = [...(shown?.from.evidence ?? []), entryOf(view, account)];
    return { account, name, key: nameKey(name), shown: shown !== undefined, evidence };
  });
  const basis = registerBasis(live.length);
  const most = commonest(named);
  const drafts = named
    .filter((n) => most !== undefined && n.key !== most.key)
    .map((n): Draft<'name-differs'> => {
      const main = most as Named;
      const like = n.key.includes(main.key) || main.key.includes(n.key);
      // The register may be older than a change of name: what the platforms show decides.
      const seen = n.shown && main.shown;
      const doubt = like ? '，可能是简称，须人工判断' : seen ? '' : '，依据的是台账登记的名称，须在平台上核对';
      return {
        fault: 'name-differs',
        certainty: like || !seen ? 'suspected' : 'confirmed',
        target: `${platformNames[n.account.platform]}“${n.name}”（${n.account.id}）`,
        message:
          `${platformNames[n.account.platform]}账号${n.shown && n.name !== n.account.name ? `显示的名称（台账登记为“${n.account.name}”）` : ''}是“${n.name}”，` +
          `与${platformNames[main.account.platform]}的“${main.name}”不一致${doubt}`,
        remedy: '把各平台的账号名称改为一致，名称要简洁规范、与单位职责相关；改名后办理变更备案并更新台账。',
        evidence: [...n.evidence, ...main.evidence],
      };
    });
  const notes = live.length < 2 ? ['该单位在须比较的平台上不到两个账号，没有不一致的问题'] : [];
  return verdictOf({ basis, drafts, notes });
}

/** Words around a name that say only where it stands. */
const around = /官方|微信公众号|公众号|服务号|订阅号|视频号|新浪微博|微博|头条号|抖音号|快手号|澎湃号|人民号|百家号/gu;

/** 名称 as it is compared. A name made of nothing but such words stays itself. */
function nameKey(name: string): string {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}\p{S}]/gu, '');
  return plain.replace(around, '') || plain;
}

/** The account whose name most of them have; among equals the first of the register. */
function commonest(named: readonly Named[]): Named | undefined {
  const counts = new Map<string, number>();
  for (const n of named) counts.set(n.key, (counts.get(n.key) ?? 0) + 1);
  return named.reduce<Named | undefined>(
    (best, n) => (best !== undefined && (counts.get(best.key) ?? 0) >= (counts.get(n.key) ?? 0) ? best : n),
    undefined,
  );
}
