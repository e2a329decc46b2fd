import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCli, scratch } from '../harness/cli.ts';

const folder = scratch();
const options = { cwd: folder.path, env: { XUNCHA_BROWSER: 'none' } };
const cli = async (...args: string[]) => {
  const { code, stdout, stderr } = await runCli(args, options);
  return { code, stdout, stderr };
};
const accounts = ['wechat', 'weibo', 'douyin', 'kuaishou'].map((platform, i) => ({
  id: `a${i + 1}`,
  organization: 'gov',
  platform,
  name: `示例${i + 1}`,
  ...(i === 2 ? { closedOn: '2026-01-01' } : {}),
}));

beforeAll(async () => {
  mkdirSync(join(folder.path, 'data/local'), { recursive: true });
  writeFileSync(
    join(folder.path, 'data/local/registry.json'),
    JSON.stringify({
      version: 1,
      title: '示例县',
      organizations: [{ id: 'gov', name: '示例县人民政府', class: 'county-government' }],
      sites: [
        { id: 'shili', organization: 'gov', name: '示例县人民政府', home: 'https://www.shili.gov.cn/', kind: 'portal' },
      ],
      accounts,
    }),
  );
  writeFileSync(join(folder.path, 'p.pdf'), '%PDF-1.4 示例');
  const { code, stderr } = await cli('assess', '--as-of', '2026-01-31', '--policy', 'national');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
}, 60_000);
afterAll(() => folder.remove());

test('what nobody has looked at is listed, but not offered for a decision', async () => {
  expect((await cli('review', 'list')).stdout).toMatch(
    /待复核 \d+ 件.*\n1\. .*决定是否单项否决.*还没有监测记录，不能复核/,
  );
  expect((await cli('review', 'next')).stdout).toMatch(/没有可以复核的事项。\n另有 \d+ 件还没有监测记录/);
  expect(JSON.parse((await cli('review', 'next', '--json')).stdout)).toBeNull();
  const decision = ['--decision', '没有问题', '--reason', '看过', '--person', '李某'];
  expect(await cli('review', 'record', '--subject', 'shili', '--item', 'site-access', ...decision)).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/^--decision：这一项还没有任何监测记录.*\n$/),
  });
}, 60_000);

test('worksheets go where --out says, and each is taken only for what it is', async () => {
  expect(await cli('review', 'export', '--out', 'z.xlsx')).toMatchObject({ code: 0, stderr: '' });
  expect(await cli('record', 'template', '--policy', 'national')).toMatchObject({ code: 0, stderr: '' });
  expect(existsSync(join(folder.path, '人工检查表.xlsx'))).toBe(true);
  expect((await cli('record', 'import', 'z.xlsx')).stderr).toMatch(/^z\.xlsx：缺少这些列：.*record template.*\n$/);
  expect((await cli('review', 'import', '人工检查表.xlsx')).stderr).toMatch(
    /^人工检查表\.xlsx：缺少这些列：.*review export.*\n$/,
  );
  expect((await cli('review', 'export')).stderr).toMatch(/^--out：要写明导出到哪个文件/);
  expect(await cli('review', 'export', '--out', 'z.txt')).toMatchObject({
    code: 3,
    stderr: '--out（z.txt）：文件名要以 .xlsx 或 .csv 结尾\n',
  });
}, 60_000);

test('one record: with its proof, once, and it answers the question', async () => {
  const about = ['record', 'add', '--policy', 'national', '--subject', 'shili', '--item', 'unified-login', '--json'];
  const fail = [...about, '--result', '存在问题', '--fault', 'separate-login', '--note', '要再次登录'];
  const who = ['--from', '2026-01-20', '--person', '李某'];
  const wrong = await cli(...fail, ...who, '--evidence', 'p.pdf');
  expect(wrong).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/^--fault：“separate-login”不是这一项的问题类型。可填：/),
  });
  const word = /可填：([^、\n]+)/.exec(wrong.stderr)?.[1] ?? '';
  const right = [...fail.map((a) => (a === 'separate-login' ? word : a)), ...who];
  expect((await cli(...right)).stderr).toMatch(/^--evidence：没有填。记为存在问题的，要附照片/);
  expect(JSON.parse((await cli(...right, '--evidence', 'p.pdf')).stdout)).toMatchObject({ added: 1 });
  expect(JSON.parse((await cli(...right, '--evidence', 'p.pdf')).stdout)).toMatchObject({ added: 0 });
  const { stdout } = await cli('assess', '--as-of', '2026-01-31', '--policy', 'national', '--json');
  const items = JSON.parse(stdout).subjects[0].items as { itemId: string; verdict?: { outcome: string } }[];
  expect(items.find((i) => i.itemId === 'unified-login')?.verdict?.outcome).toBe('fail');
}, 60_000);

test('more than half of the open accounts, the same with the same seed', async () => {
  const draw = async () => JSON.parse((await cli('sample', 'accounts', '--seed', 'q4', '--json')).stdout).samples[0];
  const one = await draw();
  expect(one).toMatchObject({ seed: 'q4', of: 3, wanted: 2 });
  expect(one.drawn.map((c: { id: string }) => c.id)).toEqual(
    await draw().then((s) => s.drawn.map((c: { id: string }) => c.id)),
  );
  expect(one.drawn.map((c: { id: string }) => c.id)).not.toContain('a3');
  expect((await cli('sample', 'letters')).stdout).toMatch(/候选 0 条.*\n {2}没有候选/);
  expect((await cli('sample', '信件')).stderr).toMatch(/^sample（信件）：没有这种抽样。可写：policies（政策文件）/);
}, 60_000);
