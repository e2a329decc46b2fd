import type { Log } from '#core/context.ts';
import type { TaskRecord, WatchStore } from '../store/ports.ts';
import { decideScan, type Schedule } from './schedule.ts';
import type { Time } from './time.ts';

/** 定期巡查: looks at everything that needs no week, judges, reports. Resolves with what came of it, Chinese. */
export type ScanRunner = (due: string, signal: AbortSignal) => Promise<string>;

export type Scans = {
  /** Begins the scan that is owed, if one is and none runs. */
  tick(now: Date): Promise<void>;
  /** Due instant of the one under way. */
  running(): string | null;
  next(): Date | null;
  /** Breaks off the one under way; it is gone on with at the next start. */
  stop(): Promise<void>;
};

const name = 'scan';

export function openScans(o: {
  time: Pick<Time, 'now'>;
  store: WatchStore;
  schedule: Schedule;
  since: Date;
  run: ScanRunner;
  problem: (message: string, error?: unknown) => void;
  log: Log;
}): Scans {
  const stopping = new AbortController();
  let current: { due: string; ended: Promise<void> } | undefined;
  let next: Date | null = null;

  const run = async (task: TaskRecord) => {
    const end = (state: TaskRecord['state'], detail: string, attempts = task.attempts) =>
      o.store.saveTask({ ...task, state, detail, attempts, finishedAt: o.time.now().toISOString() });
    try {
      await o.store.saveTask(task);
      o.log.info({ due: task.due, attempt: task.attempts }, 'scan started');
      const detail = await o.run(task.due, stopping.signal);
      await end('done', detail);
      o.log.info({ due: task.due }, `scan done: ${detail}`);
    } catch (error) {
      // Broken off by a regular stop: no attempt of its own.
      if (stopping.signal.aborted) return end('stopped', '值守停止时中断，下次启动后接着做', task.attempts - 1);
      const why = error instanceof Error ? error.message : String(error);
      o.problem(`定期巡查没有做成（第 ${task.attempts} 次）：${why}`, error);
      await end('failed', why);
    }
  };

  return {
    async tick(now) {
      if (current || stopping.signal.aborted) return;
      const tasks = await o.store.tasks(name, 20);
      const decision = decideScan({ now, schedule: o.schedule, since: o.since, tasks });
      next = o.schedule.next(now);
      if (decision.kind === 'wait') {
        next = decision.until;
        return;
      }
      const { due, attempts } = decision;
      const startedAt = now.toISOString();
      const ended = run({ name, due, attempts, state: 'running', startedAt, finishedAt: null, detail: '' })
        .catch((error: unknown) => o.problem('定期巡查的状态没有写成', error))
        .finally(() => {
          current = undefined;
        });
      current = { due, ended };
    },
    running: () => current?.due ?? null,
    next: () => next,
    async stop() {
      stopping.abort();
      await current?.ended;
    },
  };
}
