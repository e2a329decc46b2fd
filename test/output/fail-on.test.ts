import { describe, expect, test } from 'vitest';
import type { SubjectAssessment } from '#core/assessment.ts';
import { InputError } from '#core/errors.ts';
import { exitCodeOf, parseFailOn } from '../../src/output/fail-on.ts';

const subject = (s: Partial<SubjectAssessment>): SubjectAssessment => ({
  subject: { id: 's1', type: 'site', name: '示例', organization: '示例', address: 'http://a.example/', detail: '' },
  conclusion: 'qualified',
  score: { lower: 9000, upper: 9000 },
  items: [],
  openQuestions: [],
  unseen: [],
  information: [],
  ...s,
});
const code = (text: string, s: Partial<SubjectAssessment>) =>
  exitCodeOf(parseFailOn([text]), { subjects: [subject(s)] });

describe('--fail-on', () => {
  test.each<[string, Partial<SubjectAssessment>, 0 | 2 | 4]>([
    ['unqualified', { conclusion: 'unqualified' }, 2],
    ['unqualified', { conclusion: 'undetermined' }, 4],
    ['unqualified', { conclusion: 'qualified' }, 0],
    ['undetermined', { conclusion: 'undetermined' }, 2],
    ['score<60', { score: { lower: 5999, upper: 5999 } }, 2],
    ['score<60', { score: { lower: 5000, upper: 7000 } }, 4],
    ['score<60', { score: { lower: 6000, upper: 6000 } }, 0],
    ['score<60', { score: null }, 2],
    ['score < 60.5', { score: { lower: 6049, upper: 6049 } }, 2],
  ])('%s %j → %i', (text, s, expected) => {
    expect(code(text, s)).toBe(expected);
  });
  test('a sure hit wins over an open question', () => {
    const subjects = [subject({ conclusion: 'undetermined' }), subject({ conclusion: 'unqualified' })];
    expect(exitCodeOf(parseFailOn(['unqualified']), { subjects })).toBe(2);
  });
  test.each(['score>60', 'broken', '', 'score<1000', 'dead-links>'])('refuses %j', (text) => {
    expect(() => parseFailOn([text])).toThrow(InputError);
  });
});
