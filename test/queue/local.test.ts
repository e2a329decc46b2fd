import { describe, expect, it } from 'vitest';
import { localQueue } from '../../src/queue/local.ts';
import { queueContract } from '../contract/queue.ts';

queueContract('local', async () => {
  const errors: unknown[] = [];
  return { queue: localQueue({ onError: (e) => errors.push(e) }), errors };
});

describe('local queue', () => {
  it('runs a failed job again when it is sent again', async () => {
    const errors: unknown[] = [];
    const queue = localQueue({ onError: (e, job) => errors.push([job.key, (e as Error).message]) });
    let runs = 0;
    await queue.work('a', 1, async () => {
      if (++runs === 1) throw new Error('first time');
    });
    await queue.send([{ name: 'a', key: 'k', payload: null }]);
    await queue.idle();
    await queue.send([{ name: 'a', key: 'k', payload: null }]);
    await queue.idle();
    await queue.send([{ name: 'a', key: 'k', payload: null }]);
    await queue.idle();
    expect(runs).toBe(2);
    expect(errors).toEqual([['k', 'first time']]);
    await queue.stop();
  });

  it('forgets the oldest finished keys beyond its memory', async () => {
    const queue = localQueue({ remember: 2 });
    const seen: string[] = [];
    await queue.work('a', 1, async (j) => void seen.push(j.key));
    const send = async (key: string) => {
      await queue.send([{ name: 'a', key, payload: null }]);
      await queue.idle();
    };
    for (const key of ['1', '2', '3', '3', '2', '1']) await send(key);
    expect(seen).toEqual(['1', '2', '3', '1']);
    await queue.stop();
  });

  it('says so instead of waiting for ever when nobody works on a name', async () => {
    const queue = localQueue();
    await queue.send([{ name: 'nobody', key: '1', payload: null }]);
    await expect(queue.idle()).rejects.toThrow('nobody');
    await queue.stop();
    await queue.idle();
  });

  it('refuses a start time that is none', async () => {
    const queue = localQueue();
    await expect(queue.send([{ name: 'a', key: '1', startAfter: 'soon', payload: null }])).rejects.toThrow('soon');
    await queue.stop();
  });
});
