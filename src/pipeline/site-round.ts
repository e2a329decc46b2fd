import { shanghaiDay } from '#core/calendar.ts';
import type { Clock, HttpClient, Log, ProbeContext } from '#core/context.ts';
import type { Evidence, PageSnapshot } from '#core/evidence.ts';
import type { Observation, ObservationKind, UnobservedReason } from '#core/observation.ts';
import { type Site, siteHosts } from '#core/registry.ts';
import type { ClueBook } from '#probes/page/clues/book.ts';
import { type ClueInput, cluesProbeOf } from '#probes/page/clues.ts';
import { datedItemsProbe } from '#probes/page/dated-items.ts';
import { footerMarksProbe } from '#probes/page/footer-marks.ts';
import { linksOf } from '#probes/page/links.ts';
import { publishDateProbe } from '#probes/page/publish-date.ts';
import { suspectLinksProbe } from '#probes/page/suspect-links.ts';
import type { PageProbe, Reading } from '#probes/probe.ts';
import type { CrawlStore, EvidenceStore } from '../store/ports.ts';
import { openArticles } from './channels/articles.ts';
import { readChannels } from './channels/round.ts';
import { roundTags } from './channels/tags.ts';
import { noLists, readLeaders } from './clue-input.ts';
import { type PageShooter, shootClues } from './clue-shots.ts';
import { type CrawlSettings, crawlWhole } from './crawl/crawl-site.ts';
import type { FollowOptions } from './follow-lists.ts';
import { type HomePart, itemsOf, openHome } from './home.ts';
import { type Ipv6Means, ipv6Look } from './ipv6.ts';
import type { RoundJob } from './jobs.ts';
import { checkSiteLinks } from './links.ts';
import { mergeReadings } from './merge-parts.ts';
import { openList } from './open-list.ts';
import { type OpenPageOptions, openPage } from './open-page.ts';
import { type ArticleRead, nextArticle } from './pick-articles.ts';
import { roundKinds } from './plan.ts';
import type { PageRenderer } from './renderer.ts';
import { openScripts } from './scripts.ts';
import { openShower } from './show-page.ts';
import { type StoredPage, storedClues } from './stored-clues.ts';
import { observed, unobserved } from './write.ts';

export type RoundOptions = {
  http: HttpClient;
  clock: Clock;
  evidence: EvidenceStore;
  context: ProbeContext;
  pageMs: number;
  maxPageBytes: number;
  maxArticles: number;
  maxLinks: number;
  links: 'all' | 'own' | 'none';
  secondLookMs: number;
  seed: string;
  render: PageRenderer | null;
  /** Pages shown in a browser at most, beside those of a crawl. Default: 20. */
  maxRendered?: number | undefined;
  /** Takes pictures of clues; absent or null: none are taken. */
  shoot?: PageShooter | null | undefined;
  /** Pictures of one round at most. Default: 5. */
  maxShots?: number | undefined;
  /** How far a long round has come, for whoever is waiting. */
  onLinks?: ((done: number, total: number) => void) | undefined;
  /** How IPv6 is asked about; absent: it is not. */
  ipv6?: Ipv6Means | undefined;
  /** 内容线索: the word lists, and the names of the site in the register. Absent: what needs neither is still looked for. */
  clues?: { book: ClueBook; names: readonly string[] } | undefined;
  /** Whole-site crawl in place of the links of the pages read; null: none. */
  crawl: (CrawlSettings & { store: CrawlStore; log: Log }) | null;
  onPage?: ((done: number, known: number) => void) | undefined;
};

type Seen = { page: PageSnapshot; evidence: Evidence };

/** How many second-level pages of a navigation-only home are read. */
const maxSecondLevel = 15;
const maxRenderedDefault = 20;
const maxShotsDefault = 5;

/**
 * 网站巡查 of one site: home page, the article pages that prove its newest date, marks, hidden links and the state of its links. Nothing
 * is written before everything is known, so that a killed round leaves nothing and is done again whole.
 */
export async function siteRound(job: RoundJob, site: Site, o: RoundOptions): Promise<Observation[]> {
  const { siteId, slot } = job.payload;
  const out: Observation[] = [];
  const head = <K extends ObservationKind>(kind: K, target: string, probe: { id: string; version: number }) => ({
    kind,
    subjectId: siteId,
    target,
    slot,
    observedAt: o.clock.now().toISOString(),
    probe: { id: probe.id, version: probe.version },
  });
  const today = shanghaiDay(o.clock.now());
  const hosts = siteHosts(site);
  const plain = { http: o.http, evidence: o.evidence, pageMs: o.pageMs, maxBytes: o.maxPageBytes };
  const scripts = openScripts({ http: o.http, hosts, pageMs: o.pageMs });
  const max = o.maxRendered ?? maxRenderedDefault;
  const show = openShower({ render: o.render, hosts, max, scripts, reader: plain });
  const reader: OpenPageOptions = { ...plain, scripts, show };
  /** Marks and clues of a page that an address of this site led to on another host say nothing about this site. */
  const ownAddress = (url: string) => hosts.includes(new URL(url).host.toLowerCase());
  const own = (page: PageSnapshot) => ownAddress(page.url);

  const keep = <K extends ObservationKind>(
    probe: PageProbe<K>,
    target: string,
    reading: Reading<K>,
    evidence: readonly Evidence[],
  ): Observation => {
    const h = head(probe.produces, target, probe);
    const observation =
      reading.status === 'observed'
        ? observed(h, reading.value, evidence)
        : unobserved(h, reading.reason, reading.detail, evidence);
    out.push(observation);
    return observation;
  };
  /** Puts one probe to one page and keeps the answer under `target`. */
  const ask = <K extends ObservationKind>(probe: PageProbe<K>, seen: Seen, target: string): Observation =>
    keep(probe, target, probe.read(seen.page, today), [seen.evidence]);
  const missed = (kind: ObservationKind, target: string, why: { reason: UnobservedReason; detail: string }) =>
    out.push(unobserved(head(kind, target, { id: 'site-round', version: 1 }), why.reason, why.detail));

  /** Services behind lists are asked once a round, whichever pages show them. */
  const asked: NonNullable<FollowOptions['asked']> = new Map();
  const home = await openHome(site.home, { ...reader, hosts, today, asked });
  if (!home.ok) {
    for (const kind of roundKinds) if (kind !== 'channel.update') missed(kind, site.home, home);
    for (const channel of site.channels) missed('channel.update', channel.url, home);
    return out;
  }
  /** The home page may stand in several frames: they are read as one page. */
  const askHome = <K extends 'page.dated-items' | 'page.footer-marks' | 'page.suspect-links' | 'page.clues'>(
    probe: PageProbe<K>,
    read: (part: HomePart) => Reading<K> = (part) => probe.read(part.page, today),
    more: readonly Evidence[] = [],
  ): Observation => {
    const readings = home.parts.map(read);
    const [only] = readings;
    const one = readings.length === 1 && home.unread.length === 0 ? only : undefined;
    const at = { url: home.page.url, unread: home.unread };
    const evidence = [...home.parts.map((part) => part.evidence), ...more];
    return keep(probe, site.home, one ?? mergeReadings(probe.produces, readings, at), evidence);
  };

  const answers = home.parts.flatMap((part) => part.lists?.evidence ?? []);
  const homeItems = askHome(datedItemsProbe, (part) => itemsOf(part, today), answers);
  askHome(footerMarksProbe);
  askHome(suspectLinksProbe);
  const clueInput: ClueInput = {
    book: o.clues?.book ?? noLists,
    names: o.clues?.names ?? [],
    leaders: await readLeaders(site, reader),
  };
  const cluesProbe = cluesProbeOf(clueInput);
  askHome(cluesProbe);

  const lists: Observation[] = [homeItems];
  const pages: Seen[] = [...home.parts];
  if (site.navigationOnly ?? navigationOnly(homeItems)) {
    for (const url of secondLevel(home.page, hosts)) {
      const list = await openList(url, { ...reader, hosts, today, asked });
      if (!list.ok) {
        missed('page.dated-items', url, list);
        continue;
      }
      lists.push(keep(datedItemsProbe, url, list.items, list.evidence));
      if (!own(list.page) || list.barrier !== undefined) continue;
      const seen = { page: list.page, evidence: list.evidence[0] };
      pages.push(seen);
      ask(footerMarksProbe, seen, url);
      ask(cluesProbe, seen, url);
    }
  }

  const seenLists = lists.flatMap((l) => (l.kind === 'page.dated-items' && l.status === 'observed' ? [l.value] : []));
  const items = seenLists.flatMap((v) => v.items);
  const unlisted = new Set(seenLists.flatMap((v) => (v.unlisted ?? []).map((u) => u.url)));
  const articles = openArticles({ ...reader, today });
  const read: ArticleRead[] = [];
  for (;;) {
    const url = nextArticle(items, read, { today, hosts, max: o.maxArticles, unlisted: [...unlisted] });
    if (url === null) break;
    const article = await openPage(url, 'article', reader);
    articles.remember(url, article);
    if (!article.ok) {
      missed('page.publish-date', url, article);
      read.push({ url, date: null });
      continue;
    }
    const date = ask(publishDateProbe, article, url);
    if (own(article.page)) ask(cluesProbe, article, url);
    if (own(article.page) && (!unlisted.has(url) || isArticle(date))) ask(footerMarksProbe, article, url);
    read.push({ url, date: date.kind === 'page.publish-date' && date.status === 'observed' ? date.value.date : null });
  }

  if (o.ipv6)
    out.push(...(await ipv6Look(site, slot, { ...o.ipv6, clock: o.clock, evidence: o.evidence, timeoutMs: o.pageMs })));
  const channels = await readChannels(site, { ...reader, hosts, today, asked, slot, clock: o.clock, articles });
  out.push(...channels.observations);
  const told = new Set(out.flatMap((x) => (x.kind === 'page.clues' ? [x.target] : [])));
  const columns = channels.observations.flatMap((x): StoredPage[] => {
    const [first] = x.status === 'observed' && !told.has(x.target) ? x.evidence : [];
    return first === undefined || !ownAddress(first.url) ? [] : [{ url: x.target, role: 'list', evidence: first }];
  });
  out.push(...(await storedClues(columns, { siteId, slot, today, input: clueInput, evidence: o.evidence })));
  // A crawl draws from all its pages.
  if (o.crawl === null || o.links === 'none')
    out.push(...(await roundTags({ siteId, slot, columns: channels.tags, articles })));

  if (o.crawl === null || o.links === 'none')
    out.push(...(await checkSiteLinks({ ...o, site, pages, hosts, slot, which: o.links, timeoutMs: o.pageMs })));
  else {
    const { store, log, ...settings } = o.crawl;
    const navigation = site.navigationOnly ?? navigationOnly(homeItems);
    out.push(
      ...(await crawlWhole({
        ...o,
        site: { ...site, navigationOnly: navigation },
        seeds: site.channels.map((c) => c.url),
        slot,
        settings,
        crawls: store,
        log,
        which: o.links,
        scripts,
        clues: clueInput,
        told: new Set(out.flatMap((x) => (x.kind === 'page.clues' ? [x.target] : []))),
      })),
    );
  }
  const { shoot, maxShots = maxShotsDefault, evidence, clock } = o;
  if (shoot) await shootClues(out, { shoot, evidence, hosts, max: maxShots, clock });
  return out;
}

function navigationOnly(o: Observation): boolean {
  return o.kind === 'page.dated-items' && o.status === 'observed' && o.value.navigationOnly;
}

function isArticle(o: Observation): boolean {
  return o.kind === 'page.publish-date' && o.status === 'observed' && o.value.isArticle;
}

function secondLevel(home: PageSnapshot, hosts: readonly string[]): string[] {
  const own = new URL(home.url);
  const found = new Set<string>();
  for (const link of linksOf(home)) {
    if (link.tag !== 'a' || link.url === null || link.kind !== 'page') continue;
    const url = new URL(link.url);
    if (!hosts.includes(url.host.toLowerCase()) || (url.pathname === own.pathname && url.search === own.search))
      continue;
    found.add(url.href);
    if (found.size >= maxSecondLevel) break;
  }
  return [...found];
}
