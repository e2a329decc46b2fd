import { shanghaiDay } from '#core/calendar.ts';
import { type IgnoreMatch, type IgnoreRule, ignoreMatcher, ignoreState, ignoreText } from '#core/ignores.ts';
import {
  agreeing,
  type BrokenPast,
  brokenPast,
  type CurrentLinks,
  currentLinks,
  isWhole,
  type LinkRound,
} from '#core/link-history.ts';
import { explainLink } from '#core/link-texts.ts';
import type { Observed } from '#core/observation.ts';
import { adviceFor } from './link-advice.ts';
import type { BrokenLinksInput, BrokenLinksModel, LinkCase, LinkFate, SinceView } from './link-types.ts';
import { dayText } from './words.ts';

type Link = Observed<'link.status'>;

/** What became of every target, before anything is folded. */
export type Sorted = {
  now: CurrentLinks;
  /** Targets that are not known to open, by what is to be done; each with the observation it rests on. */
  open: readonly { case: LinkCase; link: Link }[];
  fixed: BrokenLinksModel['fixed'];
  unsettled: BrokenLinksModel['unsettled'];
  rules: BrokenLinksModel['rules'];
};

const laterUnseen = '上次看到时打不开，其后复查没有看成，不能认定是否已修复';

/** 各目标地址的去向. Pure. */
export function sortCases(input: BrokenLinksInput, rounds: readonly LinkRound[]): Sorted {
  const now = currentLinks(rounds);
  const past = brokenPast(rounds);
  const match = ignoreMatcher(input.ignores, input.site.id, shanghaiDay(new Date(input.asOf)));
  const uses = new Map<IgnoreRule, number>();
  const firstLook = rounds.length <= 1;
  const inDoubt = new Set(now.doubtful.map((o) => o.target));
  const none: IgnoreMatch = { every: [] };
  const open: { case: LinkCase; link: Link }[] = [];
  const put = (link: Link, fate: LinkFate, doubt: string) => {
    // What was left out on purpose is nobody's fault, so no rule is needed for it.
    const found = fate === 'skipped' ? none : match({ url: link.value.url, reason: link.value.reason });
    for (const rule of found.every) uses.set(rule, (uses.get(rule) ?? 0) + 1);
    open.push({ link, case: caseOf(link, fate, doubt, past.get(link.target), found, firstLook) });
  };
  for (const o of now.links) {
    if (o.status !== 'observed' || inDoubt.has(o.target)) continue;
    const link = o as Link;
    const { status } = link.value;
    if (status === 'broken') {
      const proved = agreeing(link.value);
      put(link, proved ? 'fix' : 'check', proved ? '' : '只有一次尝试打不开，或几次尝试结果不一致，不足以认定');
    } else if (status === 'undeterminable') put(link, 'check', '');
    else if (status === 'caution') put(link, 'caution', '');
    else if (status === 'skipped') put(link, 'skipped', '');
  }
  for (const link of now.doubtful) put(link, 'check', laterUnseen);

  const broken = new Set(open.filter((c) => c.link.value.status === 'broken').map((c) => c.link.target));
  const unsettled = [...past.values()]
    .filter((p) => !broken.has(p.last.target))
    .map((p) => ({
      case: caseOf(p.last, 'unsettled', '', p, none, false),
      why: whyUnsettled(now, p.last.target),
      since: dayText(p.since),
    }));
  return { now, open, fixed: fixedOf(rounds, now, past), unsettled, rules: rulesOf(input, uses) };
}

function caseOf(
  link: Link,
  fate: LinkFate,
  doubt: string,
  past: BrokenPast | undefined,
  found: IgnoreMatch,
  firstLook: boolean,
): LinkCase {
  const v = link.value;
  const ignorable = fate === 'fix' || fate === 'check' || fate === 'caution';
  const rule = ignorable ? (found.live ?? null) : null;
  return {
    fate: rule === null ? fate : 'ignored',
    value: v,
    observedAt: link.observedAt,
    problem: explainLink(v).problem,
    fix: adviceFor(v),
    doubt,
    since: past === undefined || v.status !== 'broken' ? null : sinceOf(past, firstLook),
    past: past ?? null,
    rule,
    expired: found.expired ?? null,
    entry: '',
  };
}

/** 自何时起, in words: how often, on how many days, and that a gap is no proof. */
export function sinceOf(past: BrokenPast, firstLook: boolean): SinceView {
  const day = dayText(past.since);
  const nextDay = past.days.length > 1;
  const once = firstLook ? `${day} 首次检查时发现` : `${day} 新发现`;
  const many = `自 ${day} 起${past.gaps === 0 ? '连续' : ''} ${past.rounds} 次检查都打不开${past.gaps > 0 ? `（其间 ${past.gaps} 次没有查到它）` : ''}`;
  const later = nextDay ? '，次日复查仍在' : '，尚未经次日复查';
  return { day, rounds: past.rounds, nextDay, text: `${past.rounds > 1 ? many : once}${later}` };
}

function whyUnsettled(now: CurrentLinks, target: string): string {
  const seen = now.links.find((o) => o.target === target);
  if (seen?.status === 'observed') return `本次没有查清：${explainLink(seen.value).problem.replace(/。$/, '')}`;
  if (seen !== undefined) return '本次没有看成';
  if (now.crawl === undefined) return '本次抽查的页面上没有这个链接';
  if (now.crawl.status === 'unobserved') return '本次全站抓取没有做成';
  return isWhole(now.crawl.value) ? '本次没有查到' : '本次抓取不完整，没有查到它';
}

/** Chains that stood before the present picture or broke within it, and have ended on positive grounds. */
function fixedOf(
  rounds: readonly LinkRound[],
  now: CurrentLinks,
  past: ReadonlyMap<string, BrokenPast>,
): BrokenLinksModel['fixed'] {
  const begins = rounds.findIndex((r) => r.slot >= now.slot);
  const stood = new Map<string, BrokenPast>();
  for (let n = Math.max(0, begins); n < rounds.length; n++)
    for (const [target, p] of brokenPast(rounds.slice(0, n))) stood.set(target, p);
  return [...stood]
    .filter(([target]) => !past.has(target))
    .map(([target, p]) => ({
      case: caseOf(p.last, 'fixed', '', p, { every: [] }, false),
      how: now.links.some((o) => o.target === target)
        ? '本次打开正常'
        : '本次全站抓取没有再发现它打不开：已能打开，或链接已取消',
      since: dayText(p.since),
    }));
}

const stateNames = { live: '有效', expired: '已到期，不再适用', pending: '尚未生效' } as const;

function rulesOf(input: BrokenLinksInput, uses: ReadonlyMap<IgnoreRule, number>): BrokenLinksModel['rules'] {
  const day = shanghaiDay(new Date(input.asOf));
  return input.ignores
    .filter((r) => r.site === 'all' || r.site === input.site.id)
    .map((r) => {
      const state = ignoreState(r, day);
      const n = uses.get(r) ?? 0;
      const use =
        state === 'live'
          ? n > 0
            ? `，本次用到 ${n} 处`
            : `，本次没有匹配到任何链接${r.site === 'all' ? '（本规则对所有网站有效）' : '，请核对是否还需要'}`
          : state === 'expired' && n > 0
            ? `，仍有 ${n} 处链接打不开或有疑点，已重新计入`
            : '';
      return {
        text: ignoreText(r),
        why: r.why,
        person: r.person,
        recorded: r.recorded,
        expires: r.expires,
        state: `${stateNames[state]}${use}`,
        uses: n,
      };
    });
}
