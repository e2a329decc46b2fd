/** Clock of the watch: the wall says when, the monotonic one how long. */
export type Time = {
  now(): Date;
  /** Milliseconds that only ever grow; stands still while the machine sleeps, knows nothing of a clock that is set. */
  mono(): number;
  /** Resolves after that long, or at once when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
};

/** A wall clock that moved this much against the monotonic one: the machine slept or its time was set. Milliseconds. */
export const jumpTolerance = 1_000;

export const systemTime: Time = {
  now: () => new Date(),
  mono: () => performance.now(),
  sleep(ms, signal) {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      signal.addEventListener('abort', done, { once: true });
    });
  },
};
