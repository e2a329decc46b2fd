import { addDays, dayMs, shanghaiDay, startOfDay } from '#core/calendar.ts';
import type { ObservationKind } from '#core/observation.ts';
import type { RetentionStore, SummaryStore } from '../store/ports.ts';

/** What the machine itself measured. What people handed in (account records) is never deleted: nobody could collect it again. */
const measured: readonly ObservationKind[] = [
  'site.access',
  'site.address-forms',
  'site.crawl',
  'page.dated-items',
  'page.publish-date',
  'page.footer-marks',
  'page.suspect-links',
  'site.channels',
  'channel.update',
  'page.tags',
  'page.clues',
  'page.service-guide',
  'page.letters',
  'page.interpretation',
  'link.status',
];

/** A visit is written at most this long after its slot. */
const settleMs = 10 * 60_000;
const rowsPerBatch = 500;
/** Days of slots that one pass deletes at most: a clock that was wrong for a while cannot empty the database. */
const daysPerPass = 7;

export type TidyDeps = { summaries: SummaryStore; retention: RetentionStore };
export type Tidied = { hours: number; deleted: number };

/** Sums up the hours that are over, and once a day (when `drop` is allowed) deletes raw records older than `keepDays`. */
export async function tidy(
  deps: TidyDeps,
  o: { now: Date; keepDays: number; drop: boolean; signal?: AbortSignal },
): Promise<Tidied> {
  const hours = await deps.summaries.update(new Date(o.now.getTime() - settleMs).toISOString());
  const today = shanghaiDay(o.now);
  if (!o.drop || (await deps.retention.lastPass()) === today) return { hours, deleted: 0 };
  const oldest = await deps.retention.oldest(measured);
  const summed = await deps.summaries.upTo();
  if (oldest === null || summed === null) return { hours, deleted: 0 };
  // Whole days, nothing that is not summed up yet, and not too much at once.
  const before = [
    startOfDay(addDays(today, -o.keepDays)).toISOString(),
    summed,
    new Date(Date.parse(oldest) + daysPerPass * dayMs).toISOString(),
  ].sort()[0] as string;
  let deleted = 0;
  for (;;) {
    if (o.signal?.aborted) return { hours, deleted };
    const n = await deps.retention.drop(measured, before, rowsPerBatch);
    deleted += n;
    if (n < rowsPerBatch) break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  await deps.retention.passed(today);
  return { hours, deleted };
}
