import { type Finding, nonEmpty, type Verdict } from '#core/verdict.ts';

/**
 * 累计达到数量才成立的否决. Findings are counted by fault, and only a fault that reaches its number counts; below it they are told in a note.
 * `unknown` says how many places of a fault could not be judged (it takes the place of the verdict's own 无法判定): where they could make up the
 * number, the answer stays open. A fault without a limit needs one finding. `names` are the indicator's faults.
 */
export function whereReached<F extends string>(
  v: Verdict<F>,
  names: { readonly [Fault in F]: string },
  limits: { readonly [Fault in F]?: number },
  unknown?: { readonly [Fault in F]?: number },
): Verdict<F> {
  if (v.outcome === 'pass' && unknown === undefined) return v;
  const groups = Map.groupBy(v.findings as readonly Finding<F>[], (f) => f.fault);
  const faults = new Set<F>([...groups.keys(), ...(Object.keys(unknown ?? {}) as F[])]);
  const states = [...faults].map((fault) => {
    const all = groups.get(fault) ?? [];
    const sure = all.filter((f) => f.certainty === 'confirmed').length;
    const limit = limits[fault] ?? 1;
    return { fault, all, sure, limit, most: all.length + (unknown?.[fault] ?? 0) };
  });
  const { basis } = v;
  const short = states.filter((s) => s.sure < s.limit && s.all.length > 0);
  const notes = [
    ...(v.notes ?? []),
    ...short.map(
      (s) => `“${names[s.fault]}”${s.sure} 处确认、${s.all.length - s.sure} 处疑似，不到 ${s.limit} 处不构成否决`,
    ),
  ];
  const withNotes = notes.length > 0 ? { notes } : {};
  const reached = states.filter((s) => s.sure >= s.limit);
  const sure = nonEmpty(reached.flatMap((s) => s.all));
  if (sure) return { outcome: 'fail', basis, findings: sure, ...withNotes };

  const open = v.outcome === 'needs-review' && v.because.kind === 'undeterminable' && unknown === undefined;
  const maybe = states.filter((s) => s.all.length >= s.limit);
  const findings = maybe.flatMap((s) => s.all.map((f) => ({ ...f, certainty: 'suspected' as const })));
  if (maybe.length > 0 && !open) {
    const note =
      v.outcome === 'needs-review' && v.because.kind === 'suspect'
        ? v.because.note
        : `连同疑似的达到 ${maybe[0]?.limit} 处，须人工确认`;
    return { outcome: 'needs-review', basis, findings, because: { kind: 'suspect', note }, ...withNotes };
  }
  if (open && v.outcome === 'needs-review')
    return { outcome: 'needs-review', basis, findings, because: v.because, ...withNotes };
  const couldReach = states.find((s) => s.most >= s.limit);
  if (couldReach) {
    const note = `已知 ${couldReach.all.length} 处，另有 ${couldReach.most - couldReach.all.length} 处没有看成，合起来可能达到 ${couldReach.limit} 处`;
    return { outcome: 'needs-review', basis, findings: [], because: { kind: 'undeterminable', note }, ...withNotes };
  }
  return { outcome: 'pass', basis, findings: [], ...withNotes };
}
