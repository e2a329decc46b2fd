import { describe, expect, test } from 'vitest';
import type { Assessment, ItemAssessment, SubjectAssessment } from '#core/assessment.ts';
import { compare } from '#core/compare.ts';
import type { Finding, Verdict } from '#core/verdict.ts';
import { compareLines } from '#reports/text/compare.ts';

const basis = { examined: 1, unobserved: 0, unit: '个链接', from: '', to: '' };
const evidence = {
  kind: 'html' as const,
  sha256: 'a'.repeat(64),
  url: 'http://a.example/',
  capturedAt: '2026-11-01T00:00:00.000Z',
};
const finding = (target: string, certainty: Finding['certainty'] = 'confirmed'): Finding => ({
  fault: 'home-link-dead',
  certainty,
  target,
  message: `链接 ${target} 打不开`,
  remedy: '修复',
  evidence: [evidence],
});
const verdict = (findings: readonly Finding[], open = false): Verdict => {
  const [first, ...rest] = findings;
  if (open) return { outcome: 'needs-review', basis, findings, because: { kind: 'undeterminable', note: '没有查清' } };
  return first ? { outcome: 'fail', basis, findings: [first, ...rest] } : { outcome: 'pass', basis, findings: [] };
};
const item = (v: Verdict): ItemAssessment => ({
  itemId: 'dead-links',
  title: '可用性',
  part: 'deduction',
  points: 100,
  indicator: { id: 'dead-links', version: 2 },
  clauses: [],
  params: {},
  applicable: true,
  verdict: v,
  cost: { lower: 0, upper: 0 },
  reviews: [],
});
const subject = (v: Verdict, over: Partial<SubjectAssessment> = {}): SubjectAssessment => ({
  subject: { id: 's', type: 'site', name: '示例县', organization: '', address: '', detail: '' },
  conclusion: 'qualified',
  score: { lower: 9_800, upper: 9_800 },
  items: [item(v)],
  openQuestions: [],
  unseen: [],
  information: [],
  ...over,
});
const run = (id: string, asOf: string, subjects: readonly SubjectAssessment[], policy = 'p'): Assessment => ({
  format: 1,
  run: {
    id,
    asOf,
    policy: { id: policy, title: `体系${policy}`, digest: policy },
    registry: { title: '示例县', digest: 'r' },
    seed: id,
    tool: 'test',
    notes: [],
  },
  policy: {
    id: policy,
    title: policy,
    effectiveFrom: '2019-04-01',
    notes: [],
    flow: { base: 10_000, failBelow: 6_000, bonusAbove: 8_000 },
    unchecked: [],
  },
  subjects,
  skipped: [],
});
const day = (n: number) => `2026-11-${String(n).padStart(2, '0')}T00:00:00.000Z`;
const changes = (a: Verdict, b: Verdict) =>
  Object.fromEntries(
    compare(run('1', day(1), [subject(a)]), run('2', day(8), [subject(b)])).subjects[0]!.findings.map((f) => [
      f.finding.target,
      f.change,
    ]),
  );

describe('compare', () => {
  test('new, still, fixed, by what was found about what', () =>
    expect(changes(verdict([finding('a'), finding('b')]), verdict([finding('b'), finding('c')]))).toEqual({
      a: 'fixed',
      b: 'still',
      c: 'new',
    }));
  test('a suspicion that was confirmed is worse, the other way round it eased', () =>
    expect(
      changes(verdict([finding('a', 'suspected'), finding('b')]), verdict([finding('a'), finding('b', 'suspected')])),
    ).toEqual({ a: 'worse', b: 'eased' }));
  test('what could not be looked at is never fixed', () =>
    expect(changes(verdict([finding('a')]), verdict([], true))).toEqual({ a: 'unsettled' }));
  test('the later instant is the later one, whichever comes first; another policy is a caution', () => {
    const early = run('1', day(1), [subject(verdict([]))]);
    const late = run('2', day(8), [subject(verdict([finding('a')]), { conclusion: 'unqualified', score: null })], 'q');
    for (const c of [compare(early, late), compare(late, early)]) {
      expect(c.before.runId).toBe('1');
      expect(c.cautions).toEqual([expect.stringContaining('指标体系不同')]);
      expect(c.subjects[0]?.findings.map((f) => f.change)).toEqual(['new']);
      const lines = compareLines(c).join('\n');
      expect(lines).toContain('合格 → 不合格');
      expect(lines).toContain('新增：[可用性] 链接 a 打不开');
    }
  });
  test('a subject that was not assessed has nothing fixed', () => {
    const c = compare(run('1', day(1), [subject(verdict([finding('a')]))]), run('2', day(8), []));
    expect(c.subjects[0]).toMatchObject({
      conclusion: { before: 'qualified', after: null },
      findings: [{ change: 'unsettled' }],
    });
  });
  test('nothing changed is one line', () => {
    const same = verdict([finding('a')]);
    const lines = compareLines(compare(run('1', day(1), [subject(same)]), run('2', day(8), [subject(same)])));
    expect(lines).toContain('另有 1 个对象没有变化。');
    expect(lines.join('\n')).not.toContain('链接 a');
  });
});
