/** The counting server in a thread of its own, so that its clock is not that of the client under test. See `counting.ts`. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parentPort, workerData } from 'node:worker_threads';
import type { CountingSettings, HostCount } from './counting.ts';

const { hosts, latencyMs } = workerData as CountingSettings;
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();

type Host = HostCount & { active: number; sockets: Set<Socket>; before: Set<Socket>; asked: Map<string, number> };
const counts = new Map<string, Host>();
const countOf = (name: string): Host => {
  let host = counts.get(name);
  if (!host) {
    host = {
      name,
      starts: [],
      mostRequests: 0,
      mostSockets: 0,
      kinds: {},
      active: 0,
      sockets: new Set(),
      before: new Set(),
      asked: new Map(),
    };
    counts.set(name, host);
  }
  return host;
};

/** A socket that is open in two looks in a row was really open: one that is just being closed is not. */
const timer = setInterval(() => {
  for (const host of counts.values()) {
    host.mostSockets = Math.max(host.mostSockets, [...host.sockets].filter((s) => host.before.has(s)).length);
    host.before = new Set(host.sockets);
  }
}, 10);

const prose = '示例市有关部门就城乡建设工作作出安排，由各街道和乡镇分头落实，相关情况按月公开，接受群众监督。'.repeat(
  10,
);
const page = (title: string, links: readonly string[]): string =>
  `<html><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1><p>${prose}</p>${links
    .map((l) => `<li><a href="${l}">示例栏目的一个链接</a></li>`)
    .join('\n')}</body></html>`;

function answer(host: Host, request: IncomingMessage, response: ServerResponse): unknown {
  const path = request.url ?? '/';
  const next = hosts[(hosts.indexOf(host.name) + 1) % hosts.length];
  const n = (host.asked.get(path) ?? 0) + 1;
  host.asked.set(path, n);
  const tell = (kind: string) => {
    host.kinds[kind] = (host.kinds[kind] ?? 0) + 1;
  };
  if (request.method === 'HEAD') tell('head');
  const send = (status: number, headers: Record<string, string>, body = '') => {
    response.writeHead(status, { 'content-length': String(Buffer.byteLength(body)), ...headers });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
  const html = { 'content-type': 'text/html; charset=utf-8' };
  const to = (location: string, kind: string) => {
    tell(kind);
    send(302, { location });
  };
  if (path === '/') {
    const links = [1, 2, 3, 4].map((i) => `/a/${i}.html`);
    const files = Array.from({ length: 9 }, (_, i) => `/f/${i}.pdf`);
    return send(
      200,
      html,
      page(`${host.name} 首页`, [
        ...links,
        '/r/same',
        '/r/cross',
        '/r/chain',
        '/gone.html',
        '/flaky.html',
        '/busy.html',
        '/limit.html',
        ...files,
        `http://${next}/`,
      ]),
    );
  }
  if (path === '/r/same') return to('/a/1.html', 'same-host');
  if (path === '/r/cross') return to(`http://${next}/a/2.html`, 'cross-host');
  if (path === '/r/chain') return to('/r/chain2', 'same-host');
  if (path === '/r/chain2') return to(`http://${next}/r/same`, 'cross-host');
  if (path === '/flaky.html' && n === 1) {
    tell('reset');
    return request.socket.resetAndDestroy();
  }
  if (path === '/busy.html' && n === 1) {
    tell('503');
    return send(503, html, page('服务繁忙', []));
  }
  if (path === '/limit.html' && n === 1) {
    tell('429');
    host.restedAt = performance.now();
    return send(429, { ...html, 'retry-after': '1' }, page('访问过多', []));
  }
  if (/^\/f\/\d\.pdf$/.test(path))
    return send(200, { 'content-type': 'application/pdf' }, `%PDF-1.4\n${' '.repeat(30_000)}`);
  if (/^\/a\/|^\/(?:flaky|busy|limit)\.html$/.test(path)) return send(200, html, page(`${host.name} ${path}`, ['/']));
  tell('404');
  return send(404, html, '<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>');
}

const server = createServer((request, response) => {
  const host = countOf((request.headers.host ?? '').replace(/:\d+$/, ''));
  const { socket } = request;
  if (!host.sockets.has(socket)) {
    host.sockets.add(socket);
    socket.once('close', () => host.sockets.delete(socket));
  }
  host.starts.push(performance.now());
  host.active++;
  host.mostRequests = Math.max(host.mostRequests, host.active);
  let over = false;
  const end = () => {
    if (!over) host.active--;
    over = true;
  };
  // The client may ask again as soon as it has the last byte: that moment comes before the close of the answer here.
  response.once('finish', end);
  response.once('close', end);
  setTimeout(() => answer(host, request, response), latencyMs[hosts.indexOf(host.name) % latencyMs.length]);
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => parentPort?.postMessage((server.address() as AddressInfo).port));
parentPort?.on('message', () => {
  const list: HostCount[] = [...counts.values()].map(
    ({ name, starts, mostRequests, mostSockets, kinds, restedAt }) => ({
      name,
      starts,
      mostRequests,
      mostSockets,
      kinds,
      ...(restedAt === undefined ? {} : { restedAt }),
    }),
  );
  clearInterval(timer);
  delay.disable();
  server.closeAllConnections();
  server.close(() => parentPort?.close());
  parentPort?.postMessage({ hosts: list, lateMs: delay.max / 1e6 });
});
