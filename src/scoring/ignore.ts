import type { IgnoredFinding } from '#core/assessment.ts';
import { shanghaiDay } from '#core/calendar.ts';
import { type IgnoreRule, ignoreMatcher, ignoreText } from '#core/ignores.ts';
import { currentLinks, linkRounds } from '#core/link-history.ts';
import type { Observation, Observed } from '#core/observation.ts';
import type { Verdict } from '#core/verdict.ts';

type Links = readonly Observation<'link.status'>[];

export type IgnoreInput = {
  verdict: Verdict;
  rules: readonly IgnoreRule[];
  subjectId: string;
  asOf: Date;
  links: Links;
  crawls: readonly Observation<'site.crawl'>[];
  /** The same indicator asked again with other link observations. */
  judge(links: Links): Verdict;
};

/** 忽略之后的判定, and what was taken out of the count, each with the rule. */
export type Ignoring = { verdict: Verdict; ignored: readonly IgnoredFinding[] };

const namedRules = 3;

/**
 * 按忽略规则不计. Rules are applied after the check and never to what was stored: the indicator is asked a second time as if the links that a
 * rule in force names had opened, and what it then no longer finds is listed as ignored, with the rule. Asking again instead of striking
 * findings out keeps the rest of its judgement whole: where too little was seen for a pass, a fault that is ignored does not turn it into one.
 * What could not be seen is never ignored into having been seen.
 */
export function ignore({ verdict, rules, subjectId, asOf, links, crawls, judge }: IgnoreInput): Ignoring {
  if (rules.length === 0) return { verdict, ignored: [] };
  const match = ignoreMatcher(rules, subjectId, shanghaiDay(asOf));
  const ruleOf = new Map<string, IgnoreRule>();
  for (const o of newestBroken(links).values()) {
    const { live } = match({ url: o.value.url, reason: o.value.reason });
    if (live) ruleOf.set(o.target, live);
  }
  if (ruleOf.size === 0) return { verdict, ignored: [] };
  const after = judge(links.map((o) => (ruleOf.has(o.target) ? opened(o) : o)));
  const left = new Set(after.findings.map(keyOf));
  const byUrl = new Map<string, IgnoreRule>();
  for (const o of links) {
    const rule = ruleOf.get(o.target);
    if (rule && o.status === 'observed') byUrl.set(o.value.url, rule);
  }
  const ignored = verdict.findings.flatMap((finding) => {
    const rule = byUrl.get(finding.target);
    return rule && !left.has(keyOf(finding)) ? [{ finding, rule }] : [];
  });
  if (ignored.length === 0) return { verdict, ignored: [] };
  return {
    verdict: { ...after, notes: [...(after.notes ?? []), noteOf(ignored, countNow(links, crawls, ruleOf))] },
    ignored,
  };
}

const keyOf = (f: { fault: string; target: string }) => `${f.fault}|${f.target}`;

/** The last sight of each link that was ever broken: its reason is what a rule may be limited to. */
function newestBroken(links: Links): Map<string, Observed<'link.status'>> {
  const newest = new Map<string, Observed<'link.status'>>();
  for (const o of links) {
    if (o.status !== 'observed' || o.value.status !== 'broken') continue;
    const was = newest.get(o.target);
    if (!was || was.slot <= o.slot) newest.set(o.target, o as Observed<'link.status'>);
  }
  return newest;
}

function opened(o: Observation<'link.status'>): Observation<'link.status'> {
  if (o.status !== 'observed' || o.value.status !== 'broken') return o;
  return { ...o, value: { ...o.value, status: 'ok', reason: 'OK' } } as Observation<'link.status'>;
}

/** How many dead links of the present picture the rules name: a verdict lists only so many. */
function countNow(
  links: Links,
  crawls: readonly Observation<'site.crawl'>[],
  named: ReadonlyMap<string, IgnoreRule>,
): number {
  const now = currentLinks(linkRounds(links, crawls));
  const dead = now.links.filter((o) => o.status === 'observed' && o.value.status === 'broken');
  return [...dead, ...now.doubtful].filter((o) => named.has(o.target)).length;
}

function noteOf(ignored: readonly IgnoredFinding[], count: number): string {
  const rules = [...new Set(ignored.map((i) => i.rule))];
  const named = rules
    .slice(0, namedRules)
    .map((r) => `${ignoreText(r)}，${r.why.replace(/[。；]+$/, '')}（${r.person}登记，${r.expires} 到期）`)
    .join('；');
  const more = rules.length > namedRules ? `；等 ${rules.length} 条规则` : '';
  return `有 ${Math.max(count, ignored.length)} 处按人工忽略规则不计，${count > ignored.length ? `下面列出 ${ignored.length} 处` : '仍列在下面'}：${named}${more}`;
}
