import { describe, expect, test } from 'vitest';
import { Account, crossCheck, Registry } from '#core/registry.ts';

const account = (over: object) => ({
  id: 'a',
  organization: 'gov',
  platform: 'weibo' as const,
  name: '示例发布',
  ...over,
});
const faults = (...accounts: object[]) =>
  crossCheck(
    Registry.parse({
      version: 1,
      title: '示例县',
      organizations: [{ id: 'gov', name: '示例县人民政府', class: 'county-government' }],
      sites: [],
      accounts: accounts.map((over, i) => account({ id: `a${i}`, ...over })),
    }),
  ).map((f) => `${f.place}：${f.message}`);

describe('accounts of the register', () => {
  test('an entry of before reads as it did', () =>
    expect(Account.parse(account({}))).toEqual({ id: 'a', organization: 'gov', platform: 'weibo', name: '示例发布' }));
  test('one id on one platform belongs to one account', () => {
    expect(faults({ ids: { uid: '1' } }, { ids: { uid: '1' } })).toEqual([
      'accounts[1].ids.uid：新浪微博的 uid 1 与 accounts[0].ids.uid 重复',
    ]);
    expect(faults({ ids: { uid: '1' } }, { ids: { mid: '1' } }, { platform: 'douyin', ids: { uid: '1' } })).toEqual([]);
  });
  test.each([
    [{ kind: 'bridge' }, /sources\[0\]\.ref：桥接来源没有写地址/],
    [{ kind: 'bridge', ref: '/weibo/1' }, /桥接来源的地址写法不对/],
    [{ kind: 'bridge', ref: 'rsshub://x' }, /桥接来源的地址写法不对/],
    [{ kind: 'bridge', ref: 'javascript:alert(1)' }, /桥接来源的地址写法不对/],
  ])('%j is refused', (source, why) => expect(faults({ sources: [source] })[0]).toMatch(why));
  test.each([
    { kind: 'bridge', ref: 'rsshub:/weibo/user/1' },
    { kind: 'bridge', ref: 'https://feed.example.cn/x.xml' },
    { kind: 'public' },
    { kind: 'import' },
  ])('%j is taken', (source) => expect(faults({ sources: [source] })).toEqual([]));
  test('nothing ends before it began', () => {
    expect(faults({ openedOn: '2026-05-01', closedOn: '2026-04-30' })).toEqual([
      'accounts[0].closedOn：关停日期早于开设日期 2026-05-01',
    ]);
    expect(faults({ openedOn: '2026-05-01', cancelledOn: '2026-05-01', filedOn: '2026-06-01' })).toEqual([]);
  });
  test.each([
    { ids: { 'u id': '1' } },
    { ids: { uid: 1 } },
    { sources: [{ kind: 'feed' }] },
    { notObservable: { since: '2026-01-01', reason: '' } },
    { url: 'javascript:alert(1)' },
    { uids: '1' },
  ])('%j does not read', (over) => expect(Account.safeParse(account(over)).success).toBe(false));
});
