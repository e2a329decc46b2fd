import { addDays, shanghaiDay } from '#core/calendar.ts';
import { type DatedPlan, planOn } from '#pipeline/slots.ts';
import type { PlanRecord, WatchStore } from '../store/ports.ts';

/**
 * Records the plan that the settings ask for. The first holds from today; another number of visits holds from tomorrow, so that no day
 * mixes two plans and the spacing of visits stays. The seed is made once and stays.
 */
export async function settlePlan(
  store: WatchStore,
  o: { now: Date; perDay: number; newSeed: () => string },
): Promise<PlanRecord[]> {
  const plans = await store.plans();
  const today = shanghaiDay(o.now);
  const recordedAt = o.now.toISOString();
  const newest = planOn(plans, addDays(today, 1));
  if (newest === undefined)
    await store.addPlan({ fromDay: today, seed: plans[0]?.seed ?? o.newSeed(), perDay: o.perDay, recordedAt });
  else if (newest.perDay !== o.perDay) {
    // Changed twice on one day: tomorrow's is recorded already and stays, the day after takes the new one.
    const settled = [newest.fromDay, today].sort()[1] as string;
    const fromDay = addDays(settled, 1);
    await store.addPlan({ fromDay, seed: newest.seed, perDay: o.perDay, recordedAt });
  } else return plans;
  return store.plans();
}

export type { DatedPlan };
