import { describe, expect, test } from 'vitest';
import type { TaskRecord } from '../../src/store/ports.ts';
import { decideScan, maxAttempts, openSchedule } from '../../src/watch/schedule.ts';
import { at } from './sim.ts';

// Mondays 02:00; the 2nd, 9th and 16th of November 2026.
const schedule = openSchedule('0 2 * * 1');
const task = (due: Date, state: TaskRecord['state'], more: Partial<TaskRecord> = {}): TaskRecord => ({
  name: 'scan',
  due: due.toISOString(),
  state,
  attempts: 1,
  startedAt: due.toISOString(),
  finishedAt: state === 'running' ? null : new Date(due.getTime() + 3_600_000).toISOString(),
  detail: '',
  ...more,
});
const decide = (now: Date, tasks: TaskRecord[], since = at(1)) => decideScan({ now, schedule, since, tasks });
const due = at(9, '02:00').toISOString();

describe('schedule', () => {
  test('is Beijing time, and an instant that is due is its own latest', () => {
    expect(schedule.next(at(8))?.toISOString()).toBe('2026-11-08T18:00:00.000Z');
    expect(schedule.latest(at(9, '02:00'))).toEqual(at(9, '02:00'));
    expect(schedule.latest(new Date(at(9, '02:00').getTime() - 1))).toEqual(at(2, '02:00'));
  });
  test.each(['61 2 * * 1', '0 2 * *', 'weekly', '0 0 2 * * 1'])('refuses %s', (pattern) => {
    expect(() => openSchedule(pattern)).toThrow();
  });
});

describe('decideScan', () => {
  test('nothing was owed before the watch was set up', () => {
    expect(decide(at(4), [], at(3))).toEqual({ kind: 'wait', until: at(9, '02:00') });
  });
  test('due and not done: starts, also days later; of two missed ones only the latest', () => {
    expect(decide(at(9, '02:00'), [])).toEqual({ kind: 'start', due, attempts: 1 });
    expect(decide(at(12), [task(at(2, '02:00'), 'done')])).toEqual({ kind: 'start', due, attempts: 1 });
    expect(decide(at(12), [])).toEqual({ kind: 'start', due, attempts: 1 });
  });
  test('done: waits for the next', () => {
    expect(decide(at(12), [task(at(9, '02:00'), 'done')])).toEqual({ kind: 'wait', until: at(16, '02:00') });
  });
  test('broken off or stopped: begins again at once', () => {
    expect(decide(at(9, '02:05'), [task(at(9, '02:00'), 'running')])).toEqual({ kind: 'start', due, attempts: 2 });
    expect(decide(at(9, '03:05'), [task(at(9, '02:00'), 'stopped', { attempts: 0 })])).toMatchObject({ attempts: 1 });
  });
  test('failed: again half an hour later, and not for ever', () => {
    const failed = task(at(9, '02:00'), 'failed');
    expect(decide(at(9, '03:29'), [failed])).toEqual({ kind: 'wait', until: at(9, '03:30') });
    expect(decide(at(9, '03:30'), [failed])).toEqual({ kind: 'start', due, attempts: 2 });
    expect(decide(at(9, '23:00'), [{ ...failed, attempts: maxAttempts }])).toEqual({
      kind: 'wait',
      until: at(16, '02:00'),
    });
  });
  test('a task left by a clock that ran ahead does not silence the scans', () => {
    const ahead = task(new Date('2036-01-07T18:00:00.000Z'), 'done');
    expect(decide(at(12), [ahead])).toEqual({ kind: 'start', due, attempts: 1 });
  });
});
