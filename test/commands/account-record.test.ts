import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { InputError } from '#core/errors.ts';
import { AccountPostsValue } from '#core/observation.ts';
import type { Account } from '#core/registry.ts';
import { liveness } from '#indicators/account/liveness.ts';
import { manualRecord } from '../../src/commands/account-record.ts';
import { dataFiles, openDataFolder } from '../../src/store/data-folder.ts';
import { runCli, scratch } from '../harness/cli.ts';

const now = new Date('2026-11-22T10:00:00+08:00');
const account: Account = { id: 'county-douyin', organization: 'county', platform: 'douyin', name: '示例县发布' };
const typed = { account: account.id, lastPost: '2026-11-08', by: '张三', complete: false };

const judged = (value: ReturnType<typeof manualRecord>['value'], slot: string) =>
  liveness({
    now: now.getTime(),
    windowDays: 14,
    zombieDays: 90,
    maxLagDays: 2,
    warnDays: 3,
    sightings: [{ at: Date.parse(slot), lookedAt: now.getTime(), target: 'x', value, evidence: [] }],
    gone: [],
  });

describe('manualRecord', () => {
  test('what was seen, in the days of Shanghai, with who saw it', () => {
    const { observation, value } = manualRecord(account, { ...typed, note: '召开会议' }, now, null);
    expect(AccountPostsValue.parse(value)).toEqual(value);
    expect(value).toMatchObject({
      source: 'manual',
      coverage: 'partial',
      attestedBy: '张三',
      window: { from: '2026-11-08', to: '2026-11-22' },
    });
    expect(value.posts).toMatchObject([
      { title: '召开会议', published: { from: '2026-11-07T16:00:00.000Z', to: '2026-11-08T15:59:59.999Z' } },
    ]);
    expect(observation).toMatchObject({
      subjectId: 'county-douyin',
      slot: now.toISOString(),
      probe: { id: 'manual' },
      evidence: [{ kind: 'import' }],
    });
  });
  test('a recent day proves life; an old one proves nothing', () => {
    const seen = (lastPost: string) => {
      const { observation, value } = manualRecord(account, { ...typed, lastPost }, now, null);
      return judged(value, observation.slot).state;
    };
    expect(seen('2026-11-20')).toBe('active');
    expect(seen('2026-11-22 09:30')).toBe('active');
    expect(seen('2026-10-01')).toBe('open');
  });
  test('today is not later than it was seen', () => {
    const { value } = manualRecord(account, { ...typed, lastPost: '2026-11-22' }, now, null);
    expect(value.posts[0]?.published?.to).toBe(now.toISOString());
  });
  test('all of some days, looked through and signed: silence is proved', () => {
    const complete = { ...typed, lastPost: '2026-10-01', complete: true, from: '2026-08-01', to: '2026-11-22' };
    const { observation, value } = manualRecord(account, complete, now, null);
    expect(value).toMatchObject({ coverage: 'complete', window: { from: '2026-08-01', to: '2026-11-22' } });
    expect(judged(value, observation.slot)).toMatchObject({
      state: 'silent',
      because: 'attested',
      certainty: 'confirmed',
    });
    // A look of last month belongs to last month.
    const old = manualRecord(account, { ...complete, to: '2026-10-31' }, now, null);
    expect(old.observation.slot).toBe('2026-10-31T15:59:59.999Z');
  });
  test('never anything', () => {
    const { value } = manualRecord(
      account,
      { ...typed, lastPost: '无', complete: true, from: '2026-01-01', to: '2026-11-21' },
      now,
      null,
    );
    expect(value).toMatchObject({ posts: [], coverage: 'complete' });
  });
  test('the same record twice is one observation; another note is another', () => {
    const key = (note: string) => manualRecord(account, { ...typed, note }, now, null).observation.key;
    expect(key('甲')).toBe(key('甲'));
    expect(key('甲')).not.toBe(key('乙'));
  });
  test.each([
    [{ lastPost: '2026-11-23' }, /--last-post：日期在未来/],
    [{ lastPost: '上周五' }, /--last-post：“上周五”看不懂/],
    [{ lastPost: '2026-02-30' }, /看不懂/],
    [{ lastPost: '无' }, /只和 --complete 一起用/],
    [{ from: '2026-11-01' }, /--from：只和 --complete/],
    [{ complete: true }, /--complete：要写明/],
    [{ complete: true, from: '2026-11-10', to: '2026-11-01' }, /--from：晚于 --to/],
    [{ complete: true, from: '2026-11-01', to: '2026-11-23' }, /--to：在未来/],
    [{ complete: true, from: '2026-10-01', to: '2026-11-01' }, /--to：早于最近一条的日期 2026-11-08/],
  ])('%j is refused', (over, why) => {
    const make = () => manualRecord(account, { ...typed, ...over }, now, null);
    expect(make).toThrow(InputError);
    expect(make).toThrow(why);
  });
  test('before the account was opened', () => {
    expect(() => manualRecord({ ...account, openedOn: '2026-11-09' }, typed, now, null)).toThrow(/早于账号的开设日期/);
  });
});

describe('accounts record, as a user types it', () => {
  const folder = scratch();
  const data = join(folder.path, 'data/local');
  const png = Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.from('示例')]);
  beforeAll(() => {
    mkdirSync(data, { recursive: true });
    const organization = { id: 'county', name: '示例县人民政府', class: 'county-government' };
    const twin = { ...account, id: 'county-weibo', platform: 'weibo' };
    writeFileSync(
      join(data, 'registry.json'),
      JSON.stringify({
        version: 1,
        title: '示例县',
        organizations: [organization],
        sites: [],
        accounts: [account, twin],
      }),
    );
    writeFileSync(join(folder.path, '截图.png'), png);
    writeFileSync(join(folder.path, 'fake.png'), '<html>');
  });
  afterAll(() => folder.remove());
  const record = (...args: string[]) => runCli(['accounts', 'record', ...args], { cwd: folder.path });
  const given = ['--account', 'county-douyin', '--last-post', '2026-01-08', '--by', '张三'];

  test('is stored with its photo', async () => {
    const r = await record(...given, '--photo', '截图.png', '--note', '召开会议');
    expect(r).toMatchObject({ code: 0, stderr: '' });
    expect(r.stdout).toMatch(
      /^已登记抖音“示例县发布”：最近一条 2026-01-08（登记人 张三，附照片，只证明看到的，不证明没有更新）\n$/,
    );
    expect(existsSync(dataFiles(data).registry)).toBe(true);
    const store = await openDataFolder(data, { use: 'share' });
    try {
      const found = await store.observations.window(
        'account.posts',
        'county-douyin',
        '2026-01-01T00:00:00.000Z',
        '2100-01-01T00:00:00.000Z',
      );
      expect(found).toHaveLength(1);
      expect(found[0]).toMatchObject({ status: 'observed', value: { source: 'manual', coverage: 'partial' } });
      const photo = found[0]?.evidence.find((e) => e.kind === 'screenshot');
      expect(photo?.url).toBe('截图.png');
      expect(Buffer.from((await store.evidence.get(photo?.sha256 ?? '')) ?? [])).toEqual(png);
      expect(readFileSync(store.evidence.path(found[0]?.evidence[0]?.sha256 ?? ''), 'utf8')).toContain(
        '"登记人":"张三"',
      );
    } finally {
      await store.close();
    }
  });
  test.each([
    [[...given.slice(0, 4), '--by', ' '], /--by：要写登记人的姓名/],
    [['--account', 'county-doyin', ...given.slice(2)], /--account（county-doyin）：台账里没有这个账号.*county-douyin/],
    [['--account', '示例县发布', ...given.slice(2)], /几个账号叫这个名称。写账号编号：county-douyin、county-weibo/],
    [[...given, '--photo', 'nowhere.png'], /--photo（nowhere\.png）：文件不存在/],
    [[...given, '--photo', 'fake.png'], /不是照片或截图/],
    [[...given, '--photo', '.'], /不是文件/],
    [[...given, '--complete', '--from', '1月1日', '--to', '2026-01-09'], /--from：日期写成/],
    [given.slice(0, 4), /--by/],
  ])('%j: one Chinese line, nothing stored', async (args, why) => {
    const r = await record(...args);
    expect(r.code).toBe(3);
    expect(r.stdout).toBe('');
    expect(r.stderr.trim().split('\n'), r.stderr).toHaveLength(1);
    expect(r.stderr).toMatch(why);
  });
});

describe('accounts identify, as a user types it', () => {
  test('a table, and JSON', async () => {
    const folder = scratch();
    const inputs = ['https://weibo.com/u/1700000001', '示例县发布', '\u001b[31mhttps://v.douyin.com/iABCdef/\n'];
    const plain = await runCli(['accounts', 'identify', ...inputs], { cwd: folder.path });
    expect(plain).toMatchObject({ code: 0, stderr: '' });
    const lines = plain.stdout.trimEnd().split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[1]).toMatch(/新浪微博 +uid=1700000001 +https:\/\/weibo\.com\/u\/1700000001$/);
    expect(lines[2]).toMatch(/认不出 +只有名称/);
    expect(lines[3]).toMatch(/抖音 +这是抖音的短链接/);
    expect(plain.stdout).not.toContain('\u001b');
    expect(lines[4]).toBe('认出 1 个，没有认出 2 个');
    const asJson = await runCli(['accounts', 'identify', '--json', ...inputs], { cwd: folder.path });
    expect(JSON.parse(asJson.stdout)).toMatchObject([
      { platform: 'weibo' },
      { error: expect.any(String) },
      { shortLink: 'https://v.douyin.com/iABCdef/' },
    ]);
    expect(existsSync(join(folder.path, 'data'))).toBe(false);
    folder.remove();
  });
});
