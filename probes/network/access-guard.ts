import type { ProbeContext } from '#core/context.ts';

/** Longest that a control point may take; ours is the question, not theirs. */
const controlMs = 8_000;

/** Control visits under way, so that many failures at one moment ask once. */
const running = new WeakMap<object, Promise<boolean>>();

/** 控制点是否可达: true as soon as one of them answers anything. Only asked after a failure. */
export function controlsOpen(context: ProbeContext): Promise<boolean> {
  const shared = running.get(context.controls);
  if (shared) return shared;
  const asked = ask(context).finally(() => running.delete(context.controls));
  running.set(context.controls, asked);
  return asked;
}

async function ask(context: ProbeContext): Promise<boolean> {
  const rest = new AbortController();
  const visits = context.controls.map(async (url) => {
    const e = await context.http.fetch({
      url,
      unpaced: true,
      signal: rest.signal,
      enoughBytes: 1,
      limits: { totalMs: controlMs },
    });
    if (e.outcome !== 'response') throw new Error('closed');
  });
  try {
    await Promise.any(visits);
    return true;
  } catch {
    return false;
  } finally {
    rest.abort();
  }
}

/** What our own machine did to a measurement. Milliseconds. */
export type Strain = {
  openedMs: number | null;
  /** Most by which the measured time can be too long. */
  stalledMs: number;
  /** Wall clock minus monotonic clock over the visit. */
  jumpMs: number;
  watchMs: number;
  /** Line that the policy draws. */
  limitMs: number;
};

/** A clock that moved this much against the monotonic one: the machine slept or its time was set. */
const jumpTolerance = 1_000;

/** 本机过载: why the answer cannot be trusted, Chinese, or null. */
export function strained(s: Strain): string | null {
  if (Math.abs(s.jumpMs) > jumpTolerance)
    return `监测期间本机时钟跳变或休眠（相差 ${Math.round(s.jumpMs)} 毫秒），这次访问作废`;
  const doubtful =
    s.openedMs === null
      ? // Slowness of ours can make a server give up; beyond a thirtieth of the watch a failure proves nothing.
        s.stalledMs > s.watchMs / 30
      : s.openedMs > s.limitMs && s.openedMs - s.stalledMs <= s.limitMs;
  return doubtful ? `本机繁忙，结果可能被推迟 ${Math.round(s.stalledMs)} 毫秒，这次访问作废` : null;
}
