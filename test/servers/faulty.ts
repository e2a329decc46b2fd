import { readFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { type Behaviour, behaviours, home, reply } from './faulty-behaviours.ts';

const cert = (name: string) => readFileSync(new URL(`certs/${name}.pem`, import.meta.url), 'utf8');

/** The root that signed the test certificates, to be trusted by a client under test. */
export const testRoot = cert('root');

/** Hosts that speak TLS, each with its own fault; `no-tls` speaks plain HTTP on its https address, `tls-hang` nothing at all. */
const tlsHosts: Readonly<Record<string, TlsOptions>> = {
  valid: {},
  expired: {},
  future: {},
  'wrong-host': {},
  untrusted: {},
  'self-signed': {},
  tls10: { minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'ALL@SECLEVEL=0' },
};

/** 故障服务器 — misbehaves by path (`faulty-behaviours.ts`) and by host name. Loopback only. */
export type Faulty = {
  /** http address of a behaviour. */
  url(path: string): string;
  /** https address of a TLS host by name, e.g. `expired`. */
  secure(name: string, path?: string): string;
  /** For HttpOptions.hosts. */
  hosts: ReadonlyMap<string, { address: string; port: number }>;
  /** Port of plain HTTP on 127.0.0.1, and of another server on ::1 only (null where IPv6 is missing). */
  port: number;
  port6: number | null;
  /** Most connections open at once per host name, and the arrival times of requests, for tests of politeness. */
  seen(host: string): { mostOpen: number; requests: readonly number[] };
  close(): Promise<void>;
};

export async function startFaulty(o: { limitMs: number }): Promise<Faulty> {
  const sockets = new Set<Socket>();
  const servers: Server[] = [];
  const seen = new Map<string, { open: number; mostOpen: number; requests: number[] }>();

  const serve = (socket: Socket) => {
    sockets.add(socket);
    let head = '';
    let host = '';
    socket.on('error', () => {});
    socket.on('close', () => {
      sockets.delete(socket);
      const s = seen.get(host);
      if (s) s.open--;
    });
    socket.on('data', (data) => {
      // A TLS greeting on the plain port: what web servers answer to it.
      if (data[0] === 0x16 && head === '') return void socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
      head += data.toString('latin1');
      if (!head.includes('\r\n\r\n')) return;
      const asked = head;
      head = '';
      const named = (/\r\nhost: *([^\r:]*)/i.exec(asked)?.[1] ?? '').toLowerCase();
      if (host === '') {
        host = named;
        const s = seen.get(host) ?? { open: 0, mostOpen: 0, requests: [] };
        s.open++;
        s.mostOpen = Math.max(s.mostOpen, s.open);
        seen.set(host, s);
      }
      seen.get(host)?.requests.push(performance.now());
      const path = (asked.split(' ', 2)[1] ?? '/').split('?', 1)[0] ?? '/';
      behaviourOf(path, port)(socket, { path, head: asked, limitMs: o.limitMs });
    });
  };
  const listen = async (server: Server, address = '127.0.0.1'): Promise<number> => {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, address, resolve);
    });
    servers.push(server);
    const at = server.address();
    if (at === null || typeof at === 'string') throw new Error('no port');
    return at.port;
  };

  const port = await listen(createServer(serve));
  const port6 = await listen(createServer(serve), '::1').catch(() => null);
  const hosts = new Map<string, { address: string; port: number }>();
  for (const name of ['www', 'other', 'polite']) hosts.set(`${name}.faulty.test`, { address: '127.0.0.1', port });
  const tlsError = (_: Error, socket: Socket) => socket.destroy();
  for (const [name, options] of Object.entries(tlsHosts)) {
    const file = name === 'tls10' ? 'valid' : name;
    const server = createTlsServer({ key: cert('key'), cert: cert(file), ...options }, serve);
    server.on('tlsClientError', tlsError);
    // The bare sockets too, so that closing ends unfinished handshakes.
    server.on('connection', (s: Socket) => {
      sockets.add(s);
      s.on('close', () => sockets.delete(s));
    });
    hosts.set(`${name}.faulty.test`, { address: '127.0.0.1', port: await listen(server) });
  }
  hosts.set('no-tls.faulty.test', { address: '127.0.0.1', port });
  const mute = createServer((s) => {
    sockets.add(s);
    s.on('error', () => {});
    s.on('close', () => sockets.delete(s));
  });
  hosts.set('tls-hang.faulty.test', { address: '127.0.0.1', port: await listen(mute) });
  // A port that was just free: nothing listens there.
  const closed = createServer();
  const closedPort = await listen(closed);
  await new Promise((resolve) => closed.close(resolve));
  hosts.set('refused.faulty.test', { address: '127.0.0.1', port: closedPort });

  return {
    url: (path) => `http://www.faulty.test${path}`,
    secure: (name, path = '/ok') => `https://${name}.faulty.test${path}`,
    hosts,
    port,
    port6,
    seen: (host) => seen.get(host) ?? { mostOpen: 0, requests: [] },
    async close() {
      for (const s of sockets) s.destroy();
      await Promise.all(servers.filter((s) => s.listening).map((s) => new Promise((resolve) => s.close(resolve))));
    },
  };
}

/** `/chain/3` redirects three times and then opens; the rest is by name. */
function behaviourOf(path: string, port: number): Behaviour {
  const chain = /^\/chain\/(\d+)$/.exec(path);
  if (chain) {
    const left = Number(chain[1]);
    return (s) => (left === 0 ? reply(s, 200, home) : reply(s, 302, '', { Location: `/chain/${left - 1}` }));
  }
  if (path === '/to-private') return (s) => reply(s, 302, '', { Location: `http://127.0.0.1:${port}/ok` });
  if (path === '/to-expired') return (s) => reply(s, 301, '', { Location: 'https://expired.faulty.test/ok' });
  return behaviours[path] ?? ((s) => reply(s, 404, '<h1>404</h1>'));
}
