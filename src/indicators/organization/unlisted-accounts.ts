import { z } from 'zod';
import { timelineOf } from '#core/account-timeline.ts';
import { dayMs } from '#core/calendar.ts';
import type { Observation } from '#core/observation.ts';
import { entryOf, type RegisterView } from '#core/register-view.ts';
import type { Verdict } from '#core/verdict.ts';
import { type Draft, partition, timeText, undeterminable, verdictOf } from '../common.ts';
import { titleText } from '../posts.ts';
import { besideRecords, recordParams } from '../recorded.ts';
import { accountKey, accountText, dayOf, liveAccounts, registerBasis, withoutRegister } from '../register.ts';

const params = z.strictObject({
  /** How many days before the instant are looked at. */
  days: z.number().int().positive().max(366).default(92),
  ...recordParams,
});
type Params = z.output<typeof params>;
const faults = { unlisted: '有没登记的账号在发布', unfiled: '没有备案而在发布' } as const;
type Fault = keyof typeof faults;

/** 未备案账号 */
export const unlistedAccounts = besideRecords({
  timeless: true,
  id: 'unlisted-accounts',
  version: 1,
  title: '未备案账号',
  description:
    '看单位有没有没登记、没备案而在发布的账号：台账里没有备案日期而有人看到在发布的，列为疑似；台账之外的账号程序无从知道，由人查找后记录。',
  subject: 'organization',
  needs: ['account.posts', 'manual.record'],
  of: ['accounts'],
  faults,
  params,
  lookbackDays: (p) => p.days,
  machine: {
    alone: '不单独判断；没有备案日期而在发布的列为疑似。',
    person: '没有备案日期而在发布的，由人核对是漏登还是没有备案；台账之外的账号，由人查找后记录。',
    decides: 'P',
  },
  judge({ observations, params: p, asOf, register }) {
    const machine =
      register === undefined ? withoutRegister() : judged(register, observations['account.posts'], p, asOf);
    return machine;
  },
});

function judged(
  view: RegisterView,
  observations: readonly Observation<'account.posts'>[],
  p: Params,
  asOf: Date,
): Verdict<Fault> {
  const now = asOf.getTime();
  const posts = Map.groupBy(partition(observations).seen, (o) => o.subjectId);
  const live = liveAccounts(view, dayOf(asOf));
  const drafts: Draft<Fault>[] = [];
  for (const account of live) {
    if (account.filedOn !== undefined) continue;
    const last = timelineOf(posts.get(account.id) ?? [], { since: now - p.days * dayMs, now }).posts[0];
    if (last === undefined) continue;
    drafts.push({
      fault: 'unfiled',
      certainty: 'suspected',
      target: accountKey(account),
      message: `${accountText(account)}在台账里没有备案日期，而在发布内容，最近一条${titleText(last.post)}（${timeText(new Date(last.from).toISOString())}）`,
      remedy: '没有备案的立即补办；已经备案的，在台账里补上备案日期。',
      evidence: [entryOf(view, account), ...last.evidence],
    });
  }
  const basis = registerBasis(live.length);
  const why = '台账之外有没有账号，须由人查找后记录';
  if (drafts.length === 0) return undeterminable(basis, why);
  return verdictOf({ basis, drafts, notes: [why] });
}
