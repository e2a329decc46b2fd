import { setTimeout as sleep } from 'node:timers/promises';

/** Lets callers through one after the other, at least `ms` apart: a thousand visits started at once measure their own crowd. */
export function openPace(ms: number): () => Promise<void> {
  let next = 0;
  return async () => {
    const now = performance.now();
    const mine = Math.max(now, next);
    next = mine + ms;
    if (mine > now) await sleep(mine - now);
  };
}

/** A job that is still not done after `ms` is given up; what it was waiting for may go on and is not heard any more. */
export async function giveUpAfter<T>(ms: number, work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  try {
    return await Promise.race([
      work,
      sleep(ms, undefined, { signal: timer.signal, ref: false }).then(() => {
        throw new Error(`job not done after ${ms} ms`);
      }),
    ]);
  } finally {
    timer.abort();
  }
}
