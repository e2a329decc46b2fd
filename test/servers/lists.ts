import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Asked = {
  method: string;
  path: string;
  query: URLSearchParams;
  body: string;
  referer: string;
  type: string;
};
export type Reply = { status?: number; type?: string; body: string; headers?: Record<string, string> };

/** A site whose lists come from services: each path answers by a function, every request is kept. Loopback only. */
export async function startLists() {
  const asked: Asked[] = [];
  const routes = new Map<string, (a: Asked) => Reply>();
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const url = new URL(request.url ?? '/', 'http://x');
      const a: Asked = {
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        body,
        referer: request.headers.referer ?? '',
        type: request.headers['content-type'] ?? '',
      };
      asked.push(a);
      const r = routes.get(url.pathname)?.(a) ?? { status: 404, body: '<h1>404</h1>' };
      response.writeHead(r.status ?? 200, { 'content-type': r.type ?? 'text/html; charset=utf-8', ...r.headers });
      response.end(r.body);
    });
  });
  await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    host,
    origin: `http://${host}`,
    asked,
    route: (path: string, answer: (a: Asked) => Reply) => routes.set(path, answer),
    page: (path: string, html: string) => routes.set(path, () => ({ body: html })),
    clear() {
      asked.length = 0;
      routes.clear();
    },
    async close() {
      server.closeAllConnections();
      await new Promise<void>((ok) => server.close(() => ok()));
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const c of request) chunks.push(c as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Evidence kept in memory, by hash. */
export function memoryEvidence() {
  const stored = new Map<string, Uint8Array>();
  return {
    stored,
    async put(bytes: Uint8Array) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      stored.set(sha256, bytes);
      return sha256;
    },
    get: async (sha256: string) => stored.get(sha256),
    path: (sha256: string) => sha256,
  };
}
