import { hash } from 'node:crypto';
import { addDays, dayMs, shanghaiDay, startOfDay } from '#core/calendar.ts';

/** 访问计划: what a second person needs, beside the site's id, to work out every planned instant again. */
export type SlotPlan = {
  /** Any text; made once a data folder and recorded. */
  seed: string;
  /** Visits a day, 20 to 1,440. */
  perDay: number;
};

/** A plan and the first day (YYYY-MM-DD, Asia/Shanghai) it holds for. */
export type DatedPlan = SlotPlan & { fromDay: string };

/**
 * 监测时段 of one site on one day (YYYY-MM-DD, Asia/Shanghai), UTC, in order. Depends on nothing but its arguments:
 *
 * - `cell = floor(86,400,000 / perDay)` milliseconds, `half = floor(cell / 2)`;
 * - the site's own place in the cell, so that not all sites are visited in the same minutes: `p = r mod cell`, where `r` is the
 *   32-bit big-endian number at the start of `SHA-256("<seed>|<siteId>")`;
 * - visit `i` (from 0) is due at `p + i * cell + floor(r * w / 2^32)` milliseconds after midnight, where `r` is the number at byte
 *   `4 * (i mod 8)` of `SHA-256("<seed>|<siteId>|<day>|<floor(i / 8)>")` and `w = half`, for the last visit at most what is left of the
 *   day: `min(half, (perDay - i) * cell - p)`.
 *
 * So the visits are spread over the whole day, cannot be foretold without the seed, and are never closer than half a cell, also across
 * midnight.
 */
export function daySlots(siteId: string, day: string, plan: SlotPlan): string[] {
  return slotTimes(siteId, day, plan).map((ms) => new Date(ms).toISOString());
}

/** The same as `daySlots`, in milliseconds since 1970. */
export function slotTimes(siteId: string, day: string, plan: SlotPlan): number[] {
  const begin = startOfDay(day).getTime();
  const cell = Math.floor(dayMs / plan.perDay);
  const half = Math.floor(cell / 2);
  const place = sha256(`${plan.seed}|${siteId}`).readUInt32BE(0) % cell;
  const times: number[] = [];
  let block = Buffer.alloc(0);
  for (let i = 0; i < plan.perDay; i += 1) {
    if (i % 8 === 0) block = sha256(`${plan.seed}|${siteId}|${day}|${i / 8}`);
    const at = place + i * cell;
    const width = Math.min(half, plan.perDay * cell - at);
    // The product stays below 2^53 (half is at most 2,160,000): exact.
    times.push(begin + at + Math.floor((block.readUInt32BE(4 * (i % 8)) * width) / 2 ** 32));
  }
  return times;
}

const sha256 = (text: string) => hash('sha256', text, 'buffer');

/** Least milliseconds between two visits of one site under a plan. */
export function leastSpacing(plan: Pick<SlotPlan, 'perDay'>): number {
  const cell = Math.floor(dayMs / plan.perDay);
  return cell - Math.floor(cell / 2);
}

/** The plan that holds on a day; undefined before the first. `plans` in any order. */
export function planOn(plans: readonly DatedPlan[], day: string): DatedPlan | undefined {
  let found: DatedPlan | undefined;
  for (const p of plans) if (p.fromDay <= day && (found === undefined || p.fromDay > found.fromDay)) found = p;
  return found;
}

/** 计划时段 of one site with `from` < slot <= `to`, by the plans of each day. */
export function slotsBetween(siteId: string, plans: readonly DatedPlan[], from: Date, to: Date): string[] {
  const out: string[] = [];
  if (to <= from) return out;
  const [after, until] = [from.toISOString(), to.toISOString()];
  const last = shanghaiDay(to);
  for (let day = shanghaiDay(from); day <= last; day = addDays(day, 1)) {
    const plan = planOn(plans, day);
    if (plan) for (const slot of daySlots(siteId, day, plan)) if (slot > after && slot <= until) out.push(slot);
  }
  return out;
}
