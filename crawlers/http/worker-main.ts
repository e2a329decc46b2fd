import { workerData } from 'node:worker_threads';
import { openHttpClient } from './client.ts';
import type { FromWorker, ToWorker, WorkerStart } from './worker-protocol.ts';

/** Entry of the thread opened by `openHttpWorker`. */
const { options, port } = workerData as WorkerStart;
const client = openHttpClient(options);
const running = new Map<number, AbortController>();

port.on('message', (m: ToWorker) => {
  if (m.kind === 'abort') running.get(m.id)?.abort();
  else if (m.kind === 'fetch') void run(m.id, m.request);
  else void client.close().then(() => port.close());
});

async function run(id: number, request: Extract<ToWorker, { kind: 'fetch' }>['request']): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  const exchange = await client.fetch({ ...request, signal: controller.signal });
  running.delete(id);
  const message: FromWorker = { id, exchange };
  const { buffer } = exchange.body;
  // The body moves without a copy where it owns its memory.
  const own = buffer instanceof ArrayBuffer && buffer.byteLength === exchange.body.byteLength && buffer.byteLength > 0;
  port.postMessage(message, own ? [buffer] : []);
}
