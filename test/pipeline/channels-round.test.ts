import { rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shanghaiDay } from '#core/calendar.ts';
import type { HttpClient, Log } from '#core/context.ts';
import { type Observation, observationValues } from '#core/observation.ts';
import { type Channel, Site } from '#core/registry.ts';
import { openHttpClient } from '#crawlers/http/client.ts';
import { siteRound } from '#pipeline/site-round.ts';
import { openCrawlStore } from '../../src/store/files/crawl-ledger.ts';
import { scratch } from '../harness/cli.ts';
import { startChannelSite } from '../servers/channel-site.ts';
import { memoryEvidence } from '../servers/lists.ts';

const now = new Date('2026-11-22T04:00:00.000Z');
const silent = () => {};
const log = { debug: silent, info: silent, warn: silent, error: silent } as unknown as Log;
const folder = scratch();

let server: Awaited<ReturnType<typeof startChannelSite>>;
let client: HttpClient;
beforeAll(async () => {
  server = await startChannelSite(shanghaiDay(now));
  client = openHttpClient({
    userAgent: 'xuncha-test/1',
    allowPrivate: true,
    perHost: { concurrency: 2, intervalMs: 0 },
  });
});
afterAll(async () => {
  await client.close();
  await server.close();
  folder.remove();
});

const types: Record<string, Channel['type']> = {
  gzdt: 'news',
  zwyw: 'news',
  tzgg: 'notices',
  sjfb: 'data',
  zcwj: 'policy',
};

async function round(registered: readonly string[], crawl: boolean, gone = '') {
  const site = Site.parse({
    id: 'water',
    organization: 'unit',
    name: '示例县水利局',
    home: server.home,
    siteCode: '9901230042',
    channels: registered.map((id) => ({
      id,
      name: id,
      url: id === gone ? `${server.home}gone/` : `${server.home}${id}/`,
      level: 1,
      type: types[id] ?? 'other',
    })),
  });
  const evidence = memoryEvidence();
  const store = openCrawlStore(folder.path);
  const seen = await siteRound(
    { name: 'round', key: 'round', payload: { siteId: site.id, url: site.home, slot: now.toISOString() } },
    site,
    {
      http: client,
      clock: { now: () => now },
      evidence,
      context: { http: client, clock: { now: () => now }, log, vantage: '测试', controls: [] },
      pageMs: 5_000,
      maxPageBytes: 1_000_000,
      maxArticles: 5,
      maxLinks: 200,
      links: crawl ? 'own' : 'none',
      secondLookMs: 0,
      seed: 'test',
      render: null,
      crawl: crawl
        ? {
            store,
            log,
            caps: { pages: 200, depth: 5, bytes: 1e8, ms: 60_000, targets: 2_000 },
            robots: 'follow',
            concurrency: 2,
            maxRendered: 0,
            markPages: 0,
            linkMs: 60_000,
            maxLinks: 200,
            perHost: 2,
          }
        : null,
    },
  );
  for (const o of seen)
    if (o.status === 'observed') expect(observationValues[o.kind].parse(o.value), o.key).toEqual(o.value);
  const stored = new Set(evidence.stored.keys());
  for (const o of seen)
    if (o.kind === 'channel.update' || o.kind === 'page.tags' || o.kind === 'site.channels')
      for (const e of o.evidence) expect(stored, o.key).toContain(e.sha256);
  return { site, seen, store };
}

type Updates = Extract<Observation, { kind: 'channel.update' }>;
const updateOf = (seen: readonly Observation[], id: string) => {
  const o = seen.find((x): x is Updates => x.kind === 'channel.update' && x.target === `${server.home}${id}/`);
  if (o?.status !== 'observed') throw new Error(`${id}: ${o?.detail ?? 'none'}`);
  return o;
};

describe('栏目巡查', () => {
  const all = ['gzdt', 'zwyw', 'tzgg', 'ghjh', 'sjfb', 'fpgz', 'yjzj', 'zcwj'];

  test('every registered channel is opened, its newest article proved with few requests', async () => {
    server.requests.clear();
    const { seen } = await round(all, false);
    expect(updateOf(seen, 'gzdt').value).toMatchObject({
      channel: { id: 'gzdt', confidence: 'registered' },
      rows: 3,
      newestArticle: { date: '2026-11-21' },
      articles: [{ state: 'dated', sure: true }],
      blank: 'no',
      total: 3,
      order: 'newest-first',
    });
    expect(updateOf(seen, 'zwyw').value).toMatchObject({ newestArticle: { date: '2026-10-13' }, unread: [] });
    // The home page's round has opened this article: nobody asks for it twice.
    expect(server.requests.get('/gzdt/show_1000.html')).toBe(1);
    expect(server.requests.get('/zwyw/show_1000.html')).toBe(1);
    expect(server.requests.get('/zwyw/show_1001.html')).toBeUndefined();
  });

  test('blank only by the strict rule', async () => {
    const { seen } = await round(all, false);
    expect(updateOf(seen, 'ghjh').value).toMatchObject({ rows: 0, blank: 'yes', unread: [] });
    // The service answered: rows of the other channel are not this one's, so that it says nothing about it.
    expect(updateOf(seen, 'sjfb').value).toMatchObject({ rows: 2, blank: 'no', newestArticle: { date: '2026-11-12' } });
    expect(updateOf(seen, 'yjzj').value).toMatchObject({ rows: 0, blank: 'unknown' });
    expect(updateOf(seen, 'yjzj').value.unread).toHaveLength(1);
    const updates = seen.filter((o): o is Updates => o.kind === 'channel.update');
    expect(updates.filter((o) => o.status === 'observed' && o.value.blank === 'yes').map((o) => o.target)).toEqual([
      `${server.home}ghjh/`,
    ]);
  });

  test('articles without a date are told as such', async () => {
    const { seen } = await round(['zcwj'], false);
    expect(updateOf(seen, 'zcwj').value).toMatchObject({
      newestArticle: null,
      newestRow: { date: '2026-11-20' },
      articles: [{ state: 'undated' }, { state: 'undated' }],
    });
  });

  test('a channel that does not open is not seen, and is no blank one', async () => {
    const { seen } = await round(['gzdt', 'zwyw'], false, 'zwyw');
    const gone = seen.filter((o) => o.kind === 'channel.update' && o.target.endsWith('/gone/'));
    expect(gone).toMatchObject([{ status: 'unobserved', reason: 'not-collected' }]);
  });

  test('tags of the pages that the round read, where there is no crawl', async () => {
    const { seen } = await round(all, false);
    const tags = seen.filter((o) => o.kind === 'page.tags');
    const roles = tags.map((o) => (o.status === 'observed' && o.kind === 'page.tags' ? o.value.role : ''));
    expect(roles.filter((r) => r === 'list')).toHaveLength(5);
    expect(roles.filter((r) => r === 'article').length).toBeGreaterThan(0);
    const { seen: again } = await round(all, false);
    expect(again.filter((o) => o.kind === 'page.tags').map((o) => o.key)).toEqual(tags.map((o) => o.key));
  });
});

describe('栏目发现', () => {
  test('a crawl finds the channels; the registered ones are named, the others are clues', async () => {
    const { seen, store, site } = await round(['gzdt', 'tzgg'], true);
    const found = seen.find((o) => o.kind === 'site.channels');
    if (found?.kind !== 'site.channels' || found.status !== 'observed') throw new Error('not found');
    const brief = found.value.channels.map((c) => [
      new URL(c.url).pathname,
      c.level,
      c.type,
      c.registered,
      c.list?.blank,
    ]);
    expect(brief).toEqual(
      expect.arrayContaining([
        ['/gzdt/', 1, 'news', 'gzdt', 'no'],
        ['/zwyw/', 1, 'news', null, 'no'],
        ['/tzgg/', 1, 'notices', 'tzgg', 'no'],
        ['/ghjh/', 1, 'other', null, 'yes'],
        ['/sjfb/', 1, 'data', null, 'unknown'],
        ['/yjzj/', 1, 'survey', null, 'unknown'],
        ['/zcwj/', 1, 'policy', null, 'no'],
      ]),
    );
    expect(brief).toHaveLength(8);
    // Only what may be behind or blank is kept with its page; nobody confirmed it.
    const clues = seen.filter((o): o is Updates => o.kind === 'channel.update' && o.status === 'observed');
    expect(clues.map((o) => (o.status === 'observed' ? [new URL(o.target).pathname, o.value.channel.id] : []))).toEqual(
      expect.arrayContaining([
        ['/gzdt/', 'gzdt'],
        ['/tzgg/', 'tzgg'],
        ['/zwyw/', null],
        ['/ghjh/', null],
      ]),
    );
    expect(clues).toHaveLength(4);

    // The crawl is kept, and can be read again without asking for anything.
    server.requests.clear();
    const last = await store.last(site.id);
    expect(last?.pages.size).toBeGreaterThan(10);
    expect(last?.body(0)?.length).toBeGreaterThan(100);
    expect([...(last?.links() ?? [])].length).toBeGreaterThan(10);
    last?.close();
    expect(await store.last('nobody')).toBeNull();
    expect(server.requests.size).toBe(0);
    rmSync(folder.path, { recursive: true, force: true });
  });

  test('tags are drawn from the crawl: the same pages each time', async () => {
    const { seen } = await round([], true);
    const tags = seen.filter((o) => o.kind === 'page.tags');
    const roles = tags.map((o) => (o.status === 'observed' && o.kind === 'page.tags' ? o.value.role : ''));
    expect([roles.filter((r) => r === 'list').length, roles.filter((r) => r === 'article').length]).toEqual([5, 5]);
    rmSync(folder.path, { recursive: true, force: true });
    const { seen: again } = await round([], true);
    expect(again.filter((o) => o.kind === 'page.tags').map((o) => o.target)).toEqual(tags.map((o) => o.target));
  });
});
