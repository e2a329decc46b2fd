import { z } from 'zod';
import { dayMs, shanghaiDay, startOfDay } from '#core/calendar.ts';
import { defineIndicator } from '#core/indicator.ts';
import type { Observation } from '#core/observation.ts';
import { type Account, platformNames } from '#core/registry.ts';
import { basisOf, type Draft, partition, timeText, undeterminable, unseenText, verdictOf } from '../common.ts';
import { notByPosts, postless } from '../posts.ts';
import { type Dated, datedPosts, type Liveness, liveness, type OpenWhy } from './liveness.ts';

const params = z.strictObject({
  /** 监测时间点前 this many days (each 24 hours) without a post fail. */
  windowDays: z.number().int().positive().max(366).default(14),
  /** Days without a post beyond which a sleeping (睡眠) account is called dead (僵尸). */
  zombieDays: z.number().int().positive().max(3660).default(90),
  /** How many days before `asOf` the newest complete source may end and still prove that nothing came. */
  maxLagDays: z.number().int().nonnegative().max(31).default(2),
  /** A passing account with this many days left or fewer is told so. */
  warnDays: z.number().int().nonnegative().max(366).default(3),
});

/** 内容不更新 */
export const accountUpdate = defineIndicator({
  id: 'account-update',
  version: 3,
  title: '内容不更新',
  description:
    '看账号在监测时间点前的规定时间内有没有发布内容。任何来源看到一条近期内容就证明有更新；只有完整的来源覆盖整个时段而没有内容，才证明没有更新：有人签认的发布记录，或平台自己的完整列表在相隔一天以上的两次采集里都没有近期内容、同时对照账号正常。超过规定时间为“睡眠”，超过更长时间或从未发布为“僵尸”。',
  subject: 'account',
  needs: ['account.posts', 'account.profile'],
  faults: { stale: '监测期内没有更新（睡眠）', zombie: '长期没有更新或从未发布（僵尸）' },
  params,
  // A dead account is only told from a sleeping one by a source that reaches back this far; sources are kept that long.
  lookbackDays: (p) => Math.max(p.windowDays, p.zombieDays) + p.maxLagDays,
  machine: {
    alone:
      '看到监测期内的内容，判定通过；有人签认的完整发布记录，或平台的完整列表连续两次（相隔一天以上、对照账号正常）覆盖整个监测期而没有内容，判定不通过。',
    person:
      '没有采集到、只有不完整的来源、只看到一次、没有对照账号、日期正在边缘、记录没有签认人，或平台显示账号已不存在时，交人工核对。',
  },
  judge({ subject, observations, params: p, asOf }) {
    const { seen, unseen } = partition(observations['account.posts']);
    const basis = basisOf(seen, { examined: seen.length, unobserved: unseen.length, unit: '份发布记录' });
    const account = subject.record;
    const platform = platformNames[account.platform];
    const now = asOf.getTime();
    // Whether an app can be had and used is another question of the index; a mini-program is opened by a person.
    const inapplicable = account.platform === 'app' ? notByPosts(account) : undefined;
    if (inapplicable) return inapplicable;
    const profiles = partition(observations['account.profile'] ?? []).seen;
    const sightings = seen.map((s) => ({
      at: Date.parse(s.slot),
      lookedAt: Date.parse(s.observedAt),
      target: s.target,
      value: s.value,
      evidence: s.evidence,
    }));
    const result = liveness({
      now,
      ...p,
      opened: account.openedOn,
      sightings,
      gone: profiles.flatMap((o) =>
        o.value.state === 'gone'
          ? [{ lookedAt: Date.parse(o.observedAt), text: o.value.gone?.text ?? '平台显示账号不存在' }]
          : [],
      ),
    });
    if (result.state === 'active') {
      const left = result.leftMs === undefined ? null : Math.max(0, Math.floor(result.leftMs / dayMs));
      const note = `最近一条发布于 ${dateText(result.newest)}，距更新期限还剩 ${left} 天`;
      return { outcome: 'pass', basis, findings: [], ...(left === null ? {} : { notes: [note] }) };
    }
    if (result.state === 'young') {
      const note = `账号于 ${result.opened} 开设，到监测时间点不足 ${p.windowDays} 天，不判不更新`;
      return { outcome: 'pass', basis, findings: [], notes: [note] };
    }
    const strange = strangeOf(profiles);
    if (result.state === 'gone')
      return undeterminable(
        basis,
        `平台 ${result.times} 次显示账号已不存在（${result.text}），须人工核实：已改名、迁移或注销的，办理变更或注销备案并更新台账`,
      );
    const lastSeen =
      result.newest === undefined ? '已知记录里没有任何内容' : `已知最近一条发布于 ${dateText(result.newest)}`;
    if (result.state === 'not-visible') {
      const why =
        unseen.length > 0
          ? `发布记录没有采集到：${unseenText(unseen, '次')}`
          : result.outage > 0
            ? ''
            : '没有采集到发布记录，请导入该账号的发布记录';
      const outage =
        result.outage > 0
          ? `平台故障期间的 ${result.outage} 份记录不作数（对照账号也看不到近期内容），${lastSeen}`
          : '';
      return undeterminable(basis, [why, outage, ...strange].filter((t) => t !== '').join('；'));
    }
    if (postless.has(account.platform)) {
      return undeterminable(basis, `${platform}不以发布内容为主，须人工打开核对能否使用、内容是否更新；${lastSeen}`);
    }
    if (result.state === 'open') {
      const since = Math.max(...sightings.map((s) => s.at));
      const missed = unseen.filter((u) => Date.parse(u.slot) > since);
      const later = missed.length > 0 ? [`其后没有采集到：${unseenText(missed, '次')}`] : [];
      return undeterminable(basis, [openText(result.why, lastSeen), ...later, ...strange].join('；'));
    }
    const draft: Draft<'stale' | 'zombie'> = {
      fault: result.zombie ? 'zombie' : 'stale',
      certainty: result.certainty,
      target: account.url ?? `${platform} ${account.handle ?? account.name}`,
      message: `${lastText(result, account, now)}${kindText(result, p)}${doubts[result.because]}`,
      remedy: result.zombie
        ? '确需保留的，立即恢复更新并落实专人维护；不再使用的，按程序报备后注销并向社会公告。'
        : '尽快发布与本单位职能有关的内容，落实专人维护和更新频次；长期无力维护的，按程序关停注销。',
      ...sinceOf(result, account),
      evidence: result.evidence,
    };
    const { future } = datedPosts(sightings, now);
    const notes = [...strange];
    if (result.covered) notes.unshift(`完整的发布记录覆盖 ${result.covered.from} 至 ${result.covered.to}`);
    if (future > 0) notes.push(`有 ${future} 条内容的发布时间晚于监测时间点，没有计入`);
    return verdictOf({ basis, drafts: [draft], notes });
  },
});

type Silent = Extract<Liveness, { state: 'silent' }>;

/** Why a person must look before it counts. */
const doubts: Readonly<Record<Silent['because'], string>> = {
  attested: '',
  twice: '',
  once: '；平台列表只有一次采集看到这样，须再采集一次（相隔一天以上）或人工核对',
  'no-canary': '；没有配置对照账号，分不清是没有更新还是平台没有给出内容，须人工核对',
  contradiction: '；以前看到过内容而这次列表是空的，可能是平台没有给出内容，须人工核对',
  unsigned: '；发布记录没有签认人，须人工核对',
  partial: '；来源都不完整，没有看到不等于没有发布，须人工核对或导入完整的发布记录',
};

function openText(why: OpenWhy, lastSeen: string): string {
  switch (why.kind) {
    case 'partial':
      return `${lastSeen}，但来源都不完整，没有看到不等于没有发布；请导入完整的发布记录`;
    case 'lag':
      return `${lastSeen}，但完整的发布记录只到 ${why.to}，其后有没有更新不得而知；请补充导入`;
    case 'reach':
      return `${lastSeen}，但完整的发布记录只从 ${why.from} 起，没有覆盖 ${why.needed} 以来的整个监测期`;
    case 'undated':
      return `${lastSeen}，另有 ${why.count} 条内容认不出发布时间，可能在监测期内`;
    case 'border':
      return `最近一条发布于 ${dateText(why.post)}，正在监测期的边缘，须人工核对准确时间`;
  }
}

function lastText(result: Silent, account: Account, now: number): string {
  const who = `${platformNames[account.platform]}“${account.name}”`;
  const { newest, covered } = result;
  if (newest !== undefined) {
    const title = newest.post.title.trim();
    const days = Math.floor((now - newest.to) / dayMs);
    const named = title === '' ? '' : `《${title.slice(0, 60)}》`;
    return `${who}最近一条内容${named}发布于 ${dateText(newest)}，距监测时间点 ${days} 天`;
  }
  if (result.never) return `${who}自 ${account.openedOn} 开设以来没有发布过内容`;
  return `${who}在 ${covered?.from} 至 ${covered?.to} 的发布记录里没有任何内容`;
}

function kindText(result: Silent, p: z.output<typeof params>): string {
  if (!result.zombie) return `，监测时间点前 ${p.windowDays} 天内没有更新，属于“睡眠”账号`;
  return result.newest === undefined ? '，属于“僵尸”账号' : `，超过 ${p.zombieDays} 天，属于“僵尸”账号`;
}

function sinceOf(result: Silent, account: Account): { since?: string } {
  if (result.newest !== undefined) return { since: new Date(result.newest.to).toISOString() };
  if (result.never && account.openedOn !== undefined) return { since: startOfDay(account.openedOn).toISOString() };
  return {};
}

/** What the newest look at the account itself says against the register. */
function strangeOf(profiles: readonly Extract<Observation<'account.profile'>, { status: 'observed' }>[]): string[] {
  const last = profiles.at(-1)?.value;
  if (last?.mismatch)
    return [`登记的地址打开的是另一个账号“${last.mismatch.found}”，登记的是“${last.mismatch.expected}”，请核对台账`];
  if (last?.gone) return [`平台最近一次显示账号已不存在（${last.gone.text}），再次看到才交人工核实`];
  return [];
}

/** A post known to the minute is told with its time, one known to the day without. */
function dateText(d: Dated): string {
  return d.to - d.from < 3_600_000 ? timeText(new Date(d.from).toISOString()) : shanghaiDay(new Date(d.from));
}
