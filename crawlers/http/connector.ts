import { constants as crypto } from 'node:crypto';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import {
  connect as connectTls,
  createSecureContext,
  rootCertificates,
  type SecureContext,
  type TLSSocket,
} from 'node:tls';
import type { CertificateState, Phases } from '#core/evidence.ts';
import type { StopReason } from './deadline.ts';
import { certificateOf, codeOf, type Failure, failureOf, isLegacyTls, type Stage } from './failures.ts';
import type { Resolve } from './resolve.ts';
import { addressClass } from './scope.ts';

export type ConnectPhases = Omit<Phases, 'headers' | 'firstByte' | 'end'>;
/** A connection that stands, with what it took. Phases are milliseconds since `start`. */
export type Connected = {
  ok: true;
  socket: Socket;
  address: string;
  phases: ConnectPhases;
  certificate: CertificateState;
};
export type NotConnected = {
  ok: false;
  failure: Failure;
  address?: string;
  phases: ConnectPhases;
  certificate: CertificateState;
};

export type Connector = {
  connect(url: URL, o: ConnectRequest): Promise<Connected | NotConnected>;
};
export type ConnectRequest = {
  /** `performance.now()` of the start of this request. */
  start: number;
  signal: AbortSignal;
  lenient: boolean;
  /** Called whenever a phase ends. */
  onPhase: () => void;
};
export type ConnectorOptions = {
  allowPrivate: boolean;
  hosts: ReadonlyMap<string, { address: string; port: number }>;
  resolve: Resolve;
  connectTimeoutMs: number | undefined;
  /** Further trusted roots, PEM. */
  ca: readonly string[];
};

/** RFC 8305: the next address is tried beside the first when that one is slow; the slow one keeps running. */
const nextAddressMs = 300;
const mostAddresses = 8;

/**
 * Resolves, connects and shakes hands by itself, so that each phase is timed, each can be stopped, and the address that is
 * checked is the one that is connected to.
 */
export function openConnector(o: ConnectorOptions): Connector {
  let strict: SecureContext | undefined;
  let lenient: SecureContext | undefined;
  const strictContext = () => {
    strict ??= createSecureContext(o.ca.length === 0 ? {} : { ca: [...rootCertificates, ...o.ca] });
    return strict;
  };
  const lenientContext = () => {
    lenient ??= createSecureContext({
      ...(o.ca.length === 0 ? {} : { ca: [...rootCertificates, ...o.ca] }),
      minVersion: 'TLSv1',
      ciphers: 'ALL@SECLEVEL=0',
      secureOptions: crypto.SSL_OP_LEGACY_SERVER_CONNECT,
    });
    return lenient;
  };

  async function connect(url: URL, r: ConnectRequest): Promise<Connected | NotConnected> {
    const phases: ConnectPhases = {};
    let stage: Stage = 'dns';
    let address: string | undefined;
    let certificate: CertificateState = 'none';
    const sockets: Sockets = { open: new Set(), dropped: false };
    const since = () => performance.now() - r.start;
    const fail = (failure: Failure): NotConnected => {
      sockets.dropped = true;
      for (const s of sockets.open) s.destroy();
      return { ok: false, failure, phases, certificate, ...(address === undefined ? {} : { address }) };
    };

    let stop: (failure: Failure) => void = () => {};
    const stopped = new Promise<Failure>((resolve) => {
      stop = resolve;
    });
    const onAbort = () =>
      stop({ outcome: (r.signal.reason as StopReason) === 'time' ? 'timeout' : 'cancelled', stage });
    if (r.signal.aborted) onAbort();
    else r.signal.addEventListener('abort', onAbort, { once: true });
    const timer =
      o.connectTimeoutMs === undefined
        ? undefined
        : setTimeout(() => stop({ outcome: 'timeout', stage, code: 'CONNECT_TIMEOUT' }), o.connectTimeoutMs);

    const attempt = async (): Promise<Connected | Failure> => {
      const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
      const hostname = url.hostname.replace(/^\[|\]$/g, '');
      const given = o.hosts.get(url.host) ?? o.hosts.get(`${url.hostname}:${port}`) ?? o.hosts.get(url.hostname);
      let known: readonly string[];
      let later: Promise<readonly string[]> | undefined;
      try {
        ({ addresses: known, later } = given ? { addresses: [given.address] } : await o.resolve(hostname));
      } catch (error) {
        return failureOf(error, 'dns');
      }
      if (sockets.dropped) return { outcome: 'cancelled' };
      phases.dns = since();
      r.onPhase();
      stage = 'connect';
      const allowed = (list: readonly string[]) =>
        given || o.allowPrivate ? list : list.filter((a) => addressClass(a) === 'public');
      if (known.length > 0 && allowed(known).length === 0) {
        address = known[0];
        return { outcome: 'out-of-scope', code: 'PRIVATE_ADDRESS' };
      }
      if (known.length === 0) return { outcome: 'dns-failure', stage: 'dns', code: 'ENODATA' };

      const tcp = await race(allowed(known), later?.then(allowed), given?.port ?? port, sockets);
      if (!('socket' in tcp)) return failureOf(tcp.error, 'connect');
      if (sockets.dropped) return { outcome: 'cancelled' };
      address = tcp.address;
      phases.connect = since();
      r.onPhase();
      if (url.protocol !== 'https:') return { ok: true, socket: tcp.socket, address: tcp.address, phases, certificate };

      stage = 'tls';
      const secure = await handshake(tcp.socket, hostname, r.lenient ? lenientContext() : strictContext(), sockets);
      if ('error' in secure) {
        const failure = failureOf(secure.error, 'tls');
        if (isLegacyTls(failure.code ?? '')) certificate = 'legacy';
        return failure;
      }
      if (sockets.dropped) return { outcome: 'cancelled' };
      phases.tls = since();
      r.onPhase();
      // Typed as Error, but Node stores the code.
      const problem = secure.socket.authorizationError as unknown as string | undefined;
      certificate = secure.socket.authorized ? 'valid' : certificateOf(problem ?? 'UNKNOWN');
      if (!r.lenient && !secure.socket.authorized)
        return { outcome: 'tls-failure', stage: 'tls', code: problem ?? 'UNKNOWN' };
      const version = secure.socket.getProtocol();
      if (certificate === 'valid' && (version === 'TLSv1' || version === 'TLSv1.1')) certificate = 'legacy';
      return { ok: true, socket: secure.socket, address: tcp.address, phases, certificate };
    };

    try {
      const first = await Promise.race([attempt(), stopped]);
      return 'ok' in first ? first : fail(first);
    } finally {
      clearTimeout(timer);
      r.signal.removeEventListener('abort', onAbort);
    }
  }
  return { connect };
}

/** Sockets of one attempt; `dropped` once nobody wants them any more. */
type Sockets = { open: Set<Socket>; dropped: boolean };
type Tcp = { socket: Socket; address: string };

/** First address that connects wins; the others are dropped. Fails with the first error once all have failed. */
function race(
  known: readonly string[],
  later: Promise<readonly string[]> | undefined,
  port: number,
  sockets: Sockets,
): Promise<Tcp | { error: unknown }> {
  return new Promise((resolve) => {
    const queue = known.slice(0, mostAddresses);
    let running = 0;
    let firstError: unknown;
    let timer: NodeJS.Timeout | undefined;
    let done = false;
    let rest = later;

    const finish = (result: Tcp | { error: unknown }) => {
      done = true;
      clearTimeout(timer);
      for (const s of sockets.open) if (!('socket' in result) || s !== result.socket) s.destroy();
      resolve(result);
    };
    const next = () => {
      clearTimeout(timer);
      if (done || sockets.dropped) return;
      const address = queue.shift();
      if (address === undefined) {
        if (rest !== undefined) {
          const promise = rest;
          rest = undefined;
          promise.then(
            (more) => {
              queue.push(...more.filter((a) => !known.includes(a)).slice(0, mostAddresses));
              next();
            },
            () => next(),
          );
        } else if (running === 0) finish({ error: firstError });
        return;
      }
      running++;
      const socket = connectTcp({ host: address, port, noDelay: true });
      sockets.open.add(socket);
      socket.once('connect', () => {
        socket.removeAllListeners('error');
        // Whoever takes the socket over adds a listener of its own; until then an error must not crash the process.
        socket.on('error', () => {});
        if (done) socket.destroy();
        else finish({ socket, address });
      });
      socket.once('error', (error) => {
        socket.on('error', () => {});
        running--;
        firstError ??= error;
        next();
      });
      timer = setTimeout(next, nextAddressMs);
    };
    next();
  });
}

function handshake(
  socket: Socket,
  hostname: string,
  secureContext: SecureContext,
  sockets: Sockets,
): Promise<{ socket: TLSSocket } | { error: unknown }> {
  return new Promise((resolve) => {
    const secure = connectTls({
      socket,
      host: hostname,
      ...(isIP(hostname) === 0 ? { servername: hostname } : {}),
      secureContext,
      ALPNProtocols: ['http/1.1'],
      // Judged by us after the handshake: the state of the certificate is a fact of its own.
      rejectUnauthorized: false,
    });
    // From here on only the outer socket may be destroyed: taking the inner one away under a handshake crashes the process
    // (segmentation fault in Node 24.21).
    sockets.open.delete(socket);
    sockets.open.add(secure);
    secure.once('secureConnect', () => {
      secure.on('error', () => {});
      resolve({ socket: secure });
    });
    secure.once('error', (error) => {
      secure.on('error', () => {});
      resolve({ error: codeOf(error) === 'UNKNOWN' ? { code: 'TLS_FAILED' } : error });
    });
    secure.once('close', () => resolve({ error: { code: 'ECONNRESET' } }));
  });
}
