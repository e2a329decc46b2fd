import { z } from 'zod';
import { addDays, dayMs, daysBetween, isDay, shanghaiDay, startOfDay } from '#core/calendar.ts';
import type { Evidence } from '#core/evidence.ts';
import type { Observation, ObservationValue, Observed } from '#core/observation.ts';
import type { Channel, Site } from '#core/registry.ts';
import type { Basis } from '#core/verdict.ts';
import { basisOf, type Draft, latestRound, partition, unseenText } from './common.ts';

type Update = Observation<'channel.update'>;
type Seen = Observed<'channel.update'> & Update;

/** Params of every indicator about channels: spread into its own `z.strictObject`. */
export const channelParams = {
  /** 动态要闻类栏目的更新期限, days: a day exactly so long ago still counts as updated. */
  newsDays: z.number().int().positive().max(366).default(14),
  /** 通知公告、政策文件、政策解读类一级栏目的更新期限, months. */
  policyMonths: z.number().int().positive().max(60).default(6),
  /** How many days old a look at a channel may be and still prove that nothing is new. */
  maxAgeDays: z.number().int().nonnegative().max(31).default(2),
};

/** 登记的栏目 with what the rounds saw of it. */
export type ChannelView = {
  channel: Channel;
  /** Of the latest slot; undefined: never looked at. */
  latest: Update | undefined;
  seen: readonly Seen[];
};

/** All that indicators ask about the channels of one site. */
export type ChannelPicture = {
  today: string;
  registered: readonly ChannelView[];
  /** Channels that the last crawl found and nobody registered, with a doubt about them. */
  found: readonly Seen[];
  /** The last crawl's list of channels; undefined: there was none. */
  crawl: (Observed<'site.channels'> & Observation<'site.channels'>) | undefined;
  basis: Basis;
};

export function pictureOf(
  site: Site,
  observations: {
    'channel.update': readonly Update[];
    'site.channels': readonly Observation<'site.channels'>[];
  },
  asOf: Date,
): ChannelPicture {
  const updates = observations['channel.update'];
  const urls = new Set(site.channels.map((c) => c.url));
  const registered = site.channels.map((channel): ChannelView => {
    const own = updates.filter((o) => o.target === channel.url);
    return { channel, latest: own.at(-1), seen: partition(own).seen };
  });
  const crawl = partition(latestRound(observations['site.channels'])).seen.at(-1);
  const found = partition(updates).seen.filter(
    (o) => o.value.channel.id === null && !urls.has(o.target) && o.slot === crawl?.slot,
  );
  const looked = registered.flatMap((v) => (v.latest?.status === 'observed' ? [v.latest] : []));
  const basis = basisOf(looked, {
    examined: looked.length,
    unobserved: registered.filter((v) => v.latest?.status === 'unobserved').length,
    unit: '个登记的栏目',
  });
  return { today: shanghaiDay(asOf), registered, found, crawl, basis };
}

/** The same day `months` months earlier; where that month is shorter, its last day. */
export function monthsBefore(day: string, months: number): string {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number];
  const n = y * 12 + (m - 1) - months;
  const head = `${String(Math.floor(n / 12)).padStart(4, '0')}-${String((n % 12) + 1).padStart(2, '0')}`;
  for (let last = d; last > 28; last--) {
    const at = `${head}-${String(last).padStart(2, '0')}`;
    if (isDay(at)) return at;
  }
  return `${head}-${String(Math.min(d, 28)).padStart(2, '0')}`;
}

/** 更新期限: the oldest day that still counts as updated, seen from a day, and how it is said. */
export type Period = { from(today: string): string; text: string };
export const days = (n: number): Period => ({ from: (today) => addDays(today, -n), text: `${n} 天` });
export const months = (n: number): Period => ({ from: (today) => monthsBefore(today, n), text: `${n} 个月` });

/** 是否更新 of one channel. `unknown`: what was not seen may be an update. `stale` without `sure` is for a person to confirm. */
export type Freshness =
  | { state: 'fresh'; date: string; title: string }
  | { state: 'stale'; sure: boolean; newest: string | null; text: string; evidence: readonly Evidence[] }
  | { state: 'unknown'; why: string };

/**
 * 栏目更新 by what article pages say: a date of any round inside the period is an update; none only where the last look saw the list whole
 * and nothing in it is left open. `maxAgeDays`: how old that look may be.
 */
export function freshnessOf(view: ChannelView, period: Period, o: { today: string; maxAgeDays: number }): Freshness {
  const from = period.from(o.today);
  for (const { value } of view.seen)
    for (const a of value.articles)
      if (a.state === 'dated' && a.sure && a.date !== null && a.date >= from && a.date <= o.today)
        return { state: 'fresh', date: a.date, title: a.title };
  const { latest } = view;
  if (latest === undefined) return { state: 'unknown', why: '没有打开过' };
  if (latest.status === 'unobserved') return { state: 'unknown', why: unseenText([latest], '次') };
  const day = shanghaiDay(new Date(latest.slot));
  if (daysBetween(day, o.today) > o.maxAgeDays) return { state: 'unknown', why: `最近一次打开是 ${day}` };
  return staleness(latest as Seen, period, { from: period.from(day), today: o.today });
}

/** What one look proves: `from` is the oldest day that was still inside the period on the day of the look. */
function staleness(look: Seen, period: Period, o: { from: string; today: string }): Freshness {
  const { value: v, evidence } = look;
  if (v.blank === 'yes')
    return { state: 'stale', sure: true, newest: null, text: `栏目是空白的（${v.blankWhy}）`, evidence };
  if (v.unread.length > 0) return { state: 'unknown', why: `有 ${v.unread.length} 处列表由脚本或框架加载，没有读到` };
  if (v.rows === 0) return { state: 'unknown', why: v.blankWhy };
  const open = openRows(v, o.from, o.today);
  if (open !== null) return { state: 'unknown', why: open };
  const undated = v.articles.filter((a) => a.state === 'undated' && (a.row === null || a.row >= o.from));
  const newest = v.newestArticle?.date ?? null;
  const shown = newest ?? v.newestRow?.date ?? null;
  if (newest !== null && newest >= o.from) return { state: 'unknown', why: `最新一篇（${newest}）正在期限边缘` };
  const days = shown === null ? '' : `，距监测时间点 ${daysBetween(shown, o.today)} 天`;
  const text =
    undated.length > 0
      ? `近期 ${undated.length} 篇稿件没有注明发布时间，按规定视为不更新${newest === null ? '' : `；注明的最新一篇是 ${newest}`}`
      : newest !== null
        ? `最新一篇《${v.newestArticle?.title ?? ''}》发布于 ${newest}${days}，超过 ${period.text}没有更新`
        : `列表上日期最新的是 ${shown ?? '（没有日期）'}${days}，没有核到稿件页`;
  // A block beside the list may be the list.
  const beside = v.rowsBy === 'largest' && v.besides !== null && v.besides >= o.from;
  return {
    state: 'stale',
    sure: newest !== null && undated.length === 0 && !beside,
    newest: shown,
    text: beside ? `${text}；页面上另有较新的条目，须确认是不是本栏目的` : text,
    evidence,
  };
}

/** What stands in the list and may be newer than anything that was proved; null: nothing does. */
function openRows(v: Seen['value'], from: string, today: string): string | null {
  const inside = (day: string | null) => day !== null && day >= from;
  const unread = v.articles.filter((a) => a.state === 'unread' && (a.row === null || a.row >= from));
  if (unread.length > 0) return `有 ${unread.length} 篇近期稿件没有看成（${unread[0]?.why ?? ''}）`;
  const doubtful = v.articles.filter(
    (a) =>
      (a.state === 'dated' && inside(a.date) && (!a.sure || (a.date ?? '') > today)) ||
      (a.state === 'other' && inside(a.row)) ||
      (a.state === 'dated' && inside(a.row) && (a.row ?? '') <= today && !inside(a.date)),
  );
  if (doubtful.length > 0) return `有 ${doubtful.length} 篇稿件的日期不能肯定，或与列表不一致`;
  const opened = v.articles.filter((a) => a.row !== null && a.row > today).length;
  if (v.future > opened) return `有 ${v.future - opened} 条信息的日期晚于监测时间点`;
  if (inside(v.unopened.newest)) return '列表上有近期的信息，没有打开稿件页';
  if (inside(v.unopened.external)) return '列表上有近期的信息，指向站外';
  // Rows without a day below a row that was proved new enough do not matter; below an old one they may.
  if (v.unopened.undated > 0) return `有 ${v.unopened.undated} 条信息没有日期，没有打开稿件页`;
  return null;
}

/** The same of a channel that nobody has confirmed: rows of the crawl are all there is. */
export function foundFreshness(look: Seen, period: Period, today: string): Freshness {
  const { value: v, evidence } = look;
  const from = period.from(shanghaiDay(new Date(look.slot)));
  if (v.blank === 'yes')
    return { state: 'stale', sure: false, newest: null, text: `栏目是空白的（${v.blankWhy}）`, evidence };
  const row = v.newestRow?.date ?? null;
  if (v.unread.length > 0 || row === null || v.undated > 0) return { state: 'unknown', why: '列表没有读全' };
  if (row >= from) return { state: 'fresh', date: row, title: v.newestRow?.title ?? '' };
  const text = `列表上日期最新的是 ${row}，距监测时间点 ${daysBetween(row, today)} 天，超过 ${period.text}`;
  return { state: 'stale', sure: false, newest: row, text, evidence };
}

/** 栏目名 for messages. */
export const quoted = (name: string) => `“${name}”`;

/** A finding about one channel; its target is the channel's address in every indicator, so that one channel is not priced twice. */
export function channelDraft<F extends string>(
  fault: F,
  channel: { name: string; url: string },
  f: { sure: boolean; text: string; newest?: string | null; evidence: readonly Evidence[]; remedy: string },
): Draft<F> {
  return {
    fault,
    certainty: f.sure ? 'confirmed' : 'suspected',
    target: channel.url,
    message: `栏目${quoted(channel.name)}：${f.text}`,
    remedy: f.remedy,
    ...(f.newest ? { since: startOfDay(f.newest).toISOString() } : {}),
    evidence: f.evidence,
  };
}

export const remedies = {
  stale: '及时发布信息，并在稿件页注明发布时间；已停用的栏目从网站撤下或并入其他栏目。',
  blank: '补充内容；没有内容可发的栏目从网站撤下或并入其他栏目。',
  missing: '开设这一类栏目并发布信息；已有同类栏目的，在台账里登记。',
} as const;

/** Whether a record of a person about this indicator still counts. */
export function hasRecord(c: {
  indicator: string;
  records: readonly Observation<'manual.record'>[];
  recordDays: number;
  asOf: Date;
}): boolean {
  const oldest = c.asOf.getTime() - c.recordDays * dayMs;
  return partition(c.records).seen.some((r) => r.value.indicator === c.indicator && Date.parse(r.slot) >= oldest);
}

/** 尚未登记的栏目 of a type that the crawl found, for messages. */
export function foundOfType(p: ChannelPicture, types: readonly Channel['type'][]) {
  return (p.crawl?.value.channels ?? []).filter((c) => c.registered === null && types.includes(c.type));
}

/** Whether what a crawl did not find may be said to be missing: it was whole, it found channels, and all of them are listed. */
export function tellsAbsence(v: ObservationValue<'site.channels'>): boolean {
  return v.whole && v.channels.length > 0 && v.count === v.channels.length;
}
