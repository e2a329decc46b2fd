import { type AddressInfo, createServer as createTcp } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FetchRequest } from '#core/context.ts';
import { type HttpOptions, openHttpClient } from '#crawlers/http/client.ts';
import { openHttpWorker } from '#crawlers/http/worker.ts';
import { type Faulty, startFaulty, testRoot } from '../../servers/faulty.ts';

const limitMs = 200;
let faulty: Faulty;
beforeAll(async () => {
  faulty = await startFaulty({ limitMs });
});
afterAll(() => faulty.close());

const optionsOf = (o: Partial<HttpOptions> = {}): HttpOptions => ({
  userAgent: 'xuncha-test/1 (+https://example.test/about)',
  allowPrivate: false,
  hosts: faulty.hosts,
  perHost: { concurrency: 2, intervalMs: 0 },
  ca: [testRoot],
  ...o,
});
async function fetchWith(o: Partial<HttpOptions>, request: FetchRequest) {
  const http = openHttpClient(optionsOf(o));
  try {
    return await http.fetch(request);
  } finally {
    await http.close();
  }
}
const fetchOnce = (path: string, request: Partial<FetchRequest> = {}, o: Partial<HttpOptions> = {}) =>
  fetchWith(o, { url: path.startsWith('/') ? faulty.url(path) : path, ...request });

test('records the phases in their order, and the whole chain', async () => {
  const e = await fetchOnce('/chain/2');
  expect(e.hops.map((h) => [h.status, h.address])).toEqual([
    [302, '127.0.0.1'],
    [302, '127.0.0.1'],
    [200, '127.0.0.1'],
  ]);
  const p = e.hops[0]?.phases;
  for (const [a, b] of [
    [p?.dns, p?.connect],
    [p?.connect, p?.headers],
    [p?.headers, p?.end],
  ])
    expect(a).toBeLessThanOrEqual(b as number);
  expect(e.totalMs).toBeGreaterThanOrEqual(e.hops.reduce((sum, h) => sum + h.phases.end, 0) - 1);
  expect(e).toMatchObject({
    requestedUrl: faulty.url('/chain/2'),
    finalUrl: faulty.url('/chain/0'),
    certificate: 'none',
  });
});

test('a TLS visit records its handshake', async () => {
  const e = await fetchOnce(faulty.secure('valid'), { unpaced: true });
  expect(e).toMatchObject({ outcome: 'response', status: 200, certificate: 'valid' });
  expect(e.hops[0]?.phases.tls).toBeGreaterThan(e.hops[0]?.phases.connect as number);
});

test.each([
  ['expired', 'expired', 'CERT_HAS_EXPIRED'],
  ['future', 'not-yet-valid', 'CERT_NOT_YET_VALID'],
  ['wrong-host', 'wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ['self-signed', 'self-signed', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  ['untrusted', 'untrusted', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  ['tls10', 'legacy', 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'],
])('certificate of %s: strict refuses and says why, lenient opens', async (name, certificate, code) => {
  const strict = await fetchOnce(faulty.secure(name));
  expect(strict).toMatchObject({ outcome: 'tls-failure', stage: 'tls', certificate, code });
  const lenient = await fetchOnce(faulty.secure(name), { lenient: true });
  expect(lenient).toMatchObject({ outcome: 'response', status: 200, certificate });
});

test('many handshakes that end badly do not bring the process down', async () => {
  const http = openHttpClient(optionsOf());
  const names = ['expired', 'self-signed', 'tls10', 'tls-hang', 'valid'];
  const all = await Promise.all(
    Array.from({ length: 100 }, (_, i) =>
      http.fetch({
        url: faulty.secure(names[i % names.length] as string),
        unpaced: true,
        // Most are cut off in the middle of their handshake; some have time enough on any machine.
        limits: { totalMs: i % 20 === 4 ? 10_000 : 1 + (i % 20) * 5 },
      }),
    ),
  );
  expect(new Set(all.map((e) => e.outcome)).size).toBeGreaterThan(1);
  await http.close();
});

test.each<[string, Partial<FetchRequest>, Partial<HttpOptions>, object]>([
  ['the name server never answers', {}, { resolve: () => new Promise(() => {}) }, { outcome: 'timeout', stage: 'dns' }],
  ['no headers', { url: '/hang' }, {}, { outcome: 'timeout', stage: 'headers' }],
  ['dripping headers', { url: '/drip-headers' }, {}, { outcome: 'timeout', stage: 'headers' }],
  [
    'endless body',
    { url: '/drip-text' },
    {},
    { outcome: 'response', bodyCut: 'time', stage: 'body', bodyComplete: false },
  ],
  ['handshake', { url: 'https://tls-hang.faulty.test/' }, {}, { outcome: 'timeout', stage: 'tls' }],
])('its own deadline covers every stage: %s', async (_, request, options, expected) => {
  const e = await fetchOnce(request.url ?? 'http://name.test/', { limits: { totalMs: limitMs } }, options);
  expect(e).toMatchObject(expected);
  expect(e.totalMs).toBeGreaterThanOrEqual(limitMs - 1);
});

test('connectTimeoutMs cuts the handshake before the whole deadline', async () => {
  const e = await fetchOnce('https://tls-hang.faulty.test/', {}, { connectTimeoutMs: 30 });
  expect(e).toMatchObject({ outcome: 'timeout', stage: 'tls', code: 'CONNECT_TIMEOUT' });
});

test('at the very limit, what came first decides, and the record agrees with itself', async () => {
  const e = await fetchOnce('/at-limit', { unpaced: true, limits: { totalMs: limitMs } });
  const headers = e.hops[0]?.phases.headers;
  expect(e.outcome === 'response').toBe(headers !== undefined);
  if (e.outcome !== 'response') expect(e).toMatchObject({ outcome: 'timeout', stage: 'headers' });
});

test.each([
  ['decoded bytes', '/gzip-bomb', { limits: { maxBytes: 10_000 } }, 10_000],
  ['plain bytes', '/ok', { limits: { maxBytes: 100 } }, 100],
  ['enough for the caller', '/ok', { enoughBytes: 50 }, 50],
])('caps the body: %s', async (_, path, request, size) => {
  for (const lenient of [false, true]) {
    const e = await fetchOnce(path, { ...request, lenient });
    expect(e).toMatchObject({ outcome: 'response', status: 200, bodyComplete: false, bodyCut: 'bytes' });
    expect(e.body).toHaveLength(size);
  }
});

test('caps the headers', async () => {
  for (const lenient of [false, true])
    expect(await fetchOnce('/long-header', { lenient, limits: { maxHeaderBytes: 8_000 } })).toMatchObject({
      outcome: 'protocol-error',
      stage: 'headers',
    });
});

test('caps the redirects', async () => {
  const e = await fetchOnce('/chain/5', { limits: { maxRedirects: 3 } });
  expect(e.outcome).toBe('redirect-limit');
  expect(e.hops).toHaveLength(4);
});

test('HEAD has no body and leaves the connection usable', async () => {
  const http = openHttpClient(optionsOf());
  for (const lenient of [false, true]) {
    const e = await http.fetch({ url: faulty.url('/ok'), method: 'HEAD', lenient });
    expect(e).toMatchObject({ outcome: 'response', status: 200, bodyComplete: true });
    expect(e.body).toHaveLength(0);
  }
  expect((await http.fetch({ url: faulty.url('/ok') })).body.length).toBeGreaterThan(100);
  await http.close();
});

/** A raw server on loopback that answers each request by its method, with the connections it saw. */
async function rawServer(answers: Record<string, string>, lateMs = 0) {
  let connections = 0;
  const server = createTcp((socket) => {
    connections++;
    socket.on('error', () => {});
    socket.on('data', (data) => {
      const [first = '', late = ''] = (answers[data.toString().split(' ', 1)[0] ?? ''] ?? '').split('<later>');
      socket.write(first);
      if (late !== '') setTimeout(() => socket.destroyed || socket.write(late), lateMs);
    });
  });
  await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok));
  const { port } = server.address() as AddressInfo;
  const http = openHttpClient(optionsOf({ allowPrivate: true, perHost: { concurrency: 1, intervalMs: 0 } }));
  return {
    url: `http://127.0.0.1:${port}/`,
    http,
    connections: () => connections,
    async close() {
      await http.close();
      await new Promise((ok) => server.close(ok));
    },
  };
}
const page = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 10\r\n\r\n<p>text</p';

test('a connection asked by HEAD serves the next request', async () => {
  const s = await rawServer({ HEAD: 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n', GET: page });
  for (const method of ['HEAD', 'HEAD', 'GET', 'HEAD', 'GET'] as const)
    expect(await s.http.fetch({ url: s.url, method })).toMatchObject({ outcome: 'response', status: 200 });
  expect(s.connections()).toBe(1);
  await s.close();
});

test.each([
  ['at once', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n<p>text</p', 0],
  ['while the next request is on its way', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n<later><p>text</p', 5],
])('a server that sends a body to HEAD %s spoils no other answer', async (_, head, lateMs) => {
  const s = await rawServer({ HEAD: head, GET: page }, lateMs);
  for (let i = 0; i < 8; i++) {
    expect(await s.http.fetch({ url: s.url, method: 'HEAD' })).toMatchObject({ outcome: 'response', status: 200 });
    // Before, around and after the moment when the stray bytes come.
    await new Promise((ok) => setTimeout(ok, i * 2));
    const got = await s.http.fetch({ url: s.url });
    expect(got).toMatchObject({ outcome: 'response', status: 200, bodyComplete: true });
    expect(got.body).toHaveLength(10);
  }
  await s.close();
});

test.each([
  'http://127.0.0.1/',
  'http://2130706433/',
  'http://[::1]/',
  'http://[::ffff:127.0.0.1]/',
  'http://localhost/',
])('the scope guard refuses %s', async (url) => {
  expect(await fetchOnce(url)).toMatchObject({ outcome: 'out-of-scope', code: 'PRIVATE_ADDRESS' });
});

test('the scope guard looks at the resolved address, and lets mapped hosts through', async () => {
  const resolve = async () => ['10.0.0.1', '::ffff:192.168.0.1'];
  expect(await fetchOnce('http://www.example.test/', {}, { resolve })).toMatchObject({ outcome: 'out-of-scope' });
  expect(await fetchOnce('/to-private')).toMatchObject({ outcome: 'out-of-scope', code: 'PRIVATE_ADDRESS' });
  expect((await fetchOnce('/ok')).outcome).toBe('response');
  expect(await fetchOnce(`http://127.0.0.1:${faulty.port}/ok`, {}, { allowPrivate: true })).toMatchObject({
    status: 200,
  });
});

test.each(['ftp://www.faulty.test/', 'nonsense', 'file:///etc/passwd', 'http://'])(
  '%s is no address of the web',
  async (url) => {
    const e = await fetchOnce(url);
    expect(e).toMatchObject({ outcome: 'out-of-scope', code: 'ERR_INVALID_URL' });
    expect(e.hops).toHaveLength(1);
  },
);

test('never more sockets at a host than allowed, redirects included', async () => {
  const http = openHttpClient(optionsOf({ perHost: { concurrency: 2, intervalMs: 0 } }));
  const all = await Promise.all(
    Array.from({ length: 12 }, (_, i) => http.fetch({ url: `http://polite.faulty.test/chain/${i % 3}?${i}` })),
  );
  expect(all.every((e) => e.status === 200)).toBe(true);
  expect(faulty.seen('polite.faulty.test').mostOpen).toBeLessThanOrEqual(2);
  await http.close();
});

test('keeps the interval between requests, over redirects too', async () => {
  const http = openHttpClient(optionsOf({ perHost: { concurrency: 5, intervalMs: 40 } }));
  const before = faulty.seen('other.faulty.test').requests.length;
  await Promise.all([
    http.fetch({ url: 'http://other.faulty.test/chain/2' }),
    http.fetch({ url: 'http://other.faulty.test/ok' }),
  ]);
  const times = faulty.seen('other.faulty.test').requests.slice(before);
  expect(times).toHaveLength(4);
  // The request leaves some time after its start was granted; three intervals lie between the first start and the last.
  expect((times.at(-1) as number) - (times[0] as number)).toBeGreaterThan(3 * 40 - 30);
  await http.close();
});

test('waiting for the limiter is not counted against the site', async () => {
  const http = openHttpClient(optionsOf({ perHost: { concurrency: 1, intervalMs: 150 } }));
  const all = await Promise.all(
    [0, 1, 2].map((i) => http.fetch({ url: faulty.url(`/ok?${i}`), limits: { totalMs: 120 } })),
  );
  expect(all.map((e) => e.outcome)).toEqual(['response', 'response', 'response']);
  await http.close();
});

test('cancelled before, while waiting and while running', async () => {
  const http = openHttpClient(optionsOf({ perHost: { concurrency: 1, intervalMs: 0 } }));
  expect((await http.fetch({ url: faulty.url('/ok'), signal: AbortSignal.abort() })).outcome).toBe('cancelled');
  const first = new AbortController();
  const second = new AbortController();
  const running = http.fetch({ url: faulty.url('/hang'), signal: first.signal });
  const waiting = http.fetch({ url: faulty.url('/ok'), signal: second.signal });
  second.abort();
  expect((await waiting).outcome).toBe('cancelled');
  setTimeout(() => first.abort(), 20);
  expect((await running).outcome).toBe('cancelled');
  expect((await http.fetch({ url: faulty.url('/ok') })).outcome).toBe('response');
  const left = http.fetch({ url: faulty.url('/hang') });
  await http.close();
  expect((await left).outcome).toBe('cancelled');
});

test('keeps the Host header and an honest agent, and is polite in its own headers', async () => {
  const http = openHttpClient(optionsOf());
  const e = await http.fetch({ url: faulty.url('/redirect-cookie'), headers: { Referer: 'http://www.faulty.test/' } });
  expect(e).toMatchObject({ outcome: 'response', status: 200 });
  expect(e.hops[0]?.headers.find(([name]) => name === 'set-cookie')?.[1]).toContain('passed=1');
  await http.close();
});

test('the client in a worker thread gives the same values', async () => {
  const http = openHttpWorker(optionsOf());
  const [ok, hang, expired, aborted] = await Promise.all([
    http.fetch({ url: faulty.url('/redirect') }),
    http.fetch({ url: faulty.url('/hang'), unpaced: true, limits: { totalMs: limitMs } }),
    http.fetch({ url: faulty.secure('expired'), unpaced: true }),
    http.fetch({ url: faulty.url('/hang'), unpaced: true, signal: AbortSignal.abort() }),
  ]);
  expect(ok).toMatchObject({ outcome: 'response', status: 200 });
  expect(new TextDecoder().decode(ok.body)).toContain('示例县人民政府');
  expect(hang).toMatchObject({ outcome: 'timeout', stage: 'headers' });
  expect(expired).toMatchObject({ outcome: 'tls-failure', certificate: 'expired' });
  expect(aborted.outcome).toBe('cancelled');
  await http.close();
  expect(await http.fetch({ url: faulty.url('/ok') })).toMatchObject({ outcome: 'cancelled', code: 'ERR_WORKER_LOST' });
});
