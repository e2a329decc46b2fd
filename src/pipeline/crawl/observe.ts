import type { CrawlLedger } from '#core/crawl.ts';
import type { Evidence } from '#core/evidence.ts';
import type { Observation, ObservationValue, UnobservedReason } from '#core/observation.ts';
import type { CrawlEnd } from '#crawlers/site/types.ts';
import { linkProbe } from '#probes/network/link.ts';
import { observed, unobserved } from '../write.ts';
import { opened } from './check.ts';
import type { Placed } from './parents.ts';
import type { Tally } from './tally.ts';

export const crawlProbe = { id: 'site-crawl', version: 1 } as const;

type Counts = ObservationValue<'site.crawl'>['links']['home'];
const none = (): Counts => ({ ok: 0, caution: 0, broken: 0, skipped: 0, undeterminable: 0 });
const maxUnjudged = 100;

/** Targets that have a line of their own: those that do not plainly open, those a person must log in for, those that lead to a doubtful place. */
export function telling(ledger: CrawlLedger): Set<number> {
  const ids = new Set<number>();
  for (const [id, { reading }] of ledger.verdicts)
    if (
      reading.status === 'unobserved' ||
      reading.value.suspect !== undefined ||
      (reading.value.status !== 'ok' && (reading.value.status !== 'skipped' || reading.value.reason === 'BLOCKED_AUTH'))
    )
      ids.add(id);
  return ids;
}

/** What a crawl and its link check came to, as observations. Pure. */
export function observationsOf(o: {
  ledger: CrawlLedger;
  tally: Tally;
  end: CrawlEnd;
  doubts: ReadonlySet<number>;
  placed: ReadonlyMap<number, Placed>;
  site: { id: string; home: string };
  slot: string;
  which: 'all' | 'own';
  endedAt: string;
}): Observation[] {
  const { ledger, tally } = o;
  const out: Observation[] = [];
  const links = { home: none(), inner: none() };
  let left = 0;
  let barred = 0;
  for (const [id, target] of ledger.targets.entries()) {
    if (tally.parents[id] === 0) continue;
    const verdict = ledger.verdicts.get(id)?.reading;
    const counts = tally.onHome[id] === 1 ? links.home : links.inner;
    if (verdict === undefined) {
      if (opened(ledger, id, o.doubts)) counts.ok += 1;
      else counts.undeterminable += 1;
      continue;
    }
    const status = verdict.status === 'observed' ? verdict.value.status : 'undeterminable';
    counts[status] += 1;
    if (verdict.status !== 'observed') continue;
    if (verdict.value.reason === 'LIMIT_REACHED' && target.plan !== 'trap') left += 1;
    // Pages that robots.txt bars were told by the crawl; pictures and attachments only show here.
    if (verdict.value.reason === 'EXCLUDED_ROBOTS' && target.plan === 'check') barred += 1;
  }
  for (const id of telling(ledger)) out.push(linkOf(o, id));
  const pages = [...ledger.pages.values()];
  const count = (test: (p: (typeof pages)[number]) => boolean) => pages.filter(test).length;
  const unjudged = pages.flatMap((p) =>
    p.unjudged === undefined ? [] : [{ url: ledger.targets[p.target]?.url ?? '', detail: p.unjudged }],
  );
  const value: ObservationValue<'site.crawl'> = {
    home: o.site.home,
    startedAt: ledger.startedAt,
    endedAt: o.endedAt,
    robots: o.end.robots,
    pages: {
      read: count((p) => p.result === 'page'),
      unchanged: count((p) => p.unchanged === true),
      rendered: count((p) => p.rendered === true),
      failed: count((p) => p.result === 'failed'),
      blocked: count((p) => p.result === 'blocked'),
      notPage: count((p) => p.result === 'file'),
    },
    links,
    occurrences: pages.reduce((sum, p) => sum + p.occurrences, 0),
    limits: [
      ...o.end.limits,
      ...(barred > 0
        ? [{ limit: 'robots' as const, left: barred, note: 'robots.txt 不允许访问的图片、附件等没有检查' }]
        : []),
      ...(left > 0 ? [{ limit: 'links' as const, left, note: '达到链接数上限，其余链接没有检查' }] : []),
    ],
    unjudged: unjudged.slice(0, maxUnjudged),
    unjudgedCount: unjudged.length,
    ...(o.which === 'own' ? { ownOnly: true as const } : {}),
    sitemaps: o.end.sitemaps.slice(0, 50),
    bytes: pages.reduce((sum, p) => sum + p.bytes, 0),
    requests: pages.length + [...ledger.verdicts.values()].reduce((sum, v) => sum + attempts(v.reading), 0),
  };
  const head = { subjectId: o.site.id, target: o.site.home, slot: o.slot, observedAt: o.endedAt, probe: crawlProbe };
  out.push(observed({ ...head, kind: 'site.crawl' }, value, []));
  return out;
}

function attempts(reading: { status: 'observed'; value: { attempts: readonly unknown[] } } | { status: string }) {
  return 'value' in reading ? reading.value.attempts.length : 0;
}

function linkOf(o: Parameters<typeof observationsOf>[0], id: number): Observation {
  const target = o.ledger.targets[id];
  const verdict = o.ledger.verdicts.get(id);
  const there = o.placed.get(id) ?? { parents: [], evidence: [] };
  const url = target?.url ?? '';
  const head = { kind: 'link.status' as const, subjectId: o.site.id, target: url, slot: o.slot };
  const full = { ...head, observedAt: o.endedAt, probe: { id: linkProbe.id, version: linkProbe.version } };
  const evidence: Evidence[] = [...(verdict?.stored ?? []), ...there.evidence];
  if (verdict?.reading.status === 'observed') {
    const value = { ...verdict.reading.value, parents: there.parents, parentCount: o.tally.parents[id] ?? 0 };
    return observed(full, value, evidence);
  }
  const why = verdict?.reading ?? { reason: 'crashed', detail: '没有记下检查结果' };
  return unobserved(full, why.reason as UnobservedReason, why.detail, evidence);
}
