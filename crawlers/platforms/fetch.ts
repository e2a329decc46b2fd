import { createHash } from 'node:crypto';
import type { HttpClient } from '#core/context.ts';
import { BugError } from '#core/errors.ts';
import type { Exchange } from '#core/evidence.ts';
import { decodeHtml } from '../page/charset.ts';
import { type Robots, readRobots } from '../site/robots.ts';
import type { FetchedResponse, FetchStep, Visibility } from './contract.ts';
import { maskUrl, scrub, scrubBytes, secretsOf } from './mask.ts';
import { openLanes, type PaceOptions, type Refusal } from './politeness.ts';

export type FetcherOptions = PaceOptions & {
  http: HttpClient;
  /** As sent, to find our own group in robots.txt. */
  userAgent: string;
  /** Longest one request may take, milliseconds. */
  timeoutMs: number;
  /** Hosts of bridges that the user runs: their robots.txt speaks to others. */
  ownHosts?: ReadonlySet<string>;
};

/** What an earlier run kept of the same address, to be asked for only if it has changed. */
export type Earlier = { etag?: string; lastModified?: string; body: Uint8Array; contentType: string };

/** 佐证: one exchange as it is kept, without tokens. */
export type KeptExchange = {
  /** Address as it may be shown. */
  url: string;
  /** UTC. */
  at: string;
  /** What a person can read about it. */
  record: Readonly<Record<string, unknown>>;
  /** Body as received; empty where none came. */
  body: Uint8Array;
};

export type StepFetch =
  | { response: FetchedResponse; kept: readonly KeptExchange[] }
  /** Nothing was asked, or not to the end: why. */
  | { withheld: Visibility; kept: readonly KeptExchange[] };

/** 礼貌抓取: the one way in which account pages are fetched. Never throws for what a site does. */
export type PlatformFetcher = {
  fetch(step: FetchStep, o?: { signal?: AbortSignal; earlier?: Earlier }): Promise<StepFetch>;
  /** What an answer turned out to be: a wall leaves its host in peace for hours, a sight ends its strikes. */
  told(step: FetchStep, visibility: Visibility, response?: FetchedResponse): Promise<void>;
};

/** 1 MB, the most that is read of an answer … */
const maxBytes = 1_000_000;
/** … but for hosts whose pages are larger: an article of WeChat is 0.8 MB and growing, most of it scripts. */
const largerHosts: ReadonlyMap<string, number> = new Map([['mp.weixin.qq.com', 4_000_000]]);

/** The most that is read of one answer of a host, bytes after content decoding. */
export const maxBytesOf = (host: string): number => largerHosts.get(host) ?? maxBytes;

const maxRedirects = 5;
const maxRobotsBytes = 512_000;
const headBytes = 64;
/** Headers that would say who we are, or pretend to be somebody. */
const forbidden =
  /^(?:cookie|authorization|proxy-authorization|user-agent|host|content-length|transfer-encoding|x-forwarded-.*|x-real-ip)$/i;
/** Headers of an answer worth keeping; `set-cookie` never. */
const keptHeaders =
  /^(?:date|server|content-type|content-length|content-encoding|location|etag|last-modified|retry-after|age|x-cache|expires|cache-control)$/;
/** Walls that stand for the whole host; an empty answer may be that of one page alone. */
const hard: ReadonlySet<string> = new Set(['captcha', 'visitor_wall', 'rate_limit', 'ip_risk', 'geo']);
/** Empty or unsigned answers in a row after which the host counts as walled. */
const softLimit = 3;

export function openPlatformFetcher(o: FetcherOptions): PlatformFetcher {
  const lanes = openLanes(o);
  const robots = new Map<string, Promise<Robots | Refusal>>();
  const soft = new Map<string, number>();

  /** One request, without redirects, in the lane of its host. */
  const ask = async (url: URL, step: FetchStep, asked: Asked): Promise<Exchange | Refusal> =>
    lanes.take(url.hostname, asked.signal, () =>
      o.http.fetch({
        url: url.href,
        method: asked.method,
        ...(asked.method === 'POST' ? { body: step.body ?? '', contentType: contentTypeOf(step) } : {}),
        headers: asked.headers,
        limits: { totalMs: o.timeoutMs, maxBytes: asked.maxBytes, maxRedirects: 0 },
        enoughBytes: asked.maxBytes,
        ...(asked.signal ? { signal: asked.signal } : {}),
      }),
    );

  const rulesOf = (url: URL, signal?: AbortSignal): Promise<Robots | Refusal> => {
    let rules = robots.get(url.host);
    if (!rules) {
      rules = readRules(url, signal);
      robots.set(url.host, rules);
      // A refusal is of this moment.
      void rules.then((r) => typeof r === 'string' && robots.delete(url.host));
    }
    return rules;
  };
  const readRules = async (asked: URL, signal?: AbortSignal): Promise<Robots | Refusal> => {
    let url = new URL('/robots.txt', asked);
    for (let hop = 0; ; hop += 1) {
      const step: FetchStep = { id: 'robots', url: url.href, expects: 'file', role: 'detail' };
      const x = await ask(url, step, {
        method: 'GET',
        headers: {},
        maxBytes: maxRobotsBytes,
        ...(signal ? { signal } : {}),
      });
      if (typeof x === 'string') return x;
      const to = redirectTarget(x);
      // Followed on the same host alone: the rules of another host are not this one's.
      if (to !== null && to.hostname === url.hostname && hop < maxRedirects) {
        url = to;
        continue;
      }
      const { outcome, body, finalUrl, status } = x;
      return readRobots({ outcome, body, url: finalUrl, ...(status === undefined ? {} : { status }) }, o.userAgent);
    }
  };

  return {
    async fetch(step, { signal, earlier } = {}) {
      const kept: KeptExchange[] = [];
      const secrets = step.secret ? secretsOf(step.url) : [];
      const withheld = (visibility: Visibility): StepFetch => ({ withheld: visibility, kept });
      let url = URL.parse(step.url);
      if (!url || !/^https?:$/.test(url.protocol)) return withheld({ kind: 'network', code: 'ERR_INVALID_URL' });
      const headers = headersOf(step, earlier);
      let method: 'GET' | 'POST' = step.method ?? 'GET';
      const redirects: { url: string; status: number }[] = [];
      for (;;) {
        if (!o.ownHosts?.has(url.hostname)) {
          const rules = await rulesOf(url, signal);
          if (typeof rules === 'string') return withheld(refusal(rules));
          if (!rules.allowed(url.href))
            return withheld(
              rules.state === 'unreadable'
                ? { kind: 'network', code: 'ROBOTS_UNREADABLE' }
                : { kind: 'blocked', by: 'robots', detail: `${url.hostname} 的 robots.txt 不允许抓取这个地址` },
            );
        }
        const most = Math.min(step.maxBytes ?? Number.POSITIVE_INFINITY, maxBytesOf(url.hostname));
        const x = await ask(url, step, { method, headers, maxBytes: most, ...(signal ? { signal } : {}) });
        if (typeof x === 'string') return withheld(refusal(x));
        kept.push(keep(x, step, secrets, earlier));
        const to = redirectTarget(x);
        if (to === null || redirects.length >= maxRedirects || !follows(step, url, to))
          return { response: answerOf(x, { step, redirects, to, earlier, now: o.clock.now().getTime() }), kept };
        redirects.push({ url: url.href, status: x.status ?? 0 });
        // What is asked of one host by POST is not handed on.
        if (x.status !== 307 && x.status !== 308) method = 'GET';
        if (method === 'POST' && to.hostname !== url.hostname)
          return { response: answerOf(x, { step, redirects, to, earlier, now: o.clock.now().getTime() }), kept };
        url = to;
      }
    },

    async told(step, visibility, response) {
      const host = URL.parse(step.url)?.hostname;
      if (host === undefined) return;
      if (visibility.kind === 'visible' || visibility.kind === 'visible_empty') {
        soft.delete(host);
        return lanes.seen(host);
      }
      if (visibility.kind !== 'blocked' || visibility.by === 'robots') return;
      const count = (soft.get(host) ?? 0) + 1;
      soft.set(host, count);
      if (hard.has(visibility.by) || count >= softLimit) await lanes.walled(host, visibility.by, retryAfter(response));
    },
  };
}

type Asked = {
  method: 'GET' | 'POST';
  headers: Readonly<Record<string, string>>;
  maxBytes: number;
  signal?: AbortSignal;
};

const refusal = (why: Refusal): Visibility =>
  why === 'cancelled' ? { kind: 'network', code: 'CANCELLED' } : { kind: 'skipped', why };

const contentTypeOf = (step: FetchStep): string =>
  Object.entries(step.headers ?? {}).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ??
  'application/json;charset=UTF-8';

function headersOf(step: FetchStep, earlier: Earlier | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(step.headers ?? {})) {
    if (forbidden.test(name)) throw new BugError(`account step ${step.id} sets the header ${name}`);
    if (name.toLowerCase() !== 'content-type') headers[name.toLowerCase()] = value.replace(/[\r\n]/g, ' ');
  }
  if (step.expects === 'json' && headers.accept === undefined) headers.accept = 'application/json, */*;q=0.5';
  if (earlier && step.method !== 'POST') {
    if (earlier.etag !== undefined) headers['if-none-match'] = earlier.etag;
    if (earlier.lastModified !== undefined) headers['if-modified-since'] = earlier.lastModified;
  }
  return headers;
}

/** Where the answer sends the visitor on to; null: nowhere. */
function redirectTarget(x: Exchange): URL | null {
  const last = x.hops.at(-1);
  if (last?.status === undefined || last.status < 300 || last.status > 399 || last.status === 304) return null;
  const location = last.headers.find(([name]) => name === 'location')?.[1].trim();
  const to = location ? URL.parse(location, last.url) : null;
  return to && /^https?:$/.test(to.protocol) && to.hostname !== '' ? to : null;
}

function follows(step: FetchStep, from: URL, to: URL): boolean {
  const rule = step.follow ?? 'same-host';
  if (rule === 'none') return false;
  if (rule === 'any') return true;
  const inside = (host: string) => to.hostname === host || to.hostname.endsWith(`.${host}`);
  // To the same address by another scheme, with or without www.
  if (rule === 'same-host') return inside(from.hostname.replace(/^www\./, ''));
  return rule.some((host) => inside(host));
}

function answerOf(
  x: Exchange,
  o: {
    step: FetchStep;
    redirects: readonly { url: string; status: number }[];
    to: URL | null;
    earlier: Earlier | undefined;
    now: number;
  },
): FetchedResponse {
  const last = x.hops.at(-1);
  const headers: Record<string, string> = {};
  for (const [name, value] of last?.headers ?? []) headers[name] ??= value;
  const before = last?.status === 304 ? o.earlier : undefined;
  const unchanged = before !== undefined;
  const body = before?.body ?? x.body;
  const contentType = before?.contentType ?? headers['content-type'] ?? '';
  const sent = Date.parse(headers.date ?? '');
  // A redirect that was not followed is an answer like any other; the client calls the stop a limit.
  const outcome = o.to !== null && x.outcome === 'redirect-limit' ? 'response' : x.outcome;
  return {
    requestedUrl: o.step.url,
    finalUrl: x.finalUrl,
    outcome,
    ...(x.code === undefined ? {} : { code: x.code }),
    status: unchanged ? 200 : (last?.status ?? null),
    redirects: o.redirects,
    ...(o.to === null ? {} : { redirectedTo: o.to.href }),
    headers,
    contentType,
    text: isText(o.step, contentType) ? decodeHtml(body, contentType || null).text : '',
    head: body.slice(0, headBytes),
    bytes: body.length,
    complete: unchanged || (outcome === 'response' && (x.bodyComplete || o.to !== null)),
    serverTime: Number.isFinite(sent) ? sent : null,
    fetchedAt: o.now,
    revalidated: unchanged,
  };
}

/** The bytes of a file are no text, but a page that comes in its place is. */
const isText = (step: FetchStep, contentType: string): boolean =>
  step.expects !== 'file' || /text\/|json|xml|html/i.test(contentType);

function keep(x: Exchange, step: FetchStep, secrets: readonly string[], earlier: Earlier | undefined): KeptExchange {
  const shown = (url: string) => (step.secret ? maskUrl(url) : url);
  const last = x.hops.at(-1);
  // What a 304 stands for is kept beside it: the record is whole, and the next run can ask by it again.
  const before = last?.status === 304 ? earlier : undefined;
  const body = scrubBytes(before?.body ?? x.body, secrets);
  const headers = (last?.headers ?? [])
    .filter(([name]) => keptHeaders.test(name))
    .map(([name, value]) => [name, name === 'location' && step.secret ? shown(value) : value.slice(0, 2_000)]);
  return {
    url: shown(x.requestedUrl),
    at: x.startedAt,
    record: scrub(
      {
        step: step.id,
        url: shown(x.requestedUrl),
        method: step.method ?? 'GET',
        // Which account was asked for stands in the body of a POST.
        ...(step.body === undefined ? {} : { sent: step.body.slice(0, 2_000) }),
        outcome: x.outcome,
        ...(x.code === undefined ? {} : { code: x.code }),
        ...(last?.status === undefined ? {} : { status: last.status }),
        ...(last?.address === undefined ? {} : { address: last.address }),
        startedAt: x.startedAt,
        totalMs: Math.round(x.totalMs),
        certificate: x.certificate,
        headers,
        ...(before === undefined ? {} : { revalidated: true, contentType: before.contentType }),
        bodyBytes: body.length,
        bodyComplete: before !== undefined || x.bodyComplete,
        bodySha256: body.length === 0 ? null : createHash('sha256').update(body).digest('hex'),
      },
      secrets,
    ),
    body,
  };
}

/** `Retry-After` in milliseconds, seconds or a date; 0: none. */
function retryAfter(response: FetchedResponse | undefined): number {
  const value = response?.headers['retry-after']?.trim() ?? '';
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isFinite(at) && response ? Math.max(0, at - response.fetchedAt) : 0;
}
