import type { ProbeContext } from '#core/context.ts';
import type { CertificateState, Exchange } from '#core/evidence.ts';
import type { ObservationValue } from '#core/observation.ts';
import { defineNetworkProbe, type Reading, type StoredBytes } from '../probe.ts';
import { controlsOpen, strained } from './access-guard.ts';
import { sha256 } from './access-text.ts';
import { type Visit, visit } from './access-visit.ts';

/** 首页访问监测的对象. */
export type AccessTarget = {
  url: string;
  /** Watch this long, milliseconds: twice the policy's limit, or 30 s. */
  watchMs: number;
  /** The policy's limit, milliseconds (default: half of `watchMs`): a busy machine of ours voids what it could push over it. */
  limitMs?: number;
  signal?: AbortSignal;
};

type Access = ObservationValue<'site.access'>;

/**
 * 站点无法访问 — one timed visit to a home page, no retry. It says what happened and when; the 15-second line is the policy's.
 *
 * A failure that may be our parser's or our TLS library's (protocol error, handshake, broken encoding) is looked at again at once
 * with a reader as forgiving as browsers; what opens there is open, with the fault noted.
 */
export const accessProbe = defineNetworkProbe<'site.access', AccessTarget>({
  id: 'access',
  version: 1,
  title: '首页访问监测',
  produces: 'site.access',
  async observe(target, context) {
    const wall = Date.now();
    const mono = performance.now();
    const strict = await visit(context.http, target, false);
    const again =
      strict.ending.kind === 'failed' && strict.ending.secondOpinion ? await visit(context.http, target, true) : null;
    // Only an opened second pass changes the answer; otherwise the strict one tells best what is wrong.
    const seen = again?.ending.kind === 'opened' || again?.ending.kind === 'unseen' ? again : strict;
    const exchanges = [...strict.exchanges, ...(again?.exchanges ?? [])];
    const stored = bytesOf(exchanges, seen.main);
    const unobserved = (reason: Extract<Reading<'site.access'>, { status: 'unobserved' }>['reason'], detail: string) =>
      ({ status: 'unobserved', reason, detail, stored }) as const;

    if (seen.ending.kind === 'unseen') return unobserved(seen.ending.reason, seen.ending.detail);
    const strain = strained({
      openedMs: seen.ending.kind === 'opened' ? seen.ending.openedMs : null,
      stalledMs: seen.exchanges.reduce((sum, e) => sum + (e.stalledMs ?? 0), 0),
      jumpMs: Date.now() - wall - (performance.now() - mono),
      watchMs: target.watchMs,
      limitMs: target.limitMs ?? target.watchMs / 2,
    });
    if (strain !== null) return unobserved('overload', strain);
    if (seen.ending.kind === 'failed' && context.controls.length > 0 && !(await controlsOpen(context)))
      return unobserved('local-network', '网站没有打开，同一时刻控制点也全部打不开，应是监测方网络故障');
    return { status: 'observed', value: accessOf(target, context, strict, seen), stored };
  },
});

function accessOf(target: AccessTarget, context: ProbeContext, strict: Visit, seen: Visit): Access {
  const { main, ending } = seen;
  const last = main.hops.at(-1);
  const lenient = seen !== strict;
  const certificate = certificateOf([...strict.exchanges, ...seen.exchanges]);
  const notes = [...seen.notes, ...faultsOf(seen.exchanges)];
  if (lenient) notes.push(whyLenient(strict, certificate));
  const failed = ending.kind === 'failed' ? ending : null;
  return {
    url: target.url,
    finalUrl: main.finalUrl,
    outcome: failed ? failed.outcome : 'opened',
    ...(failed?.stage === undefined ? {} : { stage: failed.stage }),
    ...(last?.status === undefined ? {} : { status: last.status }),
    openedMs: ending.kind === 'opened' ? ending.openedMs : null,
    watchedMs: seen.spentMs,
    watchLimitMs: target.watchMs,
    phases: last?.phases ?? { end: 0 },
    redirects: redirectsOf(seen),
    ...(last?.address === undefined ? {} : { address: last.address }),
    certificate,
    bodyBytes: main.body.length,
    bodySha256: main.body.length === 0 ? null : sha256(main.body),
    ...(failed?.code === undefined ? {} : { code: failed.code }),
    notes: [...new Set(notes)],
    engine: lenient ? 'lenient' : 'strict',
    vantage: context.vantage,
  };
}

/** Every address that led to the main document, by HTTP or by the page itself. */
function redirectsOf(seen: Visit): Access['redirects'] {
  const list: Access['redirects'] = [];
  for (const e of seen.exchanges) {
    for (const hop of e.hops) {
      if (e === seen.main && hop === e.hops.at(-1)) return list;
      if (hop.status !== undefined) list.push({ url: hop.url, status: hop.status });
    }
  }
  return list;
}

/** 证书状态: a fault of the strict pass stands, whatever the lenient one could make of it. */
function certificateOf(exchanges: readonly Exchange[]): CertificateState {
  const states = exchanges.map((e) => e.certificate);
  return states.find((c) => c !== 'none' && c !== 'valid') ?? (states.includes('valid') ? 'valid' : 'none');
}

function faultsOf(exchanges: readonly Exchange[]): string[] {
  return exchanges.flatMap((e) => e.protocolFaults);
}

const certificateNotes: Readonly<Record<CertificateState, string | null>> = {
  none: null,
  valid: null,
  expired: '网站证书已过期',
  'not-yet-valid': '网站证书尚未生效',
  'self-signed': '网站使用自签名证书',
  'wrong-host': '网站证书不是发给这个域名的',
  untrusted: '网站证书不受信任（签发机构不明或证书链不完整）',
  legacy: '网站只支持过时的 TLS 协议或弱密钥，新版浏览器会拒绝',
};

function whyLenient(strict: Visit, certificate: CertificateState): string {
  const code = strict.ending.kind === 'failed' ? strict.ending.code : undefined;
  const why = certificateNotes[certificate] ?? '网站的 HTTP 应答不合规范';
  return `${why}${code === undefined ? '' : `（${code}）`}，忽略后能打开`;
}

/** The whole visit as readable JSON, and the body of the main document. */
function bytesOf(exchanges: readonly Exchange[], main: Exchange): StoredBytes[] {
  const record = exchanges.map(({ body, ...rest }) => ({
    ...rest,
    bodyBytes: body.length,
    bodySha256: body.length === 0 ? null : sha256(body),
  }));
  const stored: StoredBytes[] = [
    { kind: 'exchange', url: main.finalUrl, bytes: new TextEncoder().encode(`${JSON.stringify(record, null, 2)}\n`) },
  ];
  if (main.body.length > 0) stored.push({ kind: 'html', url: main.finalUrl, bytes: main.body });
  return stored;
}
