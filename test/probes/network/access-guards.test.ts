import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FetchRequest, HttpClient, ProbeContext } from '#core/context.ts';
import type { Exchange } from '#core/evidence.ts';
import { openHttpClient } from '#crawlers/http/client.ts';
import { accessProbe } from '#probes/network/access.ts';
import { documentOf } from '#probes/network/access-document.ts';
import { strained } from '#probes/network/access-guard.ts';
import { type Faulty, startFaulty } from '../../servers/faulty.ts';

const watchMs = 300;
let faulty: Faulty;
beforeAll(async () => {
  faulty = await startFaulty({ limitMs: watchMs / 2 });
});
afterAll(() => faulty.close());

function contextOf(http: HttpClient, controls: readonly string[] = []): ProbeContext {
  return {
    http,
    clock: { now: () => new Date() },
    log: { debug() {}, info() {}, warn() {}, error() {} },
    vantage: '测试机',
    controls,
  };
}
const client = (allowPrivate = true) =>
  openHttpClient({
    userAgent: 'xuncha-test',
    allowPrivate,
    hosts: faulty.hosts,
    perHost: { concurrency: 2, intervalMs: 0 },
    resolve: async () => ['127.0.0.1'],
  });

/** A client that answers from a list and remembers what it was asked. */
function scripted(answers: readonly Partial<Exchange>[]): HttpClient & { asked: FetchRequest[] } {
  const asked: FetchRequest[] = [];
  return {
    asked,
    async fetch(request) {
      const answer = answers[asked.push(request) - 1] ?? {};
      return {
        requestedUrl: request.url,
        finalUrl: request.url,
        startedAt: '2026-01-01T00:00:00.000Z',
        outcome: 'response',
        status: 200,
        hops: [{ url: request.url, method: 'GET', status: 200, headers: [], phases: { end: 1 } }],
        totalMs: 1,
        certificate: 'none',
        body: new TextEncoder().encode('<p>首页</p>'),
        bodyComplete: true,
        readableMs: 1,
        protocolFaults: [],
        stalledMs: 0,
        ...answer,
      };
    },
    async close() {},
  };
}
const nothing = { body: new Uint8Array(0), readableMs: null, bodyComplete: false };

test('a failure while every control point is dead says nothing about the site', async () => {
  const http = client();
  const dead = ['http://refused.faulty.test/', 'http://www.faulty.test/reset'];
  const visit = (url: string, controls: readonly string[]) =>
    accessProbe.observe({ url, watchMs, limitMs: watchMs }, contextOf(http, controls));
  expect(await visit(faulty.url('/reset'), dead)).toMatchObject({ status: 'unobserved', reason: 'local-network' });
  // One living control point is enough; so is none configured.
  expect(await visit(faulty.url('/reset'), [...dead, faulty.url('/500')])).toMatchObject({ status: 'observed' });
  expect(await visit(faulty.url('/reset'), [])).toMatchObject({ status: 'observed', value: { outcome: 'reset' } });
  // What opens needs no witness.
  expect(await visit(faulty.url('/ok'), dead)).toMatchObject({ status: 'observed', value: { outcome: 'opened' } });
  await http.close();
});

test('many failures at once ask the control points once', async () => {
  const http = scripted(Array.from({ length: 10 }, () => ({ ...nothing, outcome: 'reset' as const })));
  const context = contextOf(http, ['http://control.test/']);
  await Promise.all(['a', 'b', 'c'].map((n) => accessProbe.observe({ url: `http://${n}.test/`, watchMs }, context)));
  expect(http.asked.map((r) => r.url).sort()).toEqual(['a', 'b', 'c', 'control'].map((n) => `http://${n}.test/`));
});

test.each([
  { what: 'in time, however busy we were', openedMs: 14_900, stalledMs: 9_000, jumpMs: 0, voided: false },
  { what: 'late by more than we can have added', openedMs: 15_300, stalledMs: 200, jumpMs: 0, voided: false },
  { what: 'late by less than we can have added', openedMs: 15_100, stalledMs: 200, jumpMs: 0, voided: true },
  { what: 'late by just what we can have added', openedMs: 15_200, stalledMs: 200, jumpMs: 0, voided: true },
  { what: 'not opened, idle machine', openedMs: null, stalledMs: 20, jumpMs: 0, voided: false },
  { what: 'not opened, machine at its limit', openedMs: null, stalledMs: 1_001, jumpMs: 0, voided: true },
  { what: 'opened, but the machine slept', openedMs: 900, stalledMs: 0, jumpMs: 60_000, voided: true },
  { what: 'clock set back', openedMs: null, stalledMs: 0, jumpMs: -5_000, voided: true },
  { what: 'clock corrected a little', openedMs: null, stalledMs: 0, jumpMs: 300, voided: false },
])('own overload: $what', ({ openedMs, stalledMs, jumpMs, voided }) => {
  const why = strained({ openedMs, stalledMs, jumpMs, watchMs: 30_000, limitMs: 15_000 });
  expect(why !== null).toBe(voided);
});

test('a busy machine voids what it could have pushed over the limit', async () => {
  const late = (stalledMs: number) =>
    accessProbe.observe(
      { url: 'http://a.test/', watchMs: 30_000 },
      contextOf(scripted([{ readableMs: 15_100, totalMs: 15_200, stalledMs }])),
    );
  expect(await late(0)).toMatchObject({ status: 'observed', value: { outcome: 'opened', openedMs: 15_100 } });
  expect(await late(150)).toMatchObject({ status: 'unobserved', reason: 'overload' });
});

test('a machine out of sockets never blames the site', async () => {
  const http = scripted([{ ...nothing, outcome: 'cancelled', code: 'EMFILE' }]);
  expect(await accessProbe.observe({ url: 'http://a.test/', watchMs }, contextOf(http))).toMatchObject({
    status: 'unobserved',
    reason: 'overload',
  });
});

test('private addresses are refused on the address itself, at home and behind a redirect', async () => {
  const http = client(false);
  for (const url of ['http://name.test/', faulty.url('/to-private')]) {
    const reading = await accessProbe.observe({ url, watchMs }, contextOf(http));
    expect(reading, url).toMatchObject({ status: 'unobserved', reason: 'not-collected' });
    expect(reading.status === 'unobserved' && reading.detail).toContain('127.0.0.1');
  }
  await http.close();
});

test('a meta refresh counts its delay and what is left of the one clock', async () => {
  const html = new TextEncoder().encode('<meta http-equiv="refresh" content="5;url=/in">');
  const http = scripted([
    { body: html, readableMs: null, totalMs: 400 },
    { readableMs: 300, totalMs: 350 },
  ]);
  const reading = await accessProbe.observe({ url: 'http://a.test/', watchMs: 30_000 }, contextOf(http));
  expect(reading).toMatchObject({ status: 'observed', value: { outcome: 'opened', openedMs: 5_700 } });
  expect(http.asked[1]).toMatchObject({ url: 'http://a.test/in', limits: { totalMs: 24_600 } });
});

test('one attempt: a plain failure is not looked at twice, a parser’s is, once', async () => {
  const count = async (e: Partial<Exchange>) => {
    const http = scripted([
      { ...nothing, ...e },
      { ...nothing, ...e },
    ]);
    await accessProbe.observe({ url: 'http://a.test/', watchMs }, contextOf(http));
    return http.asked.map((r) => r.lenient ?? false);
  };
  for (const outcome of ['timeout', 'refused', 'reset', 'dns-failure', 'unreachable', 'redirect-loop'] as const)
    expect(await count({ outcome }), outcome).toEqual([false]);
  expect(await count({ outcome: 'protocol-error' })).toEqual([false, true]);
  expect(await count({ outcome: 'tls-failure' })).toEqual([false, true]);
  expect(await count({ bodyCut: 'encoding' })).toEqual([false, true]);
});

test('keeps the exchange as readable JSON and the body as it came', async () => {
  const http = client();
  const reading = await accessProbe.observe({ url: faulty.url('/redirect'), watchMs }, contextOf(http));
  const [exchange, body] = reading.stored;
  expect(reading.stored.map((s) => s.kind)).toEqual(['exchange', 'html']);
  const [record] = JSON.parse(new TextDecoder().decode(exchange?.bytes));
  expect(record.hops.map((h: { status: number }) => h.status)).toEqual([302, 200]);
  expect(record.hops[1].phases.end).toBeGreaterThan(0);
  expect(record.body).toBeUndefined();
  expect(new TextDecoder().decode(body?.bytes)).toContain('示例县人民政府');
  await http.close();
});

test.each([
  ['<script>top.location="/a"</script>', { kind: 'script-redirect', urls: ['http://a.test/a'] }],
  ['<body onload="location.href=\'/a\'">', { kind: 'script-redirect', urls: ['http://a.test/a'] }],
  ['<script>/* location.href="/a" */</script>', { kind: 'script-shell' }],
  ['<script>location.href="javascript:void(0)"</script>', { kind: 'script-shell' }],
  ['<script>location.href="/"</script>', { kind: 'script-shell' }],
  ['<script>var mylocation="/a"</script>', { kind: 'script-shell' }],
  ['<script type="application/ld+json">{}</script>', { kind: 'blank' }],
  ['<meta http-equiv="refresh" content="60;url=/a">', { kind: 'blank' }],
  ['<meta http-equiv=refresh content="1; URL=\'/a\'">', { kind: 'refresh', url: 'http://a.test/a', delayMs: 1_000 }],
  ['<!-- <meta http-equiv="refresh" content="0;url=/a"> --><p>首页', { kind: 'page' }],
  ['<div style="background:url(/b.jpg)"></div>', { kind: 'images', urls: ['http://a.test/b.jpg'] }],
  ['<p>要使用本站请启用 JavaScript</p><script src=a.js></script>', { kind: 'script-shell' }],
  ['<p>OK</p>', { kind: 'page' }],
])('%s', (html, kind) => {
  expect(documentOf(html, 'http://a.test/')).toEqual(kind);
});
