import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { HttpClient } from '#core/context.ts';
import type { PageSnapshot } from '#core/evidence.ts';
import { openHttpClient } from '#crawlers/http/client.ts';
import { type FollowOptions, followLists } from '#pipeline/follow-lists.ts';
import { mergeLists } from '#pipeline/merge-parts.ts';
import { newestProved } from '#pipeline/newest-proved.ts';
import { datedItemsProbe } from '#probes/page/dated-items.ts';
import { pageOf } from '../harness/pages.ts';
import { memoryEvidence, startLists } from '../servers/lists.ts';

const today = '2026-09-10';
let site: Awaited<ReturnType<typeof startLists>>;
let http: HttpClient;
beforeAll(async () => {
  site = await startLists();
  http = openHttpClient({
    userAgent: 'xuncha-test/1',
    allowPrivate: true,
    perHost: { concurrency: 2, intervalMs: 0 },
  });
});
afterEach(() => site.clear());
afterAll(async () => {
  await http.close();
  await site.close();
});

const title = (n: number) => `示例县第${n}次专题会议召开情况通报`;
const li = (n: number, day: string, dir = 'tzgg') =>
  `<li><a href="/${dir}/t${day.replaceAll('-', '')}_${1000 + n}.html">${title(n)}</a><span>${day}</span></li>`;
const intro = `<div class="nav"><a href="/">首页</a></div><p>${'县政府召开专题会议，研究部署下一阶段重点工作，要求抓好落实。'.repeat(10)}</p>`;

async function follow(
  body: string,
  o: Partial<FollowOptions> & { path?: string; role?: PageSnapshot['role']; scripts?: PageSnapshot['scripts'] } = {},
) {
  const { path = '/tzgg/index.html', role = 'list', scripts, ...rest } = o;
  const page = pageOf(`<html><head><title>通知公告</title></head><body>${intro}${body}</body></html>`, {
    url: `${site.origin}${path}`,
    role,
    today,
    ...(scripts === undefined ? {} : { scripts: [...scripts] }),
  });
  const before = datedItemsProbe.read(page, today);
  if (before.status !== 'observed') throw new Error('unseen');
  const evidence = memoryEvidence();
  const lists = await followLists(page, before.value, {
    http,
    evidence,
    hosts: [site.host],
    pageMs: 2_000,
    maxBytes: 1_000_000,
    today,
    ...rest,
  });
  const value = mergeLists(before.value, lists);
  return { before: before.value, lists, value, stored: evidence.stored, days: value.items.map((i) => i.date) };
}

const xml = (rows: string[], total: number) => ({
  type: 'text/xml; charset=utf-8',
  body: `<?xml version="1.0"?><datastore><totalrecord>${total}</totalrecord><recordset>${rows.map((r) => `<record><![CDATA[${r}]]></record>`).join('')}</recordset></datastore>`,
});
const json = (value: unknown) => ({ type: 'application/json', body: JSON.stringify(value) });

describe('大汉 jpage', () => {
  const proxy = '/module/web/jpage/dataproxy.jsp';
  const call = `<div id="77"></div><script>$('#77').jpage({proxyUrl:'${proxy}',perPage:2,ajaxParam:{columnid:79,unitid:77}});</script>`;

  test('one request, rows merged, the list no longer unread, the answer stored', async () => {
    site.route(proxy, () => xml([li(1, '2026-09-08'), li(2, '2026-09-01')], 40));
    const r = await follow(call);
    expect(r.before.unreadLists).toHaveLength(1);
    expect(r.days).toEqual(['2026-09-08', '2026-09-01']);
    expect(r.value.unreadLists).toEqual([]);
    expect(r.value.readLists).toEqual([{ list: '大汉 jpage：columnid=79', rows: 2, total: 40 }]);
    expect(site.asked).toHaveLength(1);
    expect(site.asked[0]?.referer).toBe(`${site.origin}/tzgg/index.html`);
    expect(r.lists.evidence).toMatchObject([{ kind: 'exchange', url: expect.stringContaining(proxy) }]);
    expect(r.stored.has(r.lists.evidence[0]?.sha256 ?? '')).toBe(true);
  });

  test('zero rows, said so: read, nothing unread, nothing shown', async () => {
    site.route(proxy, () => xml([], 0));
    const r = await follow(call);
    expect(r.value).toMatchObject({ items: [], unreadLists: [], readLists: [{ rows: 0, total: 0 }] });
  });

  test.each([
    ['error', { status: 500, body: '' }, 'not-collected', /HTTP 500/],
    ['login', { body: '<form><input type="password"></form>' }, 'login-required', /登录/],
    [
      'challenge',
      { status: 412, body: '<script>$_ts=window["$_ts"]</script>', headers: { 'set-cookie': 'FSSBBIl1UgzbN7NS=x' } },
      'blocked',
      /瑞数/,
    ],
    ['html', { body: '<html><title>示例县</title><p>首页</p></html>' }, 'unparsed', /网页/],
    ['cut', { type: 'text/xml', body: '<datastore><totalrecord>0</totalrecord>' }, 'unparsed', /没有收全/],
    ['silent', { type: 'text/xml', body: '<datastore><recordset></recordset></datastore>' }, 'unparsed', /没有说明/],
  ] as const)('%s: unread with its reason, never blank', async (_, answer, reason, words) => {
    site.route(proxy, () => answer);
    const r = await follow(call);
    expect(r.lists.settled).toEqual([]);
    expect(r.lists.unread).toMatchObject([{ reason, detail: expect.stringMatching(words) }]);
    expect(r.value.unreadLists).toEqual([expect.stringMatching(words)]);
    expect(site.asked).toHaveLength(1);
  });

  test('a redirect to another host: unread', async () => {
    site.route(proxy, () => ({ status: 302, body: '', headers: { location: 'http://127.0.0.1:1/' } }));
    const r = await follow(call);
    expect(r.value.unreadLists).toHaveLength(1);
  });

  const carried = (rows: string[]) =>
    `<div><script type="text/xml"><datastore><nextgroup><![CDATA[<a href="${proxy}?page=1&columnid=79&unitid=77"></a>]]></nextgroup><recordset>${rows.map((row) => `<record><![CDATA[${row}]]></record>`).join('')}</recordset></datastore></script></div>`;

  test('first rows in the page: nothing is asked for', async () => {
    site.route(proxy, () => xml([], 0));
    const r = await follow(carried([li(1, '2026-09-08'), li(2, '2026-08-01')]));
    expect(r.days).toEqual(['2026-09-08', '2026-08-01']);
    expect(site.asked).toEqual([]);
  });

  test('first rows in the page run from old to new: further pages, until a new one shows', async () => {
    const old = [li(1, '2025-01-01'), li(2, '2025-02-01'), li(3, '2025-03-01')];
    site.route(proxy, (a) =>
      a.query.get('page') === '1' ? xml(old, 45) : xml([li(4, '2026-09-08'), li(9, '2026-09-09', 'ldhd')], 45),
    );
    const r = await follow(carried(old));
    expect(site.asked.map((a) => a.query.get('page'))).toEqual(['1', '2']);
    // What stands in another column's folder has drifted in and is dropped.
    expect(r.days).toEqual(['2025-01-01', '2025-02-01', '2025-03-01', '2026-09-08']);
    expect(r.value.unreadLists).toEqual([]);
  });

  test('from old to new without end: asked a few times, then told as not read', async () => {
    const old = [li(1, '2025-01-01'), li(2, '2025-02-01'), li(3, '2025-03-01')];
    site.route(proxy, (a) => {
      const n = Number(a.query.get('page'));
      return xml([li(n * 10, `2025-0${n + 3}-01`)], 400);
    });
    const r = await follow(carried(old));
    expect(site.asked).toHaveLength(3);
    expect(r.value.unreadLists).toEqual([expect.stringContaining('从旧到新')]);
  });
});

describe('大汉 jpaas', () => {
  const path = '/api-gateway/jpaas-publish-server/front/page/build/unit';
  const unit = (id: number, q = `{'webId':'1','pageId':'${id}','tplSetId':'t','parseType':'bulidstatic'}`) =>
    `<div><script src="/unitbuild.js" url="${path}" queryData="${q}"></script></div>`;
  const answer = (...rows: string[]) => json({ success: true, data: { html: `<ul>${rows.join('')}</ul>` } });

  test('each unit is asked once', async () => {
    site.route(path, (a) => answer(li(Number(a.query.get('pageId')), '2026-09-01')));
    const r = await follow(unit(1) + unit(2) + unit(3), { role: 'home', path: '/' });
    expect(site.asked.map((a) => a.query.get('pageId'))).toEqual(['1', '2', '3']);
    expect(r.value.items).toHaveLength(3);
    expect(r.value.unreadLists).toEqual([]);
  });

  test('one of two units answers: its rows are there, the page still has an unread list', async () => {
    site.route(path, (a) => (a.query.get('pageId') === '1' ? answer(li(1, '2026-09-01')) : { status: 503, body: '' }));
    const r = await follow(unit(1) + unit(2));
    expect(r.days).toEqual(['2026-09-01']);
    expect(r.value.unreadLists).toEqual([expect.stringContaining('HTTP 503')]);
  });

  test('a unit whose parameters stand nowhere keeps the page unread', async () => {
    site.route(path, () => answer(li(1, '2026-09-01')));
    const r = await follow(unit(1) + unit(2, 'query()'));
    expect(site.asked).toHaveLength(1);
    expect(r.value.unreadLists).toEqual([expect.stringContaining('没有写明')]);
  });

  test('the budget of a page: what was not asked is unread, not blank', async () => {
    site.route(path, () => json({ success: true, data: { html: '<p>暂无数据</p>' } }));
    const r = await follow(unit(1) + unit(2) + unit(3), { maxRequests: 2 });
    expect(site.asked).toHaveLength(2);
    expect(r.value.unreadLists).toEqual([expect.stringContaining('最多查询 2 次')]);
  });

  test('two pages of a round with the same unit ask once, and both have the evidence', async () => {
    site.route(path, () => answer(li(1, '2026-09-01')));
    const asked: NonNullable<FollowOptions['asked']> = new Map();
    const a = await follow(unit(1), { asked });
    const b = await follow(unit(1), { asked, path: '/' });
    expect(site.asked).toHaveLength(1);
    expect([a.lists.requests, b.lists.requests]).toEqual([1, 0]);
    expect(b.lists.evidence).toEqual(a.lists.evidence);
    expect(b.days).toEqual(['2026-09-01']);
  });
});

test('大汉 xxgk: rows of the whole area are narrowed to the column, page after page', async () => {
  const row = (n: number, col: number, day: string) =>
    `<tr><td><a href="/art/${day.replaceAll('-', '/')}/art_${col}_${n}.html">${title(n)}</a></td><td>${day}</td></tr>`;
  site.route('/module/xxgk/search.jsp', (a) => ({
    body: `<table>${a.query.get('currpage') === '1' ? row(1, 9, '2026-09-09') + row(2, 9, '2026-09-08') : row(3, 44, '2026-08-20') + row(4, 9, '2026-08-19')}</table>`,
  }));
  const tree = '<iframe src="/module/xxgk/tree.jsp?area=11001"></iframe>';
  const r = await follow(tree, { path: '/col/col44/index.html' });
  expect(site.asked.map((a) => [a.method, a.query.get('currpage'), new URLSearchParams(a.body).get('area')])).toEqual([
    ['POST', '1', '11001'],
    ['POST', '2', '11001'],
  ]);
  expect(site.asked[0]?.type).toContain('application/x-www-form-urlencoded');
  expect(r.days).toEqual(['2026-08-20']);
  expect(r.value.unreadLists).toEqual([]);

  site.clear();
  site.route('/module/xxgk/search.jsp', (a) => ({
    body: `<table>${row(Number(a.query.get('currpage')), 9, '2026-09-09')}</table>`,
  }));
  const foreign = await follow(tree, { path: '/col/col44/index.html' });
  expect(foreign.days).toEqual([]);
  expect(foreign.value.unreadLists).toEqual([expect.stringContaining('都不属于本栏目')]);
  expect(site.asked).toHaveLength(3);
});

describe('国泰新点 EWB', () => {
  const path = '/EWB-FRONT/rest/lightfrontaction/getgovinfolist';
  const load = (cat: string, more = '') =>
    `<ul class="ewb-list" id="l${cat}"></ul><script>load({url:'${path}',categorynum:'${cat}',pageSize:2${more},siteGuid:'g-1',target:'#l${cat}'});</script>`;
  const row = (n: number, day: string, cat: string) => ({
    title: title(n),
    infourl: `/tzgg/${day.replaceAll('-', '')}/a-${n}.html`,
    infodate: day,
    categorynum: cat,
  });
  const all = [
    row(1, '2026-09-09', '003'),
    row(2, '2026-09-01', '003'),
    row(3, '2026-08-01', '003'),
    row(4, '2026-07-01', '003'),
  ];

  test.each([
    ['0', (i: number) => (i < 0 ? null : all.slice(i * 2, i * 2 + 2))],
    ['1', (i: number) => (i < 1 ? null : all.slice((i - 1) * 2, i * 2))],
  ])('a service that counts its pages from %s: the newest row is never skipped', async (_, rowsOf) => {
    site.route(path, (a) => {
      const rows = rowsOf(JSON.parse(a.body).pageIndex);
      return rows === null ? { status: 500, body: 'offset' } : json({ custom: { data: rows, total: 4 } });
    });
    const r = await follow(load('003'));
    expect(site.asked.map((a) => [a.method, JSON.parse(a.body).pageIndex])).toEqual([
      ['POST', 0],
      ['POST', 1],
    ]);
    expect(r.days).toContain('2026-09-09');
    expect(r.value.unreadLists).toEqual([]);
  });

  test('a page that says where it counts from is asked once', async () => {
    site.route(path, () => json({ custom: { data: all.slice(0, 2), total: 4 } }));
    await follow(load('003', ',pageIndex:0'));
    expect(site.asked).toHaveLength(1);
  });

  test('both first pages must say zero', async () => {
    site.route(path, () => json({ custom: { data: [], total: 0 } }));
    expect((await follow(load('003'))).value).toMatchObject({ items: [], unreadLists: [] });
    site.route(path, (a) =>
      JSON.parse(a.body).pageIndex === 0 ? json({ custom: { data: [], total: 0 } }) : { status: 502, body: '' },
    );
    expect((await follow(load('003'))).value.unreadLists).toHaveLength(1);
  });

  test('rows of another column only: unread', async () => {
    site.route(path, () => json({ custom: { data: all, total: 4 } }));
    const r = await follow(load('009'));
    expect(r.days).toEqual([]);
    expect(r.value.unreadLists).toEqual([expect.stringContaining('都不属于本栏目')]);
  });

  test('once it answered, an empty place that another script fills shows', async () => {
    site.route(path, () => json({ custom: { data: all, total: 4 } }));
    const other = `<ul id="yw"></ul><script>$.get('/api/yw',function(d){$('#yw').html(d)})</script>`;
    const r = await follow(load('003') + other);
    expect(r.days).toContain('2026-09-09');
    expect(r.value.unreadLists).toEqual(['脚本填充的列表：#yw']);
  });
});

test('truecms: asked with the page as Referer, without which it answers 404', async () => {
  site.route('/truecms/messageController/getMessage.do', (a) =>
    a.referer === ''
      ? { status: 404, body: '' }
      : {
          type: 'text/javascript',
          body: `${a.query.get('callback')}(${JSON.stringify({ result: xml([li(1, '2026-09-01')], 1).body })});`,
        },
  );
  const r = await follow(
    `<ul id="m"></ul><script>$('#m').page({proxyUrl:'/truecms/messageController/getMessage.do',columnId:'c1',perpage:10});</script>`,
  );
  expect(r.days).toEqual(['2026-09-01']);
  expect(r.value.unreadLists).toEqual([]);
  expect(site.asked).toHaveLength(1);
});

test('广东 gkmlpt: one page; a second page that does not exist is no fault', async () => {
  const article = (n: number, at: string) => ({
    title: title(n),
    url: `/gkmlpt/content/0/1/post_${n}.html`,
    created_at: `${at} 09:00:00`,
  });
  site.route('/gkmlpt/api/all/721', (a) =>
    a.query.get('page') === '1' && a.query.get('sid') === '5'
      ? json({
          articles: [article(1, '2026-06-01'), article(2, '2026-07-01'), article(3, '2026-08-01')],
          classify: { post_count: 3 },
        })
      : { status: 404, body: '' },
  );
  const r = await follow("<div id='app'></div><script>_CONFIG={SID:'5'}</script>", { path: '/gkmlpt/index#721' });
  // They run from old to new, but there are no others.
  expect(r.days).toEqual(['2026-06-01', '2026-07-01', '2026-08-01']);
  expect(r.value.unreadLists).toEqual([]);
  expect(site.asked).toHaveLength(1);
});

describe('框架页', () => {
  const frame = '<iframe src="/list_79.html" height="500"></iframe>';
  test('rows in the frame', async () => {
    site.page('/list_79.html', `<ul>${li(1, '2026-09-01')}</ul>`);
    const r = await follow(frame);
    expect(r.days).toEqual(['2026-09-01']);
    expect(r.value.unreadLists).toEqual([]);
    expect(r.lists.evidence).toMatchObject([{ kind: 'html' }]);
  });

  test('a frame whose own list comes from a service; frames in it are not opened', async () => {
    const path = '/api-gateway/jpaas-publish-server/front/page/build/unit';
    const unit = `<script url="${path}" queryData="{'webId':'1','pageId':'2','tplSetId':'3'}"></script>`;
    site.page('/list_79.html', unit);
    site.route(path, () => json({ success: true, data: { html: `<ul>${li(1, '2026-09-01')}</ul>` } }));
    expect((await follow(frame)).value).toMatchObject({ items: [{ date: '2026-09-01' }], unreadLists: [] });

    site.page('/list_79.html', `${unit}<iframe src="/deeper.html"></iframe>`);
    const deep = await follow(frame);
    expect(deep.days).toEqual(['2026-09-01']);
    expect(deep.value.unreadLists).toEqual([expect.stringContaining('框架页里还有没有读到的列表')]);
    expect(site.asked.some((a) => a.path === '/deeper.html')).toBe(false);
  });

  test.each([
    ['a picture and some words, no script', '<p>今日天气</p><img src="/a.png">', 0],
    ['a script that nobody can foresee', '<div></div><script src="/x.js"></script>', 1],
    ['a login', '<form><input type="password"></form>', 1],
    ['an error page', '<title>404</title><h1>页面不存在</h1>', 1],
  ])('%s: %i unread', async (_, html, unread) => {
    site.page('/list_79.html', html);
    expect((await follow(frame)).value.unreadLists).toHaveLength(unread);
  });

  test('gone: unread', async () => {
    expect((await follow(frame)).value.unreadLists).toEqual([expect.stringContaining('404')]);
  });
});

describe('编码的列表', () => {
  const b64 = (s: string) => Buffer.from(s).toString('base64');
  test('rows in base64 need no request', async () => {
    const r = await follow(`<ul id="lb"></ul><script>lb.innerHTML=atob('${b64(li(1, '2026-09-01'))}')</script>`);
    expect(r.days).toEqual(['2026-09-01']);
    expect(r.value.unreadLists).toEqual([]);
    expect(site.asked).toEqual([]);
  });
  test('a pager in base64 beside rows is no unread list; beside an empty place it is', async () => {
    const pager = `<div id="pages"></div><script>document.getElementById("pages").innerHTML=atob('${b64('<a href="index_2.html">下一页</a>')}')</script>`;
    const beside = await follow(
      `<ul>${li(1, '2026-09-01')}</ul>${pager.replace('<div id="pages"></div>', '<div id="pages">…</div>')}`,
    );
    expect(beside.before.unreadLists).toHaveLength(1);
    expect(beside.value.unreadLists).toEqual([]);
    expect((await follow(`<ul class="list"></ul>${pager}`)).value.unreadLists).toHaveLength(1);
  });
});

describe('静态分页', () => {
  const old = [li(1, '2025-01-01'), li(2, '2025-02-01'), li(3, '2025-03-01')].join('');
  const pager = '<script>createPageHTML(4, 0, "index", "html");</script>';
  test('from old to new: pages until the newest, without rows of other columns', async () => {
    site.page('/tzgg/index_1.html', `${intro}<ul>${li(4, '2025-06-01')}${li(5, '2026-09-09', 'ldhd')}</ul>`);
    site.page('/tzgg/index_2.html', `${intro}<ul>${li(6, '2026-09-09')}</ul>`);
    const r = await follow(`<ul>${old}</ul>${pager}`);
    expect(r.days).toEqual(['2025-01-01', '2025-02-01', '2025-03-01', '2025-06-01', '2026-09-09']);
    expect(site.asked.map((a) => a.path)).toEqual(['/tzgg/index_1.html', '/tzgg/index_2.html']);
  });
  test('from new to old: no request', async () => {
    await follow(`<ul>${li(3, '2025-03-01')}${li(2, '2025-02-01')}${li(1, '2025-01-01')}</ul>${pager}`);
    expect(site.asked).toEqual([]);
  });
});

test('a host that is not the site’s is never asked', async () => {
  const r = await follow(
    `<div id="7"></div><script>$('#7').jpage({proxyUrl:'http://127.0.0.1:9/module/web/jpage/dataproxy.jsp?columnid=1&unitid=7'});</script>`,
  );
  expect(site.asked).toEqual([]);
  expect(r.value.unreadLists).toEqual([expect.stringContaining('不在本站登记的域名内')]);
});

test('newestProved: rows in any order but from old to new', () => {
  const of = (...dates: (string | null)[]) =>
    newestProved(
      dates.map((date) => ({ date })),
      today,
    );
  expect(of()).toBe(false);
  expect(of(null, null)).toBe(true);
  expect(of('2025-01-01')).toBe(true);
  expect(of('2026-01-01', '2025-06-01', '2025-01-01')).toBe(true);
  expect(of('2024-01-01', '2026-01-01', '2025-06-01')).toBe(true);
  expect(of('2025-01-01', '2025-06-01', '2026-01-01')).toBe(false);
  expect(of('2025-01-01', '2025-06-01', '2026-09-08')).toBe(true);
  expect(of('2025-01-01', '2025-06-01', '2026-01-01', '2027-01-01')).toBe(false);
  expect(of('2025-01-01', '2025-01-01', '2025-01-01')).toBe(true);
});
