import { MessageChannel, Worker } from 'node:worker_threads';
import type { FetchRequest, HttpClient } from '#core/context.ts';
import type { Exchange } from '#core/evidence.ts';
import type { HttpOptions } from './client.ts';
import type { FromWorker, ToWorker, WorkerStart } from './worker-protocol.ts';

/** Longest a thread may take to close its connections. */
const closeMs = 5_000;

/**
 * The HTTP client in a thread of its own, behind the same interface: a crawl, a parser or a report beside it cannot make its
 * times longer. Use it for timed visits. `resolve` cannot cross a thread border and is not offered. The thread begins with the first fetch.
 */
export function openHttpWorker(options: Omit<HttpOptions, 'resolve'>): HttpClient {
  let thread: HttpClient | null = null;
  let closed = false;
  return {
    fetch(request) {
      if (closed && thread === null) return Promise.resolve(lost(request));
      thread ??= startThread(options);
      return thread.fetch(request);
    },
    async close() {
      closed = true;
      await thread?.close();
    },
  };
}

function startThread(options: Omit<HttpOptions, 'resolve'>): HttpClient {
  const { port1: port, port2 } = new MessageChannel();
  const start: WorkerStart = { options, port: port2 };
  const worker = new Worker(new URL('worker-main.ts', import.meta.url), { workerData: start, transferList: [port2] });
  const waiting = new Map<number, { request: FetchRequest; settle: (e: Exchange) => void }>();
  let next = 0;
  let dead = false;

  port.on('message', (m: FromWorker) => {
    waiting.get(m.id)?.settle(m.exchange);
    waiting.delete(m.id);
  });
  // A thread that dies takes no site with it: what was under way is our own fault, not theirs.
  const died = () => {
    dead = true;
    for (const { request, settle } of waiting.values()) settle(lost(request));
    waiting.clear();
    port.close();
  };
  worker.on('error', died);
  worker.on('exit', died);
  // Only open fetches keep the process alive.
  worker.unref();
  port.unref();

  const post = (message: ToWorker) => port.postMessage(message);
  return {
    fetch(request) {
      if (dead) return Promise.resolve(lost(request));
      const id = next++;
      const { signal, ...rest } = request;
      const abort = () => !dead && post({ kind: 'abort', id });
      return new Promise<Exchange>((resolve) => {
        waiting.set(id, { request, settle: resolve });
        port.ref();
        post({ kind: 'fetch', id, request: rest });
        if (signal?.aborted) abort();
        else signal?.addEventListener('abort', abort, { once: true });
      }).finally(() => {
        signal?.removeEventListener('abort', abort);
        if (waiting.size === 0) port.unref();
      });
    },
    async close() {
      if (dead) return;
      // The end is waited for, so now the thread does keep the process alive.
      worker.ref();
      post({ kind: 'close' });
      const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
      // A thread that does not end by itself is ended: nothing of it is wanted any more.
      const late = setTimeout(() => void worker.terminate(), closeMs);
      await gone;
      clearTimeout(late);
    },
  };
}

function lost(request: FetchRequest): Exchange {
  return {
    requestedUrl: request.url,
    finalUrl: request.url,
    startedAt: new Date().toISOString(),
    outcome: 'cancelled',
    code: 'ERR_WORKER_LOST',
    hops: [{ url: request.url, method: request.method ?? 'GET', headers: [], phases: { end: 0 } }],
    totalMs: 0,
    certificate: 'none',
    body: new Uint8Array(0),
    bodyComplete: false,
    readableMs: null,
    protocolFaults: [],
  };
}
