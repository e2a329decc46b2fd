import { Worker } from 'node:worker_threads';
import { BugError } from '#core/errors.ts';
import type { County } from './county/types.ts';
import type { HostCounts, WorkerInput, WorkerOrder, WorkerReport } from './server-worker.ts';

export type CountyServerOptions = {
  /** What the policy's 15 seconds are scaled to, milliseconds: slow pages wait multiples of it. */
  limitMs: number;
  /** How long a hanging page keeps a connection before it drops it; longer than anybody watches. Default 60 limits. */
  hangMs?: number;
  /** Timed visits planned for each site: faults in one part of the week are placed by it. Default 7 × 24. */
  visits?: number;
};

export type CountyServer = {
  /**
   * Where each name lives. A visitor connects to this address whatever port the URL names, and sends the name in `Host`.
   * A host that refuses stands here with a port where nobody listens (the visitor sees ECONNREFUSED). A host that does not
   * exist is not in the table: `resolve` says so, and no real name server is ever asked.
   */
  hosts: ReadonlyMap<string, { address: string; port: number }>;
  /** Name resolution for whoever is not in `hosts`: always rejects with code ENOTFOUND, as a name server does (NXDOMAIN). */
  resolve(host: string): Promise<never>;
  /** Requests so far, by host. */
  counts(): Promise<ReadonlyMap<string, HostCounts>>;
  /** Ends all connections and the thread. May be called twice. */
  close(): Promise<void>;
};

/** TCP port 1 (tcpmux): no machine of today listens there, so a connection is refused at once. */
const refusingPort = 1;

/** Serves the county on one loopback port, all hosts told apart by the `Host` header, from a thread of its own. */
export async function startCounty(county: County, options: CountyServerOptions): Promise<CountyServer> {
  const { limitMs, hangMs = 60 * limitMs, visits = 168 } = options;
  const input: WorkerInput = { hosts: county.hosts, limitMs, hangMs, visits };
  const worker = new Worker(new URL('./server-worker.ts', import.meta.url), { workerData: input });
  const waiting = new Map<number, (counts: ReadonlyMap<string, HostCounts>) => void>();
  let asked = 0;
  const order = (message: WorkerOrder) => worker.postMessage(message);

  const port = await new Promise<number>((resolve, reject) => {
    worker.once('error', reject);
    worker.on('message', (report: WorkerReport) => {
      if (report.kind === 'listening') resolve(report.port);
      if (report.kind === 'counts') {
        waiting.get(report.id)?.(report.counts);
        waiting.delete(report.id);
      }
    });
  });
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  let closing = false;

  return {
    hosts: new Map(
      county.hosts.map((h) => [h.name, { address: '127.0.0.1', port: h.state === 'refuses' ? refusingPort : port }]),
    ),
    async resolve(host) {
      throw Object.assign(new Error(`示例县没有 ${host} 这个域名`), { code: 'ENOTFOUND', hostname: host });
    },
    counts() {
      if (closing) throw new BugError('示例县的服务器已经关闭');
      const id = asked++;
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        order({ kind: 'counts', id });
      });
    },
    async close() {
      if (!closing) {
        closing = true;
        order({ kind: 'close' });
      }
      await exited;
    },
  };
}
