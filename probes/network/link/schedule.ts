/** When and on which host an item may run. */
export type Lane<T> = {
  hostOf: (item: T) => string;
  /** `performance.now()` before which this item must wait. */
  dueAt: (item: T) => number;
  /** `performance.now()` before which this host must be left alone. */
  hostReadyAt: (host: string) => number;
  perHost: number;
  concurrency: number;
  signal: AbortSignal;
};

/** Resolves after `ms`, or at once when aborted. Never rejects. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || ms <= 0) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}

/**
 * Runs every item once: hosts take turns, so that one slow host does not hold up the others, and no host has more than `perHost` items under
 * way. Items left when the signal aborts are handed to `work` too, which sees the signal. `work` must not throw.
 */
export async function runByHost<T>(
  items: readonly T[],
  lane: Lane<T>,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queues = new Map<string, { items: T[]; next: number; active: number }>();
  for (const item of items) {
    const host = lane.hostOf(item);
    const queue = queues.get(host);
    if (queue) queue.items.push(item);
    else queues.set(host, { items: [item], next: 0, active: 0 });
  }
  let left = items.length;
  let active = 0;
  let wake: () => void = () => {};
  let failure: unknown;
  const ring = [...queues.keys()];

  while (left > 0 && failure === undefined) {
    let soonest = Number.POSITIVE_INFINITY;
    let started = false;
    // One turn: each host may start one item.
    for (let i = 0; i < ring.length && active < lane.concurrency; ) {
      const host = ring[i] ?? '';
      const queue = queues.get(host);
      const item = queue?.items[queue.next];
      if (!queue || item === undefined) {
        ring.splice(i, 1);
        continue;
      }
      i++;
      if (queue.active >= lane.perHost) continue;
      const ready = lane.signal.aborted ? 0 : Math.max(lane.dueAt(item), lane.hostReadyAt(host));
      if (ready > performance.now()) {
        soonest = Math.min(soonest, ready);
        continue;
      }
      queue.next++;
      queue.active++;
      active++;
      started = true;
      work(item)
        .catch((error: unknown) => {
          failure ??= error;
        })
        .finally(() => {
          queue.active--;
          active--;
          left--;
          wake();
        });
    }
    if (started && active < lane.concurrency) continue;
    const event = new Promise<void>((resolve) => {
      wake = resolve;
    });
    if (left === 0) break;
    if (soonest === Number.POSITIVE_INFINITY || lane.signal.aborted) {
      if (active > 0) await event;
    } else {
      const timer = new AbortController();
      const stop = AbortSignal.any([timer.signal, lane.signal]);
      await Promise.race([event, pause(soonest - performance.now() + 1, stop)]);
      timer.abort();
    }
  }
  while (active > 0)
    await new Promise<void>((resolve) => {
      wake = resolve;
    });
  if (failure !== undefined) throw failure;
}
