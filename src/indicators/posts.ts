import { type Timeline, timelineOf } from '#core/account-timeline.ts';
import type { Evidence } from '#core/evidence.ts';
import type { Observation, Observed } from '#core/observation.ts';
import { type Account, type Platform, platformNames } from '#core/registry.ts';
import type { Basis, Verdict } from '#core/verdict.ts';
import { partition, undeterminable, unseenText } from './common.ts';

/** Platforms whose accounts live by service, not by posts: how often something is published there says nothing. */
export const postless: ReadonlySet<Platform> = new Set(['wechat-mini', 'alipay-mini', 'app']);

/** 发布记录 of one account, ready to be measured, or why nothing can be. */
export type PostLook =
  | { timeline: Timeline; seen: readonly Observed<'account.posts'>[]; unseen: number; missed: string }
  | { verdict: Verdict<never> };

const none: Basis = { examined: 0, unobserved: 0, unit: '份发布记录', from: '', to: '' };

/** 不适用: apps and mini-programs are not judged by what they publish. */
export function notByPosts(account: Account): Verdict<never> | undefined {
  if (!postless.has(account.platform)) return undefined;
  const why = `${platformNames[account.platform]}以提供服务为主，不以发布内容的频次判断`;
  return { outcome: 'pass', basis: none, findings: [], notes: [why], notApplicable: why };
}

/** All that sources told of an account since an instant, up to the instant judged from. */
export function lookAtPosts(
  all: readonly Observation<'account.posts'>[],
  account: Account,
  o: { since: number; now: number },
): PostLook {
  const inapplicable = notByPosts(account);
  if (inapplicable) return { verdict: inapplicable };
  const { seen, unseen } = partition(all);
  if (seen.length === 0) {
    const why =
      unseen.length > 0
        ? `发布记录没有采集到：${unseenText(unseen, '次')}`
        : '没有采集到发布记录，请导入该账号的发布记录';
    return { verdict: undeterminable({ ...none, unobserved: unseen.length }, why) };
  }
  const missed = unseen.length > 0 ? `；没有采集到的：${unseenText(unseen, '次')}` : '';
  return { timeline: timelineOf(seen, o), seen, unseen: unseen.length, missed };
}

/** What proves that a stretch of time is short of something: the complete sources that speak for it, and what they show there. */
export function proofOf(t: Timeline, span: { from: number; to: number; listed?: Timeline['posts'] }): Evidence[] {
  const covers = t.covers.filter((c) => c.from < span.to && c.to > span.from);
  return [...covers.flatMap((c) => c.evidence), ...(span.listed ?? []).flatMap((p) => p.evidence)].slice(0, 20);
}

/** Why a shortage that only weak sources show is left to a person. */
export const weakText = '；发布记录没有签认人，或平台列表只看到一次，须人工核对';

/** 账号 as a target of findings. */
export function accountTarget(account: Account): string {
  return account.url ?? `${platformNames[account.platform]} ${account.handle ?? account.name}`;
}

/** A post by its title, short enough for a sentence. */
export function titleText(post: { title: string }): string {
  const title = post.title.trim();
  return title === '' ? '（无标题）' : `《${title.slice(0, 40)}》`;
}
