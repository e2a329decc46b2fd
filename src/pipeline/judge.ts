import type { Assessment, Review, Run, SubjectAssessment } from '#core/assessment.ts';
import { addDays, shanghaiDay, startOfDay } from '#core/calendar.ts';
import type { IgnoreRule } from '#core/ignores.ts';
import type { AnyIndicator, SubjectType } from '#core/indicator.ts';
import { type Observation, type ObservationKind, registerSubject, registerWideKinds } from '#core/observation.ts';
import type { Policy } from '#core/policy.ts';
import type { Registry } from '#core/registry.ts';
import { assembled, assessSubject, heldIds, lookback, opening, type SubjectObservations } from '#scoring/assess.ts';
import type { ObservationStore } from '../store/ports.ts';

export type JudgeInput = {
  run: Run;
  policy: Policy;
  registry: Registry;
  indicators: readonly AnyIndicator[];
  observations: ObservationStore;
  reviews: readonly Review[];
  /** 忽略规则 of people; absent: none. */
  ignores?: readonly IgnoreRule[];
  /** Only these subjects; the register itself stays whole. Absent: all. */
  only?: ReadonlySet<string> | undefined;
  asOf: Date;
};

/** Kinds of observation that the policy's indicators read: what a collection has to bring. */
export function kindsOf(policy: Policy, indicators: readonly AnyIndicator[]): Set<ObservationKind> {
  const used = new Set(policy.items.map((i) => i.indicator));
  return new Set(indicators.filter((i) => used.has(i.id)).flatMap((i) => i.needs as readonly ObservationKind[]));
}

/** Kinds of one subject, each as far back as asked. */
type Load = (id: string, wanted: readonly { kind: ObservationKind; days: number }[]) => Promise<SubjectObservations>;

/**
 * 判定: loads what the policy looks back on, unit by unit, then judges. Touches no network. Only what one unit needs is held at a time, so that
 * a register of ten thousand accounts fits into memory.
 */
export async function judge(input: JudgeInput): Promise<Assessment> {
  const { policy, indicators } = input;
  const needed = lookback(policy, indicators);
  const load = loader(input);
  const { head, plans } = opening(input);
  const wide = await load(
    registerSubject,
    [...needed.values()].flat().filter((l) => registerWideKinds.has(l.kind)),
  );
  // Indicators that ask for more than their subject's own observations.
  const asking = indicators.filter((i) => i.of !== undefined && policy.items.some((item) => item.indicator === i.id));
  const heldNeeds = [...lookback(policy, asking).values()].flat();
  const own = (type: SubjectType) =>
    [...(needed.get(type) ?? []), ...heldNeeds].filter((l) => !registerWideKinds.has(l.kind));
  const portals = new Map<string, SubjectObservations>();
  const subjects: SubjectAssessment[] = new Array(plans.length);
  // Unit by unit: what its own indicators read of its accounts is read once.
  const units = Map.groupBy(plans.entries(), ([, plan]) => plan.organization?.id ?? plan.subject.id);
  for (const unit of units.values()) {
    const shared = new Map<string, SubjectObservations>([[registerSubject, wide]]);
    const get = async (id: string, type: SubjectType): Promise<SubjectObservations> => {
      const found = shared.get(id) ?? portals.get(id) ?? (await load(id, own(type)));
      shared.set(id, found);
      return found;
    };
    for (const [i, plan] of unit) {
      const { type, id } = plan.subject;
      for (const indicator of asking.filter((a) => a.subject === type))
        for (const holding of indicator.of ?? [])
          for (const held of heldIds({ of: [holding] }, plan.register)) {
            const found = await get(held, holding === 'accounts' ? 'account' : 'site');
            // Every unit may ask for the portals.
            if (holding === 'portals') portals.set(held, found);
          }
      const observations = await get(id, type);
      subjects[i] = assessSubject({
        ...input,
        ...plan,
        observations,
        observationsOf: (other) => shared.get(other) ?? {},
      });
      // Units come first of what is theirs, and accounts ask for nobody else's.
      if (type === 'account') shared.delete(id);
    }
  }
  return assembled(head, subjects, input);
}

function loader(input: JudgeInput): Load {
  const to = input.asOf.toISOString();
  return async (id, wanted) => {
    const days = new Map<ObservationKind, number>();
    for (const w of wanted) days.set(w.kind, Math.max(days.get(w.kind) ?? 0, w.days));
    const out: Partial<Record<ObservationKind, readonly Observation[]>> = {};
    for (const [kind, n] of days) {
      const from = startOfDay(addDays(shanghaiDay(input.asOf), -n)).toISOString();
      out[kind] = await input.observations.window(kind, id, from, to);
    }
    return out as SubjectObservations;
  };
}
