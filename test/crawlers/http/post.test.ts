import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { FetchRequest } from '#core/context.ts';
import { openHttpClient } from '#crawlers/http/client.ts';
import { openHttpWorker } from '#crawlers/http/worker.ts';

type Seen = { method: string; path: string; host: string; type: string; length: string; body: string };
const seen: Seen[] = [];
/** Sockets by the order in which they were accepted. */
const sockets = new Map<object, number>();
const order: number[] = [];

const server = createServer({ keepAliveTimeout: 5_000 }, (request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (c: Buffer) => chunks.push(c));
  request.on('end', () => {
    seen.push({
      method: request.method ?? '',
      path: request.url ?? '',
      host: (request.headers.host ?? '').split(':', 1)[0] ?? '',
      type: request.headers['content-type'] ?? '',
      length: request.headers['content-length'] ?? '',
      body: Buffer.concat(chunks).toString('utf8'),
    });
    order.push(sockets.get(request.socket) ?? -1);
    answer(request, response);
  });
});
server.on('connection', (s) => sockets.set(s, sockets.size));

function answer(request: IncomingMessage, response: ServerResponse): void {
  const path = request.url ?? '/';
  const to = /^\/(30\d)\/(.*)$/.exec(path);
  if (to !== null) {
    const target = to[2] === 'other' ? `http://other.test:${port()}/end` : `/${to[2]}`;
    response.writeHead(Number(to[1]), { location: target }).end();
    return;
  }
  const self = /^\/self\/(30\d)$/.exec(path);
  if (self !== null && request.method === 'POST') {
    response.writeHead(Number(self[1]), { location: path }).end();
    return;
  }
  if (path === '/reset') {
    request.socket.resetAndDestroy();
    return;
  }
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  response.end('{"custom":{"total":0}}');
}

const port = () => (server.address() as AddressInfo).port;
const hosts = () =>
  new Map(['list.test', 'other.test'].map((name) => [`${name}:${port()}`, { address: '127.0.0.1', port: port() }]));
const options = () => ({
  userAgent: 'xuncha-test/1',
  allowPrivate: false,
  hosts: hosts(),
  perHost: { concurrency: 1, intervalMs: 0 },
});
const url = (path: string) => `http://list.test:${port()}${path}`;
const body = '{"categorynum":"003001","pageIndex":0}';
const post = (path: string, more: Partial<FetchRequest> = {}): FetchRequest => ({
  url: url(path),
  method: 'POST',
  body,
  contentType: 'application/json',
  ...more,
});
async function send(...requests: FetchRequest[]) {
  const http = openHttpClient(options());
  try {
    const all = [];
    for (const request of requests) all.push(await http.fetch(request));
    return all;
  } finally {
    await http.close();
  }
}

beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
afterAll(async () => {
  server.closeAllConnections();
  await new Promise<void>((done) => server.close(() => done()));
});
beforeEach(() => {
  seen.length = 0;
  order.length = 0;
});

test.each([
  ['strict', {}],
  ['lenient', { lenient: true }],
  ['unpaced', { unpaced: true }],
])('%s: the body arrives whole, with its type and length, once', async (_, more) => {
  const text = '栏目=通知公告&page=1';
  const [e] = await send(post('/list', { body: text, ...more }));
  expect(e).toMatchObject({ outcome: 'response', status: 200, bodyComplete: true });
  expect(e?.hops.map((h) => h.method)).toEqual(['POST']);
  expect(new TextDecoder().decode(e?.body)).toBe('{"custom":{"total":0}}');
  expect(seen).toEqual([
    {
      method: 'POST',
      path: '/list',
      host: 'list.test',
      type: 'application/json',
      length: String(Buffer.byteLength(text)),
      body: text,
    },
  ]);
});

test('a POST without a body says so; a body beside GET is not sent', async () => {
  const { body: _, ...bare } = post('/list');
  await send(bare, post('/list', { method: 'GET' }), post('/list', { method: 'HEAD' }));
  expect(seen.map((s) => [s.method, s.length, s.body])).toEqual([
    ['POST', '0', ''],
    ['GET', '', ''],
    ['HEAD', '', ''],
  ]);
  expect(seen[1]?.type).toBe('');
});

test('the worker thread sends the same', async () => {
  const http = openHttpWorker(options());
  const e = await http.fetch(post('/list'));
  await http.close();
  expect(e).toMatchObject({ outcome: 'response', status: 200 });
  expect(seen).toMatchObject([{ method: 'POST', type: 'application/json', body }]);
});

test.each([301, 302, 303])('%i turns it into a GET without body', async (status) => {
  const [e] = await send(post(`/${status}/end`));
  expect(e).toMatchObject({ outcome: 'response', status: 200 });
  expect(e?.hops.map((h) => h.method)).toEqual(['POST', 'GET']);
  expect(seen.map((s) => [s.method, s.type, s.body])).toEqual([
    ['POST', 'application/json', body],
    ['GET', '', ''],
  ]);
});

test.each([307, 308])('%i keeps method and body', async (status) => {
  const [e] = await send(post(`/${status}/end`));
  expect(e?.hops.map((h) => h.method)).toEqual(['POST', 'POST']);
  expect(seen.map((s) => [s.path, s.body, s.type])).toEqual([
    [`/${status}/end`, body, 'application/json'],
    ['/end', body, 'application/json'],
  ]);
});

test('307 to another host is not followed: nothing is posted there', async () => {
  const [e] = await send(post('/307/other'));
  expect(e).toMatchObject({ outcome: 'out-of-scope', code: 'POST_OTHER_HOST' });
  expect(seen.map((s) => s.host)).toEqual(['list.test']);
});

test('303 to another host is a plain GET and is followed', async () => {
  const [e] = await send(post('/303/other'));
  expect(e).toMatchObject({ outcome: 'response', status: 200 });
  expect(seen.map((s) => [s.method, s.host])).toEqual([
    ['POST', 'list.test'],
    ['GET', 'other.test'],
  ]);
});

test('303 back to the same address is no loop, 307 back to it is one', async () => {
  const [once, loop] = await send(post('/self/303'), post('/self/307'));
  expect(once).toMatchObject({ outcome: 'response', status: 200 });
  expect(once?.hops.map((h) => h.method)).toEqual(['POST', 'GET']);
  expect(loop).toMatchObject({ outcome: 'redirect-loop' });
  expect(seen.filter((s) => s.path === '/self/307')).toHaveLength(1);
});

test('a reset after the POST is told, not repeated', async () => {
  const [, e, after] = await send({ url: url('/warm') }, post('/reset'), { url: url('/after') });
  expect(e).toMatchObject({ outcome: 'reset' });
  expect(after).toMatchObject({ outcome: 'response', status: 200 });
  expect(seen.filter((s) => s.path === '/reset')).toHaveLength(1);
});

test('a GET that meets a stale connection is asked again, a POST never goes out on an idle one', async () => {
  const [a, b, c, d] = await send({ url: url('/one') }, { url: url('/two') }, post('/list'), { url: url('/three') });
  for (const e of [a, b, c, d]) expect(e?.outcome).toBe('response');
  // One connection for the two GETs, a fresh one for the POST, which the next GET may use again.
  expect(order[1]).toBe(order[0]);
  expect(order[2]).not.toBe(order[1]);
  expect(order[3]).toBe(order[2]);
});
