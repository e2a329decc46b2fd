import type { Unseen } from '#core/assessment.ts';
import type { Observation, ObservationKind } from '#core/observation.ts';

/** Kinds whose every slot is asked for itself; of the others only the newest round matters. */
const everySlot: ReadonlySet<ObservationKind> = new Set(['site.access', 'account.posts']);
const shownTargets = 5;
const shownEvidence = 3;

/** 未能看到的部分: one line a kind and reason with its count, so that the list stays readable whatever went wrong. */
export function unseenOf(observations: readonly Observation[]): Unseen[] {
  const newest = new Map<ObservationKind, string>();
  for (const o of observations) if (o.slot > (newest.get(o.kind) ?? '')) newest.set(o.kind, o.slot);
  const groups = new Map<string, Extract<Observation, { status: 'unobserved' }>[]>();
  for (const o of observations) {
    if (o.status !== 'unobserved') continue;
    if (!everySlot.has(o.kind) && o.slot !== newest.get(o.kind)) continue;
    const key = `${o.kind}|${o.reason}`;
    const group = groups.get(key);
    if (group) group.push(o);
    else groups.set(key, [o]);
  }
  return [...groups.values()].flatMap((group) => {
    const last = group.at(-1);
    if (last === undefined) return [];
    const targets = [...new Set(group.map((o) => o.target))];
    const more =
      targets.length > 1
        ? `；涉及 ${targets.slice(0, shownTargets).join('、')}${targets.length > shownTargets ? ` 等 ${targets.length} 处` : ''}`
        : '';
    const times = group.length > 1 ? `（共 ${group.length} 次）` : '';
    return [
      {
        kind: last.kind,
        target: last.target,
        slot: last.slot,
        reason: last.reason,
        detail: `${last.detail}${times}${more}`,
        count: group.length,
        evidence: group.flatMap((o) => o.evidence).slice(0, shownEvidence),
      },
    ];
  });
}
