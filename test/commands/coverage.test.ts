import { expect, test } from 'vitest';
import { runCli, scratch } from '../harness/cli.ts';

test('xuncha coverage: every document, or one; an unknown one is told with the nearest name', async () => {
  const folder = scratch();
  try {
    const at = { cwd: folder.path };
    const all = await runCli(['coverage', '--json'], at);
    expect([all.code, all.stderr]).toEqual([0, '']);
    const read = JSON.parse(all.stdout) as { policy: { id: string }; rows: object[]; problems: string[] }[];
    expect(read.map((c) => c.policy.id).sort()).toEqual([
      'fengdu',
      'gulou',
      'hebei-county',
      'jiangsu-city',
      'national',
      'shenmu',
    ]);
    expect(read.flatMap((c) => c.problems)).toEqual([]);

    const one = await runCli(['coverage', '--policy', 'gulou'], at);
    expect(one.code).toBe(0);
    expect(one.stdout).toMatch(/每月25日前公开自查情况（self-check，self-check-report）：程序判定，条款允许 F/);
    expect(one.stdout).toMatch(/附件2 .*\n {4}没有指标项：原文未附这份指标，不能判定/);
    expect(one.stdout).not.toMatch(/神木/);

    const wrong = await runCli(['coverage', '--policy', 'gulu'], at);
    expect(wrong.code).toBe(3);
    expect(wrong.stderr).toMatch(/没有这套指标体系的条款清单。是不是“gulou”？/);
  } finally {
    folder.remove();
  }
}, 60_000);
