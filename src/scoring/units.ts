import type { ScoreRange, SubjectAssessment, UnitAssessment, UnitPart } from '#core/assessment.ts';
import type { Flow, Hundredths, Policy } from '#core/policy.ts';
import type { Organization, Registry } from '#core/registry.ts';

type Stage = UnitPart['stage'];
/** A mean kept as it is, sum over count, so that nothing is rounded before the end. */
type Fraction = { sum: number; n: number };
type Reading = { lower: Fraction; upper: Fraction };

/** What one unit brings into one part. */
type Entry = {
  organization: Organization;
  class: string | null;
  state: UnitPart['state'];
  vetoOpen: boolean;
  /** Null unless `rated` or `vetoed`. */
  mean: Reading | null;
};

const zero: Fraction = { sum: 0, n: 1 };
const stages: readonly Stage[] = ['inspection', 'annual'];

/**
 * 单位得分 of `mean-of-accounts`: any veto on the unit or one of its accounts is 0, else the mean of the scores of its accounts; the final score
 * is that relative to the best unit of its class, × 100, rounded half up to 0.01, once. Scores are read with all that nobody looked at left open.
 * A best of 0 makes all of the class 0; units without accounts are told apart and compared with nobody. Pure.
 */
export function unitScores(
  policy: Pick<Policy, 'flow' | 'unchecked'>,
  registry: Pick<Registry, 'organizations' | 'accounts'>,
  subjects: readonly SubjectAssessment[],
): UnitAssessment[] {
  const { flow, unchecked } = policy;
  if (flow.shape !== 'mean-of-accounts') return [];
  const byId = new Map(subjects.map((s) => [s.subject.id, s]));
  const accountsOf = Map.groupBy(registry.accounts, (a) => a.organization);
  const inspected = (o: Organization) => (accountsOf.get(o.id) ?? []).flatMap((a) => byId.get(a.id) ?? []);
  const tables = new Map(
    stages.map((stage) => [
      stage,
      ranked(registry.organizations.map((o) => entryOf(policy, o, byId.get(o.id), inspected(o), stage))),
    ]),
  );
  const used = stages.filter(
    (stage) =>
      stage === 'inspection' ||
      unchecked.some((u) => u.stage === stage) ||
      subjects.some((s) => s.annual !== undefined),
  );
  return registry.organizations.map((o, i): UnitAssessment => {
    const mine = inspected(o);
    return {
      organization: { id: o.id, name: o.name },
      class: classOf(flow, o),
      accounts: mine.map((a) => ({
        id: a.subject.id,
        name: a.subject.name,
        inspection: readingOf(a, 'inspection').score,
        annual: readingOf(a, 'annual').score,
      })),
      skipped: (accountsOf.get(o.id) ?? []).length - mine.length,
      parts: used.map((stage) => ({ stage, ...(tables.get(stage)?.[i] as Omit<UnitPart, 'stage'>) })),
    };
  });
}

function classOf(flow: Flow, o: Organization): string | null {
  return Object.entries(flow.classes ?? {}).find(([, classes]) => classes.includes(o.class))?.[0] ?? null;
}

/** Score and veto of a subject in one part, with what nobody looked at left open. */
function readingOf(
  s: SubjectAssessment,
  stage: Stage,
): { score: ScoreRange | null; veto: 'none' | 'open' | 'certain' } {
  const part = stage === 'annual' ? s.annual : s;
  const vetoes = s.items.filter(
    (i) => i.applicable && i.part === 'veto' && (i.stage ?? 'inspection') === stage,
  ) as readonly Extract<(typeof s.items)[number], { applicable: true }>[];
  const certain = vetoes.some((v) => v.verdict.outcome === 'fail');
  const open = vetoes.some((v) => v.verdict.outcome === 'needs-review');
  return {
    score: certain ? null : ((part?.whole === undefined ? part?.score : part.whole.score) ?? null),
    veto: certain ? 'certain' : open ? 'open' : 'none',
  };
}

function entryOf(
  { flow, unchecked }: Pick<Policy, 'flow' | 'unchecked'>,
  organization: Organization,
  self: SubjectAssessment | undefined,
  accounts: readonly SubjectAssessment[],
  stage: Stage,
): Entry {
  const readings = accounts.map((a) => readingOf(a, stage));
  const vetoes = [...readings, ...(self === undefined ? [] : [readingOf(self, stage)])].map((r) => r.veto);
  // Vetoes that the document has and nobody could read are open for every unit.
  const unread = unchecked.some(
    (u) => u.part === 'veto' && (u.stage ?? 'inspection') === stage && (u.subject !== 'account' || accounts.length > 0),
  );
  const vetoOpen = unread || vetoes.includes('open');
  const head = { organization, class: classOf(flow, organization), vetoOpen, mean: null };
  if (head.class === null) return { ...head, vetoOpen: false, state: 'no-class' };
  if (vetoes.includes('certain'))
    return { ...head, vetoOpen: false, state: 'vetoed', mean: { lower: zero, upper: zero } };
  if (accounts.length === 0) return { ...head, vetoOpen: false, state: 'no-accounts' };
  const scores = readings.flatMap((r) => r.score ?? []);
  if (scores.length < readings.length) return { ...head, state: 'nothing-scored' };
  const of = (end: 'lower' | 'upper'): Fraction => ({ sum: scores.reduce((n, s) => n + s[end], 0), n: scores.length });
  return { ...head, state: 'rated', mean: { lower: vetoOpen ? zero : of('lower'), upper: of('upper') } };
}

function ranked(entries: readonly Entry[]): Omit<UnitPart, 'stage'>[] {
  return entries.map((e) => {
    const { state, vetoOpen } = e;
    if (e.mean === null) return { state, vetoOpen, mean: null, best: null, final: null };
    const rivals = entries.filter((r) => r !== e && r.class === e.class && r.mean !== null) as (Entry & {
      mean: Reading;
    })[];
    const others = { lower: most(rivals.map((r) => r.mean.lower)), upper: most(rivals.map((r) => r.mean.upper)) };
    const field = [...rivals, e as Entry & { mean: Reading }];
    const best = { lower: most(field.map((r) => r.mean.lower)), upper: most(field.map((r) => r.mean.upper)) };
    // Whoever cannot reach the surest of the others is not the best in any world.
    const may = field.filter((r) => compare(r.mean.upper, best.lower) >= 0);
    return {
      state,
      vetoOpen,
      mean: printed(e.mean),
      best: { range: printed(best), units: may.map((r) => r.organization.id) },
      final: {
        lower: relative(e.mean.lower, larger(e.mean.lower, others.upper)),
        upper: relative(e.mean.upper, larger(e.mean.upper, others.lower)),
      },
    };
  });
}

/** x ÷ best × 100 in hundredths. Never falls as x rises, never rises as `best` does; 0 of 0 is 0. */
function relative(x: Fraction, best: Fraction): Hundredths {
  return best.sum === 0 ? 0 : halfUp(10_000 * x.sum * best.n, x.n * best.sum);
}

const compare = (a: Fraction, b: Fraction): number => a.sum * b.n - b.sum * a.n;
const larger = (a: Fraction, b: Fraction): Fraction => (compare(a, b) >= 0 ? a : b);
const most = (all: readonly Fraction[]): Fraction => all.reduce(larger, zero);
const printed = (r: Reading): ScoreRange => ({
  lower: halfUp(r.lower.sum, r.lower.n),
  upper: halfUp(r.upper.sum, r.upper.n),
});

/** Whole-number division rounded half up, exact: no quotient is ever taken as a fraction. */
function halfUp(a: number, b: number): number {
  const [x, y] = [BigInt(a), BigInt(b)];
  return Number((2n * x + y) / (2n * y));
}
