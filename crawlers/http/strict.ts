import type { Socket } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import type { Answer, Ask, Headers } from './answer.ts';
import type { StopReason } from './deadline.ts';
import { codeOf, failureOf } from './failures.ts';

/** One HTTP/1.1 connection spoken by undici, on a socket that already stands. */
export type StrictConnection = {
  ask(o: Ask): Promise<Answer>;
  /** Whether another request may be sent on it. */
  reusable(): boolean;
  destroy(): void;
};

/** Reason of every abort of ours; never seen outside. */
const enough = new Error('enough');

export function openStrict(
  origin: URL,
  socket: Socket,
  o: { maxHeaderBytes: number; idleMs: number },
): StrictConnection {
  let handed = false;
  let gone = false;
  const client = new Client(origin.origin, {
    // The socket is handed over once; undici must never open one by itself, unchecked and untimed.
    connect: (_, callback) => {
      // With a code of undici's own the request would be left waiting for another connection until its time is up.
      if (handed) callback(Object.assign(new Error('connection gone'), { code: 'ECONNRESET' }), null);
      // Not at once: undici only takes the socket once its own call has returned.
      else queueMicrotask(() => callback(null, socket));
      handed = true;
    },
    allowH2: false,
    pipelining: 1,
    maxHeaderSize: o.maxHeaderBytes,
    headersTimeout: 0,
    bodyTimeout: 0,
    connectTimeout: 0,
    keepAliveTimeout: Math.max(1, o.idleMs),
    keepAliveMaxTimeout: Math.max(1, o.idleMs),
  });
  client.on('disconnect', () => {
    gone = true;
  });
  socket.once('close', () => {
    gone = true;
  });

  return {
    ask: (request) => ask(client, request),
    reusable: () => !gone && !socket.destroyed && !client.destroyed,
    destroy() {
      gone = true;
      client.destroy(enough).catch(() => {});
      socket.destroy();
    },
  };
}

function ask(client: Client, o: Ask): Promise<Answer> {
  return new Promise((resolve) => {
    const since = () => performance.now() - o.start;
    let status: number | undefined;
    let headers: Headers = [];
    let headersAt: number | undefined;
    let firstByteAt: number | undefined;
    let controller: Dispatcher.DispatchController | undefined;
    let settled = false;
    let stopped: 'time' | 'cancelled' | 'enough' | null = null;

    const settle = (rest: Pick<Answer, 'complete' | 'cut' | 'code' | 'failure'>) => {
      if (settled) return;
      settled = true;
      o.signal.removeEventListener('abort', onAbort);
      resolve({
        headers,
        endAt: since(),
        faults: [],
        ...(status === undefined ? {} : { status }),
        ...(headersAt === undefined ? {} : { headersAt }),
        ...(firstByteAt === undefined ? {} : { firstByteAt }),
        ...rest,
      });
      o.onPhase();
    };
    const halt = (why: 'time' | 'cancelled' | 'enough') => {
      if (settled) return;
      stopped = why;
      if (status === undefined)
        settle({
          complete: false,
          failure: why === 'time' ? { outcome: 'timeout', stage: 'headers' } : { outcome: 'cancelled' },
        });
      else settle({ complete: false, cut: why === 'time' ? 'time' : why === 'enough' ? 'bytes' : 'reset' });
      controller?.abort(enough);
    };
    const onAbort = () => halt((o.signal.reason as StopReason) === 'time' ? 'time' : 'cancelled');
    if (o.signal.aborted) return onAbort();
    o.signal.addEventListener('abort', onAbort, { once: true });

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(c) {
        controller = c;
        if (stopped !== null) c.abort(enough);
      },
      onResponseStart(c, code) {
        if (code < 200 || settled) return;
        headersAt = since();
        o.onPhase();
        status = code;
        headers = pairs(c.rawHeaders);
        if (!o.onHeaders(code, headers, () => halt('enough'))) halt('enough');
      },
      onResponseData(_, chunk) {
        if (settled) return;
        const at = since();
        if (firstByteAt === undefined) {
          firstByteAt = at;
          o.onPhase();
        }
        o.onData(chunk, at);
      },
      onResponseEnd() {
        settle({ complete: true });
      },
      onResponseError(_, error) {
        const code = codeOf(error);
        if (status === undefined) settle({ complete: false, failure: failureOf(error, 'headers') });
        // A closed or reset connection cuts; anything else is a body that breaks the protocol (bad chunk).
        else {
          const { outcome } = failureOf(error, 'body');
          const short = outcome === 'reset' || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH';
          settle({ complete: false, cut: short ? 'reset' : 'encoding', code });
        }
      },
    };
    try {
      client.dispatch(
        {
          path: o.url.pathname + o.url.search,
          method: o.method,
          headers: { ...o.headers },
          // undici gives every connection up that was asked by HEAD, lest a server that sends a body all the same spoils the next answer. Each
          // would cost a connection of its own; what comes spoiled on a kept one is asked again on a fresh one (`fetchHop`).
          ...(o.method === 'HEAD' ? { reset: false } : {}),
          ...(o.body === undefined ? {} : { body: o.body }),
          headersTimeout: 0,
          bodyTimeout: 0,
        },
        handler,
      );
    } catch (error) {
      settle({ complete: false, failure: failureOf(error, 'headers') });
    }
  });
}

/** Names in lower case, values byte by byte (latin1), so that raw UTF-8 or GBK in them is not lost. */
function pairs(raw: Dispatcher.DispatchController['rawHeaders']): Headers {
  if (!Array.isArray(raw)) return [];
  const text = (v: Buffer | string | undefined) => (typeof v === 'string' ? v : (v?.toString('latin1') ?? ''));
  const list: [string, string][] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) list.push([text(raw[i]).toLowerCase(), text(raw[i + 1])]);
  return list;
}
