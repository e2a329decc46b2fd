import type { Conclusion, ScoreRange } from '#core/assessment.ts';
import type { Flow, Hundredths, PolicyItem } from '#core/policy.ts';
import type { Finding, Verdict } from '#core/verdict.ts';

/** 判定 of one applicable item, after reviews. */
export type Judged = { item: PolicyItem; verdict: Verdict };

export type Score = {
  /** Null: a veto stopped the count, or no item of the subject is scored. */
  score: ScoreRange | null;
  conclusion: Conclusion;
  /** 扣分 at both ends by item; a veto costs nothing, it decides. */
  costs: ReadonlyMap<string, ScoreRange>;
};

export type ScoreOptions = {
  /** 没有对外服务职能: counted from `flow.exemptFull` where the policy has one. */
  exempt?: boolean;
};

/** Sum of the prices of some findings, capped at the item's points. */
function priced(item: PolicyItem, findings: readonly Finding[]): Hundredths {
  const counts = new Map<string, number>();
  for (const f of findings) counts.set(f.fault, (counts.get(f.fault) ?? 0) + 1);
  let sum = 0;
  for (const [fault, n] of counts) {
    const price = Object.hasOwn(item.deduct, fault) ? item.deduct[fault] : undefined;
    if (price) sum += price.once ? price.each : n * price.each;
  }
  return Math.min(item.points, sum);
}

/**
 * 扣分 of one item. `lower` counts confirmed findings only, `upper` also the suspected and, where nothing could be told, all its points.
 * 不重复扣分: a target that an item of `elsewhere` surely priced is left out of both; one that it may yet price, of `lower` only. So every world
 * compatible with what is known lies inside.
 */
export function costOf({ item, verdict }: Judged, elsewhere: readonly Judged[] = []): ScoreRange {
  if (item.part === 'veto' || item.part === 'duty') return { lower: 0, upper: 0 };
  const there = elsewhere.flatMap(pricedFindings);
  const taken = new Set(there.filter((f) => f.certainty === 'confirmed').map((f) => f.target));
  const claimed = new Set(there.map((f) => f.target));
  const most = priced(
    item,
    verdict.findings.filter((f) => !taken.has(f.target)),
  );
  if (verdict.outcome === 'needs-review') return { lower: 0, upper: isUndeterminable(verdict) ? item.points : most };
  if (elsewhere.some((j) => isUndeterminable(j.verdict))) return { lower: 0, upper: most };
  const least = priced(
    item,
    verdict.findings.filter((f) => f.certainty === 'confirmed' && !claimed.has(f.target)),
  );
  return { lower: least, upper: most };
}

function isUndeterminable(v: Verdict): boolean {
  return v.outcome === 'needs-review' && v.because.kind === 'undeterminable';
}

function pricedFindings({ item, verdict }: Judged): Finding[] {
  return verdict.findings.filter((f) => Object.hasOwn(item.deduct, f.fault));
}

/** 扣分后的基础分: what is left of the full mark, converted where the exemption applies (rounded half up to 0.01, once). */
function baseScore(flow: Flow, lost: Hundredths, exempt: boolean): Hundredths {
  if (!exempt || flow.exemptFull === undefined) return Math.max(0, flow.base - lost);
  return Math.round((Math.max(0, flow.exemptFull - lost) * flow.base) / flow.exemptFull);
}

/** The gates: never falls when its input rises, so both ends are just computed. */
function throughGates(
  flow: Flow,
  lost: Hundredths,
  bonus: Hundredths,
  exempt: boolean,
): { total: Hundredths; passes: boolean } {
  const base = baseScore(flow, lost, exempt);
  const counted = exempt && flow.gatesOn === 'counted' && flow.exemptFull !== undefined;
  const gate = counted ? Math.max(0, (flow.exemptFull ?? flow.base) - lost) : base;
  return { total: gate > flow.bonusAbove ? base + bonus : base, passes: gate >= flow.failBelow };
}

/**
 * 计分: a failed veto stops it (不合格); else base less capped deductions, gates, bonus, each at the worst and at the best reading of what
 * is open. A veto still open is at best 待复核. Exactly `failBelow` passes, exactly `bonusAbove` earns no bonus. Duties (要求) are left alone.
 */
export function score(flow: Flow, all: readonly Judged[], options: ScoreOptions = {}): Score {
  const judged = all.filter((j) => j.item.part !== 'duty');
  const byId = new Map(judged.map((j) => [j.item.id, j]));
  const costs = new Map<string, ScoreRange>();
  const sum = { deduct: { lower: 0, upper: 0 }, bonus: { lower: 0, upper: 0 } };
  let scored = false;
  for (const j of judged) {
    const elsewhere = j.item.notTwiceWith.flatMap((id) => byId.get(id) ?? []);
    const cost = costOf(j, elsewhere);
    costs.set(j.item.id, cost);
    if (j.item.part === 'veto') continue;
    scored = true;
    if (j.item.part === 'deduction') {
      sum.deduct.lower += cost.lower;
      sum.deduct.upper += cost.upper;
    } else {
      sum.bonus.lower += j.item.points - cost.upper;
      sum.bonus.upper += j.item.points - cost.lower;
    }
  }
  const vetoes = judged.filter((j) => j.item.part === 'veto');
  if (vetoes.some((j) => j.verdict.outcome === 'fail')) return { score: null, conclusion: 'unqualified', costs };
  const vetoOpen = vetoes.some((j) => j.verdict.outcome !== 'pass');
  // Nothing judged is nothing known: no conclusion may rest on it.
  if (!scored)
    return { score: null, conclusion: judged.length === 0 || vetoOpen ? 'undetermined' : 'qualified', costs };

  const exempt = options.exempt ?? false;
  const worst = throughGates(flow, sum.deduct.upper, sum.bonus.lower, exempt);
  const best = throughGates(flow, sum.deduct.lower, sum.bonus.upper, exempt);
  const conclusion = !best.passes ? 'unqualified' : worst.passes && !vetoOpen ? 'qualified' : 'undetermined';
  return { score: { lower: worst.total, upper: best.total }, conclusion, costs };
}
