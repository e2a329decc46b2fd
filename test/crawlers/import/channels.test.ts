import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { InputError } from '#core/errors.ts';
import { Registry } from '#core/registry.ts';
import { readChannels } from '#crawlers/import/channels.ts';
import { readTable } from '#crawlers/import/table.ts';
import { registerChannels } from '../../../src/commands/channel-register.ts';
import { scratch } from '../../harness/cli.ts';

const folder = scratch();
afterAll(() => folder.remove());

const head = '编号,栏目,网址,级别,类型,更新天数,确认';
let n = 0;
async function table(...rows: readonly string[]) {
  const file = join(folder.path, `t${n++}.csv`);
  writeFileSync(file, `\ufeff${rows.join('\r\n')}\r\n`);
  return readTable(file);
}
const read = async (...rows: readonly string[]) => readChannels(await table(head, ...rows));
const problemsOf = async (...rows: readonly string[]) => {
  const error = await read(...rows).then(
    () => null,
    (e: unknown) => e,
  );
  if (!(error instanceof InputError)) throw new Error(`no InputError: ${String(error)}`);
  return error.problems;
};

describe('栏目表', () => {
  test('only confirmed rows are taken; words of offices are understood', async () => {
    const got = await read(
      ',通知公告,http://www.shili.gov.cn/tzgg/,一级,通知公告,,是',
      'zcwj,政策文件,www.shili.gov.cn/zcwj/,2级,政策法规类,180天,√',
      ',人事考试,https://www.shili.gov.cn/rsks/,3,其他,不更新,确认',
      ',别的,https://www.shili.gov.cn/x/,一级,其他,,',
      ',又一个,https://www.shili.gov.cn/y/,一级,其他,,否',
    );
    expect(got.skipped).toBe(2);
    expect(got.channels).toMatchObject([
      { id: null, name: '通知公告', url: 'http://www.shili.gov.cn/tzgg/', level: 1, type: 'notices' },
      { id: 'zcwj', level: 2, type: 'policy', url: 'http://www.shili.gov.cn/zcwj/', updateDays: 180 },
      { id: null, level: 3, type: 'other', updateDays: null },
    ]);
    expect(got.channels[0]).not.toHaveProperty('updateDays');
  });

  test('columns in any order, without a column 确认 all count', async () => {
    const got = readChannels(await table('类型,网址,栏目名称,级别', '动态要闻,https://a.gov.cn/x/,要闻,一级'));
    expect(got).toMatchObject({ skipped: 0, channels: [{ type: 'news', name: '要闻' }] });
  });

  test('every bad row has its line, and nothing is taken', async () => {
    const problems = await problemsOf(
      ',好的,https://a.gov.cn/a/,一级,其他,,是',
      ',坏网址,不是网址,一级,其他,,是',
      ',坏级别,https://a.gov.cn/b/,四级,其他,,是',
      ',坏类型,https://a.gov.cn/c/,一级,花边新闻,,是',
      ',坏天数,https://a.gov.cn/d/,一级,其他,一周,是',
      ',坏确认,https://a.gov.cn/e/,一级,其他,,也许',
      '大写编号A,坏编号,https://a.gov.cn/f/,一级,其他,,是',
      ',,https://a.gov.cn/g/,一级,其他,,是',
      ',没确认的不管对错,也不是网址,几级,什么,什么,',
    );
    expect(problems.map((p) => p.place)).toEqual([3, 4, 5, 6, 7, 8, 9].map((r) => expect.stringContaining(String(r))));
    for (const p of problems) expect(`${p.message}${p.hint}`).toMatch(/[\u4e00-\u9fff]/);
    expect(problems[2]?.hint).toContain('动态要闻、通知公告');
  });

  test('a table of something else is refused', async () => {
    await expect(async () => readChannels(await table('账号,平台', '示例发布,微信'))).rejects.toThrow(InputError);
  });
});

const registry = Registry.parse({
  version: 1,
  title: '示例县',
  organizations: [{ id: 'water', name: '示例县水利局', class: 'department' }],
  sites: [
    {
      id: 'water-site',
      organization: 'water',
      name: '示例县水利局',
      home: 'http://slj.shili.gov.cn/',
      channels: [
        {
          id: 'tzgg',
          name: '通知公告',
          url: 'http://slj.shili.gov.cn/tzgg/',
          level: 1,
          type: 'notices',
          updateDays: 30,
        },
      ],
    },
  ],
  accounts: [],
});
const row = (over: object) => ({
  id: null,
  name: '栏目',
  url: 'http://slj.shili.gov.cn/x/',
  level: 1 as const,
  type: 'other' as const,
  place: '第 2 行',
  ...over,
});

describe('栏目登记', () => {
  test('added, changed by address or id, unchanged; a blank period stays what it was; the rest is left alone', () => {
    const done = registerChannels(
      registry,
      'water-site',
      [
        row({ name: '通知公告', url: 'https://slj.shili.gov.cn/tzgg/index.html', type: 'notices', place: '第 2 行' }),
        row({ name: '工作动态', url: 'http://slj.shili.gov.cn/xw/gzdt/', type: 'news', place: '第 3 行' }),
      ],
      't.csv',
    );
    expect(done.added).toMatchObject([{ id: 'gzdt', name: '工作动态' }]);
    expect(done.changed).toMatchObject([
      { id: 'tzgg', updateDays: 30, url: 'https://slj.shili.gov.cn/tzgg/index.html' },
    ]);
    expect(done.registry.sites[0]?.channels).toHaveLength(2);
    expect(registry.sites[0]?.channels).toHaveLength(1);
    const again = registerChannels(
      done.registry,
      'water-site',
      [row({ name: '工作动态', url: 'http://slj.shili.gov.cn/xw/gzdt/', type: 'news' })],
      't.csv',
    );
    expect([again.added.length, again.changed.length, again.unchanged]).toEqual([0, 0, 1]);
  });

  test('ids are made of folder names and never collide', () => {
    const done = registerChannels(
      registry,
      'water-site',
      [
        row({ url: 'http://slj.shili.gov.cn/xw/tzgg/' }),
        row({ url: 'http://slj.shili.gov.cn/list.jsp?cid=1' }),
        row({ url: 'http://slj.shili.gov.cn/list.jsp?cid=2' }),
        row({ url: 'http://slj.shili.gov.cn/政策/' }),
      ],
      't.csv',
    );
    const ids = done.added.map((c) => c.id);
    expect(new Set(ids).size).toBe(4);
    expect(ids[0]).toBe('xw-tzgg');
    for (const id of ids) expect(id).toMatch(/^[a-z0-9][a-z0-9-]*$/);
  });

  test.each([
    [
      'the same page twice',
      [row({}), row({ url: 'https://slj.shili.gov.cn/x/index.html', place: '第 3 行' })],
      /与第 2 行是同一个网址/,
    ],
    [
      'an id beside the registered one',
      [row({ id: 'other', url: 'http://slj.shili.gov.cn/tzgg/' })],
      /已经登记，编号是“tzgg”/,
    ],
  ])('%s is refused, and nothing is taken', (_, rows, message) => {
    expect(() => registerChannels(registry, 'water-site', rows, 't.csv')).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ message: expect.stringMatching(message) })] }),
    );
  });

  test('a site that is not registered', () => {
    expect(() => registerChannels(registry, 'nobody', [], 't.csv')).toThrow(InputError);
  });
});
