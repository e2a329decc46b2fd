/** Why a fetch was stopped from our side. */
export type StopReason = 'time' | 'cancelled';

/** 时限 — our own clock over a whole chain; counts only while a request is under way. */
export type Deadline = {
  /** Aborts with a StopReason as its reason. */
  readonly signal: AbortSignal;
  readonly stopped: StopReason | null;
  /** Start counting for a request. */
  run(): void;
  /** Stop counting: waiting for our own limiter is not the site's time. */
  pause(): void;
  /** Milliseconds counted so far. */
  spent(): number;
  /** Stop at once, whatever is left. */
  cancel(): void;
  close(): void;
};

/**
 * undici ignores a request's signal until a connection stands and its own timers are up to half a second off, so no timer of its
 * is used. When ours fires, one turn of the event loop is granted first: what had already arrived came before the limit.
 */
export function openDeadline(totalMs: number, outer: AbortSignal | undefined): Deadline {
  const controller = new AbortController();
  let stopped: StopReason | null = null;
  let counted = 0;
  let since: number | null = null;
  let timer: NodeJS.Timeout | undefined;
  let turn: NodeJS.Immediate | undefined;

  const stop = (reason: StopReason) => {
    if (stopped !== null) return;
    stopped = reason;
    controller.abort(reason);
  };
  const cancel = () => stop('cancelled');
  const disarm = () => {
    clearTimeout(timer);
    clearImmediate(turn);
  };
  const spent = () => counted + (since === null ? 0 : performance.now() - since);
  const arm = () => {
    // Whole milliseconds, rounded up; a timer can still fire up to 0.7 ms early, and then it is set again.
    timer = setTimeout(
      () => {
        if (spent() < totalMs) arm();
        else turn = setImmediate(stop, 'time');
      },
      Math.max(0, Math.ceil(totalMs - spent())),
    );
  };
  if (outer?.aborted) cancel();
  else outer?.addEventListener('abort', cancel, { once: true });

  return {
    signal: controller.signal,
    get stopped() {
      return stopped;
    },
    run() {
      since = performance.now();
      arm();
    },
    pause() {
      disarm();
      if (since !== null) counted += performance.now() - since;
      since = null;
    },
    spent,
    cancel,
    close() {
      disarm();
      outer?.removeEventListener('abort', cancel);
    },
  };
}
