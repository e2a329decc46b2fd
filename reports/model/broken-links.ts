import { type CurrentLinks, isWhole, type LinkRound, linkRounds } from '#core/link-history.ts';
import { linkReasonNames } from '#core/link-texts.ts';
import type { CrawlLimit, LinkReason } from '#core/observation.ts';
import { sortCases } from './link-cases.ts';
import { entriesOf, shownEntries } from './link-entries.ts';
import type { BrokenLinksInput, BrokenLinksModel, LinkCase, LinkEntry } from './link-types.ts';
import { minuteText, reasonNames } from './words.ts';

export type * from './link-types.ts';
export { shownEntries };

const roundsShown = 12;

const limitNames: Readonly<Record<CrawlLimit, string>> = {
  pages: '页面数量上限',
  depth: '层数上限',
  bytes: '流量上限',
  time: '时间上限',
  traps: '疑似无穷页面',
  robots: 'robots.txt 限制',
  blocked: '被网站拦截',
  failed: '有页面打不开',
  browser: '脚本页面没有看成',
  links: '链接数上限',
};
const robotsNames = {
  followed: '网站设有 robots.txt，已照办。',
  ignored: '按本单位要求，没有受 robots.txt 限制。',
  absent: '网站没有 robots.txt。',
  unreadable: '网站的 robots.txt 读不出来，按不允许处理，只看了首页。',
} as const;

/** 链接问题清单: what a site's maintainer has to mend, from what was seen, newest and before. Pure: same input, same model. */
export function brokenLinksOf(input: BrokenLinksInput): BrokenLinksModel {
  const { site } = input;
  const rounds = linkRounds(input.links, input.crawls);
  const sorted = sortCases(input, rounds);
  const homeRoles = site.navigationOnly === true ? ['home', 'list'] : ['home'];
  const section = (fate: LinkCase['fate'], anchor: string, name: string, shown: number) =>
    entriesOf(
      sorted.open.filter((o) => o.case.fate === fate),
      { anchor, name, homeRoles, evidenceHref: input.evidenceHref, shown },
    );
  const fix = section('fix', 'fix', '须修复', shownEntries.fix);
  const check = section('check', 'check', '待核对', shownEntries.check);
  const caution = section('caution', 'caution', '隐患', shownEntries.caution);
  const rest = (fate: LinkCase['fate']) => sorted.open.filter((o) => o.case.fate === fate).map((o) => o.case);
  const ignored = rest('ignored').flatMap((c) =>
    c.rule === null ? [] : [{ case: c, rule: c.rule, reasonName: linkReasonNames[c.value.reason] }],
  );
  const told = toldOf(sorted.now, homeRoles);
  const scope = scopeOf(sorted.now);
  const totals = {
    told,
    fix: {
      targets: fix.cases.length,
      entries: fix.entries.length,
      home: fix.entries.filter((e) => e.home).length,
      fresh: rounds.length > 1 ? fix.cases.filter((c) => c.since?.rounds === 1).length : 0,
    },
    check: check.cases.length,
    caution: caution.cases.length,
    ignored: ignored.length,
    fixed: sorted.fixed.length,
  };
  return {
    title: `${site.name}链接问题清单`,
    site: { id: site.id, name: site.name, home: site.home, organization: site.organization },
    asOf: minuteText(input.asOf),
    generatedAt: minuteText(input.generatedAt),
    runId: input.runId,
    tool: input.tool,
    scope,
    lead: leadOf(scope, totals, sorted.now),
    caveats: caveatsOf(scope, sorted.now),
    totals,
    fix: fix.entries,
    check: check.entries,
    caution: caution.entries,
    ignored,
    fixed: sorted.fixed,
    unsettled: sorted.unsettled,
    pages: pagesOf(fix.entries),
    reasons: reasonsOf(fix.entries),
    uncovered: uncoveredOf(sorted.now, rest('skipped')),
    rules: sorted.rules,
    rounds: rounds.slice(-roundsShown).reverse().map(roundView),
    cases: [
      ...fix.cases,
      ...check.cases,
      ...caution.cases,
      ...ignored.map((i) => i.case),
      ...sorted.unsettled.map((u) => u.case),
      ...sorted.fixed.map((f) => f.case),
      // Mail addresses, scripts and the like are no links that anybody could mend.
      ...rest('skipped').filter((c) => c.value.reason !== 'URL_UNSUPPORTED'),
    ],
  };
}

function scopeOf(now: CurrentLinks): BrokenLinksModel['scope'] {
  if (now.slot === '') return 'none';
  if (now.crawl === undefined) return now.links.some((o) => o.status === 'observed') ? 'sample' : 'none';
  if (now.crawl.status === 'unobserved') return 'failed';
  return isWhole(now.crawl.value) ? 'whole' : 'cut';
}

function toldOf(now: CurrentLinks, homeRoles: readonly string[]): BrokenLinksModel['totals']['told'] {
  if (now.crawl?.status === 'observed') {
    const { home, inner } = now.crawl.value.links;
    const sum = (c: typeof home) => c.ok + c.caution + c.broken;
    return { all: sum(home) + sum(inner), home: sum(home), inner: sum(inner) };
  }
  const told = now.links.flatMap((o) =>
    o.status === 'observed' && o.value.status !== 'undeterminable' && o.value.status !== 'skipped' ? [o.value] : [],
  );
  const home = told.filter((v) => v.parents.some((p) => homeRoles.includes(p.role))).length;
  return { all: told.length, home, inner: told.length - home };
}

function leadOf(scope: BrokenLinksModel['scope'], t: BrokenLinksModel['totals'], now: CurrentLinks): string {
  if (scope === 'none' || (t.told.all === 0 && t.fix.targets === 0))
    return `没有查清任何链接，不能说明链接是否有问题。${t.check > 0 ? `有 ${t.check} 个链接须人工核对。` : ''}`;
  const crawl = now.crawl?.status === 'observed' ? now.crawl.value : undefined;
  const looked =
    crawl !== undefined
      ? `全站抓取读了 ${crawl.pages.read} 个页面，查清 ${t.told.all} 个链接`
      : `查清首页和抽查页面上的 ${t.told.all} 个链接`;
  const check = t.check > 0 ? `另有 ${t.check} 个没有查清，须人工核对。` : '';
  if (t.fix.targets > 0) {
    const home = t.fix.home > 0 ? `，其中 ${t.fix.home} 处在首页上` : '';
    return `${looked}，有 ${t.fix.targets} 个打不开，归并为 ${t.fix.entries} 处须修复${home}。${check}`;
  }
  const ignored = t.ignored > 0 ? `（按忽略规则不计的 ${t.ignored} 个除外）` : '';
  const but = scope === 'whole' ? '。' : '；但没有看到全站，不能说明全站没有问题。';
  return `${looked}，没有发现打不开的链接${ignored}${but}${check}`;
}

const limitView = (l: { limit: CrawlLimit; note: string; left: number }) => ({
  name: limitNames[l.limit],
  note: l.note.replace(/[。；]+$/, ''),
  left: l.left,
});

/** Said at the top, before any figure: a look that was cut short must never read like a clean one. */
function caveatsOf(scope: BrokenLinksModel['scope'], now: CurrentLinks): string[] {
  const only = '清单里列出的属实，没有列出的不等于没有问题。';
  if (scope === 'none') return ['监测期内没有检查过链接，或检查没有做成。'];
  if (scope === 'sample') return [`本次没有抓取全站，只检查了首页和抽查的页面上的链接。${only}`];
  if (now.crawl?.status === 'unobserved')
    return [`全站抓取没有做成：${reasonNames[now.crawl.reason].name}（${now.crawl.detail}）。${only}`];
  if (scope === 'whole' || now.crawl === undefined) return [];
  const v = now.crawl.value;
  const why = [
    ...v.limits.map((l) => {
      const { name, note, left } = limitView(l);
      return `${name}：${note}${left > 0 ? `，还有 ${left} 个已知地址没有读` : ''}`;
    }),
    ...(v.pages.blocked > 0 ? [`${v.pages.blocked} 个页面拒绝访问或要求登录，看不到上面的链接`] : []),
    ...(v.unjudgedCount > 0 ? [`${v.unjudgedCount} 个页面没有看成`] : []),
  ];
  return [`本次抓取不完整。${only}`, ...why.map((w) => `${w}。`)];
}

function uncoveredOf(now: CurrentLinks, skipped: readonly LinkCase[]): BrokenLinksModel['uncovered'] {
  const v = now.crawl?.status === 'observed' ? now.crawl.value : undefined;
  const unseen = [...now.links, ...(now.crawl === undefined ? [] : [now.crawl])].flatMap((o) =>
    o.status === 'unobserved' ? [o] : [],
  );
  return {
    limits: (v?.limits ?? []).map(limitView),
    unjudged: v?.unjudged ?? [],
    unjudgedCount: v?.unjudgedCount ?? 0,
    blockedPages: v?.pages.blocked ?? 0,
    skipped: [...Map.groupBy(skipped, (c) => c.value.reason)]
      .map(([reason, all]) => ({ name: linkReasonNames[reason], count: all.length }))
      .sort((a, b) => b.count - a.count),
    unseen: [...Map.groupBy(unseen, (o) => o.reason)].map(([reason, all]) => ({
      name: reasonNames[reason].name,
      count: all.length,
      example: all[0]?.detail ?? '',
    })),
    robots: v === undefined ? '' : robotsNames[v.robots],
  };
}

function pagesOf(entries: readonly LinkEntry[]): BrokenLinksModel['pages'] {
  const pages = new Map<string, { url: string; home: boolean; entries: { anchor: string; number: number }[] }>();
  for (const { anchor, number, pages: on, template } of entries)
    for (const { url, home } of on) {
      // Mended once, in the template: on every page but the first a reader would look for it in vain.
      if (template && !home) continue;
      const page = pages.get(url);
      if (page) page.entries.push({ anchor, number });
      else pages.set(url, { url, home, entries: [{ anchor, number }] });
    }
  return [...pages.values()].sort((a, b) => Number(b.home) - Number(a.home) || b.entries.length - a.entries.length);
}

function reasonsOf(entries: readonly LinkEntry[]): BrokenLinksModel['reasons'] {
  const groups = new Map<LinkReason, LinkEntry[]>();
  for (const e of entries) {
    const group = groups.get(e.reason);
    if (group) group.push(e);
    else groups.set(e.reason, [e]);
  }
  return [...groups]
    .map(([reason, all]) => ({
      reason,
      name: linkReasonNames[reason],
      targets: all.reduce((n, e) => n + e.targets.length, 0),
      entries: all.map(({ anchor, number }) => ({ anchor, number })),
    }))
    .sort((a, b) => b.targets - a.targets);
}

function roundView(r: LinkRound): BrokenLinksModel['rounds'][number] {
  const broken = r.links.filter((o) => o.status === 'observed' && o.value.status === 'broken').length;
  const what =
    r.crawl === undefined
      ? `检查 ${r.links.length} 个链接`
      : r.crawl.status === 'unobserved'
        ? `全站抓取没有做成（${reasonNames[r.crawl.reason].name}）`
        : `全站抓取${isWhole(r.crawl.value) ? '' : '（不完整）'}`;
  return { at: minuteText(r.slot), what: `${what}，${broken} 个打不开${broken > 0 ? '（含疑似和已忽略的）' : ''}` };
}
