/**
 * 待读队列: numbers of targets by host and priority, first in first out within one. A host that must be left alone for a while does not
 * hold up the others; among hosts that may be asked, the smallest priority is taken first.
 */
export type Frontier = {
  push(target: number, host: string, priority: number): void;
  /** The next target whose host may be asked now, or how long (milliseconds) until one may; null: empty. */
  take(readyAt: (host: string) => number, now: number): { target: number } | { waitMs: number } | null;
  /** Takes all targets of a host out: it will not be asked again. Returns how many. */
  drop(host: string): number;
  size(): number;
};

/** A queue that gives its front away in constant time and its memory back now and then. */
type Queue = { items: number[]; head: number };

export function openFrontier(): Frontier {
  const hosts = new Map<string, Map<number, Queue>>();
  let size = 0;

  const best = (queues: Map<number, Queue>): number => {
    let least = Number.POSITIVE_INFINITY;
    for (const priority of queues.keys()) if (priority < least) least = priority;
    return least;
  };

  return {
    push(target, host, priority) {
      let queues = hosts.get(host);
      if (!queues) {
        queues = new Map();
        hosts.set(host, queues);
      }
      const queue = queues.get(priority);
      if (queue) queue.items.push(target);
      else queues.set(priority, { items: [target], head: 0 });
      size += 1;
    },
    take(readyAt, now) {
      if (size === 0) return null;
      let from: { queues: Map<number, Queue>; priority: number } | null = null;
      let soonest = Number.POSITIVE_INFINITY;
      for (const [host, queues] of hosts) {
        if (queues.size === 0) continue;
        const ready = readyAt(host);
        if (ready > now) {
          soonest = Math.min(soonest, ready);
          continue;
        }
        const priority = best(queues);
        if (from === null || priority < from.priority) from = { queues, priority };
      }
      if (from === null) return { waitMs: Math.max(1, soonest - now) };
      const queue = from.queues.get(from.priority);
      const target = queue?.items[queue.head];
      if (!queue || target === undefined) return null;
      queue.head += 1;
      if (queue.head === queue.items.length) from.queues.delete(from.priority);
      else if (queue.head > 1024 && queue.head * 2 > queue.items.length) {
        queue.items = queue.items.slice(queue.head);
        queue.head = 0;
      }
      size -= 1;
      return { target };
    },
    drop(host) {
      let dropped = 0;
      for (const queue of hosts.get(host)?.values() ?? []) dropped += queue.items.length - queue.head;
      hosts.delete(host);
      size -= dropped;
      return dropped;
    },
    size: () => size,
  };
}
