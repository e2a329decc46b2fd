import { createHash } from 'node:crypto';
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
 * - the day is cut into `perDay` cells of `cell = floor(86,400,000 / perDay)` milliseconds, one visit each;
 * - visit `i` (from 0) takes the 32-bit number `r`, big-endian, at byte `4 * (i mod 8)` of
 *   `SHA-256("<seed>|<siteId>|<day>|<floor(i / 8)>")`;
 * - it is due `i * cell + floor(cell / 4) + floor(r * floor(cell / 2) / 2^32)` milliseconds after midnight.
 *
 * So a visit lies in the middle half of its cell: spread over the whole day, not to be foretold without the seed, and two visits, also
 * across midnight, are never closer than half a cell.
 */
export function daySlots(siteId: string, day: string, plan: SlotPlan): string[] {
  const begin = startOfDay(day).getTime();
  const cell = Math.floor(dayMs / plan.perDay);
  const quarter = Math.floor(cell / 4);
  const half = Math.floor(cell / 2);
  const slots: string[] = [];
  let block = Buffer.alloc(0);
  for (let i = 0; i < plan.perDay; i += 1) {
    if (i % 8 === 0)
      block = createHash('sha256')
        .update(`${plan.seed}|${siteId}|${day}|${i / 8}`)
        .digest();
    const r = block.readUInt32BE(4 * (i % 8));
    // r * half stays below 2^53: exact.
    slots.push(new Date(begin + i * cell + quarter + Math.floor((r * half) / 2 ** 32)).toISOString());
  }
  return slots;
}

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
