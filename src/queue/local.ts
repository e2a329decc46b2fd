import PQueue from 'p-queue';
import { BugError } from '#core/errors.ts';
import type { Handler, Job, JobQueue } from './queue.ts';

export type LocalQueueOptions = {
  /** Told of a handler that threw; the other jobs go on. Default: a line with the stack on stderr. */
  onError?: (error: unknown, job: Job) => void;
  /** Milliseconds since 1970; for tests. */
  now?: () => number;
  /** Keys of finished jobs that are remembered; the oldest are forgotten first, so that a watch of months stays bounded. */
  remember?: number;
};

/** setTimeout takes at most 2^31-1 ms; longer waits are armed again. */
const longestTimer = 2_147_483_647;

type Lane = { pool: PQueue; handler: Handler };

/**
 * In-process queue on p-queue: one pool a job name. It keeps nothing on disk: jobs are recomputable, and what a killed run
 * had not finished is planned again. A job whose handler threw may be sent again under the same key.
 */
export function localQueue(options: LocalQueueOptions = {}): JobQueue {
  const now = options.now ?? Date.now;
  const remember = options.remember ?? 200_000;
  const onError =
    options.onError ??
    ((error: unknown, job: Job) => {
      process.stderr.write(
        `任务 ${job.name} ${job.key} 出错：${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
    });
  const lanes = new Map<string, Lane>();
  /** Due, but nobody works on the name yet. */
  const unclaimed = new Map<string, Job[]>();
  /** Not due yet. */
  const timers = new Map<string, { job: Job; timer: NodeJS.Timeout }>();
  /** Waiting or running. */
  const open = new Set<string>();
  /** Finished without error, oldest first. */
  const done = new Set<string>();
  let waiters: (() => void)[] = [];
  let stopped = false;

  const settle = (): void => {
    if (open.size > 0) return;
    const woken = waiters;
    waiters = [];
    for (const wake of woken) wake();
  };

  const run = async (job: Job, handler: Handler): Promise<void> => {
    try {
      await handler(job);
      done.add(job.key);
      if (done.size > remember)
        for (const oldest of done) {
          done.delete(oldest);
          break;
        }
    } catch (error) {
      onError(error, job);
    } finally {
      open.delete(job.key);
      settle();
    }
  };

  const start = (job: Job, lane: Lane): void => {
    // Rejects only when `stop` takes a waiting job out, or when `onError` itself throws: the latter must be seen.
    lane.pool
      .add(() => run(job, lane.handler))
      .catch((error: unknown) => {
        if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
      });
  };

  const due = (job: Job): void => {
    const lane = lanes.get(job.name);
    if (lane) start(job, lane);
    else unclaimed.set(job.name, [...(unclaimed.get(job.name) ?? []), job]);
  };

  const arm = (job: Job, at: number): void => {
    const wait = at - now();
    if (wait <= 0) {
      timers.delete(job.key);
      due(job);
      return;
    }
    timers.set(job.key, { job, timer: setTimeout(() => arm(job, at), Math.min(wait, longestTimer)) });
  };

  return {
    async send(jobs) {
      for (const job of jobs) {
        if (stopped || open.has(job.key) || done.has(job.key)) continue;
        const at = job.startAfter === undefined ? Number.NEGATIVE_INFINITY : Date.parse(job.startAfter);
        if (Number.isNaN(at)) throw new BugError(`startAfter of ${job.key} is not an instant: ${job.startAfter}`);
        open.add(job.key);
        arm(job, at);
      }
    },

    async work(name, concurrency, handler) {
      if (lanes.has(name)) throw new BugError(`two workers for ${name}`);
      const lane: Lane = { pool: new PQueue({ concurrency }), handler };
      lanes.set(name, lane);
      const waiting = unclaimed.get(name) ?? [];
      unclaimed.delete(name);
      for (const job of waiting) start(job, lane);
    },

    async idle() {
      // Waiting for a job that nobody will ever take would hang the command without a word.
      if (unclaimed.size > 0) throw new BugError(`no worker for: ${[...unclaimed.keys()].join(', ')}`);
      if (open.size > 0) await new Promise<void>((resolve) => waiters.push(resolve));
    },

    async stop() {
      stopped = true;
      for (const { job, timer } of timers.values()) {
        clearTimeout(timer);
        open.delete(job.key);
      }
      timers.clear();
      for (const jobs of unclaimed.values()) for (const job of jobs) open.delete(job.key);
      unclaimed.clear();
      await Promise.all(
        [...lanes.values()].map(async ({ pool }) => {
          pool.clear();
          await pool.onIdle();
        }),
      );
      // What is left was waiting in a pool and has been taken out.
      open.clear();
      settle();
    },
  };
}
