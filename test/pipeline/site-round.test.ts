import { expect, test } from 'vitest';
import type { FetchRequest, HttpClient, Log } from '#core/context.ts';
import type { Exchange } from '#core/evidence.ts';
import type { Observation } from '#core/observation.ts';
import { Site } from '#core/registry.ts';
import { errorReportEntry } from '#indicators/site/error-report-entry.ts';
import { footerMarks } from '#indicators/site/footer-marks.ts';
import { hiddenLinks } from '#indicators/site/hidden-links.ts';
import { homeUpdate } from '#indicators/site/home-update.ts';
import { siteRound } from '#pipeline/site-round.ts';

const now = new Date('2026-11-22T04:00:00.000Z');
const base = 'https://www.qinghe.gov.example';
const site = Site.parse({ id: 'qinghe', organization: 'unit', name: '清河县人民政府', home: `${base}/` });
const silent = () => {};
const log = { debug: silent, info: silent, warn: silent, error: silent } as unknown as Log;

type Answer = string | { status: number; body?: string } | { to: string };
type Pages = Readonly<Record<string, Answer>>;

/** Answers by address (path of the site, or whole address); what is not there is a 404. */
function serve(pages: Pages): HttpClient {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const fetch = async (request: FetchRequest): Promise<Exchange> => {
    const find = (url: string) => pages[url] ?? pages[url.startsWith(base) ? url.slice(base.length) : url];
    let url = request.url;
    let answer = find(url);
    if (typeof answer === 'object' && 'to' in answer) {
      url = answer.to;
      answer = find(url);
    }
    const whole = answer === undefined ? { status: 404, body: '<h1>404 Not Found</h1>' } : answer;
    const { status, body } =
      typeof whole === 'string' ? { status: 200, body: whole } : { body: '', status: 200, ...whole };
    const headers = [['content-type', 'text/html; charset=utf-8']] as const;
    const hop = { url, method: 'GET' as const, status, headers, phases: {} };
    return {
      requestedUrl: request.url,
      finalUrl: url,
      startedAt: now.toISOString(),
      outcome: 'response',
      hops: [hop],
      status,
      totalMs: 1,
      certificate: 'valid',
      body: bytes(body ?? ''),
      bodyComplete: true,
      readableMs: 1,
      protocolFaults: [],
    } as unknown as Exchange;
  };
  return { fetch } as unknown as HttpClient;
}

async function round(pages: Pages) {
  const http = serve(pages);
  const evidence = { put: async () => 'a'.repeat(64), get: async () => undefined, path: () => '' };
  const clock = { now: () => now };
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
      context: { http, clock, log, vantage: '测试', controls: [] } as unknown as Parameters<
        typeof siteRound
      >[2]['context'],
      pageMs: 1_000,
      maxPageBytes: 1_000_000,
      maxArticles: 30,
      maxLinks: 100,
      links: 'none',
      crawl: null,
      secondLookMs: 0,
      seed: 'test',
      render: null,
    },
  );
  const of = <K extends Observation['kind']>(kind: K) =>
    seen.filter((o): o is Extract<Observation, { kind: K }> => o.kind === kind);
  const given = {
    'page.dated-items': of('page.dated-items'),
    'page.publish-date': of('page.publish-date'),
    'page.footer-marks': of('page.footer-marks'),
    'page.suspect-links': of('page.suspect-links'),
    'link.status': of('link.status'),
    'site.crawl': of('site.crawl'),
  };
  const judge = (i: typeof homeUpdate | typeof footerMarks | typeof errorReportEntry | typeof hiddenLinks) =>
    (i as typeof homeUpdate).judge({
      subject: { id: site.id, type: 'site', name: site.name, record: site },
      observations: given,
      params: i.params.parse({}) as never,
      asOf: now,
    });
  return {
    seen,
    footerPages: given['page.footer-marks'].map((o) => o.target),
    homeUpdate: judge(homeUpdate),
    footerMarks: judge(footerMarks),
    errorReport: judge(errorReportEntry),
    hiddenLinks: judge(hiddenLinks),
  };
}

const foot =
  '<div class="footer"><p>主办单位：清河县人民政府办公室　联系电话：023-70000000</p><p>网站标识码：5002300001 ' +
  '<a href="https://beian.miit.gov.cn/">渝ICP备12345678号</a> <a href="https://beian.mps.gov.cn/#/query/webSearch?code=50023002000001">渝公网安备50023002000001号</a></p>' +
  '<a href="https://bszs.conac.cn/sitename?method=show&id=0CF000000000001"><img src="https://dcs.conac.cn/image/red.png"></a>' +
  '<span id="_span_jiucuo"></span><script id="_jiucuo_" sitecode="5002300001" src="https://zfwzgl.www.gov.cn/exposure/jiucuo.js"></script></div>';
const page = (body: string, title = '清河县人民政府') =>
  `<!doctype html><html><head><meta charset="utf-8"><title>${title}</title></head><body>${body}</body></html>`;
const prose =
  '县政府召开专题会议，研究部署下一阶段重点工作，要求各乡镇街道和部门抓好落实，按期完成年度目标任务。'.repeat(5);
const title = (n: number) => `清河县第${n}次专题会议召开情况通报`;
const article = (n: number, day: string) =>
  page(
    `<h1>${title(n)}</h1><div>发布时间：${day} 10:00</div><div id="zoom"><p>${prose}</p></div>${foot}`,
    `${title(n)}_清河县人民政府`,
  );
const row = (n: number, day: string) => `<li><span>${day}</span><a href="/a/${n}.html">${title(n)}</a></li>`;
const oldRows = `<ul class="list">${row(1, '2026-10-09')}${row(2, '2026-10-08')}${row(3, '2026-10-07')}</ul>`;
const newRows = `<ul class="list">${row(4, '2026-11-20')}${row(5, '2026-11-19')}</ul>`;
const intro = `<div class="nav"><a href="/zwgk/">政务公开</a></div><p>${prose}</p>`;
const articles = {
  '/a/1.html': article(1, '2026-10-09'),
  '/a/2.html': article(2, '2026-10-08'),
  '/a/3.html': article(3, '2026-10-07'),
  '/a/4.html': article(4, '2026-11-20'),
  '/a/5.html': article(5, '2026-11-19'),
};

test('a plain stale home page fails, a plain fresh one passes', async () => {
  const stale = await round({ '/': page(intro + oldRows + foot), ...articles });
  expect(stale.homeUpdate.outcome).toBe('fail');
  expect(stale.footerMarks.outcome).toBe('pass');
  const fresh = await round({ '/': page(intro + newRows + foot), ...articles });
  expect(fresh.homeUpdate.outcome).toBe('pass');
  expect(fresh.footerMarks.outcome).toBe('pass');
});

for (const [what, extra] of [
  ['a headline above the list', `<h2><a href="/a/4.html">${title(4)}</a></h2>`],
  ['a block that opens by script', `<div onclick="window.open('/a/4.html')">${title(4)}</div>`],
  ['a picture', `<div><a href="/a/4.html"><img src="/p.jpg" alt="${title(4)}"></a></div>`],
] as const)
  test(`old lists and ${what} that leads to a fresh article: updated`, async () => {
    const r = await round({ '/': page(intro + extra + oldRows + foot), ...articles });
    expect(r.homeUpdate.outcome).toBe('pass');
  });

test('old lists and an undated headline of another site: nobody knows', async () => {
  const extra = `<div><a href="https://www.other.example/x/9.html">${title(9)}</a></div>`;
  const r = await round({ '/': page(intro + oldRows + extra + foot), ...articles });
  expect(r.homeUpdate.outcome).toBe('needs-review');
});

test('old lists and an empty place that a script fills: nobody knows', async () => {
  const extra =
    '<div id="yw"></div><script>fetch("/api/list").then(r=>r.text()).then(t=>{document.querySelector("#yw").innerHTML=t})</script>';
  const r = await round({ '/': page(intro + oldRows + extra + foot), ...articles });
  expect(r.homeUpdate.outcome).toBe('needs-review');
});

test('frames are read as one page, whichever comes last', async () => {
  const frames = (...names: string[]) =>
    `<html><head><title>清河县</title></head><frameset rows="80,*,80">${names.map((n) => `<frame src="/${n}.html">`).join('')}</frameset></html>`;
  const pages = {
    '/top.html': page('清河县人民政府'),
    '/main.html': page(intro + newRows),
    '/old.html': page(intro + oldRows),
    '/foot.html': page(foot),
    ...articles,
  };
  for (const order of [
    ['top', 'main', 'foot'],
    ['top', 'foot', 'main'],
    ['main', 'foot', 'old'],
  ]) {
    const r = await round({ ...pages, '/': frames(...order) });
    expect.soft(r.homeUpdate.outcome, order.join()).toBe('pass');
    expect.soft(r.footerMarks.outcome, order.join()).toBe('pass');
  }
  const lost = await round({ ...pages, '/': frames('old', 'gone') });
  expect(lost.homeUpdate.outcome).toBe('needs-review');
  expect(lost.footerMarks.outcome).toBe('needs-review');
});

const titleOf: Readonly<Record<string, string>> = {
  'error page with status 200': '404',
  'default page of the server': 'Welcome to nginx!',
};
for (const [what, html] of [
  ['shell of scripts', '<div id="app"></div><script src="/app.js"></script>'],
  ['error page with status 200', '<p>抱歉，您访问的页面不存在或已被删除。</p>'],
  ['default page of the server', '<h1>Welcome to nginx!</h1><p>Further configuration is required.</p>'],
  ['maintenance notice', '<h2>网站升级维护中，请稍后访问。</h2>'],
  ['login', '<form><input name="u"><input type="password" name="p"></form>登录'],
] as const) {
  test(`home page is a ${what}: nothing is judged from it`, async () => {
    const r = await round({ '/': page(html, titleOf[what] ?? '') });
    expect(r.seen.every((o) => o.status === 'unobserved')).toBe(true);
    for (const v of [r.homeUpdate, r.footerMarks, r.errorReport, r.hiddenLinks]) expect(v.outcome).toBe('needs-review');
  });

  test(`article page is a ${what}: its footer is not judged`, async () => {
    const pages = { '/': page(intro + newRows + foot), ...articles };
    const stand = page(html, titleOf[what] ?? '');
    const r = await round({ ...pages, '/a/4.html': stand });
    expect(r.footerMarks.outcome).toBe('pass');
    expect(r.errorReport.outcome).toBe('pass');
    expect(r.footerPages).not.toContain(`${base}/a/4.html`);
  });
}

test('an article behind a stub is the article', async () => {
  const stub = '<html><head><script>location.href="/a/5.html"</script></head></html>';
  const r = await round({ ...articles, '/': page(intro + newRows + foot), '/a/4.html': stub });
  expect(r.homeUpdate.outcome).toBe('pass');
  expect(r.footerMarks.outcome).toBe('pass');
});

test('an address of the site that leads to another host: that host is not asked for marks of this site', async () => {
  const other = 'https://www.other.example/x/4.html';
  const r = await round({
    ...articles,
    '/': page(intro + newRows + foot),
    '/a/4.html': { to: other },
    [other]: page(`<h1>${title(4)}</h1><div>发布时间：2026-11-20</div><div id="zoom"><p>${prose}</p></div>`, title(4)),
  });
  expect(r.footerMarks.outcome).toBe('pass');
  expect(r.homeUpdate.outcome).toBe('pass');
});

test('www and the bare name are one site', async () => {
  const bare = 'https://qinghe.gov.example';
  const rows = newRows.replaceAll('href="/', `href="${bare}/`);
  const r = await round({ '/': page(intro + rows + foot), [`${bare}/a/4.html`]: article(4, '2026-11-20') });
  expect(r.homeUpdate.outcome).toBe('pass');
});
