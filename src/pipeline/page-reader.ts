import { challengeOf } from '#core/challenge.ts';
import type { HttpClient } from '#core/context.ts';
import type { Evidence, Exchange, PageSnapshot } from '#core/evidence.ts';
import type { UnobservedReason } from '#core/observation.ts';
import { snapshotOf } from '#crawlers/page/snapshot.ts';
import type { EvidenceStore } from '../store/ports.ts';

export type PageRead =
  | { ok: true; page: PageSnapshot; evidence: Evidence; exchange: Exchange }
  | { ok: false; reason: UnobservedReason; detail: string };

export type PageReaderOptions = { http: HttpClient; evidence: EvidenceStore; pageMs: number; maxBytes: number };

/** Fetches one page, stores its bytes as evidence and parses it once. What cannot be read is a reason, never an exception. */
export async function readPage(url: string, role: PageSnapshot['role'], o: PageReaderOptions): Promise<PageRead> {
  let exchange = await o.http.fetch({ url, limits: { totalMs: o.pageMs, maxBytes: o.maxBytes } });
  if (exchange.outcome === 'tls-failure' || exchange.outcome === 'protocol-error')
    exchange = await o.http.fetch({ url, limits: { totalMs: o.pageMs, maxBytes: o.maxBytes }, lenient: true });
  return pageFrom(exchange, role, o);
}

export async function pageFrom(
  exchange: Exchange,
  role: PageSnapshot['role'],
  o: PageReaderOptions,
): Promise<PageRead> {
  if (exchange.outcome !== 'response' || exchange.status === undefined)
    return {
      ok: false,
      reason: exchange.outcome === 'cancelled' ? 'cancelled' : 'not-collected',
      detail: `页面打不开：${outcomeText[exchange.outcome]}`,
    };
  const sha256 = await o.evidence.put(exchange.body);
  const page = snapshotOf({ exchange, role, sha256 });
  const headers = exchange.hops.at(-1)?.headers ?? [];
  const challenge = challengeOf({ status: exchange.status, headers, text: 'notPage' in page ? '' : page.html });
  if (challenge)
    return {
      ok: false,
      reason: 'blocked',
      detail: `访问被防护拦截（${challenge.kind}：${challenge.sign}），看不到页面内容`,
    };
  if (exchange.status === 401) return { ok: false, reason: 'login-required', detail: '页面要求登录（HTTP 401）' };
  if (exchange.status === 403 || exchange.status === 429)
    return { ok: false, reason: 'blocked', detail: `服务器拒绝本机访问（HTTP ${exchange.status}），看不到页面内容` };
  if (exchange.status >= 400)
    return { ok: false, reason: 'not-collected', detail: `页面打不开：HTTP ${exchange.status}` };
  if ('notPage' in page) return { ok: false, reason: 'unparsed', detail: `返回的不是网页：${page.notPage}` };
  if (!exchange.bodyComplete && exchange.bodyCut !== 'bytes')
    return { ok: false, reason: 'not-collected', detail: '页面没有传完，内容不全' };
  return {
    ok: true,
    page,
    exchange,
    evidence: { kind: 'html', sha256, url: exchange.finalUrl, capturedAt: exchange.startedAt },
  };
}

export const outcomeText: Record<Exchange['outcome'], string> = {
  response: '有响应',
  'dns-failure': '域名无法解析',
  refused: '连接被拒绝',
  unreachable: '网络不可达',
  reset: '连接被中断',
  'tls-failure': '安全连接失败',
  'protocol-error': '响应不符合 HTTP 协议',
  timeout: '超时',
  'redirect-loop': '循环跳转',
  'redirect-limit': '跳转次数过多',
  'redirect-invalid': '跳转地址无效',
  cancelled: '已取消',
  'out-of-scope': '地址不在允许访问的范围内',
};
