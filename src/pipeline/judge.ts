import type { Assessment, Review, Run } from '#core/assessment.ts';
import { addDays, shanghaiDay, startOfDay } from '#core/calendar.ts';
import type { IgnoreRule } from '#core/ignores.ts';
import type { AnyIndicator, SubjectType } from '#core/indicator.ts';
import type { Observation, ObservationKind } from '#core/observation.ts';
import type { Policy } from '#core/policy.ts';
import type { Registry } from '#core/registry.ts';
import { assess, lookback, type SubjectObservations } from '#scoring/assess.ts';
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
  asOf: Date;
};

/** Kinds of observation that the policy's indicators read: what a collection has to bring. */
export function kindsOf(policy: Policy, indicators: readonly AnyIndicator[]): Set<ObservationKind> {
  const used = new Set(policy.items.map((i) => i.indicator));
  return new Set(indicators.filter((i) => used.has(i.id)).flatMap((i) => i.needs as readonly ObservationKind[]));
}

/** 判定: loads what the policy looks back on, then judges. Touches no network. */
export async function judge(input: JudgeInput): Promise<Assessment> {
  const needed = lookback(input.policy, input.indicators);
  const to = input.asOf.toISOString();
  const loaded = new Map<string, SubjectObservations>();
  const load = async (type: SubjectType, ids: readonly string[]) => {
    for (const id of ids) {
      const kinds: Partial<Record<ObservationKind, readonly Observation[]>> = {};
      for (const { kind, days } of needed.get(type) ?? []) {
        const from = startOfDay(addDays(shanghaiDay(input.asOf), -days)).toISOString();
        kinds[kind] = await input.observations.window(kind, id, from, to);
      }
      loaded.set(id, kinds as SubjectObservations);
    }
  };
  await load(
    'organization',
    input.registry.organizations.map((o) => o.id),
  );
  await load(
    'site',
    input.registry.sites.map((s) => s.id),
  );
  await load(
    'account',
    input.registry.accounts.map((a) => a.id),
  );
  return assess({
    run: input.run,
    policy: input.policy,
    registry: input.registry,
    indicators: input.indicators,
    observationsOf: (id) => loaded.get(id) ?? {},
    reviews: input.reviews,
    ...(input.ignores === undefined ? {} : { ignores: input.ignores }),
    asOf: input.asOf,
  });
}
