import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shanghaiDay } from '#core/calendar.ts';
import { runCli, scratch } from '../harness/cli.ts';
import { startChannelSite } from '../servers/channel-site.ts';

const folder = scratch();
const env = { XUNCHA_BROWSER: 'none' };
let site: Awaited<ReturnType<typeof startChannelSite>>;
const data = join(folder.path, 'data/local');
const registryFile = join(data, 'registry.json');
const registered = () =>
  JSON.parse(readFileSync(registryFile, 'utf8')).sites[0].channels as { id: string; type: string }[];

beforeAll(async () => {
  site = await startChannelSite(shanghaiDay(new Date()));
  mkdirSync(data, { recursive: true });
  writeFileSync(
    registryFile,
    JSON.stringify({
      version: 1,
      title: '示例县',
      organizations: [{ id: 'water', name: '示例县水利局', class: 'department' }],
      sites: [{ id: 'water-site', organization: 'water', name: '示例县水利局', home: site.home, kind: 'portal' }],
      accounts: [],
    }),
  );
  writeFileSync(
    join(folder.path, 'xuncha.config.yaml'),
    'hostIntervalMs: 0\nhostConcurrency: 8\nsecondLookMs: 100\nallowPrivate: true\nlinks: own\n',
  );
});
afterAll(async () => {
  await site.close();
  folder.remove();
});
const run = (...args: string[]) => runCli(args, { cwd: folder.path, env });

describe('xuncha channels', () => {
  test('crawls where there was no crawl and says so; a second time nothing is asked', async () => {
    const first = await run('channels', 'water-site', '--quiet');
    expect(first.code, first.stderr).toBe(0);
    expect(first.stderr).toContain('还没有抓取过“示例县水利局”');
    expect(first.stdout).toMatch(/栏目 8 个，其中 8 个没有登记/);
    expect(first.stdout).toMatch(/政务要闻\s+一级\s+动态要闻\s+高/);
    site.requests.clear();
    const second = await run('channels', 'water-site', '--json');
    expect(second.stderr).toBe('');
    expect(site.requests.size).toBe(0);
    const { channels } = JSON.parse(second.stdout) as {
      channels: { name: string; newest: string | null; state: string }[];
    };
    expect(channels.map((c) => c.name).sort()).toEqual(
      ['工作动态', '政务要闻', '通知公告', '规划计划', '数据发布', '扶贫工作', '意见征集', '政策文件'].sort(),
    );
  });

  test('exported, confirmed by a person, imported: all or nothing', async () => {
    const csv = join(folder.path, 'channels.csv');
    const out = await run('channels', 'water-site', '--export', 'channels.csv');
    expect(out.code, out.stderr).toBe(0);
    const text = readFileSync(csv, 'utf8');
    expect(text.startsWith('\ufeff"编号","栏目","网址","级别","类型","更新天数","确认"')).toBe(true);

    // Nothing confirmed yet: nothing changes.
    const none = await run('channels', 'import', 'channels.csv', '--site', 'water-site');
    expect(none.stdout).toContain('在“确认”一列写“是”');
    expect(registered()).toEqual([]);

    const lines = text.slice(1).trimEnd().split('\r\n');
    const [head, ...rows] = lines;
    const confirm = (row: string) => row.replace(/^((?:"[^"]*",){6})""/, '$1"是"');
    writeFileSync(csv, [head, ...rows.map(confirm), '"","坏的","不是网址","一级","其他","","是"'].join('\n'));
    const bad = await run('channels', 'import', 'channels.csv', '--site', 'water-site');
    expect(bad.code).toBe(3);
    expect(bad.stderr).toMatch(/channels\.csv.*不是网址/);
    expect(registered()).toEqual([]);

    writeFileSync(csv, [head, ...rows.map(confirm)].join('\n'));
    const good = await run('channels', 'import', 'channels.csv', '--site', 'water-site', '--json');
    expect(good.code, good.stderr).toBe(0);
    expect(JSON.parse(good.stdout).added).toHaveLength(8);
    expect(Object.fromEntries(registered().map((c) => [c.id, c.type]))).toMatchObject({
      gzdt: 'news',
      zwyw: 'news',
      tzgg: 'notices',
      zcwj: 'policy',
      sjfb: 'data',
      yjzj: 'survey',
    });
    const table = await run('channels', 'water-site');
    expect(table.stdout).toMatch(/栏目 8 个，其中 0 个没有登记/);
  });

  test('what is registered is judged: the blank one is a fault, those behind scripts are not', async () => {
    const r = await run('run', '--policy', 'national', '--json', '--quiet');
    expect(r.code, r.stderr).toBe(0);
    const out = JSON.parse(r.stdout) as { json: string };
    const assessment = JSON.parse(readFileSync(out.json, 'utf8'));
    const items = assessment.subjects.find((s: { subject: { id: string } }) => s.subject.id === 'water-site').items;
    const of = (id: string) => items.find((i: { indicator: { id: string } }) => i.indicator.id === id).verdict;
    expect(of('stale-channels').outcome).toBe('pass');
    // One of two news columns is 40 days old, the other was updated yesterday.
    expect(of('news-update').outcome).toBe('pass');
    expect(of('policy-files')).toMatchObject({
      outcome: 'needs-review',
      findings: [{ fault: 'stale', certainty: 'suspected' }],
    });
    const blanks = of('other-channels').findings.filter((f: { fault: string }) => f.fault === 'blank');
    expect(blanks.map((f: { target: string }) => new URL(f.target).pathname)).toEqual(['/ghjh/']);
    expect(of('page-tags').findings.length).toBeGreaterThan(0);
    for (const f of of('other-channels').findings)
      for (const e of f.evidence) expect(existsSync(join(data, 'evidence')), e.sha256).toBe(true);
  });

  test.each([
    [['channels', 'nobody'], /没有这个编号的网站/],
    [['channels', 'import', 'missing.csv', '--site', 'water-site'], /文件不存在/],
    [['channels', 'import', 'xuncha.config.yaml', '--site', 'water-site'], /没有认出表头/],
    [['channels', 'import', 'channels.csv', '--site', 'nobody'], /没有这个编号的网站/],
    [['channels', 'water-site', '--export', 'no/such/folder/x.csv'], /写不进去/],
  ])('%j is one clear line', async (args, message) => {
    const r = await run(...args);
    expect(r.code).toBe(3);
    expect(r.stderr.trim().split('\n')).toHaveLength(1);
    expect(r.stderr).toMatch(message);
  });
});
