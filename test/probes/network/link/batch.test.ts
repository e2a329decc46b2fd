import { afterEach, describe, expect, test } from 'vitest';
import type { FetchRequest, HttpClient } from '#core/context.ts';
import type { Exchange } from '#core/evidence.ts';
import { checkLinks, type LinkReading } from '#probes/network/link.ts';
import { html, type LinkServer, type LinkSite, notFound, openLinkServer, status } from '../../../servers/links.ts';
import { article } from './cases/pages.ts';
import { clientFor, contextOf, quick, readAll, targetOf, verdictOf } from './run.ts';

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
/** A client that answers from a function: for faults of our own code, which no server can make. */
const fake = (answer: (r: FetchRequest) => Partial<Exchange> | Promise<Partial<Exchange>>): HttpClient => ({
  async fetch(request) {
    const over = await answer(request);
    const hop = { url: request.url, method: request.method ?? 'GET', headers: [], phases: { end: 1 } } as const;
    return {
      requestedUrl: request.url,
      finalUrl: request.url,
      startedAt: '2026-09-10T02:00:00.000Z',
      outcome: 'response',
      status: 200,
      hops: [{ ...hop, status: over.status ?? 200 }],
      totalMs: 1,
      certificate: 'none',
      body: new TextEncoder().encode(request.url.endsWith('.css') ? 'body{margin:0}' : article(1)),
      bodyComplete: true,
      readableMs: 1,
      protocolFaults: [],
      ...over,
    };
  },
  async close() {},
});
const silent: Partial<Exchange> = {
  outcome: 'timeout',
  stage: 'connect',
  body: new Uint8Array(0),
  bodyComplete: false,
  readableMs: null,
};
const withoutStatus = (x: Partial<Exchange>): Partial<Exchange> => {
  const copy: Record<string, unknown> = { ...x };
  copy.status = undefined;
  return copy as Partial<Exchange>;
};

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

  test('silence while the control points are silent too is our own fault', async () => {
    const http = fake(() => withoutStatus(silent));
    const all = await readAll(
      [targetOf('http://a.example/1.html'), targetOf('http://b.example/2.html')],
      contextOf(http, ['http://control.example/']),
    );
    expect(all.map(verdictOf)).toEqual(['unobserved local-network', 'unobserved local-network']);
  });

  test('silence of everything without control points proves nothing', async () => {
    const http = fake(() => withoutStatus(silent));
    expect((await readAll([targetOf('http://a.example/1.html')], contextOf(http))).map(verdictOf)).toEqual([
      'undeterminable NET_TIMEOUT',
    ]);
  });

  test('without control points an answer of another host proves our network', async () => {
    const http = fake((r) =>
      r.url.includes('dead') ? withoutStatus(silent) : { status: r.url.includes('xuncha-') ? 404 : 200 },
    );
    const all = await readAll(
      [targetOf('http://dead.example/1.html'), targetOf('http://live.example/2.html')],
      contextOf(http),
    );
    expect(all.map((r) => `${r.target.url} ${verdictOf(r)}`).sort()).toEqual([
      'http://dead.example/1.html broken NET_TIMEOUT',
      'http://live.example/2.html ok OK',
    ]);
  });

  test('our network dying in the middle of a batch convicts nobody', async () => {
    let down = false;
    const http = fake((r) => {
      if (down) return withoutStatus(silent);
      if (r.url.endsWith('/5.html')) down = true;
      return { status: r.url.includes('xuncha-') ? 404 : 200 };
    });
    const targets = Array.from({ length: 20 }, (_, i) => targetOf(`http://h${i}.example/${i}.html`));
    const all = await readAll(targets, contextOf(http), { concurrency: 1, guardMs: 5, secondLookMs: 40 });
    expect(all).toHaveLength(20);
    expect(all.filter((r) => verdictOf(r).startsWith('broken'))).toEqual([]);
    expect(all.some((r) => verdictOf(r) === 'undeterminable NET_TIMEOUT')).toBe(true);
  });

  test('an unknown name counts only while a known one resolves', async () => {
    const nx = {
      outcome: 'dns-failure',
      code: 'ENOTFOUND',
      stage: 'dns',
      body: new Uint8Array(0),
      bodyComplete: false,
      readableMs: null,
    } as const;
    const numbers = fake((r) => (r.url.includes('127.0.0.1') ? {} : withoutStatus(nx)));
    const t = [targetOf('http://gone.example/1.html')];
    expect((await readAll(t, contextOf(numbers, ['http://127.0.0.1/']))).map(verdictOf)).toEqual([
      'undeterminable DNS_NXDOMAIN',
    ]);
    const names = fake((r) => (r.url.includes('control') ? {} : withoutStatus(nx)));
    expect((await readAll(t, contextOf(names, ['http://control.example/']))).map(verdictOf)).toEqual([
      'broken DNS_NXDOMAIN',
    ]);
  });

  test('too many open files are our own fault', async () => {
    const http = fake(() => withoutStatus({ ...silent, outcome: 'cancelled', code: 'EMFILE' }));
    expect((await readAll([targetOf('http://a.example/1.html')], contextOf(http))).map(verdictOf)).toEqual([
      'unobserved overload',
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
      [targetOf('http://a.example/ok.html', { seen }), targetOf('http://a.example/lost.html', { seen: lost })],
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
