import type { CrawlLedger } from '#core/crawl.ts';
import type { Evidence, PageSnapshot } from '#core/evidence.ts';
import type { Observation, ObservationValue } from '#core/observation.ts';
import type { Channel } from '#core/registry.ts';
import { channelKey, foldersOf, isFurtherPage } from '#probes/page/channels/address.ts';
import { type ChannelList, type ChannelPage, channelListOf, channelPageOf } from '#probes/page/channels/list.ts';
import { openChannelMerge } from '#probes/page/channels/merge.ts';
import { sharedRows } from '#probes/page/channels/rows.ts';
import { channelSignsOf } from '#probes/page/channels/signs.ts';
import type { ChannelGuess } from '#probes/page/channels/types.ts';
import { datedItemsProbe } from '#probes/page/dated-items.ts';
import { articleLike } from '#probes/page/dated-items-links.ts';
import type { EvidenceStore } from '../../store/ports.ts';
import { channelProbe } from '../channels/round.ts';
import { guessed, updateOf } from '../channels/update.ts';
import { barrierOf } from '../open-page.ts';
import type { SiteScripts } from '../scripts.ts';
import { observed } from '../write.ts';
import { storedPage } from './stored-page.ts';
import { isHome, type Tally } from './tally.ts';

export const siteChannelsProbe = { id: 'site-channels', version: 1 } as const;

/** Of a large site so many pages are looked at for channels: those that most pages lead to, and one article of each folder. */
const maxColumnPages = 1_200;
const maxArticlePages = 300;
/** Pages of guesses whose lists are read. */
const maxLists = 500;
/** A channel with a row this young cannot be behind any rule there is. */
const freshDays = 7;

/** What reading of a crawl needs of its ledger, open or finished. */
export type CrawlRecord = Pick<CrawlLedger, 'targets' | 'pages' | 'body' | 'startedAt'>;

/** A guess with what its own page shows; null: the page was not read, or only leads on. */
export type FoundChannel = { guess: ChannelGuess; page: number | null; list: ChannelList | null };

export type FoundChannels = { channels: readonly FoundChannel[]; pages: number };

/**
 * 栏目发现 over the stored pages of a crawl: nothing is asked of the site. The cost is bounded whatever the size of the site, since channels are
 * what most of its pages lead to. `scripts`: texts of the site's scripts, looked at where a channel seems blank; without them none is called so whose
 * page has scripts of its own.
 */
export async function channelsOfCrawl(
  ledger: CrawlRecord,
  tally: Pick<Tally, 'parents'>,
  o: { hosts: readonly string[]; today: string; scripts?: SiteScripts },
): Promise<FoundChannels> {
  const merge = openChannelMerge();
  const byKey = pagesByKey(ledger);
  const ids = pagesToRead(ledger, tally);
  for (const id of ids) {
    const page = storedPage(ledger, id);
    if (page !== null) merge.add(channelSignsOf(page, o.hosts));
  }
  const failed = failedKeys(ledger, byKey);
  const read = new Map<string, ChannelPage>();
  const titles = new Map<string, readonly string[]>();
  const listOf = (key: string): ChannelPage | null => {
    const id = byKey.get(key);
    if (id === undefined || isHome(ledger, id) || ledger.pages.get(id)?.jump !== undefined) return null;
    const known = read.get(key);
    if (known !== undefined || read.size >= maxLists) return known ?? null;
    const page = storedPage(ledger, id);
    const list = page === null ? null : pageOf(page, o.today, o.scripts !== undefined);
    if (list !== null) read.set(key, list);
    return list;
  };
  const guesses = merge.done({
    gone: (key) => failed.has(key),
    titles: (key) => {
      const list = listOf(key);
      const found = titles.get(key) ?? (list === null ? [] : titlesOf(list));
      titles.set(key, found);
      return found;
    },
  });
  for (const [key, list] of read) {
    const page = list.blank === 'yes' && o.scripts !== undefined ? storedPage(ledger, byKey.get(key) ?? -1) : null;
    const whole = page === null ? null : pageOf(await o.scripts!(page), o.today, true);
    if (whole !== null) read.set(key, whole);
  }
  const shared = sharedRows([...read.values()].map((p) => p.blocks));
  const channels = guesses.map((guess): FoundChannel => {
    const page = read.get(guess.key);
    return {
      guess,
      page: byKey.get(guess.key) ?? null,
      list: page === undefined ? null : channelListOf(page, o.today, shared),
    };
  });
  const pages = [...ledger.pages.values()].filter((p) => p.result === 'page').length;
  return { channels, pages };
}

/** `scriptsRead`: they stand beside the page, or will before anything is said of it. */
function pageOf(page: PageSnapshot, today: string, scriptsRead: boolean): ChannelPage | null {
  const list: PageSnapshot = { ...page, role: 'list' };
  const reading = datedItemsProbe.read(list, today);
  return reading.status === 'observed'
    ? channelPageOf(list, reading.value, { barrier: barrierOf(page), scriptsRead })
    : null;
}

const titlesOf = (p: ChannelPage) =>
  [...p.blocks.own, ...(p.blocks.blocks[0]?.items ?? [])].slice(0, 40).map((i) => i.title);

/** Numbers of read pages by channel address; of several the one met first. */
function pagesByKey(ledger: CrawlRecord): Map<string, number> {
  const found = new Map<string, number>();
  for (const p of ledger.pages.values()) {
    const url = ledger.targets[p.target]?.url;
    if (p.result !== 'page' || url === undefined || isFurtherPage(url)) continue;
    const key = channelKey(url);
    if (key !== null && !found.has(key)) found.set(key, p.target);
  }
  return found;
}

/** Addresses that did not open or led elsewhere: dead links, not channels. */
function failedKeys(ledger: CrawlRecord, read: ReadonlyMap<string, number>): Set<string> {
  const failed = new Set<string>();
  for (const p of ledger.pages.values()) {
    if (p.result !== 'failed' && p.result !== 'outside' && p.result !== 'file') continue;
    const key = channelKey(ledger.targets[p.target]?.url ?? '');
    if (key !== null && !read.has(key)) failed.add(key);
  }
  return failed;
}

/** The home page, pages that may be channels by how many lead to them, one article of each folder for its 当前位置. */
function pagesToRead(ledger: CrawlRecord, tally: Pick<Tally, 'parents'>): number[] {
  const homes: number[] = [];
  const columns: number[] = [];
  const articles = new Map<string, number[]>();
  for (const p of ledger.pages.values()) {
    const url = ledger.targets[p.target]?.url;
    if (p.result !== 'page' || url === undefined) continue;
    if (isHome(ledger, p.target)) homes.push(p.target);
    else if (!articleLike(URL.parse(url)) && !isFurtherPage(url)) columns.push(p.target);
    else {
      const folder = foldersOf(channelKey(url) ?? url)[0] ?? '';
      // Folders of months and days hold the same channel's articles.
      const group = folder.replace(/\/(?:19|20)\d{2}(?:[-/]?\d{1,2}){0,2}(?=\/|$)/g, '');
      articles.set(group, [...(articles.get(group) ?? []).slice(0, 1), p.target]);
    }
  }
  const parents = (id: number) => tally.parents[id] ?? 0;
  columns.sort((a, b) => parents(b) - parents(a) || a - b);
  const samples = [...articles.values()].flat();
  // Lists behind query strings look like articles: those that many pages lead to are none.
  samples.sort((a, b) => parents(b) - parents(a) || a - b);
  return [...homes, ...columns.slice(0, maxColumnPages), ...samples.slice(0, maxArticlePages)];
}

/** `site.channels` of a crawl, and `channel.update` of those channels in it that nobody has registered and that may be behind or blank. */
export async function observeChannels(
  ledger: CrawlRecord,
  found: FoundChannels,
  o: {
    site: { id: string; home: string; channels: readonly Channel[] };
    slot: string;
    at: string;
    today: string;
    hosts: readonly string[];
    whole: boolean;
    evidence: EvidenceStore;
  },
): Promise<Observation[]> {
  const registered = registeredKeys(o.site.channels);
  const head = { subjectId: o.site.id, slot: o.slot, observedAt: o.at };
  const out: Observation[] = [];
  const value: ObservationValue<'site.channels'> = {
    home: o.site.home,
    pages: found.pages,
    whole: o.whole,
    channels: found.channels.slice(0, 500).map(({ guess: g, list }) => ({
      url: g.url,
      name: g.name,
      level: g.level,
      parent: g.parent?.url ?? null,
      type: g.type,
      confidence: g.confidence,
      reasons: g.reasons.map((r) => r.slice(0, 120)),
      registered: registered.get(g.key) ?? null,
      list: list === null ? null : summaryOf(list, o.today),
    })),
    count: found.channels.length,
  };
  const homePage = await evidenceOf(ledger, 0, o.evidence);
  out.push(
    observed(
      { ...head, kind: 'site.channels', target: o.site.home, probe: siteChannelsProbe },
      value,
      homePage === null ? [] : [homePage],
    ),
  );
  for (const { guess, page, list } of found.channels) {
    if (list === null || page === null || registered.has(guess.key) || !mayBeBehind(list, o.today)) continue;
    const evidence = await evidenceOf(ledger, page, o.evidence);
    if (evidence === null) continue;
    const update = updateOf(guessed(guess), evidence.url, list, { articles: [], today: o.today, hosts: o.hosts });
    const at = { ...head, kind: 'channel.update' as const, target: guess.url, probe: channelProbe };
    out.push(observed(at, update, [evidence]));
  }
  return out;
}

/** 已登记的栏目 by the form of address that tells channels apart. */
export function registeredKeys(channels: readonly Channel[]): Map<string, string> {
  return new Map(
    channels.flatMap((c) => {
      const key = channelKey(c.url);
      return key === null ? [] : [[key, c.id] as const];
    }),
  );
}

export function summaryOf(list: ChannelList, today: string) {
  return {
    rows: list.rows.length,
    newest: newestOf(list, today),
    blank: list.blank,
    unread: list.unread.length > 0,
  };
}

function newestOf(list: ChannelList, today: string): string | null {
  let best: string | null = null;
  for (const { date } of list.rows) if (date !== null && date <= today && (best === null || date > best)) best = date;
  return best;
}

function mayBeBehind(list: ChannelList, today: string): boolean {
  if (list.blank === 'yes') return true;
  const newest = newestOf(list, today);
  return newest !== null && newest < new Date(Date.parse(today) - freshDays * 86_400_000).toISOString().slice(0, 10);
}

async function evidenceOf(ledger: CrawlRecord, id: number, store: EvidenceStore): Promise<Evidence | null> {
  const body = ledger.body(id);
  const page = ledger.pages.get(id);
  const url = page?.finalUrl ?? ledger.targets[id]?.url;
  if (body === null || page === undefined || url === undefined) return null;
  const rendered = page.rendered === true ? { rendered: true as const } : {};
  return { kind: 'html', sha256: await store.put(body), url, capturedAt: page.at, ...rendered };
}
