import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { describe, expect, test } from 'vitest';
import type { HttpClient } from '#core/context.ts';
import { openHttpClient } from '#crawlers/http/client.ts';
import { crawlSite } from '#crawlers/site/crawl.ts';
import { readForCrawl } from '#pipeline/crawl/read-page.ts';
import { openCrawlStore } from '../../../src/store/files/crawl-ledger.ts';
import { contextOf, quick, readAll, targetOf } from '../../probes/network/link/run.ts';
import { type HostCount, openCounting } from '../../servers/counting.ts';

const perHost = { concurrency: 2, intervalMs: 40 };
/**
 * Half of the hosts answer so slowly that without the cap a third request would start before the first is answered, half so quickly that only the
 * interval holds the requests apart.
 */
const latencyMs = [110, 4];
const hosts = Array.from({ length: 50 }, (_, i) => `h${i}.shili.example`);
const paths = [
  '/',
  ...[1, 2, 3, 4].map((i) => `/a/${i}.html`),
  ...['/r/same', '/r/cross', '/r/chain', '/gone.html', '/flaky.html', '/busy.html', '/limit.html'],
  ...Array.from({ length: 9 }, (_, i) => `/f/${i}.pdf`),
];

/** Runs `work` with the real client over the 50 hosts; what the hosts saw, and the most by which either side's clock was late. */
async function counted(work: (http: HttpClient) => Promise<void>): Promise<{ seen: HostCount[]; late: number }> {
  const server = await openCounting({ hosts, latencyMs });
  const http = openHttpClient({
    userAgent: 'xuncha-test',
    allowPrivate: true,
    perHost,
    hosts: new Map(hosts.map((h) => [h, { address: '127.0.0.1', port: server.port }])),
  });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  let ended: Awaited<ReturnType<typeof server.end>>;
  try {
    await work(http);
  } finally {
    await http.close();
    ended = await server.end();
    delay.disable();
  }
  return { seen: ended.hosts, late: ended.lateMs + delay.max / 1e6 };
}

/** Requests in a row whose time together is looked at. */
const rows = [2, 5, 10, 20];

/**
 * No host saw more than it should. A request that leaves in time may be noticed late, by as much as the event loops of the two sides were late at
 * worst; over more requests in a row that counts less and less.
 */
function expectPolite(seen: readonly HostCount[], late: number): void {
  const tolerance = 3 + late;
  expect(new Set(seen.map((h) => h.name))).toEqual(new Set(hosts));
  const gaps: number[] = [];
  for (const h of seen) {
    expect(h.mostRequests, `${h.name}: requests at once`).toBeLessThanOrEqual(perHost.concurrency);
    expect(h.mostSockets, `${h.name}: connections at once`).toBeLessThanOrEqual(perHost.concurrency);
    expect(h.starts.length).toBeGreaterThan(10);
    for (const n of [...rows, h.starts.length]) {
      const spans = h.starts.slice(n - 1).map((at, i) => at - h.starts[i]!);
      if (n === 2) gaps.push(...spans);
      expect(Math.min(...spans), `${h.name}: ${n} requests in a row`).toBeGreaterThanOrEqual(
        (n - 1) * perHost.intervalMs - tolerance,
      );
    }
  }
  gaps.sort((a, b) => a - b);
  const share = gaps.filter((g) => g < perHost.intervalMs * 0.9).length / gaps.length;
  const requests = seen.reduce((sum, h) => sum + h.starts.length, 0);
  console.log(
    `礼貌：${seen.length} 个主机，${requests} 次请求，单主机同时最多 ${Math.max(...seen.map((h) => h.mostRequests))} 个请求、${Math.max(...seen.map((h) => h.mostSockets))} 个连接，间隔设定 ${perHost.intervalMs} ms，收到的间隔中位数 ${gaps[gaps.length >> 1]!.toFixed(1)} ms、不足九成的占 ${(share * 100).toFixed(1)}%（双方至多迟 ${late.toFixed(0)} ms 才看到）`,
  );
  // The load was such that the limits were needed.
  expect(Math.max(...seen.map((h) => h.mostRequests))).toBe(perHost.concurrency);
}

const kindsOf = (seen: readonly HostCount[]): Record<string, number> => {
  const all: Record<string, number> = {};
  for (const h of seen) for (const [kind, n] of Object.entries(h.kinds)) all[kind] = (all[kind] ?? 0) + n;
  return all;
};

describe('politeness on the wire: 50 hosts at once, the server counts', () => {
  test('link checks: redirects within and across hosts, second looks, resets, 429 with Retry-After, HEAD and GET', async () => {
    const { seen, late } = await counted(async (http) => {
      const targets = hosts.flatMap((h) => paths.map((p) => targetOf(`http://${h}${p}`)));
      const readings = await readAll(targets, contextOf(http), {
        ...quick,
        timeoutMs: 20_000,
        // More than the client lets through: the client alone must hold the line.
        concurrency: 400,
        perHost: 16,
      });
      expect(readings).toHaveLength(targets.length);
    });
    expectPolite(seen, late);
    const kinds = kindsOf(seen);
    expect(kinds['same-host']).toBeGreaterThan(100);
    expect(kinds['cross-host']).toBeGreaterThan(80);
    expect(kinds.head).toBeGreaterThan(100);
    expect(kinds.reset).toBe(50);
    expect(kinds['429']).toBe(50);
    expect(kinds['503']).toBe(50);
    // Twice looked at, each.
    expect(kinds['404']).toBeGreaterThanOrEqual(100);
  }, 60_000);

  test('a crawl of one site with 50 hosts', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'xuncha-polite-'));
    try {
      const { seen, late } = await counted(async (http) => {
        const ledger = await openCrawlStore(folder).open('site', 'd', '2026-11-22T02:00:00.000Z');
        const end = await crawlSite({
          home: `http://${hosts[0]}/`,
          hosts,
          seeds: hosts.map((h) => `http://${h}/`),
          ledger,
          http,
          agent: 'xuncha',
          robots: 'follow',
          caps: { pages: 10_000, depth: 200, bytes: 1e9, ms: 60_000, targets: 100_000 },
          concurrency: 200,
          pageMs: 20_000,
          maxPageBytes: 1_000_000,
          read: (page, exchange) => readForCrawl(page, exchange, { today: '2026-11-22', home: `http://${hosts[0]}/` }),
          render: null,
          more: null,
          maxRendered: 0,
          clock: { now: () => new Date() },
          log: { debug() {}, info() {}, warn() {}, error() {} },
        });
        ledger.close();
        expect(end.cancelled).toBe(false);
      });
      expectPolite(seen, late);
      const kinds = kindsOf(seen);
      expect(kinds['same-host']).toBeGreaterThan(50);
      expect(kinds['cross-host']).toBeGreaterThan(50);
      expect(kinds['429']).toBe(50);
      expect(kinds.reset).toBe(50);
      // Whoever asked for a second of rest got it: requests that were already under way excepted.
      for (const h of seen) {
        const asked = h.restedAt ?? 0;
        const early = h.starts.filter((at) => at > asked + Math.max(...latencyMs) && at < asked + 1_000 - late - 3);
        expect(early, `${h.name} asked for rest`).toEqual([]);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }, 60_000);
});
