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
 * 扣分 of one item: `lower` counts confirmed findings only, `upper` also the suspected and, where nothing could be told, all its points. Findings on
 * targets that `elsewhere` already priced are left out (不重复扣分).
 */
export function costOf({ item, verdict }: Judged, elsewhere: readonly Judged[] = []): ScoreRange {
  if (item.part === 'veto') return { lower: 0, upper: 0 };
  const count = (keep: (f: Finding) => boolean) => {
    const taken = new Set(
      elsewhere.flatMap((j) =>
        pricedFindings(j)
          .filter(keep)
          .map((f) => f.target),
      ),
    );
    return priced(
      item,
      verdict.findings.filter((f) => keep(f) && !taken.has(f.target)),
    );
  };
  // Nothing another item claims: the most this one can cost, whichever of its neighbours' suspicions fall away.
  const alone = priced(item, verdict.findings);
  const sure = count((f) => f.certainty === 'confirmed');
  const all = count(() => true);
  if (verdict.outcome === 'needs-review') {
    return {
      lower: 0,
      upper:
        verdict.because.kind === 'undeterminable' ? item.points : Math.max(sure, all, openTo(elsewhere, alone, all)),
    };
  }
  return { lower: Math.min(sure, all), upper: Math.max(sure, all, openTo(elsewhere, alone, all)) };
}

/** While a neighbour's finding is open, the target may fall back to this item. */
function openTo(elsewhere: readonly Judged[], alone: Hundredths, settled: Hundredths): Hundredths {
  const open = elsewhere.some((j) => pricedFindings(j).some((f) => f.certainty === 'suspected'));
  return open ? alone : settled;
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
function throughGates(flow: Flow, base: Hundredths, bonus: Hundredths): { total: Hundredths; passes: boolean } {
  return { total: base > flow.bonusAbove ? base + bonus : base, passes: base >= flow.failBelow };
}

/**
 * 计分: a failed veto stops it (不合格); else base less capped deductions, gates, bonus, each at the worst and at the best reading of what
 * is open. A veto still open is at best 待复核. Exactly `failBelow` passes, exactly `bonusAbove` earns no bonus.
 */
export function score(flow: Flow, judged: readonly Judged[], options: ScoreOptions = {}): Score {
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
  const worst = throughGates(flow, baseScore(flow, sum.deduct.upper, exempt), sum.bonus.lower);
  const best = throughGates(flow, baseScore(flow, sum.deduct.lower, exempt), sum.bonus.upper);
  const conclusion = !best.passes ? 'unqualified' : worst.passes && !vetoOpen ? 'qualified' : 'undetermined';
  return { score: { lower: worst.total, upper: best.total }, conclusion, costs };
}
