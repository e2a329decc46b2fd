import { shanghaiDay, startOfDay } from '#core/calendar.ts';
import type { Observation } from '#core/observation.ts';
import type { FormsJob, VisitJob } from '#pipeline/jobs.ts';
import { formsJob } from '#pipeline/plan.ts';
import { unobserved } from '#pipeline/write.ts';

/** Places in the day are spread over this long from midnight, so that the visits after it can make up for one that was void. */
const spreadMs = 18 * 3_600_000;

/**
 * 其他写法的每日一问: due after the first timed visit of the day at or past the site's own place in it, when that visit was not void (our own
 * network stood). The same job all day long, so that a queue that remembers its keys asks once.
 */
export function formsAfter(visit: VisitJob, seen: Observation): FormsJob[] {
  if (seen.status === 'unobserved' && seen.reason !== 'blocked') return [];
  const { siteId: id, url: home, slot } = visit.payload;
  const day = shanghaiDay(new Date(slot));
  if (Date.parse(slot) < startOfDay(day).getTime() + placeOf(id)) return [];
  const job = formsJob({ id, home }, day);
  return job ? [job] : [];
}

/** What a look that failed by our own fault leaves behind. */
export function crashed(job: FormsJob, at: Date): Observation {
  const { siteId: subjectId, url: target, slot } = job.payload;
  const probe = { id: job.name, version: 1 };
  const head = { kind: 'site.address-forms' as const, subjectId, target, slot, observedAt: at.toISOString(), probe };
  return unobserved(head, 'crashed', '程序出错，这一项没有看成（错误已写入日志）');
}

/** Milliseconds after midnight, the same every day, from the site's id (FNV-1a, 32 bit). */
function placeOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < id.length; i += 1) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193) >>> 0;
  return Math.floor((hash / 2 ** 32) * spreadMs);
}
