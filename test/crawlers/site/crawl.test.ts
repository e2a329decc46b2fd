import { mkdtempSync, rmSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CrawlLedger } from '#core/crawl.ts';
import { openHttpClient } from '#crawlers/http/client.ts';
import { type CrawlEnd, type CrawlOptions, crawlSite } from '#crawlers/site/crawl.ts';
import { openMore } from '#pipeline/crawl/more-links.ts';
import { readForCrawl } from '#pipeline/crawl/read-page.ts';
import { tallyOf } from '#pipeline/crawl/tally.ts';
import { openCrawlStore } from '../../../src/store/files/crawl-ledger.ts';
import { openTrapSite, trapFaults } from '../../servers/traps.ts';

type Answer = { status?: number; headers?: Record<string, string>; body?: string };
type Site = (path: string, request: http.IncomingMessage) => Answer | null;

const now = new Date('2026-11-22T02:00:00.000Z');
const log = { debug() {}, info() {}, warn() {}, error() {} };
const prose = '示例正文，说明一项已经完成的工作和下一步的安排。'.repeat(12);
const html = (title: string, links: readonly string[], extra = ''): Answer => ({
  headers: { 'content-type': 'text/html; charset=utf-8' },
  body: `<html><head><title>${title}</title>${extra}</head><body><h1>${title}</h1><p>${prose}</p>
    ${links.map((l) => `<a href="${l}">${l}</a>`).join('\n')}</body></html>`,
});

describe('crawl of a site', () => {
  let folder: string;
  let close: (() => Promise<void>)[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'xuncha-crawl-'));
  });
  afterEach(async () => {
    for (const c of close.reverse()) await c();
    close = [];
    rmSync(folder, { recursive: true, force: true });
  });

  async function serve(site: Site) {
    const asked: string[] = [];
    const server = http.createServer((req, res) => {
      const path = req.url ?? '/';
      asked.push(path);
      const a = site(path, req) ?? { status: 404, body: '<title>404</title>' };
      res.writeHead(a.status ?? 200, a.headers ?? { 'content-type': 'text/html' });
      res.end(a.body ?? '');
    });
    await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok));
    const client = openHttpClient({
      userAgent: 'xuncha-test',
      allowPrivate: true,
      perHost: { concurrency: 2, intervalMs: 0 },
    });
    close.push(
      () =>
        new Promise<void>((ok) => {
          server.closeAllConnections();
          server.close(() => ok());
        }),
      () => client.close(),
    );
    const home = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    return { home, asked, client };
  }

  async function crawl(
    s: { home: string; client: ReturnType<typeof openHttpClient> },
    over: Partial<CrawlOptions> = {},
    use: { digest?: string; finish?: boolean; startedAt?: string } = {},
  ): Promise<{ end: CrawlEnd; ledger: CrawlLedger; read: string[] }> {
    const ledger = await openCrawlStore(folder).open('site', use.digest ?? 'd', use.startedAt ?? now.toISOString());
    const end = await crawlSite({
      home: s.home,
      hosts: [new URL(s.home).host],
      seeds: [],
      ledger,
      http: s.client,
      agent: 'xuncha',
      robots: 'follow',
      caps: { pages: 1000, depth: 20, bytes: 1e9, ms: 60_000, targets: 10_000 },
      concurrency: 4,
      pageMs: 5_000,
      maxPageBytes: 1_000_000,
      read: (page, x) => readForCrawl(page, x, { today: '2026-11-22', home: s.home }),
      more: null,
      render: null,
      maxRendered: 10,
      clock: { now: () => now },
      log,
      ...over,
    });
    const read = [...ledger.pages.values()]
      .filter((p) => p.result === 'page')
      .map((p) => (ledger.targets[p.target]?.url ?? '').replace(s.home, '/'))
      .sort();
    if (use.finish) ledger.finish();
    else ledger.close();
    return { end, ledger, read };
  }
  const resultOf = (ledger: CrawlLedger, path: string) =>
    [...ledger.pages.values()].find((p) => new URL(ledger.targets[p.target]?.url ?? 'x:').pathname === path);

  test('every page of the site once, other hosts never, files are no pages', async () => {
    const s = await serve((path) => {
      if (path === '/') return html('首页', ['a.html', '/b/', '/doc.pdf', '/data', 'http://other.example/', '#top']);
      if (path === '/a.html') return html('甲', ['/', 'b/', './c.html?x=1', 'c.html?x=1#here']);
      if (path === '/b/') return html('乙', ['../a.html', 'HTTP://127.0.0.1/elsewhere']);
      if (path === '/c.html?x=1') return html('丙', []);
      if (path === '/data') return { headers: { 'content-type': 'application/zip' }, body: 'PK' };
      return null;
    });
    const { end, ledger, read } = await crawl(s);
    expect(read).toEqual(['/', '/a.html', '/b/', '/c.html?x=1']);
    expect(resultOf(ledger, '/data')?.result).toBe('file');
    expect(end).toMatchObject({ limits: [], robots: 'absent', cancelled: false });
    for (const path of new Set(s.asked)) expect(s.asked.filter((p) => p === path)).toHaveLength(1);
    expect(s.asked).not.toContain('/doc.pdf');
    const home = [...ledger.links()].find((l) => l.page === 0);
    expect(home?.links.map((id) => ledger.targets[id]?.plan)).toEqual(expect.arrayContaining(['read', 'check']));
  });

  test('caps on pages, depth and bytes are told, with what they left', async () => {
    const chain: Site = (path) => {
      const n = path === '/' ? 0 : Number(/^\/p(\d+)$/.exec(path)?.[1] ?? -1);
      return n < 0 ? null : html(`第${n}页`, [`/p${n + 1}`, `/p${n + 2}`]);
    };
    const pages = await crawl(await serve(chain), {
      caps: { pages: 5, depth: 100, bytes: 1e9, ms: 60_000, targets: 1000 },
    });
    expect(pages.read).toHaveLength(5);
    expect(pages.end.limits).toEqual([
      { limit: 'pages', left: expect.any(Number), note: expect.stringContaining('5 个页面') },
    ]);
    expect(pages.end.limits[0]?.left).toBeGreaterThan(0);

    rmSync(folder, { recursive: true });
    const depth = await crawl(await serve(chain), {
      caps: { pages: 500, depth: 3, bytes: 1e9, ms: 60_000, targets: 1000 },
    });
    expect(depth.read).toHaveLength(7);
    expect(depth.end.limits).toEqual([{ limit: 'depth', left: 2, note: expect.stringContaining('3 次点击') }]);

    rmSync(folder, { recursive: true });
    const bytes = await crawl(await serve(chain), {
      caps: { pages: 500, depth: 100, bytes: 5_000, ms: 60_000, targets: 1000 },
    });
    expect(bytes.end.limits.map((l) => l.limit)).toEqual(['bytes']);
    rmSync(folder, { recursive: true });
    const time = await crawl(await serve(chain), {
      caps: { pages: 500, depth: 100, bytes: 1e9, ms: 0, targets: 1000 },
    });
    expect(time.end.limits.map((l) => l.limit)).toEqual(['time']);
  });

  test('robots.txt is followed, ignored when told so, and without an answer nothing but the home page is asked for', async () => {
    const site =
      (robots: Answer): Site =>
      (path) => {
        if (path === '/robots.txt') return robots;
        if (path === '/') return html('首页', ['/open.html', '/closed/a.html']);
        return path.endsWith('.html') ? html('页面', []) : null;
      };
    const rules: Answer = { headers: { 'content-type': 'text/plain' }, body: 'User-agent: *\nDisallow: /closed/\n' };
    const followed = await serve(site(rules));
    const a = await crawl(followed);
    expect(a.read).toEqual(['/', '/open.html']);
    expect(followed.asked).not.toContain('/closed/a.html');
    expect(a.end.robots).toBe('followed');
    expect(a.end.limits).toEqual([{ limit: 'robots', left: 1, note: expect.stringContaining('--robots ignore') }]);
    expect(a.end.allowed(`${followed.home}closed/x`)).toBe(false);

    rmSync(folder, { recursive: true });
    const b = await crawl(await serve(site(rules)), { robots: 'ignore' });
    expect(b.read).toEqual(['/', '/closed/a.html', '/open.html']);
    expect(b.end).toMatchObject({ robots: 'ignored', limits: [] });

    rmSync(folder, { recursive: true });
    const c = await crawl(await serve(site({ status: 503 })));
    expect(c.read).toEqual(['/']);
    expect(c.end.robots).toBe('unreadable');
    expect(c.end.limits).toEqual([{ limit: 'robots', left: 2, note: expect.stringContaining('robots.txt 读不到') }]);
  });

  test('refusals and errors are results; a host that goes on refusing is left alone and the crawl is not whole', async () => {
    const s = await serve((path) => {
      if (path === '/') return html('首页', ['/401', '/403', '/500', '/404', '/ok.html']);
      if (path === '/ok.html') return html('好', []);
      const status = Number(path.slice(1));
      return status > 0 ? { status, body: `<title>${status}</title>` } : null;
    });
    const { end, ledger } = await crawl(s);
    expect(['/401', '/403', '/500', '/404'].map((p) => resultOf(ledger, p)?.result)).toEqual([
      'blocked',
      'blocked',
      'failed',
      'failed',
    ]);
    expect(end.limits.map((l) => l.limit)).toEqual(['failed']);

    rmSync(folder, { recursive: true });
    const all = Array.from({ length: 200 }, (_, i) => `/x${i}`);
    const wall = await serve((path) =>
      path === '/' ? html('首页', all) : path.startsWith('/x') ? { status: 403 } : null,
    );
    const blocked = await crawl(wall);
    expect(blocked.end.limits.map((l) => l.limit)).toEqual(['blocked']);
    expect(blocked.end.limits[0]?.left).toBeGreaterThan(100);
    expect(wall.asked.length).toBeLessThan(100);
  });

  test('a page that asks for rest is asked again, after the rest', async () => {
    const times: number[] = [];
    const s = await serve((path) => {
      if (path === '/') return html('首页', ['/busy.html']);
      if (path !== '/busy.html') return null;
      times.push(performance.now());
      return times.length === 1 ? { status: 429, headers: { 'retry-after': '1' } } : html('好', []);
    });
    const { read, end } = await crawl(s);
    expect(read).toEqual(['/', '/busy.html']);
    expect(end.limits).toEqual([]);
    expect(times).toHaveLength(2);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(900);
  });

  test('what a page that stumbles links to is not missed; one that stays down leaves the crawl less than whole', async () => {
    let asked = 0;
    const s = await serve((path) => {
      if (path === '/') return html('首页', ['/shaky.html', '/down.html']);
      if (path === '/shaky.html') return ++asked === 1 ? { status: 502 } : html('好', ['/behind.html']);
      if (path === '/behind.html') return html('后面', []);
      return path === '/down.html' ? { status: 500 } : null;
    });
    const { end, read, ledger } = await crawl(s);
    expect(read).toEqual(['/', '/behind.html', '/shaky.html']);
    expect(s.asked.filter((p) => p === '/down.html')).toHaveLength(2);
    expect(resultOf(ledger, '/down.html')?.result).toBe('failed');
    expect(end.limits).toEqual([{ limit: 'failed', left: 1, note: expect.stringContaining('看不到上面的链接') }]);
    for (const status of [404, 500]) {
      rmSync(folder, { recursive: true });
      const nothing = await crawl(await serve(() => ({ status })));
      expect(nothing.read).toEqual([]);
      expect(nothing.end.limits.map((l) => l.limit)).toContain('failed');
    }
  });

  test('a killed crawl is gone on with: what was read is not asked again', async () => {
    const s = await serve((path) => {
      const n = path === '/' ? 0 : Number(/^\/art_(\d+)\.html$/.exec(path)?.[1] ?? -1);
      return n < 0 || n > 60
        ? null
        : html(
            `第${n}页`,
            [1, 2, 3].map((k) => `/art_${n * 3 + k}.html`),
          );
    });
    await crawl(s, { caps: { pages: 20, depth: 100, bytes: 1e9, ms: 60_000, targets: 1000 } });
    const before = s.asked.filter((p) => p !== '/robots.txt').length;
    expect(before).toBeLessThan(40);
    const { read, end } = await crawl(s);
    expect(read).toHaveLength(61);
    expect(end.limits).toEqual([]);
    const pages = s.asked.filter((p) => p !== '/robots.txt' && p !== '/sitemap.xml');
    expect(new Set(pages).size).toBe(pages.length);
  });

  test('the next crawl asks conditionally, and reads the old bytes where nothing changed', async () => {
    let changed = false;
    const s = await serve((path, req) => {
      if (path === '/') return html('首页', ['/a.html', '/b.html']);
      const tag = path === '/a.html' ? '"a1"' : changed ? '"b2"' : '"b1"';
      if (path !== '/a.html' && path !== '/b.html') return path === '/c.html' ? html('丙', []) : null;
      if (req.headers['if-none-match'] === tag) return { status: 304 };
      const page = html(path, path === '/a.html' ? ['/c.html'] : []);
      return { ...page, headers: { ...page.headers, etag: tag } };
    });
    await crawl(s, {}, { digest: 'one', finish: true, startedAt: '2026-11-20T02:00:00.000Z' });
    changed = true;
    const { ledger, read } = await crawl(s, {}, { digest: 'two' });
    expect(read).toEqual(['/', '/a.html', '/b.html', '/c.html']);
    expect(resultOf(ledger, '/a.html')).toMatchObject({ unchanged: true, etag: '"a1"', bytes: 0, status: 200 });
    expect(resultOf(ledger, '/b.html')).toMatchObject({ etag: '"b2"' });
    expect(resultOf(ledger, '/b.html')?.unchanged).toBeUndefined();
  });

  test('led to another site: no page of ours; the same bytes under ever new addresses lead nowhere', async () => {
    const other = await serve(() => html('别处', ['/more.html']));
    const s = await serve((path) => {
      if (path === '/') return html('首页', ['/away', '/loop/x/']);
      if (path === '/away') return { status: 302, headers: { location: other.home } };
      return path.startsWith('/loop/') ? html('循环', ['y/', 'z/']) : null;
    });
    const { ledger, read } = await crawl(s);
    expect(resultOf(ledger, '/away')).toMatchObject({ result: 'outside', finalUrl: other.home });
    expect(other.asked).toEqual(['/']);
    expect(read.length).toBeLessThan(20);
  });

  test('a stub leads on; a shell is shown in a browser, or said to be unjudged without one', async () => {
    const s = await serve((path) => {
      if (path === '/') return html('首页', ['/stub.html', '/app.html']);
      if (path === '/stub.html')
        return {
          headers: { 'content-type': 'text/html' },
          body: '<meta http-equiv="refresh" content="0;url=/real.html">',
        };
      if (path === '/real.html' || path === '/made.html') return html('真页', []);
      return path === '/app.html'
        ? { headers: { 'content-type': 'text/html' }, body: '<div id="app"></div><script src="/app.js"></script>' }
        : null;
    });
    const without = await crawl(s);
    expect(without.read).toContain('/real.html');
    expect(without.end.limits.map((l) => l.limit)).toEqual(['browser']);
    expect(resultOf(without.ledger, '/app.html')?.unjudged).toMatch(/脚本/);
    const stub = resultOf(without.ledger, '/stub.html');
    expect(without.ledger.targets[stub?.jump ?? -1]?.url).toBe(`${s.home}real.html`);

    rmSync(folder, { recursive: true });
    const shown: string[] = [];
    const render = async (url: string) => {
      shown.push(url);
      return { html: html('应用', ['/made.html']).body ?? '', finalUrl: url };
    };
    const withBrowser = await crawl(s, { render });
    expect(shown).toEqual([`${s.home}app.html`]);
    expect(withBrowser.read).toContain('/made.html');
    expect(withBrowser.end.limits).toEqual([]);
    expect(resultOf(withBrowser.ledger, '/app.html')).toMatchObject({ rendered: true });
  });

  test('rows of a list service are links of the page, pages of a script pager are read without being links', async () => {
    const list = {
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: `<html><head><title>通知公告</title></head><body><h1>通知公告</h1><p>${prose}</p><ul>
        <li><a href="/art/1.html">示例县关于举办活动的通知</a><span>2026-11-20</span></li>
        <li><a href="/art/2.html">示例县关于供水的通知公告</a><span>2026-11-19</span></li></ul>
        <script>createPageHTML(3, 0, "index", "html");</script></body></html>`,
    };
    const s = await serve((path) => {
      if (path === '/') return html('首页', ['/list/index.html', '/hw/']);
      if (path === '/list/index.html') return list;
      if (/^\/list\/index_[12]\.html$/.test(path)) return html(`第${path}页`, [`/art${path}`]);
      if (path === '/hw/')
        return html(
          '大汉列表',
          [],
          `<script type="text/xml"><datastore><nextgroup><![CDATA[]]></nextgroup><recordset>
          <record><![CDATA[<li><a href="/art/hw1.html">大汉列表里的一条通知</a><span>2026-11-18</span></li>]]></record>
          <record><![CDATA[<li><a href="/art/hw2.html">大汉列表里的又一条通知</a><span>2026-11-17</span></li>]]></record>
          </recordset></datastore></script>`,
        );
      return path.startsWith('/art/') && !path.includes('hw2') ? html('文章', []) : null;
    });
    const evidence = { put: async () => 'a'.repeat(64), get: async () => undefined, path: () => '' };
    const more = openMore({
      http: s.client,
      evidence,
      hosts: [new URL(s.home).host],
      pageMs: 5_000,
      maxBytes: 1e6,
      today: '2026-11-22',
    });
    const { read, ledger } = await crawl(s, { more });
    expect(read).toEqual(expect.arrayContaining(['/list/index_1.html', '/list/index_2.html', '/art/hw1.html']));
    expect(resultOf(ledger, '/art/hw2.html')?.result).toBe('failed');
    const tally = tallyOf(ledger);
    const parents = (path: string) => tally.parents[ledger.targets.findIndex((t) => t.url === `${s.home}${path}`)];
    expect(parents('art/hw2.html')).toBe(1);
    expect(parents('list/index_2.html')).toBe(0);
  });

  test('a site with a trap in each corner: all of its pages, a bounded part of each trap', async () => {
    const site = await openTrapSite({ today: now });
    close.push(() => site.close());
    const client = openHttpClient({
      userAgent: 'xuncha-test',
      allowPrivate: true,
      perHost: { concurrency: 8, intervalMs: 0 },
    });
    close.push(() => client.close());
    const { end } = await crawl(
      { home: `${site.origin}/`, client },
      { concurrency: 16, caps: { pages: 20_000, depth: 5_000, bytes: 1e9, ms: 120_000, targets: 100_000 } },
    );
    expect(trapFaults(site)).toEqual([]);
    expect(end.limits.map((l) => l.limit)).toEqual(expect.arrayContaining(['traps']));
  }, 60_000);
});
