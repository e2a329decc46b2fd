import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { HttpClient, Log } from '#core/context.ts';
import type { Observation } from '#core/observation.ts';
import { Site } from '#core/registry.ts';
import { openHttpClient } from '#crawlers/http/client.ts';
import { homeUpdate } from '#indicators/site/home-update.ts';
import type { PageRenderer } from '#pipeline/renderer.ts';
import { siteRound } from '#pipeline/site-round.ts';
import { memoryEvidence, startLists } from '../servers/lists.ts';

const now = new Date('2026-11-22T04:00:00.000Z');
const silent = () => {};
const log = { debug: silent, info: silent, warn: silent, error: silent } as unknown as Log;

let lists: Awaited<ReturnType<typeof startLists>>;
let http: HttpClient;
beforeAll(async () => {
  lists = await startLists();
  http = openHttpClient({
    userAgent: 'xuncha-test/1',
    allowPrivate: true,
    perHost: { concurrency: 2, intervalMs: 0 },
  });
});
afterEach(() => lists.clear());
afterAll(async () => {
  await http.close();
  await lists.close();
});

/** One round of the site on loopback; `opened` counts the pages that a browser was asked for. */
async function round(navigationOnly?: boolean) {
  const site = Site.parse({
    id: 'qinghe',
    organization: 'unit',
    name: '清河县人民政府',
    home: `${lists.origin}/`,
    ...(navigationOnly === undefined ? {} : { navigationOnly }),
  });
  const opened: string[] = [];
  const render: PageRenderer = async (url) => {
    opened.push(url);
    return { failed: '浏览器没有打开' };
  };
  const clock = { now: () => now };
  const evidence = memoryEvidence();
  const seen = await siteRound(
    {
      name: 'round',
      key: 'round|qinghe',
      payload: { siteId: site.id, url: site.home, slot: now.toISOString() },
    } as Parameters<typeof siteRound>[0],
    site,
    {
      http,
      clock,
      evidence,
      context: { http, clock, log, vantage: '测试', controls: [] },
      pageMs: 2_000,
      maxPageBytes: 1_000_000,
      maxArticles: 30,
      maxLinks: 100,
      links: 'none',
      secondLookMs: 0,
      seed: 'test',
      render,
      crawl: null,
    },
  );
  const of = <K extends Observation['kind']>(kind: K) =>
    seen.filter((o): o is Extract<Observation, { kind: K }> => o.kind === kind);
  const verdict = homeUpdate.judge({
    subject: { id: site.id, type: 'site', name: site.name, record: site },
    observations: { 'page.dated-items': of('page.dated-items'), 'page.publish-date': of('page.publish-date') },
    params: homeUpdate.params.parse({}) as never,
    asOf: now,
  });
  const items = of('page.dated-items');
  return { verdict, opened, items, stored: evidence.stored };
}

const title = (n: number) => `清河县第${n}次专题会议召开情况通报`;
const prose =
  '县政府召开专题会议，研究部署下一阶段重点工作，要求各乡镇街道和部门抓好落实，按期完成年度目标任务。'.repeat(5);
const foot =
  '<div class="footer"><p>主办单位：清河县人民政府办公室　联系电话：023-70000000</p><p>网站标识码：5002300001</p></div>';
const page = (body: string) =>
  `<!doctype html><html><head><meta charset="utf-8"><title>清河县人民政府</title></head><body><div class="nav"><a href="/zwgk/">政务公开</a></div>${body}${foot}</body></html>`;
const article = (n: number, day: string) =>
  page(`<h1>${title(n)}</h1><div>发布时间：${day} 10:00</div><div id="zoom"><p>${prose}</p></div>`);
const service = '/EWB-FRONT/rest/lightfrontaction/getgovinfolist';
const home = page(
  `<p>${prose}</p><ul id="yw"></ul><script>load({url:'${service}',categorynum:'001',pageIndex:0,pageSize:6,siteGuid:'g1',target:'#yw'});</script>`,
);
const answer = (...rows: [number, string][]) => ({
  type: 'application/json',
  body: JSON.stringify({
    custom: {
      data: rows.map(([n, day]) => ({ title: title(n), infourl: `/a/${n}.html`, infodate: day, categorynum: '001' })),
      total: rows.length,
    },
  }),
});
const articles = () => {
  lists.page('/a/1.html', article(1, '2026-11-20'));
  lists.page('/a/2.html', article(2, '2026-10-01'));
};

test('the service of the home page answers with a fresh row: updated, and no browser is asked', async () => {
  lists.page('/', home);
  articles();
  lists.route(service, () => answer([1, '2026-11-20'], [2, '2026-10-01']));
  const r = await round();
  expect(r.verdict.outcome).toBe('pass');
  expect(r.opened).toEqual([]);
  expect(lists.asked.filter((a) => a.path === service)).toMatchObject([{ method: 'POST' }]);
  const [o] = r.items;
  expect(o).toMatchObject({ status: 'observed', value: { unreadLists: [], readLists: [{ rows: 2, total: 2 }] } });
  // The answer lies beside the page, and both can be opened.
  expect(o?.evidence.map((e) => e.kind)).toEqual(['html', 'exchange']);
  for (const e of o?.evidence ?? []) expect(r.stored.has(e.sha256)).toBe(true);
});

test('the service answers with old rows only: the home page is stale, without any browser', async () => {
  lists.page('/', home);
  articles();
  lists.route(service, () => answer([2, '2026-10-01']));
  const r = await round();
  expect(r.verdict.outcome).toBe('fail');
  expect(r.opened).toEqual([]);
});

test('the service does not answer: nobody knows, the reason is kept, and the browser is asked once', async () => {
  lists.page('/', home);
  lists.route(service, () => ({ status: 503, body: '' }));
  const r = await round();
  expect(r.verdict.outcome).toBe('needs-review');
  expect(r.opened).toEqual([`${lists.origin}/`]);
  expect(r.items[0]).toMatchObject({ value: { unreadLists: [expect.stringContaining('HTTP 503')] } });
});

test('the service says it is empty: read, nothing unread, but no row is no proof of a stale home page', async () => {
  lists.page('/', home);
  lists.route(service, () => answer());
  const r = await round();
  expect(r.items[0]).toMatchObject({ value: { items: [], unreadLists: [], readLists: [{ rows: 0, total: 0 }] } });
  expect(r.verdict.outcome).toBe('needs-review');
  expect(r.opened).toEqual([]);
});

test('column pages: one built by scripts altogether is read by its service, and services are asked once a round', async () => {
  lists.page(
    '/',
    page(`<p>${prose}</p><ul><li><a href="/gkmlpt/index">公开目录</a></li><li><a href="/tzgg/">通知公告</a></li></ul>`),
  );
  lists.page(
    '/gkmlpt/index',
    `<html><head><title>公开目录</title></head><body><div id="app"></div><script>window._CONFIG={SID:'12'}</script><script src="/app.js"></script></body></html>`,
  );
  const shared = `<ul id="t"></ul><script>load({url:'${service}',categorynum:'001',pageIndex:0,siteGuid:'g1',target:'#t'})</script>`;
  lists.page('/tzgg/', page(`<p>${prose}</p>${shared}`));
  lists.page('/zwgk/', page(`<p>${prose}</p>${shared}`));
  articles();
  lists.route(service, () => answer([2, '2026-10-01']));
  lists.route('/gkmlpt/api/all/0', () => ({
    type: 'application/json',
    body: JSON.stringify({
      articles: [{ title: title(1), url: '/a/1.html', created_at: '2026-11-20 09:00:00' }],
      total: 1,
    }),
  }));
  const r = await round(true);
  expect(lists.asked.filter((a) => a.path === service)).toHaveLength(1);
  const target = (path: string) => r.items.find((o) => o.target === `${lists.origin}${path}`);
  expect(target('/gkmlpt/index')).toMatchObject({
    status: 'observed',
    value: { items: [{ date: '2026-11-20' }], unreadLists: [] },
  });
  for (const path of ['/tzgg/', '/zwgk/'])
    expect(target(path)).toMatchObject({
      value: { items: [{ date: '2026-10-01' }] },
      evidence: [{ kind: 'html' }, { kind: 'exchange' }],
    });
  expect(r.verdict.outcome).toBe('pass');
  expect(r.opened).toEqual([]);
});

test('a column built by scripts whose service fails stays unseen', async () => {
  lists.page('/', page(`<p>${prose}</p><ul><li><a href="/gkmlpt/index">公开目录</a></li></ul>`));
  lists.page(
    '/gkmlpt/index',
    `<html><head><title>公开目录</title></head><body><div id="app"></div><script>window._CONFIG={SID:'12'}</script><script src="/app.js"></script></body></html>`,
  );
  lists.route('/gkmlpt/api/all/0', () => ({ status: 502, body: '' }));
  const r = await round(true);
  expect(r.items.find((o) => o.target === `${lists.origin}/gkmlpt/index`)).toMatchObject({ status: 'unobserved' });
  expect(r.verdict.outcome).toBe('needs-review');
});
