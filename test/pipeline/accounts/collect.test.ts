import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { observationValues } from '#core/observation.ts';
import { Account } from '#core/registry.ts';
import { temporaryFolder } from '../../store/temporary.ts';
import {
  account,
  type County,
  day,
  feedHost,
  hour,
  inventedAdapter,
  openCounty,
  platformHost,
  settings,
  start,
} from './county.ts';

const folder = temporaryFolder();
let n = 0;
async function inCounty(
  work: (c: County) => Promise<void>,
  adapters?: Parameters<typeof openCounty>[1],
): Promise<void> {
  n += 1;
  const county = await openCounty(join(folder, String(n)), adapters);
  try {
    await work(county);
  } finally {
    await county.close();
  }
}
const captcha = { raw: { body: '<html><body>请完成 captcha</body></html>' } };

describe('one round', () => {
  test('leaves the posts, the profile and every exchange; asks the canary first', () =>
    inCounty(async (c) => {
      c.show('1001', { posts: [1, 3, 20] });
      const collected = await c.collect();
      expect(collected).toMatchObject({
        jobs: 1,
        crashed: 0,
        accounts: [{ accountId: 'shili', name: '澎湃号“示例发布”', source: '公开页面', seen: true }],
      });
      const [o] = await c.posts();
      if (o?.kind !== 'account.posts' || o.status !== 'observed') throw new Error('not observed');
      observationValues['account.posts'].parse(o.value);
      expect(o).toMatchObject({ target: '公开页面', probe: { id: 'account:thepaper', version: 1 } });
      expect(o.value).toMatchObject({ source: 'public', coverage: 'complete', canary: 'ok', attestedBy: null });
      expect(o.value.window).toEqual({ from: '2009-01-01', to: '2026-11-02' });
      expect(o.value.posts.map((p) => p.title)).toEqual(['第0条', '第1条', '第2条']);
      expect(o.evidence.map((e) => e.kind)).toEqual(['exchange', 'html']);
      const [exchange, body] = await Promise.all(o.evidence.map((e) => c.data.evidence.get(e.sha256)));
      const record = JSON.parse(new TextDecoder().decode(exchange));
      expect(record).toMatchObject({ status: 200, parser: 'thepaper@1', positive: ['account.uid'], posts: 3 });
      expect(new TextDecoder().decode(body)).toContain('第2条');
      const [profile] = await c.data.observations.window(
        'account.profile',
        'shili',
        new Date(start).toISOString(),
        new Date(c.now).toISOString(),
      );
      expect(profile).toMatchObject({
        status: 'observed',
        value: { state: 'seen', name: '示例', followers: { value: 7 }, canary: 'ok' },
      });
      const order = c.server.requests(platformHost).map((r) => r.path);
      expect(order).toEqual(['/robots.txt', '/list?uid=9', '/list?uid=1001']);
      expect((await c.verdict()).outcome).toBe('pass');
    }));

  test('an account seen less than twelve hours ago is not asked again; one that was not seen is', () =>
    inCounty(async (c) => {
      await c.collect();
      c.now += 2 * hour;
      expect(await c.collect()).toMatchObject({ jobs: 0, accounts: [] });
      expect(c.asked('1001')).toBe(1);
      c.now += 11 * hour;
      c.show('1001', { raw: { status: 500 } });
      await c.collect();
      c.now += hour;
      await c.collect();
      expect(c.asked('1001')).toBe(3);
    }));

  test('off: nobody is asked, nothing is left', () =>
    inCounty(async (c) => {
      const collected = await c.collect({ enabled: false });
      expect(collected.jobs).toBe(0);
      expect(collected).not.toHaveProperty('accounts');
      expect(c.server.requests(platformHost)).toEqual([]);
      expect(await c.posts()).toEqual([]);
    }));

  test('closed, cancelled and unobservable accounts, switched-off sources, no adapter, no id: nobody is asked, each says why', () =>
    inCounty(async (c) => {
      const one = (id: string, over: object) =>
        Account.parse({ ...account, id, ids: { uid: `7${id.length}` }, ...over });
      const accounts = [
        one('closed', { closedOn: '2026-11-01' }),
        one('cancelled', { cancelledOn: '2026-11-02' }),
        one('later', { closedOn: '2027-01-01' }),
        one('imported', { sources: [{ kind: 'import' }, { kind: 'public', enabled: false }] }),
        one('unseen', { notObservable: { since: '2026-10-01', reason: '只在视频号发布', approvedBy: '李某' } }),
        one('no-adapter', { platform: 'rmh' }),
        one('no-id', { ids: undefined }),
        one('no-bridge', { sources: [{ kind: 'bridge', ref: 'rsshub:/x/7' }] }),
      ];
      const collected = await c.collect({ accounts });
      const told = Object.fromEntries((collected.accounts ?? []).map((a) => [a.accountId, a.detail]));
      expect(Object.keys(told).sort()).toEqual(['later', 'no-adapter', 'no-bridge', 'no-id', 'unseen']);
      expect(told.unseen).toBe('自 2026-10-01 起确认无法从公开页面看到（只在视频号发布，李某确认），须人工核对');
      expect(told['no-adapter']).toMatch(/不会读人民号的公开页面/);
      expect(told['no-id']).toBe('台账里没有 uid');
      expect(told['no-bridge']).toMatch(/程序不会读澎湃号的桥接内容/);
      expect(c.server.requests(platformHost).map((r) => r.path)).toEqual([
        '/robots.txt',
        '/list?uid=9',
        '/list?uid=75',
      ]);
      for (const id of ['unseen', 'no-adapter', 'no-id', 'no-bridge'])
        expect((await c.posts(id))[0]).toMatchObject({ status: 'unobserved', reason: 'not-collected' });
    }));

  test('a fault of an adapter is nobody’s silence', () =>
    inCounty(async (c) => {
      c.show('1001', { raw: { body: 'throw' } });
      const collected = await c.collect();
      expect(collected.crashed).toBe(0);
      expect((await c.posts())[0]).toMatchObject({ status: 'unobserved', reason: 'unparsed' });
      expect(c.log.lines.map((l) => l.message)).toContain('account adapter failed');
    }));

  test('a round that was broken off is gone on with', () =>
    inCounty(async (c) => {
      const accounts = ['a', 'b', 'c'].map((id, i) => Account.parse({ ...account, id, ids: { uid: String(20 + i) } }));
      const { append } = c.data.observations;
      const { finish } = c.data.collections;
      let written = 0;
      // Killed before the third record was on disk.
      c.data.observations.append = async (items) => (++written > 2 ? 0 : append(items));
      c.data.collections.finish = () => Promise.reject(new Error('killed'));
      await expect(c.collect({ accounts })).rejects.toThrow('killed');
      c.data.observations.append = append;
      c.data.collections.finish = finish;
      const again = await c.collect({ accounts });
      expect(again).toMatchObject({ jobs: 3, resumed: 2, slot: new Date(start).toISOString() });
      expect(['20', '21', '22'].map((uid) => c.asked(uid)).sort()).toEqual([1, 1, 2]);
      for (const a of accounts) expect(await c.posts(a.id)).toHaveLength(1);
    }));
});

describe('walls', () => {
  test('after one captcha the whole platform is left in peace, and each account says so', () =>
    inCounty(async (c) => {
      const accounts = ['a', 'b', 'c', 'd'].map((id, i) =>
        Account.parse({ ...account, id, ids: { uid: String(20 + i) } }),
      );
      for (const uid of ['20', '21', '22', '23']) c.show(uid, captcha);
      const collected = await c.collect({ accounts, settings: { canaries: [] } });
      const sent = c.server.requests(platformHost).length;
      expect(sent).toBe(2);
      const details = (collected.accounts ?? []).map((a) => a.detail);
      expect(details.filter((d) => d === '被平台拦截：要求验证码')).toHaveLength(1);
      expect(details.filter((d) => /等待期内/.test(d))).toHaveLength(3);
      c.now += 5 * hour;
      await c.collect({ accounts, settings: { canaries: [] } });
      expect(c.server.requests(platformHost)).toHaveLength(sent);
    }));

  test('the day’s budget is not overrun, and whom it leaves out changes from day to day', () =>
    inCounty(async (c) => {
      const accounts = Array.from({ length: 12 }, (_, i) =>
        Account.parse({ ...account, id: `a${i}`, ids: { uid: String(100 + i) } }),
      );
      const left: string[] = [];
      for (let d = 0; d < 2; d += 1) {
        const collected = await c.collect({ accounts, settings: { perDay: 6, canaries: [] } });
        left.push(
          (collected.accounts ?? [])
            .filter((a) => !a.seen)
            .map((a) => a.accountId)
            .sort()
            .join(),
        );
        expect((collected.accounts ?? []).filter((a) => a.seen)).toHaveLength(5);
        c.now += day;
      }
      expect(c.server.requests(platformHost)).toHaveLength(12);
      expect(left[0]).not.toBe(left[1]);
    }));

  test('gone in two runs goes to a person; another account behind the address is told', () =>
    inCounty(async (c) => {
      c.show('1001', { raw: { body: '{"account":{"uid":"1001","gone":true}}' } });
      await c.collect();
      expect(await c.verdict()).toMatchObject({ outcome: 'needs-review', findings: [] });
      c.now += 25 * hour;
      await c.collect();
      const verdict = await c.verdict();
      expect(verdict).toMatchObject({
        outcome: 'needs-review',
        because: { note: expect.stringMatching(/2 次显示账号已不存在/) },
      });
      c.show('1001', { posts: [1], uid: '555' });
      c.now += 25 * hour;
      await c.collect();
      expect((await c.posts()).at(-1)).toMatchObject({ status: 'unobserved', reason: 'unparsed' });
      const profiles = await c.data.observations.window(
        'account.profile',
        'shili',
        new Date(start).toISOString(),
        new Date(c.now).toISOString(),
      );
      expect(profiles.map((p) => p.status === 'observed' && p.value.state)).toEqual([
        'gone',
        'gone',
        'identity-mismatch',
      ]);
    }));
});

describe('a canary', () => {
  test('that fails makes every negative reading of its platform unseen, and leaves what is recent', () =>
    inCounty(async (c) => {
      const accounts = ['old', 'new', 'none'].map((id, i) =>
        Account.parse({ ...account, id, ids: { uid: String(20 + i) } }),
      );
      c.show('20', { posts: [40] });
      c.show('21', { posts: [1] });
      c.show('22', { posts: [] });
      c.show('9', { posts: [12] });
      await c.collect({ accounts });
      expect((await c.posts('old'))[0]).toMatchObject({
        status: 'unobserved',
        reason: 'blocked',
        detail: '平台故障：对照账号澎湃号“示例日报”最近一条也停在 2026-10-21；这一次没有看到近期内容不能作数',
      });
      expect((await c.posts('none'))[0]).toMatchObject({ status: 'unobserved', reason: 'blocked' });
      expect((await c.posts('new'))[0]).toMatchObject({
        status: 'observed',
        value: { canary: 'failed', coverage: 'partial' },
      });
      expect((await c.verdict('new')).outcome).toBe('pass');
    }));
  test('one healthy of two is enough', () =>
    inCounty(async (c) => {
      c.show('9', { posts: [12] });
      const [first] = settings.canaries;
      if (!first) throw new Error('no canary');
      await c.collect({ settings: { canaries: [first, { ...first, name: '示例晚报', ids: { uid: '10' } }] } });
      expect((await c.posts())[0]).toMatchObject({ value: { canary: 'ok' } });
    }));
  test('is asked again when its answer is old', () =>
    inCounty(async (c) => {
      const accounts = Array.from({ length: 10 }, (_, i) =>
        Account.parse({ ...account, id: `a${i}`, ids: { uid: String(20 + i) } }),
      );
      await c.collect({ accounts, settings: { canaryMs: 20_000, concurrency: 1 } });
      expect(c.asked('9')).toBeGreaterThan(2);
    }));
});

describe('sources', () => {
  const both = Account.parse({
    ...account,
    sources: [{ kind: 'public' }, { kind: 'bridge', ref: 'rsshub:/feed?uid=1001' }],
  });
  const bridged = {
    bridges: [{ name: 'rsshub', url: `http://${feedHost}/base`, key: { param: 'key', value: 'geheim-9f8e7d6c5b4a' } }],
  };

  test('a bridge is asked with its key, which stands nowhere else; a fresh bridge outweighs an old page', () =>
    inCounty(
      async (c) => {
        c.show('1001', { posts: [1] });
        c.server.on(platformHost, (r) => (r.path === '/robots.txt' ? undefined : { status: 500 }));
        const collected = await c.collect({ accounts: [both], settings: bridged });
        const asked = c.server.requests(feedHost);
        expect(asked.map((r) => r.path)).toEqual(['/base/feed?uid=1001&key=geheim-9f8e7d6c5b4a']);
        const all = await c.posts();
        expect(all.map((o) => [o.target, o.status])).toEqual([
          ['公开页面', 'unobserved'],
          ['桥接 rsshub:/feed', 'observed'],
        ]);
        const evidence = await Promise.all(all.flatMap((o) => o.evidence).map((e) => c.data.evidence.get(e.sha256)));
        const everything =
          JSON.stringify([collected, all, c.log.lines]) + evidence.map((e) => new TextDecoder().decode(e)).join();
        expect(everything).toContain('key=***');
        expect(everything).not.toContain('geheim');
        expect((await c.verdict()).outcome).toBe('pass');
      },
      [inventedAdapter('public'), inventedAdapter('bridge')],
    ));

  test('an unchanged answer is read from what the last round kept', () =>
    inCounty(async (c) => {
      const body = JSON.stringify({
        account: { uid: '1001' },
        list: [{ id: 'x', title: '甲', at: Math.trunc(start / 1000) - 3600 }],
      });
      let whole = 0;
      c.server.on(platformHost, (r) => {
        if (r.path === '/robots.txt') return undefined;
        if (r.headers['if-none-match'] === '"v1"') return { status: 304, headers: { etag: '"v1"' } };
        whole += 1;
        return { body, headers: { etag: '"v1"', 'content-type': 'application/json' } };
      });
      for (let i = 0; i < 3; i += 1) {
        await c.collect({ settings: { canaries: [] } });
        c.now += 13 * hour;
      }
      expect(whole).toBe(1);
      expect(c.asked('1001')).toBe(3);
      const all = await c.posts();
      expect(all.map((o) => o.kind === 'account.posts' && o.status === 'observed' && o.value.posts[0]?.title)).toEqual([
        '甲',
        '甲',
        '甲',
      ]);
    }));
});
