import { challengeOf } from '#core/challenge.ts';
import type { HttpClient } from '#core/context.ts';
import type { Evidence, Exchange } from '#core/evidence.ts';
import type { UnobservedReason } from '#core/observation.ts';
import { decodeHtml } from '#crawlers/page/charset.ts';
import { header } from '#crawlers/page/snapshot.ts';
import type { ListRequest, ListResponse } from '#probes/page/script-lists/types.ts';
import type { EvidenceStore } from '../store/ports.ts';
import { outcomeText } from './page-reader.ts';

export type Asked =
  | { ok: true; exchange: Exchange; response: ListResponse; evidence: Evidence }
  | { ok: false; reason: UnobservedReason; detail: string };

/** 查询列表 — one page's requests: bounded in number, to the site's own hosts only, each answer stored, none asked twice in a round. */
export type Asking = {
  ask(request: ListRequest, kind?: 'exchange' | 'html'): Promise<Asked>;
  /** Whether a request would still be made. */
  left(): boolean;
  requests(): number;
  evidence: Evidence[];
  asked: Map<string, Promise<Asked>>;
};

const maxBody = 4_096;

export function openAsking(o: {
  http: HttpClient;
  evidence: EvidenceStore;
  hosts: readonly string[];
  page: string;
  pageMs: number;
  maxBytes: number;
  maxRequests: number;
  asked?: Asking['asked'] | undefined;
}): Asking {
  const asked = o.asked ?? new Map<string, Promise<Asked>>();
  const evidence: Evidence[] = [];
  const own = new Set([...o.hosts, URL.parse(o.page)?.host ?? ''].map((h) => h.toLowerCase()));
  let requests = 0;

  const send = async (request: ListRequest, kind: 'exchange' | 'html'): Promise<Asked> => {
    const ask = {
      url: request.url,
      method: request.method,
      headers: { accept: 'application/json, text/xml, text/html;q=0.9, */*;q=0.8', ...request.headers },
      ...(request.body === undefined ? {} : { body: request.body }),
      ...(request.contentType === undefined ? {} : { contentType: request.contentType }),
      limits: { totalMs: o.pageMs, maxBytes: o.maxBytes, maxRedirects: 5 },
    };
    let exchange = await o.http.fetch(ask);
    // A certificate or a header that only browsers of old forgave: no byte of the request was read then, so it may be sent again.
    if (exchange.outcome === 'tls-failure' || (exchange.outcome === 'protocol-error' && request.method === 'GET'))
      exchange = await o.http.fetch({ ...ask, lenient: true });
    if (exchange.outcome !== 'response' || exchange.status === undefined)
      return {
        ok: false,
        reason: exchange.outcome === 'cancelled' ? 'cancelled' : 'not-collected',
        detail: `列表接口打不开：${outcomeText[exchange.outcome]}`,
      };
    const host = URL.parse(exchange.finalUrl)?.host.toLowerCase() ?? '';
    if (!own.has(host))
      return { ok: false, reason: 'not-collected', detail: `列表接口跳转到了别的网站（${host.slice(0, 80)}）` };
    const sha256 = await o.evidence.put(exchange.body);
    const last = exchange.hops.at(-1);
    const contentType = header(last, 'content-type') ?? '';
    const text = decodeHtml(exchange.body, contentType).text;
    const challenge = challengeOf({ status: exchange.status, headers: last?.headers ?? [], text: marked(text) });
    if (challenge)
      return {
        ok: false,
        reason: 'blocked',
        detail: `列表接口被防护拦截（${challenge.kind}：${challenge.sign}）`,
      };
    if (!exchange.bodyComplete) return { ok: false, reason: 'not-collected', detail: '列表接口的答复没有收全' };
    return {
      ok: true,
      exchange,
      response: { status: exchange.status, contentType, text, url: exchange.finalUrl },
      evidence: { kind, sha256, url: exchange.finalUrl, capturedAt: exchange.startedAt },
    };
  };

  return {
    evidence,
    asked,
    requests: () => requests,
    left: () => requests < o.maxRequests,
    async ask(request, kind = 'exchange') {
      const url = URL.parse(request.url);
      if (url === null || !own.has(url.host.toLowerCase()))
        return {
          ok: false,
          reason: 'not-collected',
          detail: `列表接口不在本站登记的域名内（${url?.host ?? ''}），没有查询`,
        };
      if ((request.body ?? '').length > maxBody)
        return { ok: false, reason: 'not-collected', detail: '列表接口要的参数过长，没有查询' };
      const key = JSON.stringify([request.method, request.url, request.body ?? '']);
      let answer = asked.get(key);
      if (answer === undefined) {
        if (requests >= o.maxRequests)
          return { ok: false, reason: 'not-collected', detail: `一个页面的列表最多查询 ${o.maxRequests} 次，没有轮到` };
        requests++;
        answer = send(request, kind);
        asked.set(key, answer);
      }
      const got = await answer;
      if (got.ok && !evidence.some((e) => e.sha256 === got.evidence.sha256)) evidence.push(got.evidence);
      return got;
    },
  };
}

/** Data is no page: a title in it that speaks of 安全验证 is no check. Only markup is looked at for signs of one. */
function marked(text: string): string {
  return /^\s{0,200}<(?!\?xml|datastore|recordset)/i.test(text.slice(0, 400)) ? text : '';
}
