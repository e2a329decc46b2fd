import { z } from 'zod';
import { coveredBy, coverIndex, timelineOf } from '#core/account-timeline.ts';
import { dayMs, endOfDay } from '#core/calendar.ts';
import type { Observation } from '#core/observation.ts';
import { entryOf, type RegisterView } from '#core/register-view.ts';
import type { Verdict } from '#core/verdict.ts';
import { basisOf, type Draft, listed, partition, timeText, verdictOf } from '../common.ts';
import { titleText } from '../posts.ts';
import { besideRecords, recordParams } from '../recorded.ts';
import { accountKey, accountText, dayOf, endOf, withoutRegister } from '../register.ts';

const params = z.strictObject({
  /** How many days before the instant are looked at. */
  days: z.number().int().positive().max(366).default(92),
  ...recordParams,
});
type Params = z.output<typeof params>;
const faults = { 'still-posting': '已关停的账号仍在发布' } as const;

/** 关停后仍在发布 */
export const closedPosting = besideRecords({
  id: 'closed-posting',
  version: 1,
  title: '关停后仍在发布',
  description:
    '看台账里已关停、注销的账号，在关停日期（当天不算）之后有没有再发布内容。没有看到不等于没有发布：没有完整来源盖住关停之后的，交人工核对。',
  subject: 'organization',
  needs: ['account.posts', 'account.profile', 'manual.record'],
  of: ['accounts'],
  faults,
  params,
  lookbackDays: (p) => p.days,
  machine: {
    alone:
      '关停日期之后有发布时间确切的内容，判定仍在发布；平台显示账号已不存在，或完整的来源盖住关停之后的时段而没有内容，判定没有。',
    person: '关停后没有再看过的账号、时间正在关停当天的内容，交人工核对。',
  },
  judge({ observations, params: p, asOf, register }) {
    const machine =
      register === undefined
        ? withoutRegister('个已关停账号')
        : judged(
            register,
            { posts: observations['account.posts'], profiles: observations['account.profile'] },
            p,
            asOf,
          );
    return machine;
  },
});

type Looks = {
  posts: readonly Observation<'account.posts'>[];
  profiles: readonly Observation<'account.profile'>[];
};

function judged(view: RegisterView, looks: Looks, p: Params, asOf: Date): Verdict<'still-posting'> {
  const now = asOf.getTime();
  const today = dayOf(asOf);
  const closed = view.accounts.flatMap((account) => {
    const on = endOf(account);
    return on !== undefined && on < today ? [{ account, on }] : [];
  });
  const posts = Map.groupBy(partition(looks.posts).seen, (o) => o.subjectId);
  const profiles = Map.groupBy(partition(looks.profiles).seen, (o) => o.subjectId);
  const drafts: Draft<'still-posting'>[] = [];
  const open: string[] = [];
  for (const { account, on } of closed) {
    const after = endOfDay(on).getTime() + 1;
    const since = Math.max(after, now - p.days * dayMs);
    const t = timelineOf(posts.get(account.id) ?? [], { since: after - dayMs, now });
    const later = t.posts.filter((post) => post.from >= after);
    const last = later[0];
    if (last !== undefined) {
      drafts.push({
        fault: 'still-posting',
        certainty: 'confirmed',
        target: accountKey(account),
        message: `${accountText(account)}已于 ${on} 关停，其后仍发布 ${later.length} 条，最近一条${titleText(last.post)}（${timeText(new Date(last.from).toISOString())}）`,
        remedy: '立即停止发布，按程序注销账号和认证信息；实际没有关停的，更正台账。',
        since: new Date(later.at(-1)?.from ?? last.from).toISOString(),
        evidence: [...last.evidence, entryOf(view, account)],
      });
      continue;
    }
    const seen = profiles.get(account.id) ?? [];
    if (seen.at(-1)?.value.state === 'gone') continue;
    const silent = t.undated === 0 && !t.posts.some((post) => post.to >= after);
    if (!silent || coveredBy(coverIndex(t.covers), since, Math.max(since, now - 2 * dayMs)) === 'none')
      open.push(accountText(account));
  }
  const seen = [...posts.values(), ...profiles.values()].flat();
  const counts = { examined: closed.length - open.length, unobserved: open.length, unit: '个已关停账号' };
  const notes = closed.length === 0 ? ['台账里没有已关停的账号'] : [];
  const undecided = open.length > 0 ? `${listed(open, '个账号')}关停之后没有再完整地看过，不知有没有发布` : undefined;
  return verdictOf({ basis: basisOf(seen, counts), drafts, notes, undeterminable: undecided });
}
