import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Assessment } from '#core/assessment.ts';
import { type PlatformServer, startPlatform } from '../crawlers/platforms/platform-server.ts';
import { runCli, scratch } from '../harness/cli.ts';

const folder = scratch();
const secret = 'geheim-4f3e2d1c0b9a';
let bridge: PlatformServer;

const feed = (title: string, days: number) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>${title}</title><link>https://weibo.com/u/1000000001</link>
<item><title>示例一条</title><link>https://weibo.com/1000000001/Mabc1</link><guid>https://weibo.com/1000000001/Mabc1</guid>
<pubDate>${new Date(Date.now() - days * 86_400_000).toUTCString()}</pubDate></item></channel></rss>`;

beforeAll(async () => {
  bridge = await startPlatform(['127.0.0.1']);
  bridge.on('127.0.0.1', (r) => {
    if (r.path.startsWith('/weibo/user/1000000001'))
      return { body: feed('示例发布的微博', 1), headers: { 'content-type': 'application/xml; charset=utf-8' } };
    return { status: 503, body: '<html><body>Error</body></html>' };
  });
  const port = bridge.hosts.get('127.0.0.1')?.port;
  const account = (n: number) => ({
    id: `wb${n}`,
    organization: 'gov',
    platform: 'weibo',
    name: n === 1 ? '示例发布' : '示例文旅',
    ids: { uid: `100000000${n}` },
    sources: [{ kind: 'bridge', ref: `rsshub:/weibo/user/100000000${n}` }],
  });
  mkdirSync(join(folder.path, 'data/local'), { recursive: true });
  writeFileSync(
    join(folder.path, 'data/local/registry.json'),
    JSON.stringify({
      version: 1,
      title: '示例县',
      organizations: [{ id: 'gov', name: '示例县人民政府', class: 'county-government' }],
      sites: [],
      accounts: [
        account(1),
        account(2),
        { id: 'sph', organization: 'gov', platform: 'wechat-channels', name: '示例视频号' },
        { id: 'dy', organization: 'gov', platform: 'douyin', name: '示例抖音', sources: [{ kind: 'import' }] },
      ],
    }),
  );
  writeFileSync(
    join(folder.path, 'xuncha.config.yaml'),
    `accounts:\n  minPauseMs: 1\n  maxPauseMs: 2\n  bridges:\n    - { name: rsshub, url: "http://127.0.0.1:${port}", keyEnv: RSSHUB_KEY }\n`,
  );
});
afterAll(async () => {
  await bridge.close();
  folder.remove();
});
const run = (...args: string[]) => runCli(args, { cwd: folder.path, env: { RSSHUB_KEY: secret } });
const everyFile = (dir: string): string[] =>
  readdirSync(dir, { withFileTypes: true }).flatMap((e) =>
    e.isDirectory() ? everyFile(join(dir, e.name)) : [join(dir, e.name)],
  );

describe('accounts collect', () => {
  test('says what was seen and what was not, with the reason, in Chinese; asks no setting', async () => {
    const first = await run('accounts', 'collect', '--quiet');
    expect(first.stderr).toBe('');
    expect(first.code).toBe(0);
    expect(first.stdout).toMatch(/^账号采集完成：3 个账号的 3 个来源，看到 1 个，没有看到 2 个\n/);
    expect(first.stdout).toMatch(/ {2}看到 {2}新浪微博“示例发布”：1 条，最近一条 \d{4}-\d\d-\d\d，不完整/);
    expect(first.stdout).toMatch(/ {2}没有看到 {2}新浪微博“示例文旅”：桥接服务没有给出可用的内容/);
    expect(first.stdout).toMatch(/ {2}没有看到 {2}微信视频号“示例视频号”：/);
    const asked = bridge.requests('127.0.0.1');
    expect(asked.every((r) => r.path.endsWith(`?key=${secret}`))).toBe(true);

    const again = await run('accounts', 'collect', '--quiet', '--account', 'wb1');
    expect(again.stdout).toMatch(/0 个账号的 0 个来源/);
    expect(again.stdout).toMatch(/另有 1 个来源在 12 小时内看到过/);
    expect(bridge.requests('127.0.0.1')).toHaveLength(asked.length);

    const only = await run('accounts', 'collect', '--quiet', '--json', '--platform', '微信视频号');
    expect(JSON.parse(only.stdout)).toMatchObject({
      sources: 1,
      crashed: 0,
      accounts: [{ accountId: 'sph', seen: false }],
    });
  });

  test('the key of the bridge stands in no file: database, evidence, report', async () => {
    const report = await run('assess', '--json');
    expect(report.code).toBe(0);
    expect((await run('report')).code).toBe(0);
    const files = everyFile(folder.path);
    expect(files.length).toBeGreaterThan(5);
    for (const file of files) expect(readFileSync(file).includes(secret), file).toBe(false);
  });

  test('a fresh bridge proves life; what was not seen is nobody’s silence', async () => {
    const { stdout } = await run('assess', '--json');
    const { subjects } = JSON.parse(stdout) as Pick<Assessment, 'subjects'>;
    const outcomes = subjects.map((a) => [
      a.subject.id,
      a.items.flatMap((i) => (i.applicable && i.indicator.id === 'account-update' ? [i.verdict.outcome] : [])),
    ]);
    expect(Object.fromEntries(outcomes)).toEqual({
      wb1: ['pass'],
      wb2: ['needs-review'],
      sph: ['needs-review'],
      dy: ['needs-review'],
    });
  });

  test.each([
    [['--account', 'wb3'], /--account（wb3）：台账里没有这个账号编号/],
    [['--platform', '微薄'], /--platform（微薄）：没有这个平台/],
  ])('%j is refused in one line', async (args, why) => {
    const result = await run('accounts', 'collect', ...args);
    expect(result.code).toBe(3);
    expect(result.stderr.trim()).toMatch(why);
    expect(result.stderr.trim().split('\n')).toHaveLength(1);
  });

  test('a key that the environment does not hold stops it before any request', async () => {
    const before = bridge.requests('127.0.0.1').length;
    const result = await runCli(['accounts', 'collect'], { cwd: folder.path, env: { RSSHUB_KEY: '' } });
    expect(result.code).toBe(3);
    expect(result.stderr).toMatch(/环境变量 RSSHUB_KEY 没有值/);
    expect(bridge.requests('127.0.0.1')).toHaveLength(before);
  });
});
