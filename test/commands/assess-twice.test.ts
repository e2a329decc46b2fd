import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli, scratch } from '../harness/cli.ts';

test('the same past instant judged again after an import is a result of its own; the earlier one stays', async () => {
  const folder = scratch();
  try {
    mkdirSync(join(folder.path, 'data/local'), { recursive: true });
    writeFileSync(
      join(folder.path, 'data/local/registry.json'),
      JSON.stringify({
        version: 1,
        title: '示例县',
        organizations: [{ id: 'gov', name: '示例县人民政府', class: 'county-government' }],
        sites: [],
        accounts: [
          { id: 'gov-wechat', organization: 'gov', platform: 'wechat', name: '示例发布', handle: 'shilifabu' },
        ],
      }),
    );
    writeFileSync(
      join(folder.path, 'posts.csv'),
      '账号编号,账号名称,平台,标题,发布时间\ngov-wechat,示例发布,微信公众号,示例县召开会议,2026-01-30 09:00\n',
    );
    const options = { cwd: folder.path, env: { XUNCHA_BROWSER: 'none' } };
    const assess = async () => {
      const r = await runCli(['assess', '--as-of', '2026-01-31', '--policy', 'fengdu', '--json'], options);
      expect(r.stderr).toBe('');
      expect(r.code).toBe(0);
      return JSON.parse(r.stdout) as {
        run: { id: string; seed: string };
        subjects: { subject: { id: string }; conclusion: string }[];
      };
    };
    const account = (a: Awaited<ReturnType<typeof assess>>) => a.subjects.find((x) => x.subject.id === 'gov-wechat');
    const first = await assess();
    expect(account(first)?.conclusion).toBe('undetermined');
    expect((await assess()).run.id).toBe(first.run.id);

    const span = ['--from', '2025-12-01', '--to', '2026-01-31'];
    const imported = await runCli(
      ['accounts', 'import', 'posts.csv', '--by', '张三', ...span, '--coverage', 'complete'],
      options,
    );
    expect(imported.stderr).toBe('');
    const second = await assess();
    expect(account(second)?.conclusion).toBe('qualified');
    expect(second.run.id).toBe(`${first.run.id}-2`);
    // The seed belongs to what was asked, not to the attempt: samples stay the same.
    expect(second.run.seed).toBe(first.run.seed);
    const kept = await runCli(['report', first.run.id, '--json'], options);
    expect(JSON.parse(kept.stdout)).toMatchObject({ runId: first.run.id });
  } finally {
    folder.remove();
  }
}, 60_000);
