import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTls, type ServerOptions } from 'node:https';
import { type AddressInfo, createServer as createTcp, type Socket, type Server as TcpServer } from 'node:net';

/** One answer. `n` counts the requests for this address so far, this one included. */
export type Handler = (answer: {
  request: IncomingMessage;
  response: ServerResponse;
  n: number;
  head: boolean;
  url: URL;
}) => void;

/** What one invented host does. */
export type LinkSite = {
  /** Answers by path and query as they stand in the request line. */
  routes?: Readonly<Record<string, Handler>>;
  /** Everything else. */
  fallback?: Handler;
  /** Certificate file; the host then speaks HTTPS. */
  tls?: { certificate: string; options?: ServerOptions };
  /** Speaks no HTTP at all. */
  raw?: (socket: Socket) => void;
  /** Nobody listens there. */
  refused?: boolean;
};

/** Requests of one address, as the sockets saw them. */
export type Counted = { head: number; get: number; bytes: number; referers: string[]; at: number[] };

export type LinkServer = {
  /** For the client: name → loopback port. */
  hosts: ReadonlyMap<string, { address: string; port: number }>;
  /** By `host` + path as requested. */
  counts: ReadonlyMap<string, Counted>;
  /** Requests under way at once on one host, at the worst moment. */
  busiest: ReadonlyMap<string, number>;
  close(): Promise<void>;
};

export const certificateFile = (name: string): string =>
  readFileSync(new URL(`../probes/network/link/certs/${name}.pem`, import.meta.url), 'utf8');

/** Serves invented hosts on loopback, each on a port of its own kind, and counts what really arrives. */
export async function openLinkServer(sites: Readonly<Record<string, LinkSite>>): Promise<LinkServer> {
  const hosts = new Map<string, { address: string; port: number }>();
  const counts = new Map<string, Counted>();
  const busy = new Map<string, number>();
  const busiest = new Map<string, number>();
  const servers: (Server | TcpServer)[] = [];
  const sockets = new Set<Socket>();

  const track = (server: Server | TcpServer): void => {
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    });
  };
  const listen = async (server: Server | TcpServer): Promise<number> => {
    servers.push(server);
    track(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  };

  const serve: RequestListener = (request, response) => {
    const host = (request.headers.host ?? '').toLowerCase();
    const site = sites[host] ?? sites[host.replace(/:\d+$/, '')];
    const path = request.url ?? '/';
    const key = `${host}${path}`;
    const count = counts.get(key) ?? { head: 0, get: 0, bytes: 0, referers: [], at: [] };
    counts.set(key, count);
    const head = request.method === 'HEAD';
    if (head) count.head++;
    else count.get++;
    count.at.push(performance.now());
    count.referers.push(request.headers.referer ?? '');
    const now = (busy.get(host) ?? 0) + 1;
    busy.set(host, now);
    busiest.set(host, Math.max(busiest.get(host) ?? 0, now));
    const before = request.socket.bytesWritten;
    let open = true;
    response.on('close', () => {
      if (!open) return;
      open = false;
      busy.set(host, (busy.get(host) ?? 1) - 1);
      count.bytes += request.socket.bytesWritten - before;
    });
    const handler = site?.routes?.[path] ?? site?.fallback ?? notFound;
    handler({ request, response, n: count.get + count.head, head, url: new URL(path, `http://${host}`) });
  };

  const plain = await listen(createServer({ insecureHTTPParser: true, keepAliveTimeout: 2_000 }, serve));
  const closed = createTcp();
  const refusedPort = await listen(closed);
  await new Promise<void>((resolve) => closed.close(() => resolve()));
  const key = certificateFile('key');
  for (const [name, site] of Object.entries(sites)) {
    const host = name.toLowerCase();
    let port = plain;
    if (site.refused === true) port = refusedPort;
    else if (site.raw !== undefined) {
      const raw = site.raw;
      port = await listen(
        createTcp((socket) => {
          const count = counts.get(host) ?? { head: 0, get: 0, bytes: 0, referers: [], at: [] };
          counts.set(host, count);
          count.get++;
          raw(socket);
        }),
      );
    } else if (site.tls !== undefined)
      port = await listen(createTls({ key, cert: certificateFile(site.tls.certificate), ...site.tls.options }, serve));
    hosts.set(host, { address: '127.0.0.1', port });
  }

  return {
    hosts,
    counts,
    busiest,
    async close() {
      for (const socket of sockets) socket.destroy();
      await Promise.all(
        servers.map((s) => new Promise<void>((resolve) => (s.listening ? s.close(() => resolve()) : resolve()))),
      );
    },
  };
}

/** An honest 404 in the words of a common server. */
export const notFound: Handler = ({ response }) => {
  response.writeHead(404, { 'content-type': 'text/html; charset=utf-8' });
  response.end(
    '<html><head><title>404 Not Found</title></head><body><center><h1>404 Not Found</h1></center><hr></body></html>',
  );
};

/** A status with a short body. */
export const status =
  (code: number, headers: Record<string, string> = {}, body = ''): Handler =>
  ({ response, head }) => {
    response.writeHead(code, { 'content-type': 'text/html; charset=utf-8', ...headers });
    response.end(head ? undefined : body);
  };

export const html =
  (page: string | Uint8Array, headers: Record<string, string> = {}, code = 200): Handler =>
  ({ response, head }) => {
    response.writeHead(code, { 'content-type': 'text/html; charset=utf-8', ...headers });
    response.end(head ? undefined : page);
  };

export const bytes =
  (type: string, body: Uint8Array | string): Handler =>
  ({ response, head }) => {
    response.writeHead(200, { 'content-type': type, 'content-length': String(Buffer.byteLength(body)) });
    response.end(head ? undefined : body);
  };

export const redirect =
  (to: string, code = 302): Handler =>
  ({ response }) => {
    response.writeHead(code, { location: to });
    response.end();
  };

/** HEAD and GET get different answers. */
export const byMethod =
  (whenHead: Handler, whenGet: Handler): Handler =>
  (answer) =>
    (answer.head ? whenHead : whenGet)(answer);

/** The first requests are answered one way, the later ones another. */
export const inTurn =
  (...handlers: readonly Handler[]): Handler =>
  (answer) =>
    (handlers[Math.min(answer.n, handlers.length) - 1] ?? notFound)(answer);
