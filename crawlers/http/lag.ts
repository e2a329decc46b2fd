/** 本机延迟 — how late our own event loop may have noticed what the network did. */
export type Lag = {
  /** Call when something measured happened; adds the most by which it can have been noticed late. */
  note(): void;
  /** Sum of the notes in milliseconds: an upper bound of how much too long the measured time can be. */
  total(): number;
  stop(): void;
};

const tickMs = 10;
/** Below this, timers wander by themselves. */
const graceMs = 5;

let users = 0;
let timer: NodeJS.Timeout | undefined;
let lastTick = 0;
let tickBefore = 0;

function tick(): void {
  tickBefore = lastTick;
  lastTick = performance.now();
}

/**
 * Between two ticks of the shared timer the loop polls the network at least once. So whatever is noticed now became ready after
 * the tick before the last one: the distance to it, less what two punctual ticks take, bounds the delay.
 */
export function watchLag(): Lag {
  if (users++ === 0) {
    lastTick = performance.now();
    tickBefore = lastTick;
    timer = setInterval(tick, tickMs);
    timer.unref();
  }
  let sum = 0;
  let stopped = false;
  return {
    note() {
      const late = performance.now() - tickBefore - 2 * tickMs;
      if (late > graceMs) sum += late;
    },
    total: () => sum,
    stop() {
      if (stopped) return;
      stopped = true;
      if (--users === 0) clearInterval(timer);
    },
  };
}
