import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Assessment } from '#core/assessment.ts';
import { runCli, scratch } from '../harness/cli.ts';

const folder = scratch();
afterAll(() => folder.remove());
const write = (name: string, text: string): string => {
  writeFileSync(join(folder.path, name), text);
  return name;
};
const cli = (...args: string[]) => runCli(args, { cwd: folder.path });
/** Day and time so many days before now, Beijing time. */
const at = (days: number, time: string) =>
  `${new Date(Date.now() + 8 * 3_600_000 - days * 86_400_000).toISOString().slice(0, 10)} ${time}`;
const day = (days: number) => at(days, '').trim();
const verdictOf = (a: Assessment, id: string, indicator: string) => {
  const item = a.subjects.find((s) => s.subject.id === id)?.items.find((i) => i.indicator.id === indicator);
  return item?.applicable ? item.verdict : undefined;
};

beforeAll(() => {
  mkdirSync(join(folder.path, 'data/local'), { recursive: true });
  write(
    'data/local/registry.json',
    JSON.stringify({
      version: 1,
      title: '示例市',
      organizations: [{ id: 'jiaoyu', name: '示例市教育局', class: 'department' }],
      sites: [],
      accounts: [{ id: 'jy-wx', organization: 'jiaoyu', platform: 'wechat', name: '示例教育' }],
    }),
  );
});

describe('lists beside the posts', () => {
  test('replies come in, and a late one is found', async () => {
    const file = write(
      'replies.csv',
      `账号名称,留言编号,留言时间,答复时间,留言内容,具体明确\n示例教育,L1,${at(12, '09:00')},${at(8, '09:00')},请问入学材料,是\n`,
    );
    const args = ['accounts', 'replies', file, '--by', '林知秋', '--from', day(40), '--to', day(1)];
    const done = await cli(...args, '--coverage', 'complete');
    expect(done.stdout).toMatch(/已导入 1 个账号的 1 条留言/);
    expect(done.code).toBe(0);
    expect((await cli(...args, '--coverage', 'complete')).stdout).toMatch(/没有重复写入/);
    const assessed = await cli('assess', '--policy', 'jiangsu-city', '--json');
    expect(verdictOf(JSON.parse(assessed.stdout) as Assessment, 'jy-wx', 'reply-time')).toMatchObject({
      findings: [{ fault: 'late', target: '留言 L1', evidence: [{ kind: 'import', url: 'replies.csv' }] }],
    });
  });

  test('what has to be relayed comes in, and what was not is found', async () => {
    const list = write('relay.csv', `标题,发布时间\n示例市人民政府关于冬季供暖的通知,${at(5, '09:00')}\n`);
    const done = await cli('accounts', 'relay', list, '--by', '林知秋', '--reference', '示例发布', '--json');
    expect(JSON.parse(done.stdout)).toEqual({ items: 1 });
    const posts = write('posts.csv', `账号名称,标题,发布时间\n示例教育,学校放假安排,${at(4, '10:00')}\n`);
    await cli(
      'accounts',
      'import',
      posts,
      '--by',
      '林知秋',
      '--from',
      day(30),
      '--to',
      day(1),
      '--coverage',
      'complete',
    );
    const assessed = await cli('assess', '--policy', 'gulou', '--json');
    expect(verdictOf(JSON.parse(assessed.stdout) as Assessment, 'jy-wx', 'important-relay')).toMatchObject({
      findings: [{ fault: 'not-relayed', target: '示例市人民政府关于冬季供暖的通知' }],
    });
  });

  test.each([
    ['replies', ['--from', '2026-01-01', '--to', '2026-01-31', '--coverage', 'complete'], /没有认出表头/],
    ['relay', ['--reference', '示例发布'], /没有认出表头/],
  ])('%s: what is no such list is refused in one line', async (command, args, why) => {
    const file = write('other.csv', '甲,乙\n1,2\n');
    const done = await cli('accounts', command, file, '--by', '林知秋', ...args);
    expect(done.code).toBe(3);
    expect(done.stderr).toMatch(why);
    expect(done.stderr.trim().split('\n')).toHaveLength(1);
  });
});
