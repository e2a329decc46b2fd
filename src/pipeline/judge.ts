import type { Assessment, Review, Run, SubjectAssessment } from '#core/assessment.ts';
import { addDays, shanghaiDay, startOfDay } from '#core/calendar.ts';
import type { IgnoreRule } from '#core/ignores.ts';
import type { AnyIndicator } from '#core/indicator.ts';
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
 * 判定: loads what the policy looks back on, subject by subject, then judges. Touches no network. Only what one subject needs is held at a time, so that
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
  // Indicators that ask for more than their subject's own observations, by the type of that subject.
  const asking = indicators.filter((i) => i.of !== undefined && policy.items.some((item) => item.indicator === i.id));
  const heldNeeds = lookback(policy, asking);
  const portals = new Map<string, SubjectObservations>();
  const subjects: SubjectAssessment[] = [];
  for (const plan of plans) {
    const { type, id } = plan.subject;
    const others = new Map<string, SubjectObservations>([[registerSubject, wide]]);
    const kinds = (heldNeeds.get(type) ?? []).filter((l) => !registerWideKinds.has(l.kind));
    for (const indicator of asking.filter((i) => i.subject === type))
      for (const held of heldIds(indicator, plan.register)) {
        const known = others.get(held) ?? portals.get(held);
        const found = known ?? (await load(held, kinds));
        others.set(held, found);
        // Every unit may ask for the portals.
        if (indicator.of?.includes('portals')) portals.set(held, found);
      }
    const own = await load(
      id,
      (needed.get(type) ?? []).filter((l) => !registerWideKinds.has(l.kind)),
    );
    subjects.push(
      assessSubject({ ...input, ...plan, observations: own, observationsOf: (other) => others.get(other) ?? {} }),
    );
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
