import type { CertificateState, Exchange } from '#core/evidence.ts';
import type { LinkReason } from '#core/observation.ts';
import type { ChallengeSign, Sight } from './types.ts';

/**
 * 链接判定 by how the exchange ended, before its content is read: one table, first row that fits wins. A row that says `broken` only raises
 * the suspicion; it takes a second look and the stated proof to publish it. Whatever a server may say to a machine and not to a person
 * (refusals, challenges, rate limits, odd 4xx) is `undeterminable`: an office must not be charged for guarding itself.
 */
export function classifyExchange(x: Exchange, challenge: ChallengeSign | null): Sight {
  const row = rows.find((r) => r.when(x, challenge));
  const given = row?.gives(x, challenge) ?? { status: 'undeterminable', reason: 'NET_PROTOCOL', next: 'done' };
  return {
    ...given,
    ...(x.status === undefined ? {} : { httpStatus: x.status }),
    ...(x.finalUrl === x.requestedUrl ? {} : { finalUrl: x.finalUrl }),
  };
}

type Row = {
  when: (x: Exchange, challenge: ChallengeSign | null) => boolean;
  gives: (x: Exchange, challenge: ChallengeSign | null) => Omit<Sight, 'httpStatus' | 'finalUrl'>;
};

const answered =
  (...statuses: number[]) =>
  (x: Exchange) =>
    x.outcome === 'response' && statuses.includes(x.status ?? 0);
const range = (from: number, to: number) => (x: Exchange) =>
  x.outcome === 'response' && (x.status ?? 0) >= from && (x.status ?? 0) <= to;
const unclear = (reason: LinkReason, note?: string): Omit<Sight, 'next'> & { next: 'done' } => ({
  status: 'undeterminable',
  reason,
  next: 'done',
  ...(note === undefined ? {} : { note }),
});

/** Faults of the path between us and anything: they say nothing about the target. */
const ownPath = new Set(['ENETUNREACH', 'ENETDOWN', 'EACCES', 'EPERM', 'EINVAL', 'EADDRNOTAVAIL']);
/** Answers of name servers that know the zone: the name does not exist or has no address. All else is a failed question. */
const nameless = new Set(['ENOTFOUND', 'ENODATA', 'ENONAME', 'EAI_NONAME', 'EAI_NODATA']);
/** The other side does not speak TLS at all on this port: no browser opens that either. */
const notTls = new Set(['ERR_SSL_WRONG_VERSION_NUMBER', 'ERR_SSL_PACKET_LENGTH_TOO_LONG', 'ERR_SSL_HTTP_REQUEST']);

/** 证书问题 as a reason; null when there is none. */
export function certificateReason(state: CertificateState): LinkReason | null {
  switch (state) {
    case 'expired':
    case 'not-yet-valid':
      return 'TLS_EXPIRED';
    case 'wrong-host':
      return 'TLS_HOSTNAME';
    case 'self-signed':
    case 'untrusted':
      return 'TLS_UNTRUSTED';
    case 'legacy':
      return 'TLS_LEGACY';
    default:
      return null;
  }
}

export const headerOf = (x: Pick<Exchange, 'hops'>, name: string): string | undefined =>
  x.hops.at(-1)?.headers.find(([key]) => key.toLowerCase() === name)?.[1];

const rows: readonly Row[] = [
  // Not looked at.
  {
    when: (x) => x.outcome === 'out-of-scope',
    gives: () => ({ status: 'skipped', reason: 'EXCLUDED_SCOPE', next: 'done' }),
  },

  // A page for machines, whatever its status: 412, 521 and 202 are typical, 200 and 403 happen.
  {
    when: (_, challenge) => challenge !== null,
    gives: (_, challenge) => unclear('BLOCKED_CHALLENGE', `反爬虫验证页（${challenge?.sign ?? ''}）`.slice(0, 200)),
  },

  // Names.
  {
    when: (x) => x.outcome === 'dns-failure' && nameless.has(x.code ?? ''),
    gives: () => ({ status: 'broken', reason: 'DNS_NXDOMAIN', next: 'again', needs: 'names' }),
  },
  {
    // A failed question is never held against the target: other names come out of the resolver's cache, so they cannot prove that it works.
    when: (x) => x.outcome === 'dns-failure' || (x.outcome === 'timeout' && x.stage === 'dns'),
    gives: () => ({ status: 'undeterminable', reason: 'DNS_SERVFAIL', next: 'again' }),
  },

  // Connections.
  {
    when: (x) => x.outcome === 'unreachable' && ownPath.has(x.code ?? ''),
    gives: () => unclear('NET_UNREACHABLE', '本机没有通往该地址的网络路径'),
  },
  {
    when: (x) => x.outcome === 'unreachable',
    gives: () => ({ status: 'broken', reason: 'NET_UNREACHABLE', next: 'again', needs: 'network' }),
  },
  {
    when: (x) => x.outcome === 'refused',
    gives: () => ({ status: 'broken', reason: 'NET_REFUSED', next: 'again', needs: 'network' }),
  },
  {
    when: (x) => x.outcome === 'timeout',
    gives: () => ({ status: 'broken', reason: 'NET_TIMEOUT', next: 'again', needs: 'network' }),
  },
  {
    when: (x) => x.outcome === 'reset' && x.code === 'UND_ERR_SOCKET',
    gives: () => ({ status: 'broken', reason: 'NET_EMPTY', next: 'again', needs: 'network' }),
  },
  {
    when: (x) => x.outcome === 'reset',
    gives: () => ({ status: 'broken', reason: 'NET_RESET', next: 'again', needs: 'network' }),
  },

  // TLS and HTTP faults that a browser may forgive: the lenient pass tells.
  {
    when: (x) => x.outcome === 'tls-failure' && notTls.has(x.code ?? ''),
    gives: () => ({
      status: 'broken',
      reason: 'TLS_FAILED',
      next: 'again',
      needs: 'network',
      note: '该端口不支持 HTTPS',
    }),
  },
  {
    when: (x) => x.outcome === 'tls-failure',
    gives: (x) => ({
      status: 'undeterminable',
      reason: certificateReason(x.certificate) ?? 'TLS_FAILED',
      next: 'lenient',
    }),
  },
  {
    when: (x) => x.outcome === 'protocol-error',
    gives: () => ({ status: 'undeterminable', reason: 'NET_PROTOCOL', next: 'lenient' }),
  },

  // Redirects.
  {
    when: (x) => x.outcome === 'redirect-loop',
    gives: () => ({ status: 'broken', reason: 'REDIRECT_LOOP', next: 'again' }),
  },
  {
    when: (x) => x.outcome === 'redirect-limit',
    gives: () => ({ status: 'broken', reason: 'REDIRECT_LIMIT', next: 'again' }),
  },
  {
    // On to an app or a mail program: works for those who have it.
    when: (x) =>
      x.outcome === 'redirect-invalid' && /^(?!https?:)[a-z][a-z\d+.-]{1,30}:/i.test(headerOf(x, 'location') ?? ''),
    gives: () => ({ status: 'skipped', reason: 'URL_UNSUPPORTED', next: 'done' }),
  },
  {
    when: (x) => x.outcome === 'redirect-invalid',
    gives: () => ({ status: 'broken', reason: 'REDIRECT_INVALID', next: 'again' }),
  },

  // Answers, by status.
  { when: answered(204, 205), gives: () => ({ status: 'caution', reason: 'NET_EMPTY', next: 'done' }) },
  { when: range(200, 299), gives: () => ({ status: 'ok', reason: 'OK', next: 'read' }) },
  // We never ask conditionally: a browser without a stored copy shows nothing, one with a copy shows that.
  { when: answered(304), gives: () => unclear('NET_PROTOCOL', '未带条件的请求得到 304') },
  // A redirect without a usable Location: browsers show the body that came with it.
  { when: range(300, 399), gives: () => ({ status: 'broken', reason: 'REDIRECT_INVALID', next: 'read' }) },
  { when: answered(401, 407, 511), gives: () => unclear('BLOCKED_AUTH') },
  { when: answered(403), gives: () => unclear('BLOCKED_AUTH') },
  { when: answered(404), gives: () => ({ status: 'broken', reason: 'HTTP_404', next: 'again' }) },
  { when: answered(410), gives: () => ({ status: 'broken', reason: 'HTTP_410', next: 'again' }) },
  { when: answered(420, 429), gives: () => ({ status: 'undeterminable', reason: 'BLOCKED_RATE', next: 'again' }) },
  // 412 to a request without conditions is how one widespread guard (瑞数) answers every machine; 999 is LinkedIn's refusal.
  {
    when: answered(412, 999),
    gives: (x) => unclear('BLOCKED_CHALLENGE', `状态码 ${x.status} 是网站拒绝程序访问的做法`),
  },
  { when: answered(408, 425), gives: () => ({ status: 'undeterminable', reason: 'HTTP_4XX', next: 'again' }) },
  // 400, 405, 406, 418, 451 and the rest: firewalls answer machines with them as often as servers answer bad links.
  { when: range(400, 499), gives: () => ({ status: 'undeterminable', reason: 'HTTP_4XX', next: 'again' }) },
  {
    when: (x) => answered(503)(x) && headerOf(x, 'retry-after') !== undefined,
    gives: () => ({ status: 'undeterminable', reason: 'BLOCKED_RATE', next: 'again' }),
  },
  { when: range(500, 599), gives: () => ({ status: 'broken', reason: 'HTTP_5XX', next: 'again' }) },
  { when: (x) => x.outcome === 'response', gives: (x) => unclear('BLOCKED_CHALLENGE', `非标准状态码 ${x.status}`) },
];

/** Sites' own sign-in addresses: host label or path segment. */
const loginHost =
  /^(?:sso|passport|login|cas|auth|oauth|oauth2|signin|tyrz|uaa|idp|account|accounts|uias|uas|user|ids|portalauth|authserver|ssoserver)\d{0,2}(?:-[\w-]{1,30})?\./;
const loginPath =
  /\/(?:sso|passport|login|logon|signin|sign-in|sign_in|cas|oauth2?|auth|authserver|authorize|tologin|userlogin|user-login|loginpage|login_page|dologin|memberlogin|gologin|uaa|ids|unifiedauth|portallogin|caslogin|ssologin)(?:[/.;]|$)/;

/** 登录页: whether an address is where a site asks for a sign-in. */
export function isLogin(url: string): boolean {
  try {
    const u = new URL(url);
    return loginHost.test(u.hostname.toLowerCase()) || loginPath.test(u.pathname.toLowerCase());
  } catch {
    return false;
  }
}

/** Wait that the server asks for (Retry-After as seconds or as a date, against its own clock where it shows one); null when it names none. */
export function retryAfterMs(x: Exchange): number | null {
  const given = headerOf(x, 'retry-after')?.trim();
  if (given === undefined || given === '') return null;
  if (/^\d{1,9}$/.test(given)) return Number(given) * 1000;
  const until = Date.parse(given);
  if (Number.isNaN(until)) return null;
  const served = Date.parse(headerOf(x, 'date') ?? '');
  const now = Number.isNaN(served) ? Date.parse(x.startedAt) + x.totalMs : served;
  return Math.max(0, until - now);
}
