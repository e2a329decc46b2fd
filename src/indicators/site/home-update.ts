import { z } from 'zod';
import { addDays, daysBetween, shanghaiDay, startOfDay } from '#core/calendar.ts';
import { defineIndicator } from '#core/indicator.ts';
import type { Observation, ObservationValue, Observed } from '#core/observation.ts';
import { siteHosts } from '#core/registry.ts';
import {
  basisOf,
  type Draft,
  latestRound,
  listed,
  partition,
  undeterminable,
  unseenText,
  verdictOf,
} from '../common.ts';

type Row = ObservationValue<'page.dated-items'>['items'][number];
type Article = Observation<'page.publish-date'>;

/** What one row of the home page proves. `maybe`: could be an update, could not; `gone`: nothing to read there. */
type Reading =
  | { kind: 'fresh'; row: Row; date: string; article: Observed<'page.publish-date'> }
  | { kind: 'old'; row: Row; date: string; article: Observed<'page.publish-date'> | undefined }
  | { kind: 'undated'; row: Row; article: Observed<'page.publish-date'> }
  | { kind: 'maybe'; row: Row; why: string }
  | { kind: 'none' };

/** 首页不更新 */
export const homeUpdate = defineIndicator({
  id: 'home-update',
  version: 1,
  title: '首页不更新',
  description:
    '从首页列出的信息进入稿件页，以稿件页注明的发布时间为准，看监测期内有没有信息更新。首页只是栏目导航入口的，看二级页面。稿件页没有注明发布时间的，按规定视为不更新，但程序可能漏读，须人工确认。',
  subject: 'site',
  needs: ['page.dated-items', 'page.publish-date'],
  faults: { stale: '监测期内首页没有信息更新', undated: '近期稿件没有注明发布时间，视为不更新' },
  params: z.strictObject({
    /** 监测天数; a date exactly this many days back still counts as updated. */
    windowDays: z.number().int().positive().max(366).default(14),
    /** How many days old a look at the home page may be and still prove that nothing is new. */
    maxAgeDays: z.number().int().nonnegative().max(31).default(2),
  }),
  lookbackDays: (p) => p.windowDays,
  machine: {
    alone: '稿件页注明的发布时间在监测期内，判定通过；列出的条目都已核到稿件页且都早于监测期，判定不通过。',
    person: '有条目、列表没有看成，稿件没有注明发布时间，或首页只是栏目导航入口而二级页面也不见更新时，交人工判断。',
  },
  judge({ subject, observations, params: p, asOf }) {
    const today = shanghaiDay(asOf);
    const home = subject.record.home;
    const lists = partition(latestRound(observations['page.dated-items']));
    const articles = partition(observations['page.publish-date']);
    const read = newestReading(observations['page.publish-date']);
    const first = lists.seen.find((l) => l.value.role === 'home');
    const basis = basisOf([...lists.seen, ...articles.seen], {
      examined: articles.seen.length,
      unobserved: articles.unseen.length + lists.unseen.length,
      unit: '篇稿件',
    });
    const navigation = subject.record.navigationOnly ?? first?.value.navigationOnly ?? false;
    const hosts = new Set(siteHosts(subject.record));
    const roundDay = shanghaiDay(first ? new Date(first.slot) : asOf);
    const facts = {
      today,
      hosts,
      passFrom: addDays(today, -p.windowDays),
      staleFrom: addDays(roundDay, -p.windowDays),
    };
    // An update seen by any round of the window counts, even when it has left the home page since.
    const ever = partition(observations['page.dated-items']).seen.filter((l) => leads(l.value, navigation));
    const rows = uniqueRows(ever.flatMap((l) => l.value.items));
    const inLists = new Set(rows.map((r) => r.url));
    const others = uniqueRows(ever.flatMap((l) => (l.value.unlisted ?? []).map((u) => rowOf(u)))).filter(
      (r) => !inLists.has(r.url),
    );
    const readings = [
      ...rows.map((row) => readingOf(row, read.get(row.url), facts)),
      ...others.map((row) => unlistedReading(row, read.get(row.url), facts)),
    ];
    if (readings.some((r) => r.kind === 'fresh')) return { outcome: 'pass', basis, findings: [] };
    if (!first) {
      const why =
        lists.unseen.length > 0 ? `首页没有看成：${unseenText(lists.unseen, '次')}` : '监测期内没有采集过首页';
      return undeterminable(basis, why);
    }

    const pages = lists.seen.filter((l) => leads(l.value, navigation));
    const where = navigation ? '二级页面' : '首页';

    const maybe = readings.filter((r) => r.kind === 'maybe');
    const undated = readings.filter((r) => r.kind === 'undated');
    const old = readings
      .filter((r) => r.kind === 'old')
      .sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0));
    const newest = old.find((r) => r.article !== undefined);
    const unreadLists = pages.flatMap((l) => l.value.unreadLists);
    const unseenPages = navigation ? lists.unseen : [];

    const doubts: string[] = [];
    const known = new Set([...rows, ...others].map((r) => r.url));
    const stray = articles.seen.filter((a) => !known.has(a.target) && (a.value.date ?? '') >= facts.passFrom);
    if (stray.length > 0 && observations['page.dated-items'].some((l) => l.status === 'unobserved')) {
      doubts.push(`有 ${stray.length} 篇监测期内的稿件，因当时的首页没有看成，不知是否列在首页`);
    }
    if (unreadLists.length > 0) doubts.push(`有 ${unreadLists.length} 处列表由脚本或框架加载，没有读到`);
    if (unseenPages.length > 0)
      doubts.push(`有 ${unseenPages.length} 个二级页面没有看成：${unseenText(unseenPages, '个')}`);
    if (maybe.length > 0)
      doubts.push(`有 ${maybe.length} 条信息没有核实（${listed([...new Set(maybe.map((r) => r.why))], '种情形')}）`);
    const age = daysBetween(roundDay, today);
    if (age > p.maxAgeDays)
      doubts.push(`最近一次查看首页是 ${roundDay}，距监测时间点已 ${age} 天，其后有没有更新不得而知`);
    const topDate = old[0]?.date;
    if (newest && topDate !== undefined && topDate > newest.date)
      doubts.push(`列表上日期最新的信息（${topDate}）没有核到稿件页`);
    if (rows.length === 0 || (old.length === 0 && undated.length === 0 && maybe.length === 0))
      doubts.push(`${where}上没有认出带日期的信息`);
    if (old.length > 0 && !newest && undated.length === 0) doubts.push('列表上的信息都没有核到稿件页');

    const homeEvidence = pages.flatMap((l) => l.evidence).slice(0, 3);
    const drafts: Draft<'stale' | 'undated'>[] = [];
    if (undated.length > 0) {
      const [one] = undated;
      const dates = undated.flatMap((r) => (r.row.date === null ? [] : [r.row.date])).sort();
      const listDate = dates.at(-1);
      drafts.push({
        fault: 'undated',
        certainty: 'suspected',
        target: home,
        message:
          `${where}上有 ${undated.length} 条信息的稿件页没有注明发布时间，按规定视为不更新` +
          `${listDate === undefined ? '' : `（列表上的日期最新为 ${listDate}）`}：${listed(
            undated.map((r) => `《${r.row.title}》`),
            '条',
          )}` +
          `${newest ? `；注明了发布时间的最新一条是 ${newest.date}` : ''}`,
        remedy: '在稿件页标题下方注明发布时间（年-月-日 时:分），并补上 PubDate 标签。',
        evidence: [
          ...(one ? one.article.evidence : []),
          ...undated.slice(1, 8).flatMap((r) => r.article.evidence),
          ...homeEvidence,
        ],
      });
    }
    if (doubts.length > 0) {
      const found = verdictOf({ basis, drafts, notes: [] });
      return undeterminable(basis, `监测期内没有看到更新，但${doubts.join('；')}`, { findings: found.findings });
    }
    if (newest && undated.length === 0) {
      const days = daysBetween(newest.date, today);
      drafts.push({
        fault: 'stale',
        // Whether a home page is only a way in, and whether all its second-level pages were read, is for a person to say.
        certainty: navigation ? 'suspected' : 'confirmed',
        target: home,
        message:
          `${where}上最新一条信息《${newest.row.title}》发布于 ${newest.date}，距监测时间点（${today}）${days} 天，` +
          `超过 ${p.windowDays} 天没有更新${navigation ? '；首页仅为栏目导航入口，请核对是否看全了二级页面' : ''}`,
        since: startOfDay(newest.date).toISOString(),
        remedy: '及时在首页发布本地区本部门的工作信息，并在稿件页注明发布时间；栏目已停用的，从首页撤下。',
        evidence: [...(newest.article?.evidence ?? []), ...homeEvidence],
      });
    }
    return verdictOf({
      basis,
      drafts,
      notes: [],
      undeterminable: drafts.length === 0 ? '没有足够的信息下结论' : undefined,
    });
  },
});

type Facts = { today: string; hosts: ReadonlySet<string>; passFrom: string; staleFrom: string };

/** Whether a page's rows count: the home page, and the second level where the home page is only a way in. */
function leads(v: ObservationValue<'page.dated-items'>, navigation: boolean): boolean {
  return v.role === 'home' || (navigation && v.role === 'list');
}

/** The article page decides; the row is only a clue that says what has to be read. */
function readingOf(row: Row, article: Article | undefined, f: Facts): Reading {
  const inWindow = row.date !== null && row.date >= f.staleFrom && row.date <= f.today;
  if (article === undefined) {
    if (!ownHost(row.url, f.hosts)) {
      if (row.date === null) return { kind: 'maybe', row, why: '没有日期，且指向站外' };
      return inWindow ? { kind: 'maybe', row, why: '列表日期在监测期内，但指向站外' } : { kind: 'none' };
    }
    if (row.date === null) return { kind: 'maybe', row, why: '没有日期，也没有打开稿件页' };
    if (row.date > f.today) return { kind: 'maybe', row, why: '列表日期晚于监测时间点' };
    if (inWindow) return { kind: 'maybe', row, why: '列表日期在监测期内，但没有打开稿件页' };
    return { kind: 'old', row, date: row.date, article: undefined };
  }
  if (article.status === 'unobserved') {
    // A row dated before the window stays old whatever its page would say.
    if (row.date !== null && row.date < f.staleFrom) return { kind: 'old', row, date: row.date, article: undefined };
    return { kind: 'maybe', row, why: `稿件页没有看成：${unseenText([article], '条')}` };
  }
  const { date, confidence, isArticle } = article.value;
  if (date === null) {
    if (row.date !== null && row.date < f.staleFrom) return { kind: 'old', row, date: row.date, article: undefined };
    // A link of the navigation that happens to look like a row is no information at all.
    return isArticle || inWindow ? { kind: 'undated', row, article } : { kind: 'none' };
  }
  if (date > f.today) return { kind: 'maybe', row, why: `稿件页的发布时间晚于监测时间点（${date}）` };
  const sure = confidence === 'high' || date === row.date;
  if (date >= f.passFrom) {
    return sure
      ? { kind: 'fresh', row, date, article }
      : { kind: 'maybe', row, why: `稿件页的日期（${date}）不能肯定是发布时间` };
  }
  if (date >= f.staleFrom) return { kind: 'maybe', row, why: '日期正在监测期的边缘' };
  if (inWindow) return { kind: 'maybe', row, why: `列表日期（${row.date}）与稿件页的发布时间（${date}）不一致` };
  return sure || row.date !== null
    ? { kind: 'old', row, date, article }
    : { kind: 'maybe', row, why: `稿件页的日期（${date}）不能肯定是发布时间` };
}

/**
 * A link outside the lists may lead to an item or to anything else: what has no date, or no page that could be read as an article, is no
 * update; what nobody opened may be one.
 */
function unlistedReading(row: Row, article: Article | undefined, f: Facts): Reading {
  if (article === undefined) return { kind: 'maybe', row, why: '列表之外没有日期的链接，没有打开' };
  if (article.status === 'unobserved')
    return { kind: 'maybe', row, why: `列表之外的链接没有看成：${unseenText([article], '条')}` };
  const { date, isArticle, confidence } = article.value;
  if (date !== null) return readingOf(row, article, f);
  return isArticle && confidence === 'low'
    ? { kind: 'maybe', row, why: '列表之外的稿件没有认出发布时间' }
    : { kind: 'none' };
}

const rowOf = (u: { title: string; url: string }): Row => ({ ...u, date: null, source: 'none', place: {} });

/** Newest reading of each article page: one that was seen is better than one that was not. */
function newestReading(all: readonly Article[]): ReadonlyMap<string, Article> {
  const best = new Map<string, Article>();
  for (const o of all) {
    const was = best.get(o.target);
    if (was === undefined || o.status === 'observed' || was.status !== 'observed') best.set(o.target, o);
  }
  return best;
}

/** One row an address: of several, the one with the newest date. */
function uniqueRows(rows: readonly Row[]): Row[] {
  const best = new Map<string, Row>();
  for (const r of rows) {
    const was = best.get(r.url);
    if (was === undefined || (r.date ?? '') > (was.date ?? '')) best.set(r.url, r);
  }
  return [...best.values()];
}

function ownHost(url: string, hosts: ReadonlySet<string>): boolean {
  const parsed = URL.parse(url);
  return parsed !== null && hosts.has(parsed.host.toLowerCase());
}
