import { addDays, shanghaiDay } from '#core/calendar.ts';
import type { Registry, Site } from '#core/registry.ts';
import type { VisitJob } from './jobs.ts';
import { type DatedPlan, planOn, slotTimes } from './slots.ts';

/** 访问日程: the planned visits of all sites of a register. */
export type Agenda = {
  /** Visits with `after` < slot <= `until`, in order of slot. The days between are few: the caller bounds them. */
  due(after: Date, until: Date): VisitJob[];
  /** The first planned instant after this one; null when nothing is planned on that day and the next. */
  next(after: Date): string | null;
};

/**
 * The same register and plans give the same agenda. Slots are worked out a site and day at a time, when they are first asked for, so
 * that thousands of sites cost no pause at midnight; two days a site are kept.
 */
export function openAgenda(registry: Pick<Registry, 'sites'>, plans: readonly DatedPlan[]): Agenda {
  const kept = new Map<string, { day: string; slots: readonly number[] }[]>();

  const slotsOf = (site: Site, day: string): readonly number[] => {
    // 已关停、已迁移 sites are left in peace from that day on.
    if (site.closedOn !== undefined && site.closedOn <= day) return [];
    const days = kept.get(site.id) ?? [];
    const there = days.find((d) => d.day === day);
    if (there) return there.slots;
    const plan = planOn(plans, day);
    const slots = plan ? slotTimes(site.id, day, plan) : [];
    kept.set(site.id, [{ day, slots }, ...days].slice(0, 2));
    return slots;
  };

  return {
    due(after, until) {
      const [from, to] = [after.getTime(), until.getTime()];
      const jobs: VisitJob[] = [];
      if (to <= from) return jobs;
      const last = shanghaiDay(until);
      for (let day = shanghaiDay(after); day <= last; day = addDays(day, 1))
        for (const site of registry.sites)
          for (const at of slotsOf(site, day))
            if (at > from && at <= to) {
              const slot = new Date(at).toISOString();
              const payload = { siteId: site.id, url: site.home, slot };
              jobs.push({ name: 'visit', key: `visit|${site.id}|${slot}`, payload });
            }
      return jobs.sort((a, b) => (a.payload.slot < b.payload.slot ? -1 : a.payload.slot > b.payload.slot ? 1 : 0));
    },

    next(after) {
      const from = after.getTime();
      const today = shanghaiDay(after);
      for (const day of [today, addDays(today, 1)]) {
        let first: number | null = null;
        for (const site of registry.sites) {
          const slot = slotsOf(site, day).find((s) => s > from);
          if (slot !== undefined && (first === null || slot < first)) first = slot;
        }
        if (first !== null) return new Date(first).toISOString();
      }
      return null;
    },
  };
}
