import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export type Request = {
  host: string;
  path: string;
  method: string;
  headers: IncomingMessage['headers'];
  body: string;
  at: number;
};
export type Answer = {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  delayMs?: number;
};

/** A platform on loopback, by host name; counts what politeness promises. */
export type PlatformServer = {
  /** For HttpOptions.hosts. */
  hosts: ReadonlyMap<string, { address: string; port: number }>;
  /** Requests of a host in order of arrival, robots.txt among them. */
  requests(host: string): readonly Request[];
  /** Most requests of a host under way at once. */
  mostAtOnce(host: string): number;
  /** What a host says; without one it says 404. `/robots.txt` is 404 unless it is handled. */
  on(host: string, handle: (request: Request) => Answer | undefined): void;
  close(): Promise<void>;
};

export async function startPlatform(names: readonly string[]): Promise<PlatformServer> {
  const handlers = new Map<string, (request: Request) => Answer | undefined>();
  const seen: Request[] = [];
  const open = new Map<string, { now: number; most: number }>();
  const server = createServer((req, res) => {
    const host = (req.headers.host ?? '').replace(/:\d+$/, '');
    const count = open.get(host) ?? { now: 0, most: 0 };
    count.now += 1;
    count.most = Math.max(count.most, count.now);
    open.set(host, count);
    res.on('close', () => {
      count.now -= 1;
    });
    const chunks: Buffer[] = [];
    req.on('data', (c: Buffer) => chunks.push(c));
    req.on('end', () => {
      const request: Request = {
        host,
        path: req.url ?? '/',
        method: req.method ?? 'GET',
        headers: req.headers,
        body: Buffer.concat(chunks).toString(),
        at: performance.now(),
      };
      seen.push(request);
      send(res, handlers.get(host)?.(request) ?? { status: 404, body: 'not found' });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    hosts: new Map(names.map((name) => [name, { address: '127.0.0.1', port: address.port }])),
    requests: (host) => seen.filter((r) => r.host === host),
    mostAtOnce: (host) => open.get(host)?.most ?? 0,
    on: (host, handle) => void handlers.set(host, handle),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(res: ServerResponse, { status = 200, headers = {}, body = '', delayMs = 0 }: Answer): void {
  const write = () => res.writeHead(status, headers).end(body);
  if (delayMs > 0) setTimeout(write, delayMs);
  else write();
}
