import type { FetchRequest, HttpClient, Log, ProbeContext } from '#core/context.ts';
import type { Exchange } from '#core/evidence.ts';
import type { LinkReason, LinkStatus, UnobservedReason } from '#core/observation.ts';
import { openHttpClient } from '#crawlers/http/client.ts';
import { checkLinks, type LinkOptions, type LinkReading, type LinkTarget } from '#probes/network/link.ts';
import { certificateFile, type LinkServer } from '../../../servers/links.ts';
import { article } from './cases/pages.ts';

export const quiet: Log = { debug() {}, info() {}, warn() {}, error() {} };

/** Milliseconds instead of minutes; long enough for a machine under load. */
export const quick: Omit<LinkOptions, 'signal'> = {
  seed: 'fixture',
  secondLookMs: 30,
  timeoutMs: 1_500,
  enoughBytes: 32 * 1024,
  fullBytes: 256 * 1024,
  maxBackoffMs: 3_000,
  backoffMs: 20,
  concurrency: 48,
  perHost: 4,
  maxRequests: 4,
  maxControlsPerHost: 8,
  guardMs: 10_000,
  maxTargets: 10_000,
};

/** The real client, connected to the fixture hosts; every other name is unknown to its name server. */
export function clientFor(server: LinkServer, perHost = { concurrency: 4, intervalMs: 0 }): HttpClient {
  return openHttpClient({
    userAgent: 'xuncha-test',
    allowPrivate: true,
    hosts: server.hosts,
    perHost,
    ca: [certificateFile('ca')],
    resolve(host) {
      if (host.startsWith('silent.')) return new Promise(() => {});
      const code = host.startsWith('servfail.') ? 'ESERVFAIL' : 'ENOTFOUND';
      return Promise.reject(Object.assign(new Error(code), { code }));
    },
  });
}

export function contextOf(http: HttpClient, controls: readonly string[] = []): ProbeContext {
  return { http, clock: { now: () => new Date() }, log: quiet, vantage: '测试', controls };
}

export function targetOf(url: string, more: Partial<LinkTarget> & { tag?: string } = {}): LinkTarget {
  const { tag, ...rest } = more;
  const parsed = URL.parse(url);
  const site =
    parsed !== null && /^https?:$/.test(parsed.protocol) && rest.external !== true
      ? `${parsed.origin}/`
      : 'http://www.shili.example/';
  return {
    url,
    parents: [{ url: `${site}index.html`, role: 'home', tag: tag ?? 'a', text: '链接', place: {} }],
    parentCount: 1,
    external: false,
    home: site,
    ...rest,
  };
}

export async function readAll(
  targets: readonly LinkTarget[],
  context: ProbeContext,
  options: Partial<LinkOptions> = {},
): Promise<LinkReading[]> {
  const out: LinkReading[] = [];
  for await (const reading of checkLinks(targets, context, { ...quick, ...options })) out.push(reading);
  return out;
}

/** `status REASON` of a reading, or `unobserved reason`. */
export function verdictOf(
  r: LinkReading | undefined,
): `${LinkStatus} ${LinkReason}` | `unobserved ${UnobservedReason}` | 'missing' {
  if (r === undefined) return 'missing';
  return r.reading.status === 'observed'
    ? `${r.reading.value.status} ${r.reading.value.reason}`
    : `unobserved ${r.reading.reason}`;
}

/** A client that answers from a function: for faults of our own code, which no server can make. */
export const fake = (answer: (r: FetchRequest) => Partial<Exchange> | Promise<Partial<Exchange>>): HttpClient => ({
  async fetch(request) {
    const over = await answer(request);
    const hop = { url: request.url, method: request.method ?? 'GET', headers: [], phases: { end: 1 } } as const;
    return {
      requestedUrl: request.url,
      finalUrl: request.url,
      startedAt: '2026-09-10T02:00:00.000Z',
      outcome: 'response',
      status: 200,
      hops: [{ ...hop, status: over.status ?? 200 }],
      totalMs: 1,
      certificate: 'none',
      body: new TextEncoder().encode(request.url.endsWith('.css') ? 'body{margin:0}' : article(1)),
      bodyComplete: true,
      readableMs: 1,
      protocolFaults: [],
      ...over,
    };
  },
  async close() {},
});
export const silent: Partial<Exchange> = {
  outcome: 'timeout',
  stage: 'connect',
  body: new Uint8Array(0),
  bodyComplete: false,
  readableMs: null,
};
export const withoutStatus = (x: Partial<Exchange>): Partial<Exchange> => {
  const copy: Record<string, unknown> = { ...x };
  copy.status = undefined;
  return copy as Partial<Exchange>;
};
