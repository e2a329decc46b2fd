import { BugError } from '#core/errors.ts';

/** Fixed-width UTC text (`2026-11-22T02:00:00.000Z`), so that text order is time order. */
export function instant(text: string): string {
  const ms = Date.parse(text);
  if (Number.isNaN(ms) || !/[zZ]$|[+-]\d\d:\d\d$/.test(text)) throw new BugError(`not an instant: ${text}`);
  return new Date(ms).toISOString();
}
