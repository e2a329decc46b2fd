import { z } from 'zod';
import type { Channel } from '#core/registry.ts';
import type { Verdict } from '#core/verdict.ts';
import {
  type ChannelPicture,
  channelDraft,
  channelParams,
  days,
  foundFreshness,
  freshnessOf,
  months,
  type Period,
  pictureOf,
  remedies,
} from '../channels.ts';
import { type Draft, listed, undeterminable, verdictOf } from '../common.ts';
import { besideRecords, recordParams } from '../recorded.ts';

const params = z.strictObject({
  ...recordParams,
  ...channelParams,
  /** Channels without a declared period and without a rule of their own, days; never more than suspected. */
  otherDays: z.number().int().positive().max(3660).default(365),
});
type Params = z.output<typeof params>;

const faults = { blank: '空白栏目', stale: '应更新未更新' } as const;
type Fault = keyof typeof faults;

/** Rows of the index of their own, and pages of standing information. */
const elsewhere: ReadonlySet<Channel['type']> = new Set(['overview', 'functions', 'leaders', 'service-statistics']);

/** 其他栏目 */
export const otherChannels = besideRecords({
  id: 'other-channels',
  version: 2,
  title: '其他栏目',
  description:
    '其他指标没有查到的栏目有没有空白、有没有应更新未更新。已按其他指标扣分的栏目不重复扣分。台账写明更新期限的按期限，通知公告类一级栏目按6个月，其余的没有统一期限，只作线索。',
  subject: 'site',
  needs: ['channel.update', 'site.channels', 'manual.record'],
  faults,
  params,
  lookbackDays: (p) => Math.max(p.newsDays, p.maxAgeDays),
  machine: {
    alone:
      '登记的栏目按严格规则确认空白，或超过台账写明的更新期限（通知公告类一级栏目6个月）没有更新的，判定存在问题；登记的都看全而没有问题，且有全站抓取可查未登记的栏目，判定通过。',
    person: '没有写明更新期限的栏目是否应更新、没有登记的栏目、没有看成的栏目，由人核对。',
  },
  judge({ subject, observations, params: p, asOf }) {
    return judge(pictureOf(subject.record, observations, asOf), p);
  },
});

function judge(picture: ChannelPicture, p: Params): Verdict<Fault> {
  const drafts: Draft<Fault>[] = [];
  const unseen: string[] = [];
  const at = { today: picture.today, maxAgeDays: p.maxAgeDays };
  for (const view of picture.registered) {
    const { channel, latest } = view;
    if (elsewhere.has(channel.type)) continue;
    if (latest?.status === 'observed' && latest.value.blank === 'yes') {
      const text = `空白（${latest.value.blankWhy}）`;
      drafts.push(
        channelDraft('blank', channel, { sure: true, text, evidence: latest.evidence, remedy: remedies.blank }),
      );
      continue;
    }
    const duty = dutyOf(channel, p);
    const fresh = duty === null ? null : freshnessOf(view, duty.period, at);
    if (fresh?.state === 'stale')
      drafts.push(
        channelDraft('stale', channel, {
          ...fresh,
          sure: fresh.sure && duty?.declared === true,
          text: duty?.declared === true ? fresh.text : `${fresh.text}（台账没有写明更新期限，须确认是否应更新）`,
          remedy: remedies.stale,
        }),
      );
    const blankOpen = latest?.status !== 'observed' || latest.value.blank === 'unknown';
    if (fresh?.state === 'unknown' || (fresh === null && blankOpen))
      unseen.push(`“${channel.name}”${fresh?.state === 'unknown' ? fresh.why : '没有看清是否空白'}`);
  }
  for (const seen of picture.found) {
    const { channel, blank, blankWhy } = seen.value;
    if (elsewhere.has(channel.type)) continue;
    const here = { name: channel.name, url: seen.target };
    const note = '；程序发现的栏目，台账没有登记，须由人确认';
    if (blank === 'yes') {
      const text = `空白（${blankWhy}）${note}`;
      drafts.push(channelDraft('blank', here, { sure: false, text, evidence: seen.evidence, remedy: remedies.blank }));
      continue;
    }
    const fresh = foundFreshness(seen, generalPeriod(channel, p), picture.today);
    if (fresh.state === 'stale' && channel.type !== 'services')
      drafts.push(
        channelDraft('stale', here, { ...fresh, sure: false, text: `${fresh.text}${note}`, remedy: remedies.stale }),
      );
  }
  const open =
    picture.basis.examined === 0
      ? picture.registered.length === 0
        ? '台账没有登记栏目'
        : '登记的栏目一个也没有看成'
      : unseen.length > 0
        ? `有 ${unseen.length} 个登记的栏目没有看清：${listed(unseen, '个')}`
        : picture.crawl === undefined
          ? '没有全站抓取的结果，不知道登记的之外还有没有栏目'
          : undefined;
  const sure = picture.basis.examined === 0 ? drafts.filter((d) => d.certainty === 'suspected') : drafts;
  const notes =
    unseen.length > 0 && sure.some((d) => d.certainty === 'confirmed')
      ? [`没有看清的栏目：${listed(unseen, '个')}`]
      : [];
  if (open !== undefined && picture.basis.examined === 0) {
    const found = verdictOf({ basis: picture.basis, drafts: sure, notes });
    return undeterminable(picture.basis, open, { findings: found.findings, notes: found.notes ?? [] });
  }
  return verdictOf({ basis: picture.basis, drafts: sure, notes, undeterminable: open });
}

/** 更新期限 of a registered channel. `declared`: by the register, or by the index itself. Null: it has never to be updated. */
function dutyOf(c: Channel, p: Params): { period: Period; declared: boolean } | null {
  if (c.updateDays === null) return null;
  if (c.updateDays !== undefined) return { period: days(c.updateDays), declared: true };
  if (c.type === 'services') return null;
  return { period: generalPeriod(c, p), declared: c.type === 'notices' && c.level === 1 };
}

function generalPeriod(c: Pick<Channel, 'type'>, p: Params): Period {
  if (c.type === 'news') return days(p.newsDays);
  return c.type === 'notices' || c.type === 'policy' || c.type === 'interpretation'
    ? months(p.policyMonths)
    : days(p.otherDays);
}
