/** The site of the crawl bench in a process of its own; tells its parent what was asked for since the last question. */
import { createServer } from 'node:http';
import { openSite } from './site.ts';

export type ServerReport = {
  requests: number;
  /** Distinct paths asked for. */
  paths: number;
  /** GET requests for paths that had been asked for with GET before. */
  twice: number;
  pages: number;
  /** Connections open at once, at the worst moment. */
  mostSockets: number;
};

const site = openSite({ pages: Number(process.argv[2]), seed: Number(process.argv[3]) });
const delayMs = Number(process.argv[4] ?? 0);
let seen = new Map<string, number>();
let report = fresh();
let sockets = 0;

function fresh(): ServerReport {
  return { requests: 0, paths: 0, twice: 0, pages: 0, mostSockets: 0 };
}

const server = createServer((request, response) => {
  report.requests++;
  const path = request.url ?? '/';
  const gets = seen.get(path) ?? 0;
  if (request.method === 'GET' && gets > 0) report.twice++;
  seen.set(path, request.method === 'GET' ? gets + 1 : gets);
  const send = () => {
    const answer = site.answer(path);
    if (answer === null) {
      response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' });
      response.end('<html><head><title>404 Not Found</title></head><body><h1>404 Not Found</h1></body></html>');
      return;
    }
    if (answer.type.startsWith('text/html')) report.pages++;
    response.writeHead(answer.status, { 'content-type': answer.type, 'content-length': answer.body.length });
    response.end(request.method === 'HEAD' ? undefined : answer.body);
  };
  if (delayMs > 0) setTimeout(send, delayMs);
  else send();
});
server.on('connection', (socket) => {
  sockets++;
  if (sockets > report.mostSockets) report.mostSockets = sockets;
  socket.on('close', () => sockets--);
});
server.keepAliveTimeout = 60_000;
server.listen({ port: 0, host: '127.0.0.1', backlog: 1_024 }, () => {
  const at = server.address();
  process.send?.({ port: typeof at === 'object' ? at?.port : 0, urls: site.urls });
});
process.on('message', () => {
  process.send?.({ ...report, paths: seen.size } satisfies ServerReport);
  seen = new Map();
  report = fresh();
});
process.on('disconnect', () => process.exit());
