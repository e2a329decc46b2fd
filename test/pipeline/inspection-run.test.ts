import { expect, test } from 'vitest';
import type { Assessment, SubjectAssessment } from '#core/assessment.ts';
import { observationKey, observationValues, registerSubject } from '#core/observation.ts';
import { inspectionRun } from '#pipeline/inspection-run.ts';

const asOf = '2026-11-22T04:00:00.000Z';
const subject = (
  id: string,
  type: 'site' | 'account' | 'organization',
  ...looks: [number, string][]
): SubjectAssessment =>
  ({
    subject: { id, type, name: id, organization: '', address: '', detail: '' },
    conclusion: 'qualified',
    score: null,
    items: looks.map(([examined, to], i) => ({
      itemId: `i${i}`,
      applicable: true,
      verdict: { outcome: 'pass', basis: { examined, unobserved: 0, unit: '次', from: to, to }, findings: [] },
    })),
    openQuestions: [],
    unseen: [],
    information: [],
  }) as unknown as SubjectAssessment;
const assessment = (subjects: SubjectAssessment[]) =>
  ({
    format: 1,
    run: { id: 'r1', asOf, registry: { title: '示例县', digest: 'a'.repeat(64) } },
    policy: { id: 'fengdu' },
    subjects,
    skipped: [],
  }) as unknown as Assessment;

test('whoever was really looked at lately counts, and nobody else', () => {
  const o = inspectionRun(
    assessment([
      subject('unit', 'organization', [3, asOf]),
      subject('seen', 'site', [0, ''], [5, '2026-11-20T00:00:00.000Z']),
      subject('blocked', 'site', [0, '']),
      subject('stale', 'site', [5, '2026-10-01T00:00:00.000Z']),
      subject('weibo', 'account', [1, asOf]),
      subject('unseen', 'account'),
    ]),
  );
  if (o.status !== 'observed') throw new Error('not observed');
  expect(o).toMatchObject({ subjectId: registerSubject, target: 'r1', slot: asOf, key: observationKey(o) });
  expect(observationValues['inspection.run'].parse(o.value)).toEqual({
    runId: 'r1',
    policy: 'fengdu',
    sites: { registered: 3, inspected: ['seen'] },
    accounts: { registered: 2, inspected: ['weibo'] },
    unqualified: [],
  });
});

test('who came out 不合格 is told, so that the year can be looked back on', () => {
  const bad = { ...subject('bad', 'account', [1, asOf]), conclusion: 'unqualified' as const };
  const o = inspectionRun(assessment([bad, subject('good', 'account', [1, asOf])]));
  expect(o.status === 'observed' && o.value.unqualified).toEqual(['bad']);
});
