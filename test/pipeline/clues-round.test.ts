import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Evidence } from '#core/evidence.ts';
import type { Observation } from '#core/observation.ts';
import { Site } from '#core/registry.ts';
import { openHttpClient } from '#crawlers/http/client.ts';
import { siteRound } from '#pipeline/site-round.ts';
import { bookOf } from '#probes/page/clues/book.ts';
import { openCrawlStore } from '../../src/store/files/crawl-ledger.ts';
import { loadLexicons } from '../../src/store/files/lexicons.ts';
import { temporaryFolder } from '../store/temporary.ts';

const folder = temporaryFolder();
const now = new Date('2026-11-22T04:00:00.000Z');
const silent = () => {};
const log = { debug: silent, info: silent, warn: silent, error: silent };
const prose = '<p>会议要求各乡镇街道和县级部门认真抓好落实，按期完成年度目标任务，确保各项工作取得实效。</p>'.repeat(3);
const page = (title: string, body: string) =>
  `<!doctype html><html><head><meta charset="utf-8"><title>${title}</title></head><body>${body}</body></html>`;
const article = (title: string, body: string) =>
  page(title, `<h1>${title}</h1><div>发布时间：2026-11-20 10:00</div><div id="zoom">${body}${prose}</div>`);
const id = '11010519491231002X';
const pages: Readonly<Record<string, string>> = {
  '/': page(
    '清河县人民政府',
    `<ul class="list"><li><span>2026-11-20</span><a href="/a/1.html">清河县召开第一次专题会议</a></li>
     <li><span>2026-11-18</span><a href="/a/9.html">清河县召开第九次专题会议</a></li></ul>
     <div class="nav"><a href="/ld/">领导之窗</a><a href="/gs/">公示</a><a href="/b/1.html">甲</a><a href="/b/2.html">乙</a></div>${prose}`,
  ),
  '/ld/': page('领导之窗', `<ul><li><a>王小明</a><p>县委副书记、县长</p></li></ul>${prose}`),
  '/tz/': page(
    '通知公告',
    `<h2>通知公告</h2><ul class="list">${[1, 2, 3, 4, 5, 6].map((n) => `<li><span>2026-11-19</span><a href="/tz/${n}.html">清河县第${n}号通知公告内容</a></li>`).join('')}</ul>`,
  ),
  '/a/1.html': article('清河县召开第一次专题会议', '<p>县长王晓明出席会议并作工作布署。</p>'),
  '/a/9.html': article('清河县召开第九次专题会议', ''),
  '/gs/': page('公示', `<p>张某 ${id}</p>${prose}`),
  '/b/1.html': page('甲', `<p>本系统追朔历史</p>${prose}`),
  '/b/2.html': page('乙', `<p>本系统追朔历史</p>${prose}`),
};

let close = async () => {};
let home = '';
let client: ReturnType<typeof openHttpClient>;
beforeAll(async () => {
  const server = http.createServer((req, res) => {
    const body = pages[req.url ?? '/'];
    res.writeHead(body === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
    res.end(body ?? '<title>404</title>');
  });
  await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok));
  home = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  client = openHttpClient({ userAgent: 'xuncha-test', allowPrivate: true, perHost: { concurrency: 2, intervalMs: 0 } });
  close = async () => {
    await client.close();
    server.closeAllConnections();
    await new Promise<void>((ok) => server.close(() => ok()));
  };
});
afterAll(() => close());

async function round(more: { book: boolean; crawl: boolean }): Promise<Observation[]> {
  const site = Site.parse({
    id: 'qinghe',
    organization: 'unit',
    name: '清河县人民政府',
    home,
    channels: [
      { id: 'ld', name: '领导之窗', url: `${home}ld/`, level: 1, type: 'leaders' },
      { id: 'tz', name: '通知公告', url: `${home}tz/`, level: 1, type: 'notices' },
    ],
  });
  const lists = loadLexicons([resolve(import.meta.dirname, '../../data/lexicons')]);
  const kept: Uint8Array[] = [];
  return siteRound(
    { name: 'round', key: 'round', payload: { siteId: site.id, url: home, slot: now.toISOString() } },
    site,
    {
      http: client,
      clock: { now: () => now },
      evidence: {
        put: async (bytes) => {
          kept.push(bytes);
          return String(kept.length).padStart(64, '0');
        },
        get: async (sha: string) => kept[Number(sha) - 1],
        path: () => '',
      },
      context: { http: client, clock: { now: () => now }, log, vantage: '测试', controls: [] },
      pageMs: 5_000,
      maxPageBytes: 1_000_000,
      maxArticles: 5,
      maxLinks: 100,
      links: 'own',
      secondLookMs: 0,
      seed: 'test',
      render: null,
      ...(more.book ? { clues: { book: bookOf(lists), names: ['清河县人民政府'] } } : {}),
      crawl: more.crawl
        ? {
            store: openCrawlStore(folder),
            log,
            caps: { pages: 100, depth: 5, bytes: 1e8, ms: 60_000, targets: 1_000 },
            robots: 'follow',
            concurrency: 2,
            maxRendered: 0,
            markPages: 0,
            linkMs: 60_000,
            maxLinks: 100,
            perHost: 2,
          }
        : null,
    } as Parameters<typeof siteRound>[2],
  );
}
const cluesIn = (seen: readonly Observation[]) =>
  seen.flatMap((o) =>
    o.kind === 'page.clues' && o.status === 'observed'
      ? [
          {
            path: new URL(o.target).pathname,
            kinds: o.value.clues.map((c) => c.kind),
            evidence: o.evidence,
            value: o.value,
          },
        ]
      : [],
  );

test('a round looks at the home page, the columns and the articles it reads, with the lists, and the leaders of the registered page', async () => {
  const seen = cluesIn(await round({ book: true, crawl: false }));
  expect(seen.map((s) => [s.path, s.kinds])).toEqual([
    ['/', []],
    ['/a/1.html', ['leader', 'typo']],
    ['/ld/', []],
    ['/tz/', ['date']],
  ]);
  expect(seen[1]?.value.clues[0]).toMatchObject({ text: '县长王晓明', confidence: 'high' });
  expect(seen[0]?.value).toMatchObject({ title: '清河县人民政府', role: 'home' });
  expect(seen[0]?.value.lists.length).toBeGreaterThan(5);
});

test('without lists what needs none is still looked for', async () => {
  const seen = cluesIn(await round({ book: false, crawl: false }));
  expect(seen.map((s) => [s.path, s.kinds])).toEqual([
    ['/', []],
    ['/a/1.html', ['leader']],
    ['/ld/', []],
    ['/tz/', ['date']],
  ]);
});

test('a crawl tells of each further page with something new, once, with its stored bytes, and masks persons', async () => {
  const all = await round({ book: true, crawl: true });
  const seen = cluesIn(all);
  const inner = seen.filter((s) => !['/', '/a/1.html', '/ld/', '/tz/'].includes(s.path));
  expect(inner.map((s) => [s.path, s.kinds]).sort()).toEqual([
    [expect.stringMatching(/^\/b\/[12]\.html$/), ['typo']],
    ['/gs/', ['personal-data']],
  ]);
  for (const s of inner) expect(s.evidence.map((e: Evidence) => e.kind)).toEqual(['html']);
  expect(JSON.stringify(all)).not.toContain(id);
  // Nothing but 暗链 of pages that have some.
  expect(all.filter((o) => o.kind === 'page.suspect-links' && o.target !== home)).toEqual([]);
});
