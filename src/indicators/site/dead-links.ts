import { z } from 'zod';
import type { Evidence } from '#core/evidence.ts';
import { defineIndicator } from '#core/indicator.ts';
import { explainLink } from '#core/link-texts.ts';
import type { LinkReason, Observation, ObservationValue, Observed } from '#core/observation.ts';
import {
  basisOf,
  type Draft,
  latestRound,
  maxEvidence,
  partition,
  undeterminable,
  unseenText,
  verdictOf,
} from '../common.ts';
import { linkReasonText } from './link-text.ts';

type Link = Observed<'link.status'>;
type Value = ObservationValue<'link.status'>;

/** Not links that were missed, but addresses nobody meant to check. */
const outside: ReadonlySet<LinkReason> = new Set(['URL_UNSUPPORTED', 'EXCLUDED_RULE', 'EXCLUDED_SCOPE']);

/** 可用性: links that do not open. */
export const deadLinks = defineIndicator({
  id: 'dead-links',
  version: 1,
  title: '可用性（链接打不开或错误）',
  description:
    '逐个打开首页和其他页面上的链接（含图片、附件、外部链接）。至少两次尝试结果一致才认定打不开；被防护拦截、要求登录的不算打不开。同一地址只计一处，列出所有链到它的页面。',
  subject: 'site',
  needs: ['link.status'],
  faults: { 'home-link-dead': '首页上的链接打不开或错误', 'inner-link-dead': '其他页面上的链接打不开或错误' },
  params: z.strictObject({
    /** Links below which nothing found is no pass. */
    minExamined: z.number().int().positive().default(1),
    /** Share of links that could not be told, in percent, above which nothing found is no pass. */
    maxUnseenPercent: z.number().min(0).max(100).default(20),
    /** How many days back a look at the links still counts. */
    maxAgeDays: z.number().int().positive().max(366).default(14),
  }),
  lookbackDays: (p) => p.maxAgeDays,
  machine: {
    alone: '两次以上尝试结果一致的，直接认定链接打不开或错误。',
    person: '只有一次尝试失败，或前后结果不一致的，列为疑似，交人工打开确认。',
  },
  judge({ subject, observations, params: p }) {
    const all = observations['link.status'];
    const round = partition(latestRound(all));
    const links = round.seen;
    const told = links.filter((l) => l.value.status !== 'undeterminable' && l.value.status !== 'skipped');
    const untold = links.filter((l) => !told.includes(l));
    const missed = untold.filter((l) => !outside.has(l.value.reason)).length + round.unseen.length;
    const basis = basisOf(links, {
      examined: told.length,
      unobserved: untold.length + round.unseen.length,
      unit: '个链接',
    });
    if (links.length === 0) {
      const why =
        round.unseen.length > 0 ? `链接没有检查成：${unseenText(round.unseen, '次')}` : '监测期内没有检查过链接';
      return undeterminable(basis, why);
    }
    const homeRoles = subject.record.navigationOnly === true ? ['home', 'list'] : ['home'];
    const first = firstBroken(all);
    const drafts = told
      .filter((l) => l.value.status === 'broken')
      .map((l) => draftOf(l, homeRoles, first.get(l.target)));
    const notes = notesOf(told, untold);
    const share = (100 * missed) / Math.max(1, told.length + missed);
    const open =
      told.length < p.minExamined
        ? `只查清了 ${told.length} 个链接，少于要求的 ${p.minExamined} 个`
        : share > p.maxUnseenPercent
          ? `有 ${missed} 个链接没有查清，超过 ${p.maxUnseenPercent}% 的限度，不能算全部可用`
          : undefined;
    return verdictOf({ basis, drafts, notes, undeterminable: open });
  },
});

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

/** Whether the failure was met at least twice in the same way. An address that cannot be one needs no second look. */
export function agreeing(v: Pick<Value, 'reason' | 'attempts'>): boolean {
  if (v.reason === 'URL_INVALID') return true;
  const keys = v.attempts.map((a) => {
    if (a.status === undefined) return 'network';
    return a.status >= 500 ? '5xx' : String(a.status);
  });
  const last = keys.at(-1);
  return last !== undefined && keys.filter((k) => k === last).length >= 2;
}

/** The bytes of the answer, then the places of the pages that point there, each a place a maintainer can go to. */
function linkEvidence(l: Link): Evidence[] {
  const places: Evidence[] = [];
  for (const parent of l.value.parents) {
    const page = l.evidence.find((e) => e.kind === 'html' && e.url === parent.url);
    if (page) places.push({ ...page, locator: page.locator ?? parent.place });
  }
  const used = new Set(places.map((p) => `${p.sha256}|${p.url}`));
  const rest = l.evidence.filter((e) => !used.has(`${e.sha256}|${e.url}`));
  return [...rest.slice(0, 4), ...places].slice(0, maxEvidence);
}

/** Slot since which every round found the link broken. */
function firstBroken(all: readonly Observation<'link.status'>[]): ReadonlyMap<string, string> {
  const since = new Map<string, string>();
  for (const o of [...all].sort((a, b) => (a.slot < b.slot ? -1 : a.slot > b.slot ? 1 : 0))) {
    if (o.status !== 'observed') continue;
    if (o.value.status !== 'broken') since.delete(o.target);
    else if (!since.has(o.target)) since.set(o.target, o.slot);
  }
  return since;
}

function notesOf(told: readonly Link[], untold: readonly Link[]): string[] {
  const notes: string[] = [];
  const count = (links: readonly Link[]) => {
    const by = new Map<string, number>();
    for (const l of links) by.set(linkReasonText[l.value.reason], (by.get(linkReasonText[l.value.reason]) ?? 0) + 1);
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
