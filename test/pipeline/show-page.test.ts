import { describe, expect, test } from 'vitest';
import type { HttpClient } from '#core/context.ts';
import type { Exchange } from '#core/evidence.ts';
import { openList } from '#pipeline/open-list.ts';
import { openPage } from '#pipeline/open-page.ts';
import type { PageRenderer, Rendered } from '#pipeline/renderer.ts';
import { openShower } from '#pipeline/show-page.ts';

const base = 'https://www.qinghe.gov.example';
const today = '2026-11-22';
const foot = '<div class="footer">主办单位：清河县人民政府办公室　网站标识码：5002300001　联系电话：023-70000000</div>';
const nav = [1, 2, 3, 4, 5, 6, 7].map((n) => `<a href="/c${n}/">栏目第${n}号</a>`).join('');
const prose = '<p>县政府召开专题会议，研究部署下一阶段重点工作，要求各乡镇街道和部门抓好落实。</p>'.repeat(8);
const whole = (body: string) =>
  `<!doctype html><html><head><title>清河县</title></head><body>${nav}${body}${foot}</body></html>`;
const shell = '<!doctype html><html><body><div id="app"></div><script src="/app.js"></script></body></html>';
const article = whole(`<h1>专题会议召开</h1><p>发布时间：2026-11-20</p>${prose}`);
const emptyList = whole(
  `${prose}<ul id="rows" class="list"></ul><script>$.ajax({url:'/api/rows'}).then(fill('#rows'))</script>`,
);
const filledList = whole(
  `${prose}<ul id="rows" class="list"><li><a href="/a/1.html">专题会议召开情况通报</a><span>2026-11-20</span></li><li><a href="/a/2.html">另一次会议召开情况通报</a><span>2026-11-19</span></li></ul>`,
);

function reader(pages: Readonly<Record<string, string>>) {
  const kept: string[] = [];
  const fetch = async ({ url }: { url: string }) => {
    const body = pages[url.slice(base.length)];
    const status = body === undefined ? 404 : 200;
    const headers = [['content-type', 'text/html; charset=utf-8']] as const;
    return {
      requestedUrl: url,
      finalUrl: url,
      startedAt: '2026-11-22T04:00:00.000Z',
      outcome: 'response',
      hops: [{ url, method: 'GET', status, headers, phases: {} }],
      status,
      totalMs: 1,
      certificate: 'valid',
      body: new TextEncoder().encode(body ?? ''),
      bodyComplete: true,
      readableMs: 1,
      protocolFaults: [],
    } as unknown as Exchange;
  };
  const evidence = {
    async put(bytes: Uint8Array) {
      kept.push(new TextDecoder().decode(bytes));
      return String(kept.length).padStart(64, '0');
    },
    get: async () => undefined,
    path: () => '',
  };
  return { kept, o: { http: { fetch } as unknown as HttpClient, evidence, pageMs: 1_000, maxBytes: 1_000_000 } };
}

/** Everything that opening pages needs, with a browser that answers as told. */
function setup(pages: Readonly<Record<string, string>>, answer: PageRenderer | null, max = 20) {
  const { kept, o } = reader(pages);
  const asked: string[] = [];
  const render: PageRenderer | null =
    answer === null
      ? null
      : (url, hosts) => {
          asked.push(url);
          return answer(url, hosts);
        };
  const scripts = async <T>(page: T) => page;
  const show = openShower({ render, hosts: ['www.qinghe.gov.example'], max, scripts, reader: o });
  const options = { ...o, scripts, show, today, hosts: ['www.qinghe.gov.example'] };
  return { kept, asked, options };
}

const shows =
  (html: string, more: object = {}): PageRenderer =>
  async (url): Promise<Rendered> => ({ html, finalUrl: url, status: 200, ms: 5, ...more });

describe('article pages of scripts', () => {
  test('a shell is shown in the browser, and what is kept is what the browser showed', async () => {
    const { kept, asked, options } = setup({ '/a': shell }, shows(article));
    const read = await openPage(`${base}/a`, 'article', options);
    expect(read).toMatchObject({ ok: true, page: { rendered: true, role: 'article' }, evidence: { rendered: true } });
    expect(read.ok && read.page.html).toBe(article);
    expect(read.ok && kept[Number(read.evidence.sha256) - 1]).toBe(article);
    expect(asked).toEqual([`${base}/a`]);
  });

  test('a page that shows its content costs no browser', async () => {
    const { asked, options } = setup({ '/a': article }, shows(article));
    const read = await openPage(`${base}/a`, 'article', options);
    expect(read).toMatchObject({ ok: true, page: { rendered: false } });
    expect(read.ok && read.evidence.rendered).toBeUndefined();
    expect(asked).toEqual([]);
  });

  test('an error page or a login is no matter of a browser', async () => {
    const gone = '<title>404</title><h1>您访问的页面不存在</h1><script src="/x.js"></script>';
    const { asked, options } = setup({ '/gone': gone }, shows(article));
    expect(await openPage(`${base}/gone`, 'article', options)).toMatchObject({ ok: false, reason: 'not-collected' });
    expect(asked).toEqual([]);
  });

  test('without a browser the page needs one', async () => {
    const { options } = setup({ '/a': shell }, null);
    expect(await openPage(`${base}/a`, 'article', options)).toMatchObject({ ok: false, reason: 'needs-browser' });
  });

  test.each<[string, PageRenderer, string, string]>([
    [
      'fails',
      async () => ({ failed: '浏览器在限定时间内没有打开这个页面', reason: 'timeout' }),
      'not-collected',
      '限定时间',
    ],
    ['shows an error status', shows(article, { status: 502 }), 'not-collected', 'HTTP 502'],
    ['shows a refusal', shows(article, { status: 403 }), 'not-collected', 'HTTP 403'],
    ['shows nothing either', shows(shell), 'unparsed', '仍没有内容'],
  ])('a browser that %s leaves the page unobserved, with the reason', async (_, answer, reason, detail) => {
    const { options } = setup({ '/a': shell }, answer);
    const read = await openPage(`${base}/a`, 'article', options);
    expect(read).toMatchObject({ ok: false, reason });
    expect(!read.ok && read.detail).toContain(detail);
  });

  test('the number of pages shown is bounded, and what is beyond says so', async () => {
    const { asked, options } = setup({ '/a': shell, '/b': shell, '/c': shell }, shows(article), 2);
    const reads = [];
    for (const path of ['/a', '/b', '/c']) reads.push(await openPage(base + path, 'article', options));
    expect(reads.map((r) => r.ok)).toEqual([true, true, false]);
    expect(reads[2]).toMatchObject({ reason: 'not-collected', detail: expect.stringContaining('maxRendered') });
    expect(asked.length).toBe(2);
  });

  test('a page that was cut says that something may be missing', async () => {
    const { options } = setup({ '/a': shell }, shows(article, { cut: true }));
    const read = await openPage(`${base}/a`, 'article', options);
    expect(read.ok && read.page.cut).toBeTruthy();
  });

  test('the address is the one at which the browser ended', async () => {
    const { options } = setup({ '/a': shell }, shows(article, { finalUrl: `${base}/art/9.html` }));
    expect(await openPage(`${base}/a`, 'article', options)).toMatchObject({ page: { url: `${base}/art/9.html` } });
  });
});

describe('lists that stayed unread', () => {
  test('a list that no service gave is shown in the browser', async () => {
    const { asked, options } = setup({ '/tzgg/': emptyList }, shows(filledList));
    const list = await openList(`${base}/tzgg/`, options);
    expect(list).toMatchObject({
      ok: true,
      page: { rendered: true },
      evidence: [{ rendered: true }],
      barrier: undefined,
    });
    expect(list.ok && list.items.value.items.map((i) => i.date)).toEqual(['2026-11-20', '2026-11-19']);
    expect(list.ok && list.items.value.unreadLists).toEqual([]);
    expect(asked).toEqual([`${base}/tzgg/`]);
  });

  test('where the browser fails too, the list stays unread and the page stands as it came', async () => {
    const { options } = setup({ '/tzgg/': emptyList }, async () => ({ failed: '崩溃' }));
    const list = await openList(`${base}/tzgg/`, options);
    expect(list).toMatchObject({ ok: true, page: { rendered: false } });
    expect(list.ok && list.items.value.unreadLists.length).toBeGreaterThan(0);
  });

  test('a list that is there costs no browser', async () => {
    const { asked, options } = setup({ '/tzgg/': filledList }, shows(filledList));
    expect(await openList(`${base}/tzgg/`, options)).toMatchObject({ ok: true });
    expect(asked).toEqual([]);
  });
});
