import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ItemAssessment, ScoreRange, SubjectAssessment, UnitAssessment } from '#core/assessment.ts';
import type { Flow, Policy } from '#core/policy.ts';
import { Account, Organization, type organizationClasses } from '#core/registry.ts';
import { unitScores } from '#scoring/units.ts';
import { basis } from './build.ts';

const flow: Flow = {
  shape: 'mean-of-accounts',
  classes: { 县区: ['county-government', 'zone'], 市直部门: ['department', 'institution'] },
  base: 10_000,
  failBelow: 0,
  bonusAbove: 7_000,
};
const policy = { flow, unchecked: [] as Policy['unchecked'] };

type Veto = 'none' | 'open' | 'certain';
const veto = (state: Veto, stage?: 'annual'): ItemAssessment[] =>
  state === 'none'
    ? []
    : [
        {
          itemId: 'v',
          title: '否决',
          part: 'veto',
          ...(stage === undefined ? {} : { stage }),
          points: 0,
          indicator: { id: 'v', version: 1 },
          clauses: [],
          params: {},
          applicable: true,
          verdict:
            state === 'certain'
              ? ({ outcome: 'fail', basis, findings: [] } as never)
              : { outcome: 'needs-review', basis, findings: [], because: { kind: 'undeterminable', note: '' } },
          cost: { lower: 0, upper: 0 },
          reviews: [],
        },
      ];

type AccountPlan = { score: ScoreRange; veto?: Veto; annual?: { score: ScoreRange; veto?: Veto } };
type UnitPlan = { class?: (typeof organizationClasses)[number]; accounts: readonly AccountPlan[]; closed?: number };

const points = (n: number): ScoreRange => ({ lower: Math.round(n * 100), upper: Math.round(n * 100) });
const between = (a: number, b: number): ScoreRange => ({ lower: Math.round(a * 100), upper: Math.round(b * 100) });
const of = (...scores: (number | ScoreRange)[]): UnitPlan => ({
  accounts: scores.map((s) => ({ score: typeof s === 'number' ? points(s) : s })),
});

/** Units u0, u1 … with accounts u0-0 … */
function put(plans: readonly UnitPlan[], over: Partial<typeof policy> = {}): UnitAssessment[] {
  const organizations = plans.map((p, i) =>
    Organization.parse({ id: `u${i}`, name: `单位${i}`, class: p.class ?? 'department' }),
  );
  const account = (i: number, j: number) =>
    Account.parse({ id: `u${i}-${j}`, organization: `u${i}`, platform: 'wechat', name: `账号${i}-${j}` });
  const subjects = plans.flatMap((p, i) =>
    p.accounts.map((a, j): SubjectAssessment => {
      const record = account(i, j);
      return {
        subject: { id: record.id, type: 'account', name: record.name, organization: '', address: '', detail: '' },
        conclusion: 'qualified',
        score: a.veto === 'certain' ? null : a.score,
        ...(a.annual === undefined ? {} : { annual: { conclusion: 'qualified', score: a.annual.score } }),
        items: [...veto(a.veto ?? 'none'), ...veto(a.annual?.veto ?? 'none', 'annual')],
        openQuestions: [],
        unseen: [],
        information: [],
      };
    }),
  );
  const accounts = plans.flatMap((p, i) =>
    Array.from({ length: p.accounts.length + (p.closed ?? 0) }, (_, j) => account(i, j)),
  );
  return unitScores({ ...policy, ...over }, { organizations, accounts }, subjects);
}
const finals = (units: readonly UnitAssessment[]) => units.map((u) => u.parts[0]?.final);

describe('单位得分 by hand', () => {
  test('the mean of the accounts, then relative to the best of the class', () => {
    const [a, b, c] = put([of(90, 80), of(95), of(60, 70, 75)]);
    // 85, 95, 68.333…; ÷ 95 × 100.
    expect([a, b, c].map((u) => u?.parts[0]?.mean)).toEqual([points(85), points(95), points(68.33)]);
    expect(finals([a!, b!, c!])).toEqual([points(89.47), points(100), points(71.93)]);
    expect(a?.parts[0]?.best).toEqual({ range: points(95), units: ['u1'] });
  });

  test('rounded once, at the end: 68.333… ÷ 95, not 68.33 ÷ 95', () => {
    // 2/3 against 1: 66.666… → 66.67. Rounded before (0.67 ÷ 1) it would be 67.00.
    const [, third] = put([of(1), of(0, 1, 1)]);
    expect(third?.parts[0]?.final).toEqual(points(66.67));
  });

  test('any veto on one account makes the unit 0, and it is no rival', () => {
    const units = put([{ accounts: [{ score: points(100), veto: 'certain' }, { score: points(100) }] }, of(50)]);
    expect(units[0]?.parts[0]).toMatchObject({ state: 'vetoed', vetoOpen: false, final: points(0) });
    expect(units[1]?.parts[0]?.final).toEqual(points(100));
  });

  test('a veto that is still open leaves 0 as the lower end, of the unit and of what the others measure themselves by', () => {
    const units = put([{ accounts: [{ score: points(80), veto: 'open' }] }, of(40)]);
    expect(units[0]?.parts[0]).toMatchObject({ state: 'rated', vetoOpen: true, mean: between(0, 80) });
    expect(units[0]?.parts[0]?.final).toEqual(between(0, 100));
    // 40 ÷ 80 if there is no veto, 40 ÷ 40 if there is.
    expect(units[1]?.parts[0]?.final).toEqual(between(50, 100));
  });

  test('both ends: its own worst against the best of the others, its own best against their worst', () => {
    const units = put([of(between(60, 80)), of(between(50, 90))]);
    expect(finals(units)).toEqual([between((60 / 90) * 100, 100), between((50 / 80) * 100, 100)]);
    expect(units[0]?.parts[0]?.best).toEqual({ range: between(60, 90), units: ['u1', 'u0'] });
  });

  test('ties: both are the best', () => {
    const units = put([of(70, 80), of(75), of(30)]);
    expect(finals(units)).toEqual([points(100), points(100), points(40)]);
    expect(units[2]?.parts[0]?.best?.units.toSorted()).toEqual(['u0', 'u1']);
  });

  test('a best of 0: all are 0, nothing is divided by it', () =>
    expect(finals(put([of(0), of(0, 0)]))).toEqual([points(0), points(0)]));

  test('units without accounts are told apart, by what became of the accounts', () => {
    const units = put([of(), { accounts: [], closed: 2 }, of(50)]);
    expect(units.map((u) => [u.parts[0]?.state, u.skipped, u.parts[0]?.final])).toEqual([
      ['no-accounts', 0, null],
      ['no-accounts', 2, null],
      ['rated', 0, points(100)],
    ]);
  });

  test('classes are ranked by themselves; a class that the policy does not name is not ranked', () => {
    const units = put([
      of(40),
      { ...of(80), class: 'zone' },
      { ...of(90), class: 'township' },
      { ...of(20), class: 'institution' },
    ]);
    expect(finals(units)).toEqual([points(100), points(100), null, points(50)]);
    expect(units[2]).toMatchObject({ class: null, parts: [{ state: 'no-class' }] });
  });

  test('the two parts stand side by side: a veto of one is none of the other, and there is no sum', () => {
    const units = put([
      { accounts: [{ score: points(90), annual: { score: points(80), veto: 'certain' } }] },
      { accounts: [{ score: points(45), annual: { score: points(60) } }] },
    ]);
    expect(units[0]?.parts.map((p) => [p.stage, p.state, p.final])).toEqual([
      ['inspection', 'rated', points(100)],
      ['annual', 'vetoed', points(0)],
    ]);
    expect(units[1]?.parts.map((p) => p.final)).toEqual([points(50), points(100)]);
    expect(Object.keys(units[0] ?? {})).toEqual(['organization', 'class', 'accounts', 'skipped', 'parts']);
  });

  test('vetoes that nobody could read are open for every unit', () => {
    const unchecked: Policy['unchecked'] = [
      { id: 'x', title: '否决', subject: 'organization', part: 'veto', points: 0, section: '二' },
    ];
    expect(finals(put([of(80)], { unchecked }))).toEqual([between(0, 100)]);
  });

  test('the other shape rates no units', () => {
    const { classes: _, ...plain } = flow;
    expect(put([of(80)], { flow: { ...plain, shape: 'hundred-with-bonus' } })).toEqual([]);
  });
});

const anyScore = fc.tuple(fc.nat(13_000), fc.nat(13_000)).map(
  ([a, b]): ScoreRange => ({
    lower: Math.min(a, b),
    upper: Math.max(a, b),
  }),
);
const anyUnit = fc.record({
  accounts: fc.array(
    fc.record({ score: anyScore, veto: fc.constantFrom<Veto>('none', 'none', 'none', 'open', 'certain') }),
    { maxLength: 4 },
  ),
});
const anyUnits = fc.array(anyUnit, { minLength: 1, maxLength: 6 });
/** A world that is compatible with what is known: each score somewhere inside its range, each open veto decided. */
const settled = (units: readonly UnitPlan[], pick: () => number): UnitPlan[] =>
  units.map((u) => ({
    ...u,
    accounts: u.accounts.map((a) => {
      const at = a.score.lower + (pick() % (a.score.upper - a.score.lower + 1));
      const state = a.veto === 'open' ? (pick() % 2 === 0 ? 'none' : 'certain') : (a.veto ?? 'none');
      return { score: { lower: at, upper: at }, veto: state };
    }),
  }));

describe('单位得分 as properties', () => {
  test('ends in order, between 0 and 100; someone may be the best', () =>
    fc.assert(
      fc.property(anyUnits, (units) => {
        const result = put(units);
        for (const f of finals(result)) {
          if (!f) continue;
          expect(f.lower).toBeGreaterThanOrEqual(0);
          expect(f.lower).toBeLessThanOrEqual(f.upper);
          expect(f.upper).toBeLessThanOrEqual(10_000);
        }
        const rated = finals(result).flatMap((f) => f ?? []);
        const means = result.flatMap((u) => u.parts[0]?.mean ?? []);
        if (means.some((m) => m.upper > 0)) expect(Math.max(...rated.map((f) => f.upper))).toBe(10_000);
      }),
      { numRuns: 600 },
    ));

  test('every world that is compatible with what is known lies inside the range', () =>
    fc.assert(
      fc.property(anyUnits, fc.infiniteStream(fc.nat()), (units, stream) => {
        const world = finals(put(settled(units, () => stream.next().value as number)));
        finals(put(units)).forEach((known, i) => {
          const actual = world[i];
          expect(actual === null).toBe(known === null);
          if (!known || !actual) return;
          expect(actual.lower).toBe(actual.upper);
          expect(actual.lower).toBeGreaterThanOrEqual(known.lower);
          expect(actual.upper).toBeLessThanOrEqual(known.upper);
        });
      }),
      { numRuns: 1_500 },
    ));

  test('a better account never lowers its own unit and never raises another', () =>
    fc.assert(
      fc.property(anyUnits, fc.nat(), fc.nat(), fc.integer({ min: 1, max: 3_000 }), (units, which, at, more) => {
        const k = which % units.length;
        const chosen = units[k] as UnitPlan;
        if (chosen.accounts.length === 0) return;
        const n = at % chosen.accounts.length;
        const better = units.map((u, i) => ({
          ...u,
          accounts: u.accounts.map((a, j) =>
            i === k && j === n ? { ...a, score: { lower: a.score.lower + more, upper: a.score.upper + more } } : a,
          ),
        }));
        const [was, is] = [finals(put(units)), finals(put(better))];
        was.forEach((before, i) => {
          const after = is[i];
          if (!before || !after) return;
          for (const end of ['lower', 'upper'] as const)
            if (i === k) expect(after[end]).toBeGreaterThanOrEqual(before[end]);
            else expect(after[end]).toBeLessThanOrEqual(before[end]);
        });
      }),
      { numRuns: 1_500 },
    ));

  test('knowing more only narrows: settling one account keeps every range inside what it was', () =>
    fc.assert(
      fc.property(anyUnits, fc.nat(), fc.infiniteStream(fc.nat()), (units, which, stream) => {
        const k = which % units.length;
        const [one] = settled([units[k] as UnitPlan], () => stream.next().value as number);
        const after = finals(put(units.map((u, i) => (i === k && one ? one : u))));
        finals(put(units)).forEach((before, i) => {
          const now = after[i];
          if (!before || !now) return;
          expect(now.lower).toBeGreaterThanOrEqual(before.lower);
          expect(now.upper).toBeLessThanOrEqual(before.upper);
        });
      }),
      { numRuns: 1_000 },
    ));

  test('the order of units and accounts does not matter', () =>
    fc.assert(
      fc.property(anyUnits, (units) => {
        const turned = put([...units].reverse().map((u) => ({ ...u, accounts: [...u.accounts].reverse() })));
        expect(finals(turned).reverse()).toEqual(finals(put(units)));
      }),
      { numRuns: 300 },
    ));
});
