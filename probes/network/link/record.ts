import type { Exchange } from '#core/evidence.ts';
import type { StoredBytes } from '../../probe.ts';
import type { Answer } from './content.ts';
import type { Attempt } from './types.ts';

const encoder = new TextEncoder();
const mostHeaders = 60;

/** One line of the attempt list of a link. */
export function attemptOf(x: Exchange): Attempt {
  const method = x.hops.at(0)?.method === 'HEAD' ? 'HEAD' : 'GET';
  const code = x.outcome === 'response' ? undefined : (x.code ?? x.outcome);
  return {
    at: x.startedAt,
    method,
    ms: Math.max(0, Math.round(x.totalMs)),
    ...(x.status === undefined ? {} : { status: x.status }),
    ...(code === undefined ? {} : { code }),
  };
}

/** 访问记录: the exchange without its body, as a person can read it; the proof of what the server said. */
export function exchangeRecord(x: Exchange): StoredBytes {
  const { body, hops, ...rest } = x;
  const record = {
    ...rest,
    bodyBytes: body.length,
    hops: hops.map((hop) => ({ ...hop, headers: hop.headers.slice(0, mostHeaders) })),
  };
  return { kind: 'exchange', url: x.requestedUrl, bytes: encoder.encode(JSON.stringify(record, null, 1)) };
}

/** What to keep of one look: the exchange, and the page where its content was the reason. */
export function keep(answer: Answer, contentMatters: boolean): StoredBytes[] {
  const kept = [exchangeRecord(answer.exchange)];
  if (contentMatters && answer.exchange.body.length > 0)
    kept.push({ kind: 'html', url: answer.exchange.finalUrl, bytes: answer.exchange.body.slice(0, 65_536) });
  return kept;
}
