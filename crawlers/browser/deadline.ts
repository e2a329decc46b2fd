/** Ended by our own clock, whatever the browser was doing. */
export class DeadlineError extends Error {
  override name = 'DeadlineError';
}

/** The promise, or a DeadlineError after `ms`: no call into a browser may hang its caller. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new DeadlineError(`浏览器 ${ms} 毫秒内没有完成`)), ms);
  });
  // The loser's later failure has nobody to hear it.
  work.catch(() => {});
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Longest that anything of a browser may take to close. */
export const CLOSE_MS = 5_000;
