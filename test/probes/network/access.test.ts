import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProbeContext } from '#core/context.ts';
import { type ObservationValue, observationValues, type UnobservedReason } from '#core/observation.ts';
import { openHttpClient } from '#crawlers/http/client.ts';
import { accessProbe } from '#probes/network/access.ts';
import { type Faulty, startFaulty, testRoot } from '../../servers/faulty.ts';

/** Stands for the 15 seconds of the index; the probe watches twice as long. */
const limitMs = 500;
const watchMs = 2 * limitMs;

type Access = ObservationValue<'site.access'>;
type Case = {
  at: string;
  why: string;
  outcome?: Access['outcome'];
  unobserved?: UnobservedReason;
  stage?: Access['stage'];
  status?: number;
  code?: string;
  engine?: Access['engine'];
  certificate?: Access['certificate'];
  /** Part of a note. */
  note?: string;
  /** Whether the policy's limit is kept: openedMs <= limit. Default: yes where opened. */
  inTime?: boolean;
  redirects?: number;
};

const cases: readonly Case[] = [
  // Time
  { at: '/ok', outcome: 'opened', status: 200, engine: 'strict', certificate: 'none', why: 'plain home page' },
  { at: '/below-limit', outcome: 'opened', why: '12 s of 15: slow, but open' },
  { at: '/above-limit', outcome: 'opened', inTime: false, why: '18 s of 15: opens, the policy sees it was too late' },
  { at: '/hang', outcome: 'timeout', stage: 'headers', why: 'no answer at all' },
  {
    at: '/drip-headers',
    outcome: 'timeout',
    stage: 'headers',
    why: 'each header keeps an inactivity timer alive; ours counts the whole',
  },
  { at: '/drip-text', outcome: 'opened', note: '没有传完', why: 'text stands at once, the body never ends' },
  {
    at: '/drip-markup',
    outcome: 'timeout',
    stage: 'body',
    status: 200,
    why: 'title, comments and scripts are nothing to read',
  },
  { at: '/late-text', outcome: 'opened', inTime: false, why: 'headers at once, text too late: blank until then' },
  { at: '/stall-before-text', outcome: 'timeout', stage: 'body', why: 'a title in the head paints nothing' },
  { at: '/stall-after-text', outcome: 'opened', note: '没有传完', why: 'a visitor reads the page' },
  {
    at: '/stall-gzip-after-text',
    outcome: 'opened',
    note: '没有传完',
    why: 'the same, compressed: what came is decoded',
  },

  // Connections
  {
    at: '/reset',
    outcome: 'reset',
    stage: 'headers',
    engine: 'strict',
    why: 'one attempt: no hidden retry of a reset',
  },
  { at: '/reset-after-headers', outcome: 'reset', stage: 'body', why: 'a status without a page' },
  { at: '/reset-after-text', outcome: 'opened', note: '断开', why: 'text stood before the reset' },
  { at: '/close', outcome: 'reset', stage: 'headers', code: 'UND_ERR_SOCKET', why: 'closed without an answer' },
  { at: '/short-body', outcome: 'opened', note: '断开', why: 'wrong length, but browsers show what came' },
  {
    at: 'http://refused.faulty.test/',
    outcome: 'refused',
    stage: 'connect',
    code: 'ECONNREFUSED',
    why: 'nothing listens',
  },

  // Names
  { at: 'http://nxdomain.test/', outcome: 'dns-failure', stage: 'dns', code: 'ENOTFOUND', why: 'no such name' },
  { at: 'http://servfail.test/', outcome: 'dns-failure', stage: 'dns', code: 'ESERVFAIL', why: 'name server fails' },
  { at: 'http://slow-dns.test/ok', outcome: 'opened', why: 'slow name server within the limit' },
  {
    at: 'http://dead-dns.test/',
    outcome: 'timeout',
    stage: 'dns',
    why: 'a name server that never answers is cut by our own clock',
  },
  { at: 'http://six.test/ok', outcome: 'opened', why: 'IPv6 only' },
  { at: 'http://half-dead.test/ok', outcome: 'opened', why: 'first address refuses, second answers' },

  // Redirects
  { at: '/redirect', outcome: 'opened', redirects: 1, why: 'one redirect' },
  { at: '/redirect-raw-utf8', outcome: 'opened', redirects: 1, why: 'browsers percent-encode raw bytes in Location' },
  { at: '/chain/5', outcome: 'opened', redirects: 5, why: 'five redirects' },
  { at: '/chain/20', outcome: 'opened', redirects: 20, why: 'twenty are what browsers accept' },
  { at: '/chain/21', outcome: 'redirect-limit', why: 'twenty-one are not' },
  { at: '/loop', outcome: 'redirect-loop', status: 302, why: 'the same address again with the same cookies' },
  { at: '/redirect-cookie', outcome: 'opened', redirects: 1, why: 'sets a cookie and redirects to itself: no loop' },
  { at: '/redirect-invalid', outcome: 'redirect-invalid', why: 'Location is no address' },
  { at: '/redirect-scheme', outcome: 'redirect-invalid', why: 'Location is no http address' },
  { at: '/redirect-hang', outcome: 'timeout', stage: 'headers', why: 'the target hangs: one clock for the chain' },
  { at: '/redirect-without-location', outcome: 'opened', status: 302, why: 'shown as it is' },

  // Statuses
  { at: '/empty', outcome: 'empty', status: 200, why: 'nothing to read' },
  { at: '/blank-markup', outcome: 'empty', why: 'comments, blanks and one full stop are nothing to read' },
  { at: '/204', outcome: 'empty', status: 204, why: 'no content' },
  { at: '/401', outcome: 'http-error', status: 401, why: 'the site asks every visitor for a password' },
  { at: '/403', unobserved: 'blocked', why: 'firewalls turn away data centres so; visitors may see the page' },
  {
    at: '/403-page',
    outcome: 'http-error',
    status: 403,
    why: 'a page of its own with status 403 is the site’s word to all',
  },
  { at: '/404', outcome: 'http-error', status: 404, why: 'status decides, whatever the page says' },
  { at: '/429', unobserved: 'blocked', why: 'about our rate' },
  { at: '/500', outcome: 'http-error', status: 500, why: 'server error' },
  { at: '/502', outcome: 'http-error', status: 502, why: 'origin down' },
  { at: '/503', outcome: 'http-error', status: 503, why: 'maintenance is not open' },
  { at: '/999', outcome: 'http-error', status: 999, why: 'above 400' },

  // Challenges are never a failure
  { at: '/412', unobserved: 'blocked', why: 'Ruishu' },
  { at: '/521', unobserved: 'blocked', why: 'Jiasule' },
  { at: '/202', unobserved: 'blocked', why: 'Ruishu with 202' },
  { at: '/503-challenge', unobserved: 'blocked', why: 'Cloudflare' },
  { at: '/acw-sc', unobserved: 'blocked', why: 'Aliyun' },
  { at: '/verify', unobserved: 'blocked', why: '安全验证' },

  // Encodings
  { at: '/gzip', outcome: 'opened', why: 'gzip' },
  { at: '/brotli', outcome: 'opened', why: 'brotli' },
  { at: '/deflate-raw', outcome: 'opened', why: 'bare deflate under the name of the zlib one' },
  { at: '/gzip-bomb', outcome: 'empty', why: 'blanks only; stopped at the cap after decoding' },
  { at: '/gzip-cut', outcome: 'opened', why: 'the end is missing, the text is there' },
  {
    at: '/gzip-label',
    outcome: 'protocol-error',
    stage: 'body',
    code: 'Z_DATA_ERROR',
    engine: 'strict',
    why: 'plain body called gzip: browsers show an error too',
  },
  { at: '/unknown-encoding', outcome: 'opened', why: 'unknown encoding is ignored' },
  { at: '/gbk', outcome: 'opened', why: 'GBK text is text' },
  { at: '/utf16', outcome: 'opened', why: 'UTF-16 with its mark' },

  // Protocol: what browsers open is open, on the marked second pass
  { at: '/endless-headers', outcome: 'protocol-error', stage: 'headers', why: 'no browser reads headers without end' },
  { at: '/long-header', outcome: 'opened', why: '20 KB of headers are fine for browsers' },
  { at: '/bare-lf', outcome: 'opened', engine: 'lenient', note: '换行符', why: 'browsers forgive bare LF' },
  { at: '/double-length', outcome: 'opened', engine: 'lenient', note: '重复声明', why: 'twice the same length' },
  { at: '/two-lengths', outcome: 'protocol-error', engine: 'strict', why: 'two different lengths: browsers refuse' },
  {
    at: '/length-and-chunked',
    outcome: 'opened',
    engine: 'lenient',
    note: '同时声明',
    why: 'chunks win over the length',
  },
  { at: '/chunk-blanks', outcome: 'opened', engine: 'lenient', note: '空格', why: 'blanks after a chunk size' },
  { at: '/bad-chunk', outcome: 'protocol-error', why: 'nothing readable came' },
  { at: '/bad-chunk-after-text', outcome: 'opened', note: '格式有误', why: 'the text stood before the bad chunk' },
  { at: '/blank-before-colon', outcome: 'opened', engine: 'lenient', note: '空格', why: 'blank before a colon' },
  {
    at: '/control-in-header',
    outcome: 'opened',
    engine: 'lenient',
    note: '控制字符',
    why: 'control character in a header',
  },
  {
    at: '/junk-before-status',
    outcome: 'opened',
    engine: 'lenient',
    note: '多余字节',
    why: 'a few bytes before the status line',
  },
  { at: '/not-http', outcome: 'protocol-error', why: 'another protocol' },
  { at: '/http10-no-length', outcome: 'opened', engine: 'strict', why: 'HTTP/1.0 until close' },

  // TLS
  {
    at: 'https://valid.faulty.test/ok',
    outcome: 'opened',
    certificate: 'valid',
    engine: 'strict',
    why: 'good certificate',
  },
  {
    at: 'https://expired.faulty.test/ok',
    outcome: 'opened',
    certificate: 'expired',
    engine: 'lenient',
    note: '过期',
    why: 'a finding of its own, not an outage',
  },
  {
    at: 'https://future.faulty.test/ok',
    outcome: 'opened',
    certificate: 'not-yet-valid',
    engine: 'lenient',
    why: 'not yet valid',
  },
  {
    at: 'https://wrong-host.faulty.test/ok',
    outcome: 'opened',
    certificate: 'wrong-host',
    engine: 'lenient',
    why: 'another name',
  },
  {
    at: 'https://self-signed.faulty.test/ok',
    outcome: 'opened',
    certificate: 'self-signed',
    engine: 'lenient',
    why: 'self-signed',
  },
  {
    at: 'https://untrusted.faulty.test/ok',
    outcome: 'opened',
    certificate: 'untrusted',
    engine: 'lenient',
    why: 'unknown issuer',
  },
  {
    at: 'https://tls10.faulty.test/ok',
    outcome: 'opened',
    certificate: 'legacy',
    engine: 'lenient',
    note: '过时',
    why: 'TLS 1.0 only',
  },
  {
    at: 'https://no-tls.faulty.test/ok',
    outcome: 'tls-failure',
    stage: 'tls',
    engine: 'strict',
    why: 'plain HTTP on the https port',
  },
  { at: 'https://tls-hang.faulty.test/', outcome: 'timeout', stage: 'tls', why: 'handshake never answered' },
  {
    at: 'https://expired.faulty.test/hang',
    outcome: 'tls-failure',
    certificate: 'expired',
    why: 'does not open on the second pass either',
  },
  {
    at: '/to-expired',
    outcome: 'opened',
    certificate: 'expired',
    engine: 'lenient',
    redirects: 1,
    why: 'redirect to a bad certificate',
  },

  // Home pages that are not plain pages
  { at: '/meta-refresh', outcome: 'opened', redirects: 1, note: 'meta refresh', why: 'leads to a page that opens' },
  { at: '/meta-refresh-hang', outcome: 'timeout', stage: 'headers', why: 'leads to a page that hangs' },
  { at: '/meta-refresh-slow', outcome: 'opened', redirects: 0, why: 'still shows its own text when the watch ends' },
  { at: '/meta-refresh-loop', outcome: 'redirect-loop', why: 'two pages that refresh to each other' },
  {
    at: '/meta-refresh-noscript',
    outcome: 'opened',
    redirects: 0,
    why: 'browsers run scripts, so noscript does not exist',
  },
  { at: '/reload-often', outcome: 'opened', redirects: 0, why: 'reloads itself every five minutes' },
  { at: '/frameset', outcome: 'opened', note: '框架', why: 'its frames open' },
  { at: '/frameset-hang', outcome: 'timeout', stage: 'headers', why: 'its only frame hangs' },
  { at: '/iframe', outcome: 'opened', note: '框架', why: 'one frame is the page' },
  { at: '/script-redirect', outcome: 'opened', redirects: 1, note: '脚本跳转', why: 'leads to a page that opens' },
  { at: '/script-redirect-hang', outcome: 'timeout', stage: 'headers', why: 'leads to a page that hangs' },
  { at: '/script-redirect-commented', outcome: 'opened', redirects: 0, why: 'a page with content is not followed' },
  { at: '/script-redirect-device', unobserved: 'needs-browser', why: 'which target a browser takes, we cannot know' },
  { at: '/script-shell', unobserved: 'needs-browser', why: 'a script writes the page' },
  { at: '/script-shell-loading', unobserved: 'needs-browser', why: '加载中 is not the page' },
  { at: '/noscript-only', unobserved: 'needs-browser', why: 'noscript text is not shown' },
  { at: '/images', outcome: 'opened', note: '只有图片', why: 'a visitor sees the picture' },
  { at: '/images-missing', outcome: 'empty', why: 'the only picture is missing' },
  { at: '/pdf', outcome: 'opened', note: 'application/pdf', why: 'browsers show it' },

  // Scope
  { at: 'ftp://www.faulty.test/', unobserved: 'not-collected', why: 'not an address of the web' },
];

let faulty: Faulty;
let context: ProbeContext;

const failing = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));
const resolve = (host: string): Promise<readonly string[]> => {
  if (host === 'nxdomain.test') return failing('ENOTFOUND');
  if (host === 'servfail.test') return failing('ESERVFAIL');
  if (host === 'dead-dns.test') return new Promise(() => {});
  if (host === 'slow-dns.test') return new Promise((done) => setTimeout(done, limitMs / 2, ['127.0.0.1']));
  if (host === 'six.test') return Promise.resolve(['::1']);
  // Nothing listens on this loopback address.
  if (host === 'half-dead.test') return Promise.resolve(['127.0.0.99', '127.0.0.1']);
  if (host === 'private.test') return Promise.resolve(['127.0.0.1']);
  return failing('ENOTFOUND');
};

beforeAll(async () => {
  faulty = await startFaulty({ limitMs });
  context = contextOf({ allowPrivate: true });
});
afterAll(async () => {
  await context.http.close();
  await faulty.close();
});

function contextOf(o: { allowPrivate: boolean; controls?: readonly string[] }): ProbeContext {
  return {
    http: openHttpClient({
      userAgent: 'xuncha-test',
      allowPrivate: o.allowPrivate,
      hosts: faulty.hosts,
      perHost: { concurrency: 2, intervalMs: 0 },
      resolve,
      ca: [testRoot],
      defaults: { maxBytes: 1_000_000 },
    }),
    clock: { now: () => new Date() },
    log: { debug() {}, info() {}, warn() {}, error() {} },
    vantage: '测试机',
    controls: o.controls ?? [],
  };
}

/** The names that resolve to loopback carry the port of the server. */
function addressOf(at: string): string {
  if (at.startsWith('/')) return faulty.url(at);
  return at
    .replace('://six.test/', `://six.test:${faulty.port6}/`)
    .replace(/:\/\/(slow-dns|half-dead|private)\.test\//, `://$1.test:${faulty.port}/`);
}

/** A visit that our own busy machine voided says nothing, here as in the product: visit again. */
async function observe(url: string, c: ProbeContext = context) {
  for (let i = 0; ; i++) {
    const reading = await accessProbe.observe({ url, watchMs, limitMs }, c);
    if (reading.status === 'observed' || reading.reason !== 'overload' || i === 5) return reading;
  }
}

describe('the table', () => {
  test.concurrent.each(cases)('$at — $why', async (c) => {
    const url = addressOf(c.at);
    if (c.at.includes('six.test') && faulty.port6 === null) return console.log('本机没有 IPv6，这一行没有检查');
    const reading = await observe(url);
    if (c.unobserved !== undefined) {
      expect(reading).toMatchObject({ status: 'unobserved', reason: c.unobserved });
      if (reading.status === 'unobserved') expect(reading.detail).not.toBe('');
      return;
    }
    if (reading.status !== 'observed') throw new Error(`${reading.reason}: ${reading.detail}`);
    const value = observationValues['site.access'].parse(reading.value);
    expect(value).toMatchObject({
      url,
      outcome: c.outcome,
      watchLimitMs: watchMs,
      vantage: '测试机',
      ...(c.stage === undefined ? {} : { stage: c.stage }),
      ...(c.status === undefined ? {} : { status: c.status }),
      ...(c.code === undefined ? {} : { code: c.code }),
      ...(c.engine === undefined ? {} : { engine: c.engine }),
      ...(c.certificate === undefined ? {} : { certificate: c.certificate }),
    });
    if (c.note !== undefined) expect(value.notes.join('；')).toContain(c.note);
    if (c.redirects !== undefined) expect(value.redirects).toHaveLength(c.redirects);
    if (c.outcome === 'opened') {
      expect(value.openedMs).not.toBeNull();
      expect((value.openedMs ?? 0) <= limitMs).toBe(c.inTime ?? true);
      expect(value.bodyBytes).toBeGreaterThan(0);
      expect(value.bodySha256).toMatch(/^[0-9a-f]{64}$/);
    } else expect(value.openedMs).toBeNull();
    if (value.outcome === 'timeout') expect(value.watchedMs).toBeGreaterThanOrEqual(watchMs - 0.5);
  });

  test('covers at least 35 behaviours', () => {
    expect(new Set(cases.map((c) => c.at)).size).toBeGreaterThanOrEqual(35);
  });
});
