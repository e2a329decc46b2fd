import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isWhole } from '#core/link-history.ts';
import type { ObservationValue } from '#core/observation.ts';
import { openHttpClient } from '#crawlers/http/client.ts';
import { crawlWhole } from '#pipeline/crawl/crawl-site.ts';
import { openCrawlStore } from '../../src/store/files/crawl-ledger.ts';

const now = new Date('2026-11-22T02:00:00.000Z');
const log = { debug() {}, info() {}, warn() {}, error() {} };
const page = (title: string, body: string) =>
  `<html><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1>${body}
  <p>${'示例正文，说明一项已经完成的工作和下一步的安排。'.repeat(12)}</p></body></html>`;

describe('a whole site, from its pages to its observations', () => {
  let folder: string;
  const closers: (() => Promise<void>)[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'xuncha-whole-'));
  });
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Crawls pages by path; a number is a status without a page, what is missing is a 404. */
  async function crawl(pages: Record<string, string | number>, which: 'all' | 'own' = 'all') {
    const server = http.createServer((req, res) => {
      const answer = pages[req.url ?? ''] ?? 404;
      const robots = req.url === '/robots.txt';
      res.writeHead(typeof answer === 'number' ? answer : 200, {
        'content-type': robots ? 'text/plain' : 'text/html; charset=utf-8',
      });
      res.end(typeof answer === 'number' ? `<title>${answer}</title>` : answer);
    });
    await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok));
    closers.push(
      () =>
        new Promise<void>((ok) => {
          server.closeAllConnections();
          server.close(() => ok());
        }),
    );
    const client = openHttpClient({
      userAgent: 'test',
      allowPrivate: true,
      perHost: { concurrency: 4, intervalMs: 0 },
    });
    closers.push(() => client.close());
    const clock = { now: () => now };
    const out = await crawlWhole({
      site: {
        id: 'site',
        home: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
        domains: [],
        channels: [],
      },
      slot: now.toISOString(),
      seed: 'seed',
      settings: {
        caps: { pages: 500, depth: 20, bytes: 1e9, ms: 60_000, targets: 10_000 },
        robots: 'follow',
        concurrency: 4,
        maxRendered: 0,
        markPages: 5,
        linkMs: 60_000,
        maxLinks: 1_000,
        perHost: 4,
      },
      http: client,
      clock,
      log,
      context: { http: client, clock, log, vantage: '测试', controls: [] },
      evidence: { put: async () => 'a'.repeat(64), get: async () => undefined, path: () => '' },
      crawls: openCrawlStore(folder),
      render: null,
      seeds: [],
      which,
      pageMs: 5_000,
      maxPageBytes: 1_000_000,
      secondLookMs: 10,
    });
    const value = <K extends 'site.crawl' | 'site.channels'>(kind: K): ObservationValue<K> => {
      const found = out.find((o) => o.kind === kind);
      if (found?.status !== 'observed') throw new Error(`no ${kind}`);
      return found.value as ObservationValue<K>;
    };
    return { out, crawl: value('site.crawl'), channels: value('site.channels') };
  }

  const sound = {
    '/': page('首页', '<a href="/a.html">甲</a><a href="/b.html">乙</a>'),
    '/a.html': page('甲', ''),
    '/b.html': page('乙', ''),
  };

  test('all seen: whole, and what is not there may be called absent', async () => {
    const { crawl: c, channels, out } = await crawl(sound);
    expect(isWhole(c)).toBe(true);
    expect(channels.whole).toBe(true);
    expect(c.links.home.ok + c.links.inner.ok).toBe(2);
    expect(out.filter((o) => o.kind === 'link.status')).toEqual([]);
  });

  test.each([
    ['refused', 403],
    ['broken down', 500],
  ])('one page %s: neither links nor channels are told as if all had been seen', async (_, status) => {
    const { crawl: c, channels } = await crawl({ ...sound, '/b.html': status });
    expect(isWhole(c)).toBe(false);
    expect(channels.whole).toBe(false);
  });

  test('a page that is gone is a dead link of a crawl that is whole', async () => {
    const { crawl: c, channels, out } = await crawl({ ...sound, '/b.html': 404 });
    expect(isWhole(c)).toBe(true);
    expect(channels.whole).toBe(true);
    const [link] = out.filter((o) => o.kind === 'link.status');
    expect(link).toMatchObject({ status: 'observed', value: { status: 'broken', reason: 'HTTP_404', parentCount: 1 } });
  });

  test('pictures and attachments that robots.txt bars are told as a limit', async () => {
    const { crawl: c } = await crawl({
      ...sound,
      '/robots.txt': 'User-agent: *\nDisallow: /upload/\n',
      '/a.html': page('甲', '<a href="/upload/1.pdf">附件</a><img src="/upload/2.png" alt="">'),
    });
    expect(c.limits).toEqual([{ limit: 'robots', left: 2, note: expect.stringContaining('附件') }]);
    expect(isWhole(c)).toBe(false);
  });

  test('foreign links left alone by the setting are told', async () => {
    const pages = { ...sound, '/a.html': page('甲', '<a href="http://127.0.0.1:9/">外站</a>') };
    expect((await crawl(pages, 'own')).crawl).toMatchObject({ ownOnly: true, links: { inner: { skipped: 1 } } });
    rmSync(folder, { recursive: true });
    expect((await crawl(pages)).crawl.ownOnly).toBeUndefined();
  });
});
