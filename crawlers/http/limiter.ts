/** 访问频率限制 — how many sockets one host may see from us at once, and how often a request starts. */
export type Limiter = {
  /** Wait for a place at a host; null when `signal` aborts first. Call the result once the socket is done. */
  acquire(host: string, signal: AbortSignal): Promise<(() => void) | null>;
  /**
   * Call right before the request is written: how long to wait first, milliseconds. Connecting takes one request longer than another, and what
   * counts for the host is when they arrive.
   */
  turn(host: string): number;
  /**
   * Tell how the host answered: 403, 429 and 5xx double its interval up to 8 s, anything else brings it back. `restMs`: the rest it asked for;
   * up to 8 s of it is kept here, the rest is for the caller to keep.
   */
  answered(host: string, status: number, restMs: number | null): void;
};

type Lane = {
  active: number;
  nextStart: number;
  nextSend: number;
  slowed: number;
  waiting: Waiter[];
  timer: NodeJS.Timeout | undefined;
};
type Waiter = { start: () => void };

const slowestMs = 8_000;
const graceMs = 1.5;
/** Hosts remembered beyond this many are forgotten as soon as nothing is due for them. */
const remembered = 500;

export function openLimiter(o: { concurrency: number; intervalMs: number }): Limiter {
  const lanes = new Map<string, Lane>();

  const laneOf = (host: string): Lane => {
    let lane = lanes.get(host);
    if (!lane) {
      if (lanes.size >= remembered) forget();
      lane = { active: 0, nextStart: 0, nextSend: 0, slowed: 1, waiting: [], timer: undefined };
      lanes.set(host, lane);
    }
    return lane;
  };
  const forget = () => {
    const now = performance.now();
    for (const [host, lane] of lanes)
      if (lane.active === 0 && lane.waiting.length === 0 && lane.nextStart <= now) lanes.delete(host);
  };
  const interval = (lane: Lane) => Math.min(o.intervalMs * lane.slowed, Math.max(slowestMs, o.intervalMs));

  const pump = (lane: Lane) => {
    while (lane.waiting.length > 0 && lane.active < o.concurrency) {
      const wait = lane.nextStart - performance.now();
      if (wait > 0) {
        lane.timer ??= setTimeout(() => {
          lane.timer = undefined;
          pump(lane);
        }, wait);
        return;
      }
      lane.active++;
      lane.nextStart = performance.now() + interval(lane);
      lane.waiting.shift()?.start();
    }
  };

  return {
    acquire(host, signal) {
      if (signal.aborted) return Promise.resolve(null);
      const lane = laneOf(host);
      return new Promise((resolve) => {
        let released = false;
        const release = () => {
          if (released) return;
          released = true;
          lane.active--;
          pump(lane);
        };
        const giveUp = () => {
          const at = lane.waiting.indexOf(waiter);
          if (at >= 0) lane.waiting.splice(at, 1);
          if (lane.waiting.length === 0) {
            clearTimeout(lane.timer);
            lane.timer = undefined;
          }
          resolve(null);
        };
        const waiter: Waiter = {
          start() {
            signal.removeEventListener('abort', giveUp);
            resolve(release);
          },
        };
        signal.addEventListener('abort', giveUp, { once: true });
        lane.waiting.push(waiter);
        pump(lane);
      });
    },
    turn(host) {
      const lane = lanes.get(host);
      if (!lane || o.intervalMs === 0) return 0;
      const now = performance.now();
      const wait = lane.nextSend - now;
      // Below what timers wander by, waiting would only add to it.
      const kept = wait > graceMs ? wait : 0;
      lane.nextSend = now + kept + o.intervalMs;
      return kept;
    },
    answered(host, status, restMs) {
      const lane = lanes.get(host);
      if (!lane) return;
      const busy = status === 403 || status === 429 || status >= 500;
      lane.slowed = busy ? Math.min(lane.slowed * 2, 1024) : 1;
      if (!busy) return;
      const rest = Math.max(interval(lane), Math.min(restMs ?? 0, slowestMs));
      lane.nextStart = Math.max(lane.nextStart, performance.now() + rest);
    },
  };
}
