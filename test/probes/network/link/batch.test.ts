import { afterEach, describe, expect, test } from 'vitest';
import type { HttpClient } from '#core/context.ts';
import { checkLinks, type LinkReading } from '#probes/network/link.ts';
import { linksOf } from '#probes/page/links.ts';
import { pageOf } from '../../../harness/pages.ts';
import {
  bytes,
  html,
  type LinkServer,
  type LinkSite,
  notFound,
  openLinkServer,
  status,
} from '../../../servers/links.ts';
import { article, gbk } from './cases/pages.ts';
import { clientFor, contextOf, fake, quick, readAll, silent, targetOf, verdictOf, withoutStatus } from './run.ts';

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});
async function serve(
  sites: Record<string, LinkSite>,
  perHost = { concurrency: 4, intervalMs: 0 },
): Promise<{ server: LinkServer; http: HttpClient }> {
  const server = await openLinkServer(sites);
  const http = clientFor(server, perHost);
  open.push(
    () => http.close(),
    () => server.close(),
  );
  return { server, http };
}
describe('checkLinks', () => {
  test('a fault inside one target costs that target only', async () => {
    const http = fake((r) => {
      if (r.url.includes('bad')) throw new TypeError('boom');
      return r.url.includes('xuncha-') ? { status: 404 } : {};
    });
    const targets = Array.from({ length: 50 }, (_, i) =>
      targetOf(`http://a.example/${i % 10 === 3 ? 'bad' : 'good'}${i}.html`),
    );
    const all = await readAll(targets, contextOf(http));
    expect(all).toHaveLength(50);
    const by = new Map(all.map((r) => [r.target.url, r]));
    for (const t of targets)
      expect(verdictOf(by.get(t.url))).toBe(t.url.includes('bad') ? 'unobserved crashed' : 'ok OK');
    const crashed = all.find((r) => r.reading.status === 'unobserved');
    expect(crashed?.reading).toMatchObject({ detail: expect.stringContaining('boom') });
  });

  test('a fault in the second look is no verdict either', async () => {
    let n = 0;
    const http = fake(() => {
      if (n++ > 0) throw new Error('later');
      return { status: 404 };
    });
    expect((await readAll([targetOf('http://a.example/1.html')], contextOf(http))).map(verdictOf)).toEqual([
      'unobserved crashed',
    ]);
  });

  test('stopping hands every target back as not looked at', async () => {
    const stop = new AbortController();
    let asked = 0;
    const http = fake((r) => {
      if (++asked === 3) stop.abort();
      return r.signal?.aborted === true ? withoutStatus({ ...silent, outcome: 'cancelled' }) : { status: 404 };
    });
    const targets = Array.from({ length: 40 }, (_, i) => targetOf(`http://a.example/${i}.html`));
    const all = await readAll(targets, contextOf(http), { signal: stop.signal, secondLookMs: 60_000 });
    expect(all).toHaveLength(40);
    expect(new Set(all.map(verdictOf))).toEqual(new Set(['unobserved cancelled']));
  });

  test('leaving early stops the work', async () => {
    let asked = 0;
    const http = fake(async () => {
      asked++;
      await new Promise((resolve) => setTimeout(resolve, 1));
      return { status: 200 };
    });
    const targets = Array.from({ length: 500 }, (_, i) => targetOf(`http://a.example/x${i}.css`));
    for await (const reading of checkLinks(targets, contextOf(http), quick)) {
      expect(verdictOf(reading)).toBe('ok OK');
      break;
    }
    const then = asked;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked).toBe(then);
    expect(asked).toBeLessThan(100);
  });

  test('one target, many parents: asked once, reported for all', async () => {
    const { server, http } = await serve({ 'a.example': {} });
    const parent = (i: number) =>
      ({
        url: `http://a.example/p${i}.html`,
        role: 'list',
        tag: 'a',
        text: '链接',
        place: { line: i + 1, column: 2 },
      }) as const;
    const [reading, ...rest] = await readAll(
      Array.from({ length: 70 }, (_, i) =>
        targetOf(`http://a.example/gone.html${i % 2 ? '#part' : ''}`, { parents: [parent(i)] }),
      ),
      contextOf(http),
    );
    expect(rest).toEqual([]);
    if (reading?.reading.status !== 'observed') throw new Error('not observed');
    expect(reading.reading.value).toMatchObject({
      url: 'http://a.example/gone.html',
      status: 'broken',
      parentCount: 70,
    });
    expect(reading.reading.value.parents).toHaveLength(50);
    expect(reading.reading.value.parents[1]).toEqual(parent(1));
    expect(server.counts.get('a.example/gone.html')).toMatchObject({ get: 2, head: 0 });
  });

  test('the crawl’s own fetch is the first look', async () => {
    const { server, http } = await serve({ 'a.example': { routes: { '/ok.html': html(article(1)) } } });
    const seen = await http.fetch({ url: 'http://a.example/ok.html' });
    const lost = await http.fetch({ url: 'http://a.example/lost.html' });
    const all = await readAll(
      [
        targetOf('http://a.example/ok.html', { seen: async () => seen }),
        targetOf('http://a.example/lost.html', { seen: async () => lost }),
      ],
      contextOf(http),
    );
    expect(all.map((r) => `${r.target.url} ${verdictOf(r)}`).sort()).toEqual([
      'http://a.example/lost.html broken HTTP_404',
      'http://a.example/ok.html ok OK',
    ]);
    expect(server.counts.get('a.example/ok.html')?.get).toBe(1);
    expect(server.counts.get('a.example/lost.html')?.get).toBe(2);
  });

  test('excluded targets and those beyond the cap are told, not asked', async () => {
    let asked = 0;
    const http = fake(() => {
      asked++;
      return {};
    });
    const all = await readAll(
      [
        targetOf('http://a.example/r.css', { excluded: 'EXCLUDED_ROBOTS' }),
        targetOf('http://a.example/1.css'),
        targetOf('http://a.example/2.css'),
      ],
      contextOf(http),
      { maxTargets: 1 },
    );
    expect(all.map(verdictOf).sort()).toEqual(['ok OK', 'skipped EXCLUDED_ROBOTS', 'skipped LIMIT_REACHED']);
    expect(asked).toBe(1);
  });

  test('a host that asks for an hour of rest is not asked again', async () => {
    const { server, http } = await serve({ 'busy.example': { fallback: status(429, { 'retry-after': '3600' }) } });
    const targets = Array.from({ length: 30 }, (_, i) => targetOf(`http://busy.example/${i}.html`));
    const all = await readAll(targets, contextOf(http), { perHost: 2 });
    expect(new Set(all.map(verdictOf))).toEqual(new Set(['undeterminable BLOCKED_RATE']));
    const requests = [...server.counts.values()].reduce((n, c) => n + c.get + c.head, 0);
    expect(requests).toBeLessThanOrEqual(2);
  });

  test('after Retry-After nothing is asked before its time', async () => {
    const { server, http } = await serve({
      'busy.example': {
        routes: { '/0.css': status(503, { 'retry-after': '1' }) },
        fallback: status(200, { 'content-type': 'text/css' }, 'x{}'),
      },
    });
    await readAll(
      Array.from({ length: 6 }, (_, i) => targetOf(`http://busy.example/${i}.css`)),
      contextOf(http),
      { perHost: 1 },
    );
    const first = server.counts.get('busy.example/0.css')!.at[0]!;
    for (let i = 1; i < 6; i++)
      expect(server.counts.get(`busy.example/${i}.css`)!.at[0]! - first).toBeGreaterThanOrEqual(950);
  });

  test('second looks come after all first looks and after the set time', async () => {
    const { server, http } = await serve({
      'a.example': { routes: { '/slow.css': (a) => setTimeout(() => status(200, {}, 'x{}')(a), 120) } },
    });
    await readAll([targetOf('http://a.example/gone.html'), targetOf('http://a.example/slow.css')], contextOf(http), {
      secondLookMs: 60,
    });
    const gone = server.counts.get('a.example/gone.html')!.at;
    const slow = server.counts.get('a.example/slow.css')!.at;
    expect(gone).toHaveLength(2);
    expect(gone[1]! - gone[0]!).toBeGreaterThanOrEqual(59);
    expect(gone[1]!).toBeGreaterThan(slow[0]! + 100);
  });

  test('HEAD that does not tell what is missing is not believed', async () => {
    const file = bytes('application/pdf', '%PDF-1.7 an example');
    const sites: Record<string, LinkSite> = {
      // HEAD is 200 whatever is asked.
      'lying.example': { fallback: (a) => (a.head || /\/\d+\.pdf$/.test(a.url.pathname) ? file : notFound)(a) },
      // Missing things are answered with 200 by GET too.
      'soft.example': {
        fallback: (a) =>
          (/\/\d+\.pdf$/.test(a.url.pathname)
            ? file
            : a.head
              ? status(200, { 'content-type': 'application/pdf' })
              : html('<title>页面不存在</title><h1>页面不存在</h1>'))(a),
      },
    };
    const { server, http } = await serve(sites);
    const targets = ['lying', 'soft'].flatMap((h) =>
      [...Array.from({ length: 12 }, (_, i) => `${i}`), 'gone'].map((name) =>
        targetOf(`http://${h}.example/f/${name}.pdf`),
      ),
    );
    const all = await readAll(targets, contextOf(http), { perHost: 2 });
    const by = new Map(all.map((r) => [r.target.url, verdictOf(r)]));
    expect(by.get('http://lying.example/f/gone.pdf')).toBe('broken HTTP_404');
    expect(by.get('http://soft.example/f/gone.pdf')).toBe('broken SOFT_404');
    expect(all.filter((r) => verdictOf(r) === 'ok OK')).toHaveLength(24);
    // Learnt once, not with every file.
    const heads = [...server.counts].filter(([key]) => key.startsWith('lying')).reduce((n, [, c]) => n + c.head, 0);
    expect(heads).toBe(2);
  });

  test('what a GBK page points to, from its markup to the verdict', async () => {
    const markup = `<html><head><meta charset="gb2312"><title>示例</title></head><body>
      <a href="//other.example/a.html">省略协议</a> <a href="?page=2">下一页</a> <a href="#top">顶部</a>
      <a href="/so?q=中文">查询</a> <a href="通知.html">通知</a> <a href=" a b.html ">空格</a>
      <a href="javascript:void(0)">脚本</a> <a href="mailto:a@b.example">邮件</a> <a href="HTTP://OTHER.EXAMPLE/b.html">大写</a>
      <img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="> <a href="http://">空</a></body></html>`;
    const page = pageOf(gbk(markup), { url: 'http://a.example/lm/index.html' });
    const good = html(article(3));
    const { server, http } = await serve({
      'a.example': {
        routes: {
          '/lm/index.html': good,
          '/lm/index.html?page=2': html(article(4)),
          '/so?q=%D6%D0%CE%C4': html(article(5)),
          '/lm/%E9%80%9A%E7%9F%A5.html': html(article(6)),
          '/lm/a%20b.html': html(article(7)),
        },
      },
      'other.example': { routes: { '/a.html': html(article(8)) } },
    });
    const links = linksOf(page).map((l) =>
      targetOf(l.url ?? l.raw, {
        home: 'http://a.example/',
        parents: [{ url: page.url, role: 'list', tag: l.tag, text: l.text, place: l.place }],
      }),
    );
    const all = await readAll(links, contextOf(http));
    expect(
      Object.fromEntries(all.map((r) => [r.target.parents[0]?.text || r.target.parents[0]?.tag, verdictOf(r)])),
    ).toEqual({
      省略协议: 'ok OK',
      下一页: 'ok OK',
      顶部: 'ok OK',
      查询: 'ok OK',
      通知: 'ok OK',
      空格: 'ok OK',
      脚本: 'skipped URL_UNSUPPORTED',
      邮件: 'skipped URL_UNSUPPORTED',
      大写: 'broken HTTP_404',
      img: 'skipped URL_UNSUPPORTED',
      空: 'broken URL_INVALID',
    });
    expect(server.counts.get('other.example/a.html')?.referers).toEqual(['http://a.example/']);
  });

  test('fifty hosts at once: concurrency and interval hold at the sockets', async () => {
    const names = Array.from({ length: 50 }, (_, i) => `h${i}.example`);
    const site: LinkSite = {
      fallback: (a) =>
        setTimeout(
          () =>
            a.url.pathname.includes('gone') || a.url.pathname.includes('xuncha') ? notFound(a) : html(article(1))(a),
          3,
        ),
    };
    const { server, http } = await serve(Object.fromEntries(names.map((n) => [n, site])), {
      concurrency: 2,
      intervalMs: 15,
    });
    const targets = names.flatMap((n) =>
      Array.from({ length: 6 }, (_, i) => targetOf(`http://${n}/${i === 0 ? 'gone' : 'page'}${i}.html`)),
    );
    const all = await readAll(targets, contextOf(http), { concurrency: 64, perHost: 3 });
    expect(all.filter((r: LinkReading) => verdictOf(r) === 'broken HTTP_404')).toHaveLength(50);
    expect(all.filter((r: LinkReading) => verdictOf(r) === 'ok OK')).toHaveLength(250);
    for (const name of names) {
      expect(server.busiest.get(name), name).toBeLessThanOrEqual(2);
      const starts = [...server.counts]
        .filter(([key]) => key.startsWith(`${name}/`))
        .flatMap(([, c]) => c.at)
        .sort((a, b) => a - b);
      // First looks, one control, one second look.
      expect(starts.length).toBe(8);
      // Seven intervals of 15 ms; what one request loses on its way the next one gains.
      expect(starts.at(-1)! - starts[0]!).toBeGreaterThanOrEqual(7 * 15 - 15);
    }
  });
});

describe('where a link that leaves the site leads', () => {
  const betting = html('<title>新葡京娱乐_真人百家乐</title><p>欢迎光临，注册即送彩金。</p>');
  test('is noted from the bytes of the check itself, with the page as evidence; the verdict stays what it was', async () => {
    const { server, http } = await serve({
      'bet.example': { fallback: betting },
      'stub.example': {
        routes: { '/': html('<script>location.href="http://bet.example/home"</script>') },
        fallback: notFound,
      },
      'plain.example': { fallback: html(article(7)) },
      'own.example': { routes: { '/own': betting }, fallback: notFound },
    });
    const [direct, behind, plain, own] = await readAll(
      [
        targetOf('http://bet.example/', { external: true }),
        targetOf('http://stub.example/', { external: true }),
        targetOf('http://plain.example/', { external: true }),
        targetOf('http://own.example/own', { external: false }),
      ],
      contextOf(http),
    ).then((all) =>
      ['bet.example/', 'stub.example/', 'plain.example/', 'own.example/own'].map((u) =>
        all.find((r) => r.target.url === `http://${u}`),
      ),
    );
    for (const r of [direct, behind]) {
      expect(r?.reading).toMatchObject({ value: { status: 'ok', suspect: { kind: 'gambling' } } });
      expect(r?.stored.map((s) => s.kind)).toContain('html');
    }
    for (const r of [plain, own]) {
      expect(r?.reading.status === 'observed' && r.reading.value.suspect).toBeUndefined();
      expect(r?.stored).toEqual([]);
    }
    expect(server.counts.get('bet.example/')?.get).toBe(1);
  });
});
