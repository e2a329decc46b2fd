import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findingId, type Review } from '#core/assessment.ts';
import { findingDigest, verdictDigest } from '#core/review.ts';
import { planReviews, reviewId } from '#core/review-plan.ts';
import type { Verdict } from '#core/verdict.ts';
import { type Judged, score } from '#scoring/score.ts';
import { settle } from '#scoring/settle.ts';
import { basis, finding, item, policy } from './build.ts';

const runs = { numRuns: 500 };
const targets = ['/a', '/b', '/c'];
const anyVerdict = fc
  .record({
    suspected: fc.subarray(targets),
    blind: fc.boolean(),
  })
  .map(({ suspected, blind }): Verdict => {
    const findings = suspected.map((t) => finding('blank', t, 'suspected'));
    if (findings.length === 0 && !blind) return { outcome: 'pass', basis, findings: [] };
    return {
      outcome: 'needs-review',
      basis,
      findings,
      because: { kind: blind ? 'undeterminable' : 'suspect', note: '须人工确认' },
    };
  });
const anyReviews = (v: Verdict) =>
  fc
    .array(
      fc.record({
        on: fc.constantFrom(undefined, ...targets),
        decision: fc.constantFrom('confirm', 'reject', 'pass', 'appeal'),
        at: fc.integer({ min: 0, max: 50 }),
        fresh: fc.boolean(),
        n: fc.nat(1_000_000),
      }),
      { maxLength: 6 },
    )
    .map((list) =>
      list.map(({ on, decision, at, fresh, n }, i): Review => {
        const f = v.findings.find((x) => x.target === on);
        const now = f ? findingDigest(f) : verdictDigest(v);
        return {
          id: `r${n}-${i}`,
          subjectId: 's',
          itemId: 'others',
          ...(on === undefined ? {} : { findingId: findingId('others', 's', { fault: 'blank', target: on }) }),
          decision: on === undefined && decision === 'confirm' ? 'fail' : (decision as Review['decision']),
          reason: '看过',
          person: '李某',
          at: new Date(Date.parse('2026-11-22T04:00:00.000Z') + at * 60_000).toISOString(),
          digest: fresh ? now : 'd-old',
        };
      }),
    );
const anyCase = anyVerdict.chain((verdict) =>
  fc.record({ verdict: fc.constant(verdict), reviews: anyReviews(verdict) }),
);
const put = (verdict: Verdict, reviews: readonly Review[]) =>
  settle({ verdict, reviews, indicatorId: 'others', subjectId: 's', asOf: new Date('2026-11-22T04:00:00.000Z') });
const rangeOf = (verdict: Verdict) => {
  const judged: Judged[] = [{ item: item('others'), verdict }];
  const { score: s } = score(policy.flow, judged);
  if (s === null) throw new Error('no score');
  return s;
};

test('whatever people decide, the range only narrows', () =>
  fc.assert(
    fc.property(anyCase, ({ verdict, reviews }) => {
      const [before, after] = [rangeOf(verdict), rangeOf(put(verdict, reviews).verdict)];
      expect(after.lower).toBeGreaterThanOrEqual(before.lower);
      expect(after.upper).toBeLessThanOrEqual(before.upper);
    }),
    runs,
  ));
test('the order they come in does not matter', () =>
  fc.assert(
    fc.property(
      anyCase.chain((c) =>
        fc.record({ c: fc.constant(c), mixed: fc.shuffledSubarray(c.reviews, { minLength: c.reviews.length }) }),
      ),
      ({ c, mixed }) => {
        expect(put(c.verdict, mixed)).toEqual(put(c.verdict, c.reviews));
      },
    ),
    runs,
  ));
test('appeals and decisions on other evidence change no verdict', () =>
  fc.assert(
    fc.property(anyCase, ({ verdict, reviews }) => {
      const idle = reviews.filter((r) => r.decision === 'appeal' || r.digest === 'd-old');
      expect(put(verdict, idle).verdict).toEqual(verdict);
      const without = reviews.filter((r) => !idle.includes(r));
      expect(put(verdict, reviews).verdict).toEqual(put(verdict, without).verdict);
    }),
    runs,
  ));
test('what has run out is told once for each matter that is not decided anew', () => {
  const v: Verdict = {
    outcome: 'needs-review',
    basis,
    findings: [finding('blank', '/a', 'suspected'), finding('blank', '/b', 'suspected')],
    because: { kind: 'suspect', note: '须人工确认' },
  };
  const old = (id: string, target: string, at: string, digest = 'd-old'): Review => ({
    id,
    subjectId: 's',
    itemId: 'others',
    findingId: findingId('others', 's', { fault: 'blank', target }),
    decision: 'reject',
    reason: '看过',
    person: '李某',
    at,
    digest,
  });
  const [a1, a2, b1] = [
    old('1', '/a', '2026-11-01T00:00:00.000Z'),
    old('2', '/a', '2026-11-02T00:00:00.000Z'),
    old('3', '/b', '2026-11-01T00:00:00.000Z'),
  ];
  expect(put(v, [a1, a2, b1]).expired?.map((r) => r.id)).toEqual(['3', '2']);
  const anew = old('4', '/b', '2026-11-03T00:00:00.000Z', findingDigest(v.findings[1] as never));
  expect(put(v, [a1, a2, b1, anew])).toMatchObject({ expired: [{ id: '2' }], reviews: [{ id: '4' }] });
  // Found no more: nobody needs to look again.
  expect(put({ outcome: 'pass', basis, findings: [] }, [a1, b1])).toEqual({
    verdict: { outcome: 'pass', basis, findings: [] },
    reviews: [],
  });
});
test('the digest tells other bytes, not other pictures or another order', () => {
  const f = finding('blank', '/a');
  const shot = { ...f.evidence[0], kind: 'screenshot' as const, sha256: 'c'.repeat(64) };
  const other = { ...f.evidence[0], sha256: 'd'.repeat(64) };
  const digest = (...evidence: (typeof shot | typeof other | (typeof f.evidence)[0])[]) =>
    findingDigest({ ...f, evidence: evidence as never });
  expect(digest(f.evidence[0], shot)).toBe(findingDigest(f));
  expect(digest(f.evidence[0], other)).toBe(digest(other, f.evidence[0]));
  expect(digest(other)).not.toBe(findingDigest(f));
  expect(digest(shot)).not.toBe(digest({ ...shot, sha256: 'e'.repeat(64) }));
});
test('planning twice what was planned once adds nothing', () =>
  fc.assert(
    fc.property(anyCase, ({ reviews }) => {
      const proposed = reviews.map(({ id: _, ...review }, i) => ({ place: `第 ${i} 行`, review, inForce: () => true }));
      const first = planReviews(proposed, [], undefined);
      if (first.problems.length > 0) return;
      for (const r of first.add) expect(r.id).toBe(reviewId(r));
      expect(planReviews(proposed, first.add, undefined)).toMatchObject({
        add: [],
        problems: [],
        known: proposed.length,
      });
    }),
    runs,
  ));
