import { z } from 'zod';
import { defineIndicator } from '#core/indicator.ts';
import type { Channel } from '#core/registry.ts';
import type { Verdict } from '#core/verdict.ts';
import {
  type ChannelPicture,
  channelDraft,
  channelParams,
  days,
  type Freshness,
  foundFreshness,
  freshnessOf,
  hasRecord,
  months,
  type Period,
  pictureOf,
  remedies,
} from '../channels.ts';
import { type Draft, listed, undeterminable, verdictOf } from '../common.ts';
import { recordParams, withRecords } from '../recorded.ts';
import { whereReached } from '../thresholds.ts';

const params = z.strictObject({
  ...recordParams,
  ...channelParams,
  /** 动态要闻类（2周）和通知公告、政策文件类一级栏目（6个月）: this many of both together without an update fail. */
  staleChannels: z.number().int().positive().default(5),
  /** 应更新但长期未更新: this many fail. */
  overdueChannels: z.number().int().positive().default(10),
  /** 空白栏目: this many fail. */
  blankChannels: z.number().int().positive().default(5),
  /** 长期: a channel is overdue after so many times the period that the register declares for it. */
  overdueTimes: z.number().int().positive().max(20).default(2),
  /** The same for channels without a declared period, days; these are never more than suspected. */
  overdueDays: z.number().int().positive().max(3660).default(365),
});
type Params = z.output<typeof params>;

const faults = {
  stale: '动态要闻类栏目2周内、通知公告或政策文件类一级栏目6个月内没有更新',
  overdue: '应更新但长期未更新的栏目',
  blank: '空白栏目',
} as const;
type Fault = keyof typeof faults;

/** Pages of standing information: nobody declared that they must change. */
const standing: ReadonlySet<Channel['type']> = new Set(['overview', 'functions', 'leaders', 'services']);

/** 栏目不更新 */
export const staleChannels = defineIndicator({
  id: 'stale-channels',
  version: 2,
  title: '栏目不更新',
  description:
    '动态要闻类栏目2周内、通知公告和政策文件类一级栏目6个月内累计5个以上没有更新，或应更新但长期未更新的栏目10个以上，或空白栏目5个以上，任一情形成立即否决。每个栏目记一处，不到数量的不构成否决。台账登记的栏目逐个打开，以稿件页的发布时间为准；全站抓取发现而没有登记的栏目只作线索。',
  subject: 'site',
  needs: ['channel.update', 'site.channels', 'manual.record'],
  faults,
  params,
  lookbackDays: (p) => Math.max(p.newsDays, p.maxAgeDays),
  machine: {
    alone:
      '台账登记的栏目里，确认没有更新、长期未更新或空白的达到数量线，判定不通过；连同没有看成的和疑似的也达不到数量线，且有全站抓取可查未登记的栏目，判定通过。',
    person:
      '栏目的类型、级别、更新期限由人在台账里确认（xuncha channels 列出发现的栏目）；未登记的栏目、没有注明日期的稿件、没有读到的列表由人核对。',
  },
  judge({ subject, observations, params: p, asOf }) {
    const picture = pictureOf(subject.record, observations, asOf);
    const found = look(picture, p);
    const records = {
      indicator: 'stale-channels',
      faults,
      records: observations['manual.record'],
      recordDays: p.recordDays,
      asOf,
    };
    const limits = { stale: p.staleChannels, overdue: p.overdueChannels, blank: p.blankChannels };
    const machine = machineVerdict(picture, found);
    const verdict = withRecords(machine, records);
    if (hasRecord(records)) return whereReached(verdict, faults, limits);
    const thin = thinText(picture);
    if (thin !== undefined) {
      const reached = whereReached(verdict, faults, limits);
      if (reached.outcome !== 'pass') return reached;
      return undeterminable(picture.basis, thin, { notes: reached.notes ?? [] });
    }
    return whereReached(verdict, faults, limits, found.unknown);
  },
});

type Looked = { drafts: Draft<Fault>[]; unknown: Record<Fault, number>; notes: string[] };

function look(picture: ChannelPicture, p: Params): Looked {
  const out: Looked = { drafts: [], unknown: { stale: 0, overdue: 0, blank: 0 }, notes: [] };
  const unseen: string[] = [];
  const at = { today: picture.today, maxAgeDays: p.maxAgeDays };
  for (const view of picture.registered) {
    const { channel, latest } = view;
    const blank = latest?.status === 'observed' ? latest.value.blank : 'unknown';
    if (latest?.status === 'observed' && blank === 'yes')
      out.drafts.push(
        channelDraft('blank', channel, {
          sure: true,
          text: `空白（${latest.value.blankWhy}）`,
          evidence: latest.evidence,
          remedy: remedies.blank,
        }),
      );
    else if (blank === 'unknown') out.unknown.blank++;
    if (channel.updateDays === null) continue;
    const line = lineOf(channel, p);
    const fresh = line === null ? null : freshnessOf(view, line, at);
    if (fresh?.state === 'unknown') {
      out.unknown.stale++;
      unseen.push(`“${channel.name}”${fresh.why}`);
    }
    if (fresh?.state === 'stale') out.drafts.push(channelDraft('stale', channel, { ...fresh, remedy: remedies.stale }));
    const long = longOf(channel, p);
    const late = long === null ? null : freshnessOf(view, long.period, at);
    if (late?.state === 'unknown') out.unknown.overdue++;
    if (late?.state === 'stale' && blank !== 'yes')
      out.drafts.push(
        channelDraft('overdue', channel, {
          ...late,
          sure: late.sure && long?.declared === true,
          text: long?.declared === true ? late.text : `${late.text}（台账没有写明更新期限，按 ${p.overdueDays} 天看）`,
          remedy: remedies.stale,
        }),
      );
  }
  for (const seen of picture.found) {
    const { channel } = seen.value;
    const here = { name: channel.name, url: seen.target };
    const note = '；程序发现的栏目，台账没有登记，须由人确认类型和级别';
    const add = (fault: Fault, f: Freshness, remedy: string) => {
      if (f.state === 'stale')
        out.drafts.push(channelDraft(fault, here, { ...f, sure: false, text: `${f.text}${note}`, remedy }));
    };
    if (seen.value.blank === 'yes') {
      const text = `空白（${seen.value.blankWhy}）${note}`;
      out.drafts.push(
        channelDraft('blank', here, { sure: false, text, evidence: seen.evidence, remedy: remedies.blank }),
      );
    }
    const line = lineOf(channel, p);
    if (line !== null) add('stale', foundFreshness(seen, line, picture.today), remedies.stale);
    if (seen.value.blank !== 'yes' && !standing.has(channel.type))
      add('overdue', foundFreshness(seen, days(p.overdueDays), picture.today), remedies.stale);
  }
  if (unseen.length > 0) out.notes.push(`没有看成的栏目：${listed(unseen, '个')}`);
  const more = picture.crawl?.value.channels.filter((c) => c.registered === null).length ?? 0;
  if (more > 0) out.notes.push(`全站抓取发现 ${more} 个台账没有登记的栏目，只作线索`);
  if (picture.crawl?.value.whole === false) out.notes.push('全站抓取没有抓完，可能还有没有发现的栏目');
  return out;
}

/** The window of the first rule: news columns of any level, first-level columns of notices and policy. */
function lineOf(c: Pick<Channel, 'type' | 'level'>, p: Params): Period | null {
  if (c.type === 'news') return days(p.newsDays);
  return c.level === 1 && (c.type === 'notices' || c.type === 'policy') ? months(p.policyMonths) : null;
}

/** 长期: by the declared period, else by the general one; null: nobody expects it to change. */
function longOf(c: Channel, p: Params): { period: Period; declared: boolean } | null {
  if (typeof c.updateDays === 'number') return { period: days(c.updateDays * p.overdueTimes), declared: true };
  return standing.has(c.type) ? null : { period: days(p.overdueDays), declared: false };
}

function machineVerdict(picture: ChannelPicture, { drafts, notes }: Looked): Verdict<Fault> {
  if (picture.basis.examined === 0) {
    const found = verdictOf({ basis: picture.basis, drafts: drafts.filter((d) => d.certainty === 'suspected'), notes });
    const why =
      picture.registered.length === 0 ? '台账没有登记栏目，不知道哪些栏目要按期更新' : '登记的栏目一个也没有看成';
    return undeterminable(picture.basis, why, { findings: found.findings, notes: found.notes ?? [] });
  }
  return verdictOf({ basis: picture.basis, drafts, notes });
}

/** Why what was looked at is too little for a pass. */
function thinText(p: ChannelPicture): string | undefined {
  if (p.registered.length === 0) return '台账没有登记栏目，不知道哪些栏目要按期更新';
  if (p.basis.examined === 0) return '登记的栏目一个也没有看成';
  if (p.crawl === undefined) return '没有全站抓取的结果，不知道登记的之外还有没有栏目';
  return undefined;
}
