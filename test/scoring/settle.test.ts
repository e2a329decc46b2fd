import { expect, test } from 'vitest';
import { findingId, type Review } from '#core/assessment.ts';
import type { Verdict } from '#core/verdict.ts';
import { settle } from '#scoring/settle.ts';
import { basis, fail, finding, pass, suspect, unknown } from './build.ts';

const indicatorId = 'dead-links';
const subjectId = 'shili';
const asOf = new Date('2026-11-22T04:00:00.000Z');
const idOf = (fault: string, target: string) => findingId(indicatorId, subjectId, { fault, target });
let n = 0;
function review(decision: Review['decision'], over: Partial<Review> = {}): Review {
  n++;
  return {
    id: `r${n}`,
    subjectId,
    itemId: 'x',
    decision,
    reason: '打开看过',
    person: '李某',
    at: '2026-11-23T01:00:00.000Z',
    ...over,
  };
}
const put = (verdict: Verdict, ...reviews: Review[]) => settle({ verdict, reviews, indicatorId, subjectId, asOf });
const a = finding('dead', '/a', 'suspected');
const b = finding('dead', '/b', 'suspected');
const A = idOf('dead', '/a');
const B = idOf('dead', '/b');

test('no review, no change', () => expect(put(suspect(a))).toEqual({ verdict: suspect(a), reviews: [] }));
test('confirming one suspicion makes a fail, the other stays open', () =>
  expect(put(suspect(a, b), review('confirm', { findingId: A })).verdict).toMatchObject({
    outcome: 'fail',
    findings: [
      { target: '/a', certainty: 'confirmed' },
      { target: '/b', certainty: 'suspected' },
    ],
  }));
test('rejecting one of two leaves the other for review', () =>
  expect(put(suspect(a, b), review('reject', { findingId: A })).verdict).toMatchObject({
    outcome: 'needs-review',
    findings: [{ target: '/b' }],
  }));
test('rejecting all suspicions is a pass', () =>
  expect(
    put(suspect(a, b), review('reject', { findingId: A }), review('reject', { findingId: B })).verdict,
  ).toMatchObject({ outcome: 'pass', findings: [] }));
test('deciding the whole verdict', () => {
  expect(put(suspect(a, b), review('fail')).verdict).toMatchObject({
    outcome: 'fail',
    findings: [{ certainty: 'confirmed' }, { certainty: 'confirmed' }],
  });
  expect(put(suspect(a, b), review('pass')).verdict).toMatchObject({ outcome: 'pass' });
  expect(put(suspect(a, b), review('reject')).verdict).toMatchObject({ outcome: 'pass' });
});
test('a proved fault that a person finds to be none', () => {
  expect(put(fail(finding('dead', '/a')), review('reject', { findingId: A })).verdict).toMatchObject({
    outcome: 'pass',
  });
  expect(put(fail(finding('dead', '/a'), b), review('reject', { findingId: A })).verdict).toMatchObject({
    outcome: 'needs-review',
    because: { kind: 'suspect' },
    findings: [{ target: '/b' }],
  });
});
test('what could not be seen is cleared by a pass, not by rejecting suspicions', () => {
  expect(put(unknown, review('pass')).verdict).toMatchObject({ outcome: 'pass' });
  expect(put(unknown, review('reject')).verdict).toMatchObject({
    outcome: 'needs-review',
    because: { kind: 'undeterminable' },
  });
  const both: Verdict = {
    outcome: 'needs-review',
    basis,
    findings: [a],
    because: { kind: 'undeterminable', note: '没看全' },
  };
  expect(put(both, review('reject', { findingId: A })).verdict).toMatchObject({
    outcome: 'needs-review',
    findings: [],
    because: { kind: 'undeterminable' },
  });
  expect(put(both, review('confirm', { findingId: A })).verdict).toMatchObject({ outcome: 'fail' });
});
test('nobody is failed on a bare word: a fault needs evidence', () => {
  const bare = put(unknown, review('fail')).verdict;
  expect(bare).toMatchObject({ outcome: 'needs-review', findings: [] });
  expect(bare.notes?.join()).toMatch(/没有指明问题和佐证/);
  const evidence = [...finding('x', '/').evidence];
  expect(put(unknown, review('fail', { fault: 'dead' })).verdict.outcome).toBe('needs-review');
  expect(put(unknown, review('fail', { fault: 'dead', evidence })).verdict).toMatchObject({
    outcome: 'fail',
    findings: [{ fault: 'dead', certainty: 'confirmed', message: '人工复核认定：打开看过' }],
  });
});
test('the later of two holds, whatever the order they come in', () => {
  const early = review('confirm', { findingId: A, at: '2026-11-23T01:00:00.000Z' });
  const late = review('reject', { findingId: A, at: '2026-11-24T01:00:00.000Z' });
  expect(put(suspect(a), early, late).verdict.outcome).toBe('pass');
  expect(put(suspect(a), late, early).verdict.outcome).toBe('pass');
  const whole = review('fail', { at: '2026-11-25T01:00:00.000Z' });
  expect(put(suspect(a), late, whole)).toMatchObject({ verdict: { outcome: 'fail' }, reviews: [{ id: whole.id }] });
});
test('a review from before the last look settles nothing', () => {
  const stale = review('pass', { at: '2026-11-22T02:59:59.000Z' });
  expect(put(suspect(a), stale)).toEqual({ verdict: suspect(a), reviews: [] });
  const nothingSeen: Verdict = { ...unknown, basis: { ...basis, examined: 0, from: '', to: '' } };
  expect(put(nothingSeen, review('pass', { at: '2026-11-22T03:59:59.000Z' })).verdict.outcome).toBe('needs-review');
  expect(put(nothingSeen, review('pass', { at: '2026-11-22T04:00:00.000Z' })).verdict.outcome).toBe('pass');
});
test('a review of another finding changes nothing', () =>
  expect(put(suspect(a), review('confirm', { findingId: 'other' })).verdict).toMatchObject({
    outcome: 'needs-review',
  }));
test('failing what passed needs evidence too', () =>
  expect(put(pass, review('fail')).verdict).toMatchObject({ outcome: 'pass' }));
