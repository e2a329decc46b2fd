import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Observation, observationKey, observationValues } from '#core/observation.ts';
import type { Account, Registry } from '#core/registry.ts';
import { type Attest, importPosts } from '#crawlers/import/posts.ts';
import type { Table } from '#crawlers/import/table.ts';
import { csv, folder, refusal } from './files.ts';

const f = folder();
let n = 0;
const table = (text: string): Promise<Table> => csv(f, `${++n}.csv`, text);

const account = (id: string, platform: Account['platform'], name: string, handle?: string): Account => ({
  id,
  organization: 'office',
  platform,
  name,
  ...(handle === undefined ? {} : { handle }),
});
const registry: Registry = {
  version: 1,
  title: '示例县',
  organizations: [{ id: 'office', name: '示例县人民政府办公室', class: 'department', outwardService: true }],
  sites: [],
  accounts: [
    account('fabu-wechat', 'wechat', '示例发布', 'shili_fabu'),
    account('fabu-weibo', 'weibo', '示例发布'),
    account('jiaoyu-wechat', 'wechat', '示例教育'),
    account('jiaotong-douyin', 'douyin', '示例交通'),
  ],
};
const now = new Date('2026-11-22T02:00:00.000Z');
const attest: Attest = { person: '林知秋', from: '2026-11-01', to: '2026-11-22', coverage: 'complete' };

const value = (o: Observation<'account.posts'> | undefined) => {
  if (o?.status !== 'observed') throw new Error('not observed');
  return o.value;
};

describe('import of posts', () => {
  it('takes the number of the register in a column headed 账号, but not for another platform', async () => {
    const rows = (platform: string) => table(`账号,平台,标题,发布时间\nfabu-wechat,${platform},第一条,2026-11-08\n`);
    expect(importPosts(await rows('微信公众号'), registry, attest, now).map((o) => o.subjectId)).toEqual([
      'fabu-wechat',
    ]);
    const other = await rows('新浪微博');
    expect(() => importPosts(other, registry, attest, now)).toThrow(/台账里没有新浪微博账号“fabu-wechat”/);
  });

  it('makes one observation an account, with what the person attests and the file as evidence', async () => {
    const t = await table(
      '账号名称,平台,标题,发布时间,链接,原创,置顶\n' +
        '示例发布,微信公众号,第一条,2026-11-08,https://mp.example.cn/s/1,是,\n' +
        '示例发布,微信公众号,第二条,2026/11/9 14:30:05,https://mp.example.cn/s/2,转载,置顶\n' +
        '示例教育,微信,第三条,2026-11-10 09:00,,,\n',
    );
    const found = importPosts(t, registry, attest, now);
    expect(found.map((o) => o.subjectId)).toEqual(['fabu-wechat', 'jiaoyu-wechat']);
    const [first] = found;
    expect(first).toEqual({
      key: observationKey(first as Observation),
      kind: 'account.posts',
      subjectId: 'fabu-wechat',
      target: `fabu-wechat#${t.sha256.slice(0, 16)}`,
      slot: now.toISOString(),
      observedAt: now.toISOString(),
      probe: { id: 'import', version: 1 },
      status: 'observed',
      evidence: [
        {
          kind: 'import',
          sha256: t.sha256,
          url: basename(t.file),
          capturedAt: now.toISOString(),
          locator: { line: 2 },
        },
      ],
      value: {
        platform: 'wechat',
        source: 'import',
        coverage: 'complete',
        window: { from: '2026-11-01', to: '2026-11-22' },
        attestedBy: '林知秋',
        posts: [
          {
            id: 'https://mp.example.cn/s/2',
            title: '第二条',
            url: 'https://mp.example.cn/s/2',
            published: { from: '2026-11-09T06:30:05.000Z', to: '2026-11-09T06:30:05.000Z' },
            original: 'repost',
            pinned: true,
          },
          {
            id: 'https://mp.example.cn/s/1',
            title: '第一条',
            url: 'https://mp.example.cn/s/1',
            published: { from: '2026-11-07T16:00:00.000Z', to: '2026-11-08T15:59:59.999Z' },
            original: 'original',
            pinned: false,
          },
        ],
      },
    });
    expect(value(found[1]).posts[0]).toMatchObject({ url: null, original: 'unknown' });
    for (const o of found) observationValues['account.posts'].parse(value(o));
  });

  it('never takes silence for nothing published: only accounts that are named get an empty record', async () => {
    const posts = '账号名称,平台,标题,发布时间,备注\n示例教育,微信,一条,2026-11-10,\n';
    expect(importPosts(await table(posts), registry, attest, now).map((o) => o.subjectId)).toEqual(['jiaoyu-wechat']);
    const byRow = importPosts(await table(`${posts}示例交通,抖音,无更新,,\n`), registry, attest, now);
    expect(byRow.map((o) => [o.subjectId, value(o).posts.length, value(o).coverage])).toEqual([
      ['jiaoyu-wechat', 1, 'complete'],
      ['jiaotong-douyin', 0, 'complete'],
    ]);
    const byNote = importPosts(await table(`${posts}示例交通,抖音,,,无更新\n`), registry, attest, now);
    expect(value(byNote[1]).posts).toEqual([]);
    const byPerson = importPosts(
      await table(posts),
      registry,
      { ...attest, accounts: ['fabu-weibo', '示例交通'] },
      now,
    );
    expect(byPerson.map((o) => [o.subjectId, value(o).posts.length])).toEqual([
      ['fabu-weibo', 0],
      ['jiaotong-douyin', 0],
      ['jiaoyu-wechat', 1],
    ]);
  });

  it('does not call an account silent that a line without a date speaks of', async () => {
    const message = await refusal(async () =>
      importPosts(await table('账号名称,平台,标题,发布时间\n示例交通,抖音,关于无障碍通道,\n'), registry, attest, now),
    );
    expect(message).toContain('没有发布时间');
  });

  it('speaks for the end of its window, so that the past can be judged again, and never for later than the import', async () => {
    const t = await table('账号名称,平台,标题,发布时间\n示例教育,微信,一条,2026-11-03\n');
    const past = importPosts(t, registry, { ...attest, to: '2026-11-14' }, now);
    expect(past[0]?.slot).toBe('2026-11-14T15:59:59.999Z');
    expect(past[0]?.observedAt).toBe(now.toISOString());
  });

  it('is the same observation for the same file, another for a corrected one', async () => {
    const text = '账号名称,平台,标题,发布时间\n示例教育,微信,一条,2026-11-03\n';
    const upTo = { ...attest, to: '2026-11-14' };
    const key = async (t: string, at = now) => importPosts(await table(t), registry, upTo, at)[0]?.key;
    expect(await key(text)).toBe(await key(text, new Date(now.getTime() + 86_400_000)));
    expect(await key(text)).not.toBe(await key(text.replace('一条', '改正')));
  });

  it('ends the interval of today at the import', async () => {
    const found = importPosts(
      await table('账号名称,平台,标题,发布时间\n示例教育,微信,一条,2026-11-22\n'),
      registry,
      attest,
      now,
    );
    expect(value(found[0]).posts[0]?.published).toEqual({ from: '2026-11-21T16:00:00.000Z', to: now.toISOString() });
  });

  it('keeps all posts when the link is that of the account, and one of rows that say the same', async () => {
    const rows = ['a,2026-11-03', 'b,2026-11-05', 'a,2026-11-03'].map(
      (r) => `示例教育,微信,${r},https://x.example.cn/u/1\n`,
    );
    const found = importPosts(await table(`账号名称,平台,标题,发布时间,链接\n${rows.join('')}`), registry, attest, now);
    expect(value(found[0]).posts.map((p) => p.title)).toEqual(['b', 'a']);
    expect(new Set(value(found[0]).posts.map((p) => p.id)).size).toBe(2);
  });

  it('finds accounts by 编号, 账号 on the platform, or name', async () => {
    const found = importPosts(
      await table(
        '账号编号,账号名称,账号ID,平台,标题,发布时间\n' +
          'fabu-weibo,,,,一,2026-11-03\n,,SHILI_FABU,,二,2026-11-03\n,示例 教育,,,三,2026-11-03\n',
      ),
      registry,
      attest,
      now,
    );
    expect(found.map((o) => o.subjectId)).toEqual(['fabu-weibo', 'fabu-wechat', 'jiaoyu-wechat']);
  });

  it('refuses the whole file for its bad rows, one line each', async () => {
    const message = await refusal(async () =>
      importPosts(
        await table(
          '账号名称,平台,标题,发布时间,链接\n' +
            '示例教育,微信,好的,2026-11-03,\n' +
            '示例教与,微信,不认识,2026-11-03,\n' +
            '示例发布,,两个,2026-11-03,\n' +
            '示例教育,微信,没年份,11-03,\n' +
            '示例教育,微信,将来,2026-11-23,\n' +
            '示例教育,微信,将来一小时,2026-11-22 11:00,\n' +
            '示例教育,电台,平台,2026-11-03,\n' +
            '示例教育,微信,坏链接,2026-11-03,javascript:alert(1)\n' +
            ',,没账号,2026-11-03,\n' +
            '示例教育,微信,无更新,,\n',
        ),
        registry,
        attest,
        now,
      ),
    );
    const lines = message.split('\n').map((l) => l.replace(/^.*?（/, '（'));
    expect(lines).toEqual([
      expect.stringMatching(/^（第 3 行）：台账里没有微信公众号账号“示例教与”。是不是“示例教育”？/),
      expect.stringMatching(/^（第 4 行）：台账里有 2 个账号都叫“示例发布”/),
      expect.stringMatching(/^（第 5 行）：发布时间“11-03”认不出来.*要有年份/),
      expect.stringMatching(/^（第 6 行）：发布时间 2026-11-23 在导入时间之后/),
      expect.stringMatching(/^（第 7 行）：发布时间 2026-11-22 11:00 在导入时间之后/),
      expect.stringMatching(/^（第 8 行）：平台“电台”认不出来/),
      expect.stringMatching(/^（第 9 行）：链接“javascript:alert\(1\)”不对/),
      expect.stringMatching(/^（第 10 行）：没有账号/),
      expect.stringMatching(/^（第 11 行）：写着“示例教育”没有更新，第 2 行却有它的内容/),
    ]);
  });

  it.each([
    [{ person: ' ' }, '没有写是谁提供的'],
    [{ to: '2026-11-23' }, '在导入日期 2026-11-22 之后'],
    [{ from: '2026-11-23' }, '起始 2026-11-23 晚于截止'],
    [{ from: '11月1日' }, '“11月1日”不是日期'],
    [{ from: '2026-02-30' }, '“2026-02-30”不是日期'],
    [{ accounts: ['没有这个'] }, '台账里没有账号“没有这个”'],
  ])('refuses an attestation %j', async (change, text) => {
    const t = await table('账号名称,平台,标题,发布时间\n示例教育,微信,一条,2026-11-03\n');
    const message = await refusal(() => importPosts(t, registry, { ...attest, ...change }, now));
    expect(message).toContain(text);
    expect(message.split('\n')).toHaveLength(1);
  });

  it('says what a header must hold', async () => {
    expect(await refusal(async () => importPosts(await table('甲,乙\n1,2\n'), registry, attest, now))).toContain(
      '没有认出表头',
    );
  });
});
