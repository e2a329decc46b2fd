import { afterEach, expect, test, vi } from 'vitest';
import type { Assessment } from '#core/assessment.ts';
import { exitOf } from '../../src/commands/deliver.ts';

afterEach(() => vi.restoreAllMocks());

const assessment = (errors: readonly (string | undefined)[]) =>
  ({
    subjects: errors.map((error) => ({
      subject: { id: 's', type: 'site', name: '示例网' },
      conclusion: 'qualified',
      score: { lower: 9000, upper: 9000 },
      items: [
        {
          title: '网站标识',
          applicable: true,
          indicator: { id: 'x', version: 1 },
          ...(error === undefined ? {} : { error }),
        },
      ],
    })),
  }) as unknown as Assessment;

test('an indicator that threw is exit code 1 and one line, whatever --fail-on says', () => {
  const written: string[] = [];
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  expect(exitOf([{ kind: 'conclusion', conclusion: 'unqualified' }], assessment(['boom']))).toBe(1);
  expect(written).toEqual(['程序出错，这一项按无法判定处理：示例网·网站标识：boom\n']);
  written.length = 0;
  expect(exitOf([], assessment(Array.from({ length: 12 }, () => 'boom')))).toBe(1);
  expect(written).toHaveLength(11);
});

test('nothing thrown: the conditions decide', () => {
  expect(exitOf([], assessment([undefined]))).toBe(0);
  expect(exitOf([{ kind: 'score', below: 9500 }], assessment([undefined]))).toBe(2);
});
