import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findingId, type Review, type ScoreRange } from '#core/assessment.ts';
import type { PolicyItem } from '#core/policy.ts';
import { type Finding, nonEmpty, type Verdict } from '#core/verdict.ts';
import { type Judged, score } from '#scoring/score.ts';
import { settle } from '#scoring/settle.ts';
import { basis, finding, policy } from './build.ts';

const runs = { numRuns: 400 };

const anyFinding = (faults: readonly string[], certainty: fc.Arbitrary<Finding['certainty']>) =>
  fc
    .record({ fault: fc.constantFrom(...faults), n: fc.integer({ min: 0, max: 4 }), certainty })
    .map(({ fault, n, certainty: c }) => finding(fault, `/${n}`, c));

function verdictFor(item: PolicyItem): fc.Arbitrary<Verdict> {
  const faults = [...Object.keys(item.deduct), 'unpriced'];
  const key = (f: Finding) => `${f.fault}|${f.target}`;
  const list = (certainty: fc.Arbitrary<Finding['certainty']>, minLength: number) =>
    fc.uniqueArray(anyFinding(faults, certainty), { selector: key, minLength, maxLength: 8 });
  const suspected = fc.constant('suspected' as const);
  return fc.oneof(
    fc.constant<Verdict>({ outcome: 'pass', basis, findings: [] }),
    list(fc.constantFrom('confirmed' as const, 'suspected' as const), 1).map((f): Verdict => {
      const [first, ...rest] = f;
      return { outcome: 'fail', basis, findings: [{ ...(first as Finding), certainty: 'confirmed' }, ...rest] };
    }),
    list(suspected, 1).map(
      (findings): Verdict => ({ outcome: 'needs-review', basis, findings, because: { kind: 'suspect', note: '疑' } }),
    ),
    list(suspected, 0).map(
      (findings): Verdict => ({
        outcome: 'needs-review',
        basis,
        findings,
        because: { kind: 'undeterminable', note: '未见' },
      }),
    ),
  );
}
const anyJudged: fc.Arbitrary<Judged[]> = fc
  .tuple(...policy.items.map((item) => verdictFor(item).map((verdict): Judged => ({ item, verdict }))))
  .map((all) => [...all]);
const pricedOnly = (all: readonly Judged[]) => all.filter((j) => j.item.part !== 'veto');
const rangeOf = (all: readonly Judged[], exempt = false): ScoreRange => {
  const s = score({ ...policy.flow, exemptFull: 7500 }, all, { exempt }).score;
  if (!s) throw new Error('no score');
  return s;
};

test('the ends of every range are in order, and no item costs more than its points', () =>
  fc.assert(
    fc.property(anyJudged, (all) => {
      const { score: s, costs } = score(policy.flow, all);
      if (s) expect(s.lower).toBeLessThanOrEqual(s.upper);
      for (const { item } of all) {
        const c = costs.get(item.id);
        expect(c?.lower).toBeGreaterThanOrEqual(0);
        expect(c?.lower).toBeLessThanOrEqual(c?.upper ?? -1);
        expect(c?.upper).toBeLessThanOrEqual(item.points);
      }
    }),
    runs,
  ));

test('raising any price never raises a score', () =>
  fc.assert(
    fc.property(
      anyJudged,
      fc.nat(),
      fc.nat(),
      fc.integer({ min: 1, max: 900 }),
      fc.boolean(),
      (all, which, fault, more, exempt) => {
        const before = pricedOnly(all);
        const chosen = before[which % before.length] as Judged;
        const faults = Object.keys(chosen.item.deduct);
        const name = faults[fault % faults.length] as string;
        const price = chosen.item.deduct[name] as { each: number; once: boolean };
        const dearer: PolicyItem = {
          ...chosen.item,
          deduct: { ...chosen.item.deduct, [name]: { ...price, each: price.each + more } },
        };
        const after = before.map((j) => (j === chosen ? { ...j, item: dearer } : j));
        expect(rangeOf(after, exempt).lower).toBeLessThanOrEqual(rangeOf(before, exempt).lower);
        expect(rangeOf(after, exempt).upper).toBeLessThanOrEqual(rangeOf(before, exempt).upper);
      },
    ),
    runs,
  ));

test('one more confirmed fault never raises a score (where nothing is shared between items)', () =>
  fc.assert(
    fc.property(anyJudged, fc.nat(), (all, which) => {
      const before = pricedOnly(all).filter((j) => j.item.id !== 'others');
      const chosen = before[which % before.length] as Judged;
      const fault = Object.keys(chosen.item.deduct)[0] as string;
      const old = chosen.verdict;
      if (old.outcome === 'needs-review') return;
      const worse: Verdict = { outcome: 'fail', basis, findings: [finding(fault, '/extra'), ...old.findings] };
      const after = before.map((j) => (j === chosen ? { ...j, verdict: worse } : j));
      expect(rangeOf(after).lower).toBeLessThanOrEqual(rangeOf(before).lower);
      expect(rangeOf(after).upper).toBeLessThanOrEqual(rangeOf(before).upper);
    }),
    runs,
  ));

test('the order of items and of findings does not matter', () =>
  fc.assert(
    fc.property(anyJudged, fc.infiniteStream(fc.nat()), (all, stream) => {
      const shuffled = <T>(list: readonly T[]): T[] =>
        list
          .map((v) => ({ v, k: stream.next().value as number }))
          .sort((x, y) => x.k - y.k)
          .map(({ v }) => v);
      const mixed = shuffled(all).map((j) => ({
        ...j,
        verdict: { ...j.verdict, findings: shuffled(j.verdict.findings) } as Verdict,
      }));
      const { costs: c1, ...one } = score(policy.flow, all);
      const { costs: c2, ...two } = score(policy.flow, mixed);
      expect(two).toEqual(one);
      expect([...c2].sort()).toEqual([...c1].sort());
    }),
    runs,
  ));

test('the conclusion follows from the ends', () =>
  fc.assert(
    fc.property(anyJudged, (all) => {
      const { score: s, conclusion } = score(policy.flow, all);
      const vetoes = all.filter((j) => j.item.part === 'veto').map((j) => j.verdict.outcome);
      if (vetoes.includes('fail')) expect({ s, conclusion }).toEqual({ s: null, conclusion: 'unqualified' });
      else if ((s?.upper ?? 0) < policy.flow.failBelow) expect(conclusion).toBe('unqualified');
      else if ((s?.lower ?? 0) >= policy.flow.failBelow && !vetoes.includes('needs-review'))
        expect(conclusion).toBe('qualified');
      else expect(conclusion).toBe('undetermined');
    }),
    runs,
  ));

/** Answers to what is open: for each suspected finding, upheld, rejected or left alone. */
const at = '2026-12-01T00:00:00.000Z';
function answered(all: readonly Judged[], answers: Iterator<number>): Judged[] {
  return all.map((j) => {
    const reviews: Review[] = j.verdict.findings.flatMap((f, i) => {
      const answer = (answers.next().value as number) % 3;
      if (f.certainty !== 'suspected' || answer === 2) return [];
      const id = findingId(j.item.indicator, 's', f);
      const decision = answer === 0 ? ('confirm' as const) : ('reject' as const);
      return [
        {
          id: `${j.item.id}-${i}`,
          subjectId: 's',
          itemId: j.item.id,
          findingId: id,
          decision,
          reason: '看过',
          person: '李',
          at,
        },
      ];
    });
    const settled = settle({
      verdict: j.verdict,
      reviews,
      indicatorId: j.item.indicator,
      subjectId: 's',
      asOf: new Date(at),
    });
    return { item: j.item, verdict: settled.verdict };
  });
}

test('a review of what is open only narrows the range, and never overturns a settled conclusion', () =>
  fc.assert(
    fc.property(anyJudged, fc.infiniteStream(fc.nat()), (all, answers) => {
      const before = pricedOnly(all);
      const after = answered(before, answers);
      expect(rangeOf(after).lower).toBeGreaterThanOrEqual(rangeOf(before).lower);
      expect(rangeOf(after).upper).toBeLessThanOrEqual(rangeOf(before).upper);
      const was = score(policy.flow, all).conclusion;
      if (was !== 'undetermined') expect(score(policy.flow, answered(all, answers)).conclusion).toBe(was);
    }),
    { numRuns: 1500 },
  ));

test('every world compatible with what is known scores inside the range', () =>
  fc.assert(
    fc.property(anyJudged, fc.infiniteStream(fc.nat()), (all, stream) => {
      const before = pricedOnly(all).filter(
        (j) => j.verdict.outcome !== 'needs-review' || j.verdict.because.kind === 'suspect',
      );
      if (before.length === 0) return;
      const world = before.map((j): Judged => {
        const real = j.verdict.findings
          .filter((f) => f.certainty === 'confirmed' || (stream.next().value as number) % 2 === 0)
          .map((f) => ({ ...f, certainty: 'confirmed' as const }));
        const some = nonEmpty(real);
        return {
          item: j.item,
          verdict: some ? { outcome: 'fail', basis, findings: some } : { outcome: 'pass', basis, findings: [] },
        };
      });
      const known = rangeOf(before);
      const actual = rangeOf(world);
      expect(actual.lower).toBe(actual.upper);
      expect(actual.lower).toBeGreaterThanOrEqual(known.lower);
      expect(actual.upper).toBeLessThanOrEqual(known.upper);
    }),
    { numRuns: 1500 },
  ));
