import { Cron } from 'croner';
import type { TaskRecord } from '../store/ports.ts';

/** Everything of the index is dated in Beijing time. */
const timezone = 'Asia/Shanghai';
/** A scan that failed or was broken off is begun again at most this often for one due instant … */
export const maxAttempts = 4;
/** … and not sooner than this after a failure, milliseconds. */
export const retryMs = 30 * 60_000;

/** 定期巡查的时间表. Throws what croner says of a pattern that is none. */
export type Schedule = {
  /** Latest instant at or before this one at which a scan is due; null: none. */
  latest(at: Date): Date | null;
  /** First one after it; null: never again. */
  next(after: Date): Date | null;
};

/** Five fields: minute, hour, day of month, month, day of week. Only worked out with croner, never timed by it: the watch has one clock. */
export function openSchedule(pattern: string): Schedule {
  const cron = new Cron(pattern, { timezone, paused: true, mode: '5-part' });
  return {
    // croner looks strictly before its reference, in whole seconds.
    latest: (at) => cron.previousRuns(1, new Date(Math.floor(at.getTime() / 1_000) * 1_000 + 1_000))[0] ?? null,
    next: (after) => cron.nextRun(after),
  };
}

export type ScanDecision = { kind: 'start'; due: string; attempts: number } | { kind: 'wait'; until: Date | null };

/**
 * Whether a scan is owed now: the latest due one since the watch was first set up, if it is not done. One that was missed while the
 * machine was off is caught up; of several missed ones only the latest, since a scan shows the present. Pure.
 */
export function decideScan(input: {
  now: Date;
  schedule: Schedule;
  /** When the watch was first set up: nothing before that was ever owed. */
  since: Date;
  tasks: readonly TaskRecord[];
}): ScanDecision {
  const { now, schedule, since } = input;
  const due = schedule.latest(now);
  const wait: ScanDecision = { kind: 'wait', until: schedule.next(now) };
  if (due === null || due < since) return wait;
  // A later one can only come from a clock that was wrong.
  const last = input.tasks.find((t) => t.due <= due.toISOString());
  const same = last?.due === due.toISOString() ? last : undefined;
  if (!same) return { kind: 'start', due: due.toISOString(), attempts: 1 };
  if (same.state === 'done' || same.attempts >= maxAttempts) return wait;
  if (same.state === 'failed') {
    const again = new Date(Date.parse(same.finishedAt ?? same.startedAt) + retryMs);
    if (again > now) return { kind: 'wait', until: again };
  }
  return { kind: 'start', due: same.due, attempts: same.attempts + 1 };
}
