import type { FetchLimits, FetchRequest, HttpClient } from '#core/context.ts';
import type { CertificateState, Exchange, Hop, Phases } from '#core/evidence.ts';
import type { Answer, Ask, Headers } from './answer.ts';
import { type Body, type BodyResult, header, openBody } from './body.ts';
import { openConnector } from './connector.ts';
import { openCookies } from './cookies.ts';
import { type Deadline, openDeadline } from './deadline.ts';
import type { Failure } from './failures.ts';
import { type Lag, watchLag } from './lag.ts';
import { askLenient } from './lenient.ts';
import { openLimiter } from './limiter.ts';
import { openPool, type Pool } from './pool.ts';
import { afterRedirect, redirectOf, type Sent } from './redirects.ts';
import { openResolve, type Resolve } from './resolve.ts';
import { openStrict, type StrictConnection } from './strict.ts';

export type HttpOptions = {
  /** Sent as it is: says who is asking. */
  userAgent: string;
  /** Allow private, loopback and other non-public addresses. */
  allowPrivate: boolean;
  /** `host` or `host:port`, lower case → where to connect instead. Host header and SNI keep the name; always in scope. */
  hosts?: ReadonlyMap<string, { address: string; port: number }>;
  defaults?: Partial<FetchLimits>;
  /** Politeness towards one host name, whatever its port or scheme. */
  perHost: { concurrency: number; intervalMs: number };
  /** Cap on name, connection and handshake together, per request; the total applies anyway. */
  connectTimeoutMs?: number;
  /** Other name resolution (tests): addresses, or an error with a code; may never settle. */
  resolve?: (host: string) => Promise<readonly string[]>;
  /** Further trusted root certificates, PEM. */
  ca?: readonly string[];
};

/** 15 s fits ordinary pages; 20 redirects and 256 KB of headers are what browsers accept. */
export const defaultLimits: FetchLimits = {
  totalMs: 15_000,
  maxBytes: 5 * 1024 * 1024,
  maxRedirects: 20,
  maxHeaderBytes: 256 * 1024,
};

/**
 * HTTP client for inspection. Everything a site does is a value: the promise never rejects for it.
 *
 * - `response`: a complete header block came, whatever follows; a body that was cut says so in `bodyCut` (with `stage: 'body'`
 *   and `code` when time or a fault cut it). `reset` with code UND_ERR_SOCKET: closed without an answer.
 * - `out-of-scope`: only private addresses (PRIVATE_ADDRESS), not an http(s) address (ERR_INVALID_URL), or a redirect that would carry
 *   a POST to another host (POST_OTHER_HOST).
 * - `cancelled` with a code: our own machine ran out of something (EMFILE …).
 * - `totalMs` and the limit count the requests alone, not the wait for our own limiter.
 */
export function openHttpClient(options: HttpOptions): HttpClient {
  const limits = { ...defaultLimits, ...options.defaults };
  const own = openResolve();
  const given = options.resolve;
  const resolve: Resolve = given ? async (host) => ({ addresses: await given(host) }) : own.resolve;
  const connector = openConnector({
    allowPrivate: options.allowPrivate,
    hosts: options.hosts ?? new Map(),
    resolve,
    connectTimeoutMs: options.connectTimeoutMs,
    ca: options.ca ?? [],
  });
  const limiter = openLimiter(options.perHost);
  const pool = openPool(options.perHost.concurrency);
  const running = new Set<Deadline>();
  let closed = false;

  const shared: Shared = { options, connector, limiter, pool };
  return {
    async fetch(request) {
      const deadline = openDeadline(request.limits?.totalMs ?? limits.totalMs, request.signal);
      running.add(deadline);
      if (closed) deadline.cancel();
      const lag = watchLag();
      try {
        return await fetchChain(shared, request, { ...limits, ...request.limits }, deadline, lag);
      } finally {
        running.delete(deadline);
        deadline.close();
        lag.stop();
      }
    },
    async close() {
      closed = true;
      for (const deadline of running) deadline.cancel();
      pool.close();
      own.close();
    },
  };
}

type Shared = {
  options: HttpOptions;
  connector: ReturnType<typeof openConnector>;
  limiter: ReturnType<typeof openLimiter>;
  pool: Pool;
};

type HopResult = {
  hop: Hop;
  answer?: Answer;
  failure?: Failure;
  certificate: CertificateState;
  body: BodyResult | null;
};

async function fetchChain(
  shared: Shared,
  request: FetchRequest,
  limits: FetchLimits,
  deadline: Deadline,
  lag: Lag,
): Promise<Exchange> {
  const startedAt = new Date().toISOString();
  const hops: Hop[] = [];
  const faults = new Set<string>();
  const cookies = openCookies();
  const seen = new Set<string>();
  let certificate: CertificateState = 'none';

  const done = (rest: Pick<Exchange, 'outcome'> & Partial<Exchange>): Exchange => ({
    requestedUrl: request.url,
    finalUrl: hops.at(-1)?.url ?? request.url,
    startedAt,
    hops,
    totalMs: deadline.spent(),
    certificate,
    body: new Uint8Array(0),
    bodyComplete: false,
    readableMs: null,
    protocolFaults: [...faults],
    stalledMs: lag.total(),
    ...rest,
  });
  const nowhere = (code: string) => {
    hops.push({ url: request.url, method: request.method ?? 'GET', headers: [], phases: { end: 0 } });
    return done({ outcome: 'out-of-scope', code });
  };

  let sent: Sent = sentBy(request);
  let url = URL.parse(request.url);
  if (!url || !/^https?:$/.test(url.protocol) || url.hostname === '') return nowhere('ERR_INVALID_URL');

  for (;;) {
    const release = request.unpaced ? () => {} : await shared.limiter.acquire(url.hostname, deadline.signal);
    if (release === null) {
      hops.push({ url: url.href, method: request.method ?? 'GET', headers: [], phases: { end: 0 } });
      return done({ outcome: 'cancelled' });
    }
    const before = deadline.spent();
    deadline.run();
    let result: HopResult;
    try {
      result = await fetchHop(shared, request, limits, { url, sent, cookie: cookies.header(url), deadline, lag });
      // Before the place is given to the next one, which must not run into the same refusal.
      const { status } = result.hop;
      if (status !== undefined && !request.unpaced)
        shared.limiter.answered(url.hostname, status, restAsked(result.hop));
    } finally {
      deadline.pause();
      release();
    }
    const { hop, answer, body } = result;
    hops.push(hop);
    certificate = worse(certificate, result.certificate);
    for (const fault of answer?.faults ?? []) faults.add(fault);
    if (!answer || hop.status === undefined) return done(result.failure ?? { outcome: 'cancelled' });

    const redirect = redirectOf(url, hop.status, hop.headers);
    if (redirect.kind === 'invalid') return done({ outcome: 'redirect-invalid', status: hop.status });
    if (redirect.kind === 'to') {
      // Same address with the same cookies can only give the same answer.
      seen.add(`${sent.method} ${bare(url)} ${cookies.header(url)}`);
      cookies.take(url, hop.headers);
      const next = afterRedirect(sent, hop.status);
      if (seen.has(`${next.method} ${bare(redirect.url)} ${cookies.header(redirect.url)}`))
        return done({ outcome: 'redirect-loop', status: hop.status });
      // What is asked of one host by POST is not handed on to another.
      if (next.method === 'POST' && redirect.url.hostname !== url.hostname)
        return done({ outcome: 'out-of-scope', status: hop.status, code: 'POST_OTHER_HOST' });
      if (hops.length > limits.maxRedirects) return done({ outcome: 'redirect-limit', status: hop.status });
      url = redirect.url;
      sent = next;
      continue;
    }
    const cut = answer.cut === 'bytes' && body?.cut ? body.cut : (answer.cut ?? body?.cut);
    const code = answer.code ?? body?.code;
    return done({
      outcome: 'response',
      status: hop.status,
      body: body?.bytes ?? new Uint8Array(0),
      bodyComplete: answer.complete && cut === undefined,
      readableMs: body?.readableAt == null ? null : before + body.readableAt,
      ...(cut === undefined ? {} : { bodyCut: cut }),
      ...(cut === undefined || cut === 'bytes' ? {} : { stage: 'body' as const }),
      ...(code === undefined ? {} : { code }),
    });
  }
}

async function fetchHop(
  shared: Shared,
  request: FetchRequest,
  limits: FetchLimits,
  h: { url: URL; sent: Sent; cookie: string; deadline: Deadline; lag: Lag },
): Promise<HopResult> {
  const { url, sent, deadline, lag } = h;
  const method = sent.method ?? 'GET';
  const keep = !request.unpaced && !request.lenient;
  let body: Body | null = null;
  const ask = (start: number): Ask => ({
    url,
    method,
    ...(sent.body === undefined ? {} : { body: sent.body }),
    headers: requestHeaders(shared.options.userAgent, request, sent, h.cookie, keep),
    maxHeaderBytes: limits.maxHeaderBytes,
    start,
    signal: deadline.signal,
    onHeaders(status, headers, stop) {
      if (redirectOf(url, status, headers).kind !== 'none') return headersSayEmpty(headers);
      const maxBytes = Math.min(limits.maxBytes, request.enoughBytes ?? limits.maxBytes);
      body = openBody({ headers, maxBytes, onFull: stop });
      return true;
    },
    onData: (chunk, at) => body?.write(chunk, at),
    onPhase: () => lag.note(),
  });
  const finish = async (phases: Omit<Phases, 'end'>, answer: Answer, address: string, c: CertificateState) => {
    const hop: Hop = {
      url: url.href,
      method,
      headers: answer.headers,
      address,
      phases: {
        ...phases,
        ...(answer.headersAt === undefined ? {} : { headers: answer.headersAt }),
        ...(answer.firstByteAt === undefined ? {} : { firstByte: answer.firstByteAt }),
        end: answer.endAt,
      },
      ...(answer.status === undefined ? {} : { status: answer.status }),
    };
    return {
      hop,
      answer,
      certificate: c,
      body: (await (body as Body | null)?.finish()) ?? null,
      ...(answer.failure === undefined ? {} : { failure: answer.failure }),
    };
  };

  /** Waits until the host may be written to, on our own time. */
  const turn = async (): Promise<number> => {
    const wait = request.unpaced ? 0 : shared.limiter.turn(url.hostname);
    if (wait === 0) return 0;
    const from = performance.now();
    deadline.pause();
    await sleep(wait, deadline.signal);
    deadline.run();
    return performance.now() - from;
  };

  // A POST always gets a connection of its own making: on an idle one that the server has just closed nobody can tell whether it
  // arrived, and it must not be sent twice.
  const idle = keep && method !== 'POST' ? shared.pool.take(url) : null;
  if (idle) {
    await turn();
    const answer = await idle.connection.ask(ask(performance.now()));
    // The server may have closed an idle connection just now, or have sent more than the answer before: that says nothing about this one, ask
    // again on a fresh connection.
    const { failure } = answer;
    const stale =
      answer.status === undefined && (failure?.outcome === 'reset' || failure?.outcome === 'protocol-error');
    if (!stale) {
      giveBack(shared.pool, url, idle, answer);
      return finish({}, answer, idle.address, idle.certificate);
    }
    idle.connection.destroy();
  }

  if (keep) shared.pool.makeRoom(url);
  const start = performance.now();
  const connected = await shared.connector.connect(url, {
    start,
    signal: deadline.signal,
    lenient: request.lenient ?? false,
    onPhase: () => lag.note(),
  });
  if (!connected.ok)
    return {
      hop: {
        url: url.href,
        method,
        headers: [],
        phases: { ...connected.phases, end: performance.now() - start },
        ...(connected.address === undefined ? {} : { address: connected.address }),
      },
      failure: connected.failure,
      certificate: connected.certificate,
      body: null,
    };
  const { socket, address, certificate, phases } = connected;
  const waited = await turn();
  if (request.lenient) return finish(phases, await askLenient(socket, ask(start + waited)), address, certificate);
  const connection = openStrict(url, socket, { maxHeaderBytes: limits.maxHeaderBytes, idleMs: keep ? 4_000 : 1 });
  const answer = await connection.ask(ask(start + waited));
  if (keep) giveBack(shared.pool, url, { connection, address, certificate }, answer);
  else connection.destroy();
  return finish(phases, answer, address, certificate);
}

function giveBack(
  pool: Pool,
  url: URL,
  idle: { connection: StrictConnection; address: string; certificate: CertificateState },
  answer: Answer,
): void {
  if (answer.complete && idle.connection.reusable()) pool.give(url, idle);
  else idle.connection.destroy();
}

/** Rest that an answer asks for (Retry-After in seconds or as a date against its own clock), null when it asks for none. */
function restAsked({ status, headers }: Hop): number | null {
  if (status === undefined || (status !== 429 && status < 500)) return null;
  const given = header(headers, 'retry-after').trim();
  if (/^\d{1,9}$/.test(given)) return Number(given) * 1000;
  const until = Date.parse(given) - Date.parse(header(headers, 'date'));
  return Number.isNaN(until) ? null : until;
}

/** Resolves after `ms`, or as soon as the fetch is stopped. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}

/** A body belongs to a POST and has a type. */
function sentBy(request: FetchRequest): Sent {
  const method = request.method ?? 'GET';
  if (method !== 'POST') return { method };
  return { method, body: request.body ?? '', contentType: request.contentType ?? 'application/x-www-form-urlencoded' };
}

function requestHeaders(userAgent: string, request: FetchRequest, sent: Sent, cookie: string, keep: boolean) {
  const headers: Record<string, string> = {
    'user-agent': userAgent,
    accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8',
    'accept-language': 'zh-CN,zh;q=0.9',
    'accept-encoding': 'gzip, deflate, br',
    ...(keep ? {} : { connection: 'close' }),
  };
  for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value;
  if (sent.contentType !== undefined) headers['content-type'] = sent.contentType;
  const cookies = [headers.cookie, cookie].filter((c) => c !== undefined && c !== '').join('; ');
  if (cookies !== '') headers.cookie = cookies;
  return headers;
}

/** The body of a redirect is not wanted; reading it pays only where there is none and the connection can be kept. */
function headersSayEmpty(headers: Headers): boolean {
  return headers.some(([name, value]) => name === 'content-length' && value.trim() === '0');
}

const bare = (url: URL) => url.href.split('#', 1)[0];

function worse(a: CertificateState, b: CertificateState): CertificateState {
  const rank = (c: CertificateState) => (c === 'none' ? 0 : c === 'valid' ? 1 : 2);
  return rank(b) > rank(a) ? b : a;
}
