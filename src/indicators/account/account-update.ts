import { z } from 'zod';
import { addDays, dayMs, endOfDay, shanghaiDay, startOfDay } from '#core/calendar.ts';
import type { Evidence } from '#core/evidence.ts';
import { defineIndicator } from '#core/indicator.ts';
import type { ObservationValue, Observed } from '#core/observation.ts';
import { type Platform, platformNames } from '#core/registry.ts';
import { basisOf, type Draft, partition, timeText, undeterminable, unseenText, verdictOf } from '../common.ts';
import { coverageEnd } from './coverage.ts';

type Source = Observed<'account.posts'>;
type Post = ObservationValue<'account.posts'>['posts'][number];
type Dated = { post: Post; from: number; to: number; evidence: readonly Evidence[] };

const params = z.strictObject({
  /** 监测时间点前 this many days (each 24 hours) without a post fail. */
  windowDays: z.number().int().positive().max(366).default(14),
  /** Days without a post beyond which a sleeping (睡眠) account is called dead (僵尸). */
  zombieDays: z.number().int().positive().max(3660).default(90),
  /** How many days before `asOf` the newest complete source may end and still prove that nothing came. */
  maxLagDays: z.number().int().nonnegative().max(31).default(2),
});

/** Platforms whose accounts live by service, not by posts: an empty list of posts says nothing. */
const postless: ReadonlySet<Platform> = new Set(['wechat-mini', 'app']);

/** 内容不更新 */
export const accountUpdate = defineIndicator({
  id: 'account-update',
  version: 1,
  title: '内容不更新',
  description:
    '看账号在监测时间点前的规定时间内有没有发布内容。任何来源看到一条近期内容就证明有更新；只有完整的来源覆盖整个时段而没有内容，才证明没有更新。超过规定时间为“睡眠”，超过更长时间或从未发布为“僵尸”。',
  subject: 'account',
  needs: ['account.posts'],
  faults: { stale: '监测期内没有更新（睡眠）', zombie: '长期没有更新或从未发布（僵尸）' },
  params,
  // A dead account is only told from a sleeping one by a source that reaches back this far; sources are kept that long.
  lookbackDays: (p) => Math.max(p.windowDays, p.zombieDays) + p.maxLagDays,
  machine: {
    alone: '看到监测期内的内容，判定通过；有人签认的完整发布记录覆盖整个监测期而没有内容，判定不通过。',
    person: '没有采集到、只有不完整的来源、日期正在边缘或记录没有签认人时，交人工核对。',
  },
  judge({ subject, observations, params: p, asOf }) {
    const { seen, unseen } = partition(observations['account.posts']);
    const basis = basisOf(seen, { examined: seen.length, unobserved: unseen.length, unit: '份发布记录' });
    const account = subject.record;
    const platform = platformNames[account.platform];
    const now = asOf.getTime();
    const today = shanghaiDay(asOf);
    const window = p.windowDays * dayMs;

    const posts = datedPosts(seen, now);
    const newest = posts.dated.reduce<Dated | undefined>((best, d) => (best && best.to >= d.to ? best : d), undefined);
    if (posts.dated.some((d) => d.from >= now - window)) return { outcome: 'pass', basis, findings: [] };
    const opened = account.openedOn;
    if (opened !== undefined && startOfDay(opened).getTime() > now - window) {
      const note = `账号于 ${opened} 开设，到监测时间点不足 ${p.windowDays} 天，不判不更新`;
      return { outcome: 'pass', basis, findings: [], notes: [note] };
    }
    if (seen.length === 0) {
      const why =
        unseen.length > 0
          ? `发布记录没有采集到：${unseenText(unseen, '次')}`
          : '没有采集到发布记录，请导入该账号的发布记录';
      return undeterminable(basis, why);
    }

    const lastSeen = newest ? `已知最近一条发布于 ${dateText(newest)}` : '已知记录里没有任何内容';
    if (postless.has(account.platform)) {
      return undeterminable(basis, `${platform}不以发布内容为主，须人工打开核对能否使用、内容是否更新；${lastSeen}`);
    }
    // What is known ends where the newest complete source ends; the account is judged for the window before that instant.
    const complete = seen.filter((s) => s.value.coverage === 'complete');
    const end = coverageEnd(
      complete.map((s) => s.value.window),
      today,
    );
    if (end === undefined) {
      return undeterminable(basis, `${lastSeen}，但来源都不完整，没有看到不等于没有发布；请导入完整的发布记录`);
    }
    // A record made at noon says nothing of the afternoon, though its last day is today.
    const spoken = Math.max(...complete.filter((s) => s.value.window.to >= end.to).map((s) => Date.parse(s.slot)));
    const until = Math.min(now, endOfDay(end.to).getTime(), spoken);
    if (now - until > p.maxLagDays * dayMs) {
      return undeterminable(basis, `${lastSeen}，但完整的发布记录只到 ${end.to}，其后有没有更新不得而知；请补充导入`);
    }
    const from = shanghaiDay(new Date(until - window));
    const needFrom = opened !== undefined && opened > from ? opened : from;
    if (end.from > needFrom) {
      return undeterminable(
        basis,
        `${lastSeen}，但完整的发布记录只从 ${end.from} 起，没有覆盖 ${needFrom} 以来的整个监测期`,
      );
    }
    if (posts.undated > 0) {
      return undeterminable(basis, `${lastSeen}，另有 ${posts.undated} 条内容认不出发布时间，可能在监测期内`);
    }
    const border = posts.dated.find((d) => d.to >= until - window);
    if (border) {
      return undeterminable(basis, `最近一条发布于 ${dateText(border)}，正在监测期的边缘，须人工核对准确时间`);
    }

    const zombieFrom = addDays(shanghaiDay(new Date(until)), -p.zombieDays);
    const reach = opened !== undefined && opened > zombieFrom ? opened : zombieFrom;
    const silent = newest === undefined ? Number.POSITIVE_INFINITY : until - newest.to;
    const old = opened === undefined || startOfDay(opened).getTime() <= until - p.zombieDays * dayMs;
    // Between an old post and a short source something may have been published: then it is only known to sleep.
    const never = newest === undefined && opened !== undefined && end.from <= opened;
    const zombie = (silent > p.zombieDays * dayMs && end.from <= reach && old) || never;
    const attested = complete.some(
      (s) => s.value.source !== 'public' && s.value.source !== 'bridge' && (s.value.attestedBy ?? '') !== '',
    );
    const days = newest === undefined ? undefined : Math.floor((now - newest.to) / dayMs);
    const last =
      newest === undefined
        ? never
          ? `${platform}“${account.name}”自 ${opened} 开设以来没有发布过内容`
          : `${platform}“${account.name}”在 ${end.from} 至 ${end.to} 的发布记录里没有任何内容`
        : `${platform}“${account.name}”最近一条内容${newest.post.title.trim() === '' ? '' : `《${newest.post.title.trim().slice(0, 60)}》`}发布于 ${dateText(newest)}，距监测时间点 ${days} 天`;
    const kind = zombie
      ? newest === undefined
        ? '，属于“僵尸”账号'
        : `，超过 ${p.zombieDays} 天，属于“僵尸”账号`
      : `，监测时间点前 ${p.windowDays} 天内没有更新，属于“睡眠”账号`;
    const source = attested ? '' : '；发布记录没有签认人，须人工核对';
    const draft: Draft<'stale' | 'zombie'> = {
      fault: zombie ? 'zombie' : 'stale',
      certainty: attested ? 'confirmed' : 'suspected',
      target: account.url ?? `${platform} ${account.handle ?? account.name}`,
      message: `${last}${kind}${source}`,
      remedy: zombie
        ? '确需保留的，立即恢复更新并落实专人维护；不再使用的，按程序报备后注销并向社会公告。'
        : '尽快发布与本单位职能有关的内容，落实专人维护和更新频次；长期无力维护的，按程序关停注销。',
      ...(newest !== undefined
        ? { since: new Date(newest.to).toISOString() }
        : never && opened !== undefined
          ? { since: startOfDay(opened).toISOString() }
          : {}),
      evidence: [...(newest?.evidence ?? []), ...complete.flatMap((s) => s.evidence)],
    };
    const notes = [`完整的发布记录覆盖 ${end.from} 至 ${end.to}`];
    if (posts.future > 0) notes.push(`有 ${posts.future} 条内容的发布时间晚于监测时间点，没有计入`);
    return verdictOf({ basis, drafts: [draft], notes });
  },
});

/** Posts with a date not later than `asOf`, of all sources; how many carry none, how many lie in the future. */
function datedPosts(sources: readonly Source[], now: number): { dated: Dated[]; undated: number; future: number } {
  const dated: Dated[] = [];
  const undated = new Set<string>();
  const known = new Set<string>();
  const future = new Set<string>();
  for (const s of sources) {
    for (const post of s.value.posts) {
      if (post.published === null) {
        undated.add(post.id);
        continue;
      }
      known.add(post.id);
      const from = Date.parse(post.published.from);
      const to = Math.min(now, Date.parse(post.published.to));
      if (from > now) future.add(post.id);
      else dated.push({ post, from, to, evidence: s.evidence });
    }
  }
  return { dated, undated: [...undated].filter((id) => !known.has(id)).length, future: future.size };
}

/** A post known to the minute is told with its time, one known to the day without. */
function dateText(d: Dated): string {
  return d.to - d.from < 3_600_000 ? timeText(new Date(d.from).toISOString()) : shanghaiDay(new Date(d.from));
}
