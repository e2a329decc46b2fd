import { afterEach, describe, expect, it } from 'vitest';
import type { Job, JobQueue } from '../../src/queue/queue.ts';

export type QueueUnderTest = { queue: JobQueue; errors: unknown[] };

const job = (name: string, key: string, extra: Partial<Job> = {}): Job => ({ name, key, payload: { key }, ...extra });

/** A promise and its way out, to hold handlers where a test wants them. */
function gate(): { open: () => void; passed: Promise<void> } {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

/** What every JobQueue must do. `errors` is what the queue reported of handlers that threw. */
export function queueContract(name: string, make: () => Promise<QueueUnderTest>): void {
  describe(`queue contract: ${name}`, () => {
    const made: JobQueue[] = [];
    const fresh = async (): Promise<QueueUnderTest> => {
      const q = await make();
      made.push(q.queue);
      return q;
    };
    afterEach(async () => {
      for (const q of made.splice(0)) await q.stop();
    });

    it('hands each job to the worker of its name, payload unchanged', async () => {
      const { queue } = await fresh();
      const seen: Job[] = [];
      await queue.work('a', 2, async (j) => void seen.push(j));
      await queue.work('b', 2, async (j) => void seen.push({ ...j, name: 'worker b' }));
      await queue.send([job('a', '1', { payload: { n: [1, '二'] } }), job('b', '2')]);
      await queue.idle();
      expect(seen.toSorted((x, y) => x.key.localeCompare(y.key))).toEqual([
        { name: 'a', key: '1', payload: { n: [1, '二'] } },
        { name: 'worker b', key: '2', payload: { key: '2' } },
      ]);
    });

    it('runs a key once: sent twice at once, again while it runs, and again when done', async () => {
      const { queue } = await fresh();
      const hold = gate();
      const started = gate();
      let runs = 0;
      await queue.work('a', 5, async () => {
        runs++;
        started.open();
        await hold.passed;
      });
      await queue.send([job('a', 'same'), job('a', 'same')]);
      await started.passed;
      await queue.send([job('a', 'same')]);
      hold.open();
      await queue.idle();
      await queue.send([job('a', 'same')]);
      await queue.idle();
      expect(runs).toBe(1);
    });

    it('keeps jobs that were sent before anyone worked on them', async () => {
      const { queue } = await fresh();
      const seen: string[] = [];
      await queue.send([job('a', '1'), job('a', '2')]);
      await queue.work('a', 1, async (j) => void seen.push(j.key));
      await queue.idle();
      expect(seen).toEqual(['1', '2']);
    });

    it('never runs more than its number at once, per name', async () => {
      const { queue } = await fresh();
      const now = { a: 0, b: 0 };
      const most = { a: 0, b: 0 };
      const handler = (name: 'a' | 'b') => async () => {
        now[name]++;
        most[name] = Math.max(most[name], now[name]);
        await new Promise((resolve) => setTimeout(resolve, 2));
        now[name]--;
      };
      await queue.work('a', 1, handler('a'));
      await queue.work('b', 3, handler('b'));
      await queue.send(Array.from({ length: 12 }, (_, i) => job(i % 2 === 0 ? 'a' : 'b', String(i))));
      await queue.idle();
      expect(most.a).toBe(1);
      expect(most.b).toBeGreaterThan(1);
      expect(most.b).toBeLessThanOrEqual(3);
    });

    it('goes on when a handler throws, and tells of it', async () => {
      const { queue, errors } = await fresh();
      const seen: string[] = [];
      await queue.work('a', 1, async (j) => {
        if (j.key === 'bad') throw new Error('broken on purpose');
        seen.push(j.key);
      });
      await queue.send([job('a', '1'), job('a', 'bad'), job('a', '2')]);
      await queue.idle();
      expect(seen).toEqual(['1', '2']);
      expect(errors.map((e) => (e as Error).message)).toEqual(['broken on purpose']);
    });

    it('does not start a job before its time, and is not idle while one waits', async () => {
      const { queue } = await fresh();
      const due = Date.now() + 60;
      const started: Record<string, number> = {};
      await queue.work('a', 2, async (j) => {
        started[j.key] = Date.now();
      });
      await queue.send([
        job('a', 'later', { startAfter: new Date(due).toISOString() }),
        job('a', 'past', { startAfter: '2020-01-01T00:00:00.000Z' }),
        job('a', 'now'),
      ]);
      await queue.idle();
      expect(Object.keys(started)).toEqual(['past', 'now', 'later']);
      expect(started.later).toBeGreaterThanOrEqual(due);
    });

    it('is idle only when follow-up jobs are done too', async () => {
      const { queue } = await fresh();
      const seen: string[] = [];
      await queue.work('a', 1, async (j) => {
        seen.push(j.key);
        if (j.key.length < 4) await queue.send([job('a', `${j.key}x`)]);
      });
      await queue.send([job('a', 'x')]);
      await queue.idle();
      expect(seen).toEqual(['x', 'xx', 'xxx', 'xxxx']);
    });

    it('stop lets running jobs end, starts no waiting one and takes no more', async () => {
      const { queue } = await fresh();
      const hold = gate();
      const started = gate();
      const log: string[] = [];
      await queue.work('a', 1, async (j) => {
        log.push(`start ${j.key}`);
        started.open();
        await hold.passed;
        log.push(`end ${j.key}`);
      });
      await queue.send([
        job('a', '1'),
        job('a', '2'),
        job('a', '3', { startAfter: new Date(Date.now() + 3_600_000).toISOString() }),
      ]);
      await started.passed;
      const stopping = queue.stop().then(() => log.push('stopped'));
      await queue.send([job('a', '4')]);
      hold.open();
      await stopping;
      await queue.idle();
      expect(log).toEqual(['start 1', 'end 1', 'stopped']);
    });
  });
}
