import { shanghaiDay } from '#core/calendar.ts';
import type { Clock, HttpClient, Log, ProbeContext } from '#core/context.ts';
import type { CrawlLedger } from '#core/crawl.ts';
import type { Evidence } from '#core/evidence.ts';
import type { Observation } from '#core/observation.ts';
import { type Site, siteHosts } from '#core/registry.ts';
import { type CrawlCaps, type CrawlEnd, crawlSite } from '#crawlers/site/crawl.ts';
import { type ClueInput, cluesProbeOf } from '#probes/page/clues.ts';
import { suspectLinksProbe } from '#probes/page/suspect-links.ts';
import type { PageProbe } from '#probes/probe.ts';
import type { CrawlStore, EvidenceStore } from '../../store/ports.ts';
import { clueFlag } from '../clue-input.ts';
import type { PageRenderer } from '../renderer.ts';
import { openScripts, type SiteScripts } from '../scripts.ts';
import { observed, sha256 } from '../write.ts';
import { channelsOfCrawl, observeChannels } from './channels.ts';
import { checkRest, opened } from './check.ts';
import { doubtsOf } from './controls.ts';
import { openMore } from './more-links.ts';
import { observationsOf, telling } from './observe.ts';
import { placesIn } from './parents.ts';
import { readForCrawl } from './read-page.ts';
import { sampleAffairs } from './sample-affairs.ts';
import { sampleMarks } from './sample-marks.ts';
import { sampleTags } from './sample-tags.ts';
import { storedPage } from './stored-page.ts';
import { type Tally, tallyOf } from './tally.ts';

/** Name by which robots.txt knows this program. */
export const robotsAgent = 'xuncha';
/** Pages with clues kept for one crawl. */
const maxCluePages = 200;

/** How whole sites are crawled. Times in milliseconds. */
export type CrawlSettings = {
  caps: CrawlCaps;
  robots: 'follow' | 'ignore';
  /** Pages of one site under way at once. */
  concurrency: number;
  maxRendered: number;
  /** List and article pages on which the marks of every page are looked for. */
  markPages: number;
  /** Longest the link check may take. */
  linkMs: number;
  /** Links checked beside the pages that were read. */
  maxLinks: number;
  /** Requests to one host at once in the link check. */
  perHost: number;
};

export type SiteCrawl = {
  site: Pick<Site, 'id' | 'home' | 'domains' | 'navigationOnly' | 'channels'>;
  slot: string;
  seed: string;
  settings: CrawlSettings;
  http: HttpClient;
  clock: Clock;
  log: Log;
  context: ProbeContext;
  evidence: EvidenceStore;
  crawls: CrawlStore;
  render: PageRenderer | null;
  /** Further pages to begin with. */
  seeds: readonly string[];
  which: 'all' | 'own';
  /** 内容线索: what they are looked for with. Absent: they are not. */
  clues?: ClueInput | undefined;
  /** Pages whose 内容线索 the round has told already. */
  told?: ReadonlySet<string>;
  /** Texts of the site's scripts, where the round has opened them already. */
  scripts?: SiteScripts;
  pageMs: number;
  maxPageBytes: number;
  secondLookMs: number;
  onPage?: ((done: number, known: number) => void) | undefined;
  onLinks?: ((done: number, total: number) => void) | undefined;
};

/**
 * 全站抓取与链接检查 of one site: its pages are read, every distinct target is settled, and what does not open is told with all the places that
 * point to it. A crawl of the same slot and settings that was broken off is gone on with.
 */
export async function crawlWhole(o: SiteCrawl): Promise<Observation[]> {
  const hosts = siteHosts(o.site);
  const digest = sha256(JSON.stringify([o.site.home, hosts, o.seeds, o.slot, o.which, o.settings]));
  const ledger = await o.crawls.open(o.site.id, digest, o.clock.now().toISOString());
  const today = shanghaiDay(o.clock.now());
  const { render } = o;
  const flag = o.clues === undefined ? undefined : clueFlag(o.clues);
  try {
    const end = await crawlSite({
      home: o.site.home,
      hosts,
      seeds: o.seeds,
      ledger,
      http: o.http,
      agent: robotsAgent,
      robots: o.settings.robots,
      caps: o.settings.caps,
      concurrency: o.settings.concurrency,
      pageMs: o.pageMs,
      maxPageBytes: o.maxPageBytes,
      read: (page, exchange) =>
        readForCrawl(page, exchange, { today, home: o.site.home, ...(flag ? { clues: flag } : {}) }),
      more: openMore({
        http: o.http,
        evidence: o.evidence,
        hosts,
        pageMs: o.pageMs,
        maxBytes: o.maxPageBytes,
        today,
      }),
      render: render === null ? null : (url) => render(url, hosts),
      maxRendered: o.settings.maxRendered,
      clock: o.clock,
      log: o.log,
      ...(o.onPage ? { onPage: o.onPage } : {}),
    });
    const tally = tallyOf(ledger);
    const over = AbortSignal.timeout(o.settings.linkMs);
    const doubts = await doubtsOf(ledger, {
      http: o.http,
      seed: o.seed,
      home: o.site.home,
      timeoutMs: o.pageMs,
      maxBytes: 512 * 1024,
      allowed: end.allowed,
    });
    await checkRest({
      ledger,
      tally,
      end,
      doubts,
      home: o.site.home,
      which: o.which,
      context: o.context,
      evidence: o.evidence,
      options: {
        seed: o.seed,
        secondLookMs: o.secondLookMs,
        timeoutMs: o.pageMs,
        maxTargets: o.settings.maxLinks,
        perHost: o.settings.perHost,
        concurrency: Math.max(32, o.settings.perHost),
        signal: over,
      },
      onLinks: o.onLinks,
    });
    // Asked here: what comes after may outlast the time without having lost a link.
    const late = over.aborted;
    const placed = await placesIn(ledger, telling(ledger), {
      evidence: o.evidence,
      navigationOnly: o.site.navigationOnly === true,
    });
    const out = observationsOf({
      ledger,
      tally,
      end: late ? { ...end, limits: [...end.limits, lateLinks(ledger, tally, doubts)] } : end,
      doubts,
      placed,
      site: o.site,
      which: o.which,
      slot: o.slot,
      endedAt: o.clock.now().toISOString(),
    });
    out.push(...(await clues(ledger, o, today)));
    const scripts = o.scripts ?? openScripts({ http: o.http, hosts, pageMs: o.pageMs });
    const { evidence, slot } = o;
    const count = o.settings.markPages;
    out.push(...(await sampleMarks(ledger, { siteId: o.site.id, slot, today, count, evidence, scripts })));
    const found = await channelsOfCrawl(ledger, tally, { hosts, today, scripts });
    const at = o.clock.now().toISOString();
    const whole = end.limits.length === 0 && everyPageSeen(ledger);
    out.push(...(await observeChannels(ledger, found, { site: o.site, slot, at, today, hosts, whole, evidence })));
    out.push(...(await sampleTags(ledger, found, { siteId: o.site.id, slot, today, evidence })));
    out.push(...(await sampleAffairs(ledger, { siteId: o.site.id, slot, today, evidence })));
    ledger.finish();
    return out;
  } finally {
    ledger.close();
  }
}

/** A page that refused or was not judged may be a channel, or lead to one. */
function everyPageSeen(ledger: CrawlLedger): boolean {
  for (const page of ledger.pages.values()) if (page.result === 'blocked' || page.unjudged !== undefined) return false;
  return true;
}

/** The link check ran out of time: what it did not settle counts as not seen. */
function lateLinks(ledger: CrawlLedger, tally: Tally, doubts: ReadonlySet<number>): CrawlEnd['limits'][number] {
  let left = 0;
  for (const id of ledger.targets.keys())
    if (tally.parents[id] !== 0 && !ledger.verdicts.has(id) && !opened(ledger, id, doubts)) left += 1;
  return { limit: 'time', left, note: '检查链接的时间用完，其余链接没有查完' };
}

/**
 * 暗链线索 and 内容线索 of the pages on which the crawl met some. The home page is looked at by the round itself, as a visitor sees it. A page that
 * was only worth a closer look, and holds nothing, leaves nothing.
 */
async function clues(ledger: CrawlLedger, o: SiteCrawl, today: string): Promise<Observation[]> {
  const out: Observation[] = [];
  const probes: PageProbe<'page.suspect-links' | 'page.clues'>[] = [
    suspectLinksProbe,
    ...(o.clues === undefined ? [] : [cluesProbeOf(o.clues)]),
  ];
  let pages = 0;
  for (const page of ledger.pages.values()) {
    if (page.clues !== true || page.target === 0 || pages >= maxCluePages) continue;
    const snapshot = storedPage(ledger, page.target);
    if (snapshot === null) continue;
    const url = ledger.targets[page.target]?.url ?? snapshot.url;
    let evidence: Evidence | null = null;
    for (const { id, version, produces: kind, read } of probes) {
      if (kind === 'page.clues' && o.told?.has(url)) continue;
      const reading = read(snapshot, today);
      if (reading.status !== 'observed' || reading.value.clues.length === 0) continue;
      evidence ??= {
        kind: 'html',
        sha256: await o.evidence.put(ledger.body(page.target) ?? new Uint8Array(0)),
        url: snapshot.url,
        capturedAt: page.at,
      };
      const head = { subjectId: o.site.id, target: url, slot: o.slot, observedAt: page.at, probe: { id, version } };
      out.push(observed({ ...head, kind }, reading.value, [evidence]));
    }
    if (evidence !== null) pages += 1;
  }
  return out;
}
