import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

export type CountingSettings = {
  /** Names served; links lead from each to the next. */
  hosts: readonly string[];
  /** Milliseconds before each answer; hosts take these in turn. */
  latencyMs: readonly number[];
};

/** What one host saw, by the server's own clock. */
export type HostCount = {
  name: string;
  /** `performance.now()` of each request as it came in, in order. */
  starts: number[];
  /** Requests under way at once, and connections open at once, at the worst moment. */
  mostRequests: number;
  mostSockets: number;
  /** Special answers given, by kind: redirects, refusals, resets, HEAD requests. */
  kinds: Record<string, number>;
  /** When it asked for one second of rest. */
  restedAt?: number;
};

export type Counting = {
  port: number;
  /** Ends the server and tells what it counted; `lateMs`: the most by which its own clock may have noticed something late. */
  end(): Promise<{ hosts: HostCount[]; lateMs: number }>;
};

/** Many hosts behind one loopback port, told apart by their Host header and counted one by one, in a thread of their own. */
export async function openCounting(settings: CountingSettings): Promise<Counting> {
  const worker = new Worker(new URL('counting-main.ts', import.meta.url), { workerData: settings });
  const [port] = (await once(worker, 'message')) as [number];
  return {
    port,
    async end() {
      const gone = once(worker, 'exit');
      const told = once(worker, 'message') as Promise<[{ hosts: HostCount[]; lateMs: number }]>;
      worker.postMessage('end');
      const [counted] = await told;
      await gone;
      return counted;
    },
  };
}
