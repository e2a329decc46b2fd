import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import type { Answer, Timing, VirtualHost } from './county/types.ts';

/** Runs in its own thread, so that a busy client never delays an answer and a slow answer never delays the client. */

export type WorkerInput = { hosts: readonly VirtualHost[]; limitMs: number; hangMs: number; visits: number };
export type HostCounts = { requests: number; homeGets: number; delayed: number; hung: number };
export type WorkerReport =
  | { kind: 'listening'; port: number }
  | { kind: 'counts'; id: number; counts: ReadonlyMap<string, HostCounts> }
  | { kind: 'closed' };
export type WorkerOrder = { kind: 'counts'; id: number } | { kind: 'close' };

if (!parentPort) throw new Error('server-worker.ts runs in a worker thread only');
const port = parentPort;
const { hosts, limitMs, hangMs, visits } = workerData as WorkerInput;
const table = new Map(hosts.filter((h) => h.state === 'serves').map((h) => [h.name, h]));
const counts = new Map<string, HostCounts>(
  [...table.keys()].map((name) => [name, { requests: 0, homeGets: 0, delayed: 0, hung: 0 }]),
);
/** GETs of each page that counts them. */
const gets = new Map<string, number>();
const timers = new Set<NodeJS.Timeout>();

function later(ms: number, what: () => void): void {
  const timer = setTimeout(() => {
    timers.delete(timer);
    what();
  }, ms);
  timers.add(timer);
}

function waiting(answer: Answer, key: string): Timing | undefined {
  if (answer.timing) return answer.timing;
  const { nth, part } = answer;
  if (!nth && !part) return undefined;
  const n = (gets.get(key) ?? 0) + 1;
  gets.set(key, n);
  if (nth && n >= nth.first && (n - nth.first) % nth.each === 0) return nth.timing;
  if (part && n > part.from * visits && n <= part.to * visits) return part.timing;
  return undefined;
}

function answerTo(host: VirtualHost, url: string): Answer {
  const path = url.split('#', 1)[0] ?? '/';
  return host.pages.get(path) ?? host.pages.get(path.split('?', 1)[0] as string) ?? host.missing;
}

function send(response: ServerResponse, answer: Answer, head: boolean): void {
  if (response.destroyed) return;
  const status = head ? (answer.headStatus ?? answer.status) : answer.status;
  response.writeHead(status, [...answer.headers.flat(), 'content-length', String(answer.body.byteLength)]);
  response.end(head ? undefined : answer.body);
}

function handle(request: IncomingMessage, response: ServerResponse): void {
  request.resume();
  const name = (request.headers.host ?? '').split(':', 1)[0]?.toLowerCase() ?? '';
  const host = table.get(name);
  const count = counts.get(name);
  if (!host || !count) {
    response.writeHead(421, { 'content-type': 'text/plain; charset=utf-8' }).end('这里没有这个网站\n');
    return;
  }
  const head = request.method === 'HEAD';
  const url = request.url ?? '/';
  count.requests++;
  if (!head && url === '/') count.homeGets++;
  const answer = answerTo(host, url);
  const timing = head ? answer.timing : waiting(answer, `${name}${url}`);
  if (!timing) {
    send(response, answer, head);
    return;
  }
  if (timing.kind === 'hang') {
    count.hung++;
    later(hangMs, () => response.destroy());
    return;
  }
  count.delayed++;
  later(timing.limits * limitMs, () => send(response, answer, head));
}

const server = createServer({ keepAliveTimeout: 5_000, requestTimeout: 60_000 }, handle);
// Visitors give up on the slow pages and tear the connection down: that is their business.
server.on('clientError', (_, socket) => socket.destroy());
server.listen({ host: '127.0.0.1', port: 0, backlog: 1024 }, () => {
  port.postMessage({ kind: 'listening', port: (server.address() as AddressInfo).port } satisfies WorkerReport);
});

port.on('message', (order: WorkerOrder) => {
  if (order.kind === 'counts') {
    port.postMessage({ kind: 'counts', id: order.id, counts } satisfies WorkerReport);
    return;
  }
  for (const timer of timers) clearTimeout(timer);
  timers.clear();
  server.close(() => {
    port.postMessage({ kind: 'closed' } satisfies WorkerReport);
    port.close();
  });
  server.closeAllConnections();
});
