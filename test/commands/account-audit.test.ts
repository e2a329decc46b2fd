import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { addDays, shanghaiDay } from '#core/calendar.ts';
import { runCli, scratch } from '../harness/cli.ts';

const folder = scratch();
afterAll(() => folder.remove());
const run = (...args: string[]) => runCli(args, { cwd: folder.path });
const today = shanghaiDay(new Date());
const ago = (days: number) => addDays(today, -days);

describe('accounts audit', () => {
  test('from a template to the report, through the real commands', async () => {
    const empty = await run('accounts', 'template', '--out', '台账.xlsx');
    expect(empty.stdout).toContain('填好后执行 xuncha registry import');
    expect(readFileSync(join(folder.path, '台账.xlsx')).subarray(0, 2).toString()).toBe('PK');
    // A file that somebody may have filled in is never written over.
    const again = await run('accounts', 'template', '--out', '台账.xlsx');
    expect([again.code, again.stderr.trim().split('\n').length]).toEqual([3, 1]);
    expect(again.stderr).toContain('已经有这个文件，没有覆盖');

    const none = await run('accounts', 'audit');
    expect(none.code).toBe(3);

    writeFileSync(
      join(folder.path, '台账.csv'),
      [
        '主办单位,平台,账号名称,账号ID,链接,开设日期,备案日期,状态,注销日期',
        '示例县文旅局,新浪微博,示例文旅,,https://weibo.com/u/1000000001,2019-05-06,2019-05-08,正常,',
        '示例县文旅局,新浪微博,畅游示例,,https://weibo.com/u/1000000002,2019-05-06,,正常,',
        '示例县林业局,抖音,示例林业,,,2019-05-06,2019-05-08,正常,',
        '示例县水利局,快手,示例水利,,,2019-05-06,2019-05-08,注销,2025-01-02',
      ].join('\n'),
    );
    const imported = await run('registry', 'import', '台账.csv', '--title', '示例县');
    expect(imported.code).toBe(0);
    writeFileSync(
      join(folder.path, '发布.csv'),
      `账号名称,平台,标题,发布时间\n示例文旅,新浪微博,一条,${ago(1)} 09:30\n畅游示例,新浪微博,旧的一条,${ago(40)} 09:30\n`,
    );
    const posts = await run(
      'accounts',
      'import',
      '发布.csv',
      '--by',
      '林知秋',
      '--from',
      ago(200),
      '--to',
      today,
      '--coverage',
      'complete',
    );
    expect(posts.code).toBe(0);

    const audit = await run('accounts', 'audit', '--json', '--out', '核查');
    expect(audit.code).toBe(0);
    const result = JSON.parse(audit.stdout) as { totals: object; html: string; csv: string; xlsx: string };
    expect(result.totals).toMatchObject({ total: 3, sleep: 1, zombie: 0, unseen: 1, rate: { least: 1 / 3 } });
    expect(readdirSync(dirname(result.html)).sort()).toEqual(
      expect.arrayContaining(['账号核查.csv', '账号核查.html', '账号核查.xlsx']),
    );
    const html = readFileSync(result.html, 'utf8');
    expect(html).toContain('示例县政务新媒体账号核查报告');
    // Two accounts of one unit on one platform, and one that was never filed: told though the policy does not ask.
    const faults = html.slice(html.indexOf('id="faults"'), html.indexOf('id="sources"'));
    expect(faults).toContain('一个平台一个账号');
    expect(faults).toContain('畅游示例');
    expect(html).toContain('示例水利');
    // Evidence lies beside it.
    const [, href] = /href="(evidence\/[^"]+)"/.exec(html) ?? [];
    expect(href !== undefined && existsSync(join(dirname(result.html), href))).toBe(true);

    // Part of a judgement is no result of its own.
    expect((await run('report')).stderr).toContain('还没有检查结果');
    expect((await run('assess')).code).toBe(0);
    const report = JSON.parse((await run('report', '--json')).stdout) as {
      html: string;
      accounts: string;
      issues: string;
    };
    expect(readFileSync(report.accounts, 'utf8')).toContain('href="../report.html"');
    expect(readFileSync(report.issues).subarray(0, 2).toString()).toBe('PK');
    const main = readFileSync(report.html, 'utf8');
    expect(main).toContain('账号核查报告');
    for (const [, to] of main.matchAll(/href="([^"#:]+\.(?:html|xlsx|csv))"/g))
      expect(existsSync(join(dirname(report.html), decodeURIComponent(to ?? '')))).toBe(true);
  });

  test('writes no account audit where the register has none', async () => {
    mkdirSync(join(folder.path, 'leer/data/local'), { recursive: true });
    writeFileSync(
      join(folder.path, 'leer/data/local/registry.json'),
      JSON.stringify({
        version: 1,
        title: '示例县',
        organizations: [{ id: 'gov', name: '示例县人民政府', class: 'county-government' }],
        sites: [{ id: 'site', organization: 'gov', name: '示例县', home: 'http://127.0.0.1:9/' }],
        accounts: [],
      }),
    );
    const at = { cwd: join(folder.path, 'leer') };
    expect((await runCli(['assess'], at)).code).toBe(0);
    const report = JSON.parse((await runCli(['report', '--json'], at)).stdout) as { html: string; accounts: null };
    expect(report.accounts).toBeNull();
    expect(readdirSync(dirname(report.html))).not.toContain('账号核查');
    const audit = await runCli(['accounts', 'audit'], at);
    expect([audit.code, audit.stderr.trim().split('\n').length]).toEqual([3, 1]);
    expect(audit.stderr).toContain('还没有登记账号');
  });
});
