import { z } from 'zod';
import { dayMs } from '#core/calendar.ts';
import type { Evidence } from '#core/evidence.ts';
import { defineIndicator } from '#core/indicator.ts';
import {
  agreeing,
  brokenPast,
  type CurrentLinks,
  currentLinks,
  isWhole,
  type LinkRound,
  linkRounds,
} from '#core/link-history.ts';
import { explainLink, linkReasonNames } from '#core/link-texts.ts';
import type { CrawlLimit, LinkReason, ObservationValue, Observed } from '#core/observation.ts';
import type { Basis } from '#core/verdict.ts';
import { basisOf, type Draft, maxEvidence, partition, undeterminable, unseenText, verdictOf } from '../common.ts';

type Link = Observed<'link.status'>;

/** Not links that were missed, but addresses nobody meant to check. */
const outside: ReadonlySet<LinkReason> = new Set(['URL_UNSUPPORTED', 'EXCLUDED_RULE', 'EXCLUDED_SCOPE']);

/** 可用性: links that do not open. */
export const deadLinks = defineIndicator({
  id: 'dead-links',
  version: 2,
  title: '可用性（链接打不开或错误）',
  description:
    '全站抓取时检查全站页面上的链接，否则检查首页和抽查页面上的链接（含图片、附件、外部链接）。至少两次尝试结果一致才认定打不开；被防护拦截、要求登录的不算打不开。同一地址只计一处，列出所有链到它的页面。抓取没有做完的，没有发现问题也不算通过。',
  subject: 'site',
  needs: ['link.status', 'site.crawl'],
  faults: { 'home-link-dead': '首页上的链接打不开或错误', 'inner-link-dead': '其他页面上的链接打不开或错误' },
  params: z.strictObject({
    /** Links below which nothing found is no pass. */
    minExamined: z.number().int().positive().default(1),
    /** Share of links that could not be told, and of pages that could not be read, in percent, above which nothing found is no pass. */
    maxUnseenPercent: z.number().min(0).max(100).default(20),
    /** How many days back a look at the links still counts. */
    maxAgeDays: z.number().int().positive().max(366).default(14),
    /** How many days back earlier looks are asked since when a link is dead. They never make a fault. */
    sinceDays: z.number().int().nonnegative().max(366).default(62),
    /** Links told from which a crawl that only hit its own limits (pages, depth, time …) counts as enough. Absent: never. */
    enoughLinks: z.number().int().positive().optional(),
  }),
  lookbackDays: (p) => Math.max(p.maxAgeDays, p.sinceDays),
  ignorable: true,
  machine: {
    alone: '两次以上尝试结果一致的，直接认定链接打不开或错误。全站抓取完整且没有发现的，认定通过。',
    person: '只有一次尝试失败，或前后结果不一致的，列为疑似，交人工打开确认。抓取没有做完又没有发现问题的，由人补查。',
  },
  judge({ subject, asOf, observations, params: p }) {
    const rounds = linkRounds(observations['link.status'], observations['site.crawl']);
    const now = currentLinks(rounds);
    const tooOld = now.slot !== '' && Date.parse(now.slot) < asOf.getTime() - p.maxAgeDays * dayMs;
    if (now.slot === '' || tooOld) return undeterminable(basisOf([], { ...none, unit }), '监测期内没有检查过链接');

    const { seen: links, unseen } = partition(now.links);
    const told = links.filter(isTold);
    const untold = links.filter((l) => !isTold(l));
    const reach = reachOf(now, { told: told.length, untold: untold.length, unseen: unseen.length });
    if (reach.crawl === undefined && links.length === 0) {
      const failed = now.crawl?.status === 'unobserved' ? [`全站抓取没有做成：${unseenText([now.crawl], '次')}`] : [];
      const lost = unseen.length > 0 ? [`链接没有检查成：${unseenText(unseen, '次')}`] : [];
      return undeterminable(reach.basis(links), [...failed, ...lost].join('；'));
    }
    const homeRoles = subject.record.navigationOnly === true ? ['home', 'list'] : ['home'];
    const past = brokenPast(rounds);
    const since = (l: Link) => past.get(l.target)?.since;
    const drafts = [
      ...told.filter((l) => l.value.status === 'broken').map((l) => draftOf(l, homeRoles, since(l))),
      ...now.doubtful.map((l) => inDoubt(draftOf(l, homeRoles, since(l)))),
    ];
    // Lists are cut at their end: what costs most comes first.
    drafts.sort((a, b) => Number(b.fault === 'home-link-dead') - Number(a.fault === 'home-link-dead'));
    const missed = untold.filter((l) => !outside.has(l.value.reason)).length + unseen.length;
    const notes = [...reach.notes, ...notesOf(told, untold)];
    const open = openQuestion(now, reach, missed, p) ?? lostRecords(rounds, now);
    return verdictOf({ basis: reach.basis(links), drafts, notes, undeterminable: open });
  },
});

const isTold = (l: Link) => l.value.status !== 'undeterminable' && l.value.status !== 'skipped';
const unit = '个链接';
const none = { examined: 0, unobserved: 0 };

/** 检查范围: how far the look reached. Of a crawl the links that open are only counted. */
type Reach = {
  crawl: ObservationValue<'site.crawl'> | undefined;
  examined: number;
  notes: readonly string[];
  basis(seen: readonly { observedAt: string }[]): Basis;
};

function reachOf(now: CurrentLinks, listed: { told: number; untold: number; unseen: number }): Reach {
  if (now.crawl?.status !== 'observed') {
    const counts = { examined: listed.told, unobserved: listed.untold + listed.unseen, unit };
    return { crawl: undefined, examined: listed.told, notes: [], basis: (seen) => basisOf(seen, counts) };
  }
  const { value, observedAt } = now.crawl;
  const of = (c: Counts) => c.ok + c.caution + c.broken;
  const left = (c: Counts) => c.undeterminable + c.skipped;
  const [home, inner] = [of(value.links.home), of(value.links.inner)];
  // What is listed can never be more than was counted, unless a later round looked at something new.
  const examined = Math.max(home + inner, listed.told);
  const unobserved = Math.max(left(value.links.home) + left(value.links.inner), listed.untold) + listed.unseen;
  return {
    crawl: value,
    examined,
    notes: [
      `全站抓取读了 ${value.pages.read} 个页面，查清首页上的链接 ${home} 个、其他页面上的链接 ${inner} 个`,
      ...gapNotes(value),
    ],
    basis: (seen) =>
      basisOf([...seen, { observedAt: value.startedAt }, { observedAt }], { examined, unobserved, unit }),
  };
}

/** A crawl that counted more dead links than there are records of any that was told: what they are about nobody can tell, but it is no pass. */
function lostRecords(rounds: readonly LinkRound[], now: CurrentLinks): string | undefined {
  if (now.crawl?.status !== 'observed') return undefined;
  const { home, inner } = now.crawl.value.links;
  const round = rounds.find((r) => r.slot === now.slot);
  const kept = round?.links.filter((o) => o.status === 'unobserved' || isTold(o as Link)).length ?? 0;
  const counted = home.broken + inner.broken;
  return counted > kept ? `抓取记下 ${counted} 个打不开的链接，只留有 ${kept} 个的记录，须重新检查` : undefined;
}

type Counts = ObservationValue<'site.crawl'>['links']['home'];

function gapNotes(v: ObservationValue<'site.crawl'>): string[] {
  if (isWhole(v)) return [];
  const pages = [
    v.pages.blocked > 0 ? `${v.pages.blocked} 个页面拒绝访问` : '',
    v.unjudgedCount > 0 ? `${v.unjudgedCount} 个页面没有看成` : '',
  ].filter((t) => t !== '');
  return [`抓取不完整：${[...v.limits.map(limitText), ...pages].join('；')}`];
}

const limitText = (l: { note: string; left: number }) =>
  `${l.note.replace(/[。；]+$/, '')}${l.left > 0 ? `（还有 ${l.left} 个已知地址没有读）` : ''}`;

/** Limits that the crawl set itself; of the others nobody knows what stands behind them. */
const ownLimits: ReadonlySet<CrawlLimit> = new Set(['pages', 'depth', 'bytes', 'time', 'traps', 'robots']);

type Enough = { minExamined: number; maxUnseenPercent: number; enoughLinks?: number | undefined };

/** Why a look that found nothing is no pass. Undefined: enough was seen. */
function openQuestion(now: CurrentLinks, reach: Reach, missed: number, p: Enough): string | undefined {
  if (now.crawl?.status === 'unobserved') return `全站抓取没有做成：${unseenText([now.crawl], '次')}`;
  const { crawl, examined } = reach;
  const limits = crawl?.limits ?? [];
  const enough =
    p.enoughLinks !== undefined && examined >= p.enoughLinks && limits.every((l) => ownLimits.has(l.limit));
  if (limits.length > 0 && !enough) return `全站抓取没有做完，不能算全部可用：${limits.map(limitText).join('；')}`;
  if (crawl !== undefined) {
    const shut = crawl.pages.blocked + crawl.unjudgedCount;
    const pages = crawl.pages.read + shut;
    if ((100 * shut) / Math.max(1, pages) > p.maxUnseenPercent)
      return `有 ${shut} 个页面没有看到，超过 ${p.maxUnseenPercent}% 的限度，不能算全部可用`;
  }
  if (examined < p.minExamined) return `只查清了 ${examined} 个链接，少于要求的 ${p.minExamined} 个`;
  if ((100 * missed) / Math.max(1, examined + missed) > p.maxUnseenPercent)
    return `有 ${missed} 个链接没有查清，超过 ${p.maxUnseenPercent}% 的限度，不能算全部可用`;
  return undefined;
}

function draftOf(
  l: Link,
  homeRoles: readonly string[],
  since: string | undefined,
): Draft<'home-link-dead' | 'inner-link-dead'> {
  const v = l.value;
  const onHome = v.parents.filter((p) => homeRoles.includes(p.role));
  const shownParent = onHome[0] ?? v.parents[0];
  const { problem, remedy } = explainLink(v);
  const proof = agreeing(v);
  const text = shownParent && shownParent.text.trim() !== '' ? `“${shownParent.text.trim().slice(0, 60)}”` : '';
  const others = v.parentCount > 1 ? `等 ${v.parentCount} 处` : '';
  const place = shownParent ? `，位于 ${shownParent.url} 的${tagNames[shownParent.tag] ?? '链接'}${text}${others}` : '';
  const tries = v.attempts.length > 0 ? `，${v.attempts.length} 次尝试` : '';
  return {
    fault: onHome.length > 0 ? 'home-link-dead' : 'inner-link-dead',
    certainty: proof ? 'confirmed' : 'suspected',
    target: v.url,
    message: `${v.external ? '外部链接' : '链接'} ${v.url}：${problem.replace(/。$/, '')}${tries}${proof ? '' : '，结果不足以认定'}${place}`,
    remedy,
    ...(since === undefined ? {} : { since }),
    evidence: linkEvidence(l),
  };
}

/** A fault that a later look could neither see again nor clear. */
function inDoubt<F extends string>(draft: Draft<F>): Draft<F> {
  return { ...draft, certainty: 'suspected', message: `${draft.message}；其后复查时没有看成，不能认定是否已修复` };
}

/** The bytes of the answer, then the places of the pages that point there, each a place a maintainer can go to. */
function linkEvidence(l: Link): Evidence[] {
  const places: Evidence[] = [];
  for (const parent of l.value.parents) {
    const page = l.evidence.find((e) => e.kind === 'html' && e.url === parent.url);
    if (page) places.push({ ...page, locator: page.locator ?? parent.place });
  }
  const used = new Set(places.map((p) => `${p.sha256}|${p.url}`));
  const rest = l.evidence.filter((e) => e.kind !== 'screenshot' && !used.has(`${e.sha256}|${e.url}`));
  const pictures = l.evidence.filter((e) => e.kind === 'screenshot');
  return [...rest.slice(0, 4), ...pictures.slice(0, 1), ...places].slice(0, maxEvidence);
}

function notesOf(told: readonly Link[], untold: readonly Link[]): string[] {
  const notes: string[] = [];
  const count = (links: readonly Link[]) => {
    const by = new Map<string, number>();
    for (const l of links) by.set(linkReasonNames[l.value.reason], (by.get(linkReasonNames[l.value.reason]) ?? 0) + 1);
    return [...by]
      .sort((a, b) => b[1] - a[1])
      .map(([name, n]) => `${name} ${n} 个`)
      .join('、');
  };
  if (untold.length > 0) notes.push(`有 ${untold.length} 个链接没有查清或不检查：${count(untold)}`);
  const cautions = told.filter((l) => l.value.status === 'caution');
  if (cautions.length > 0) notes.push(`有 ${cautions.length} 个链接能打开但有隐患，不计问题：${count(cautions)}`);
  return notes;
}

const tagNames: Readonly<Record<string, string>> = {
  img: '图片',
  script: '脚本',
  link: '样式文件',
  iframe: '内嵌页面',
  frame: '内嵌页面',
  area: '图片热区',
};
