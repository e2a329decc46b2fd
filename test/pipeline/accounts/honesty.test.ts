import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { Account } from '#core/registry.ts';
import type { Verdict } from '#core/verdict.ts';
import { adapters } from '#crawlers/platforms/index.ts';
import { accountUpdate } from '#indicators/account/account-update.ts';
import { observationsOf } from '#pipeline/accounts/observe.ts';
import { allCases } from '../../crawlers/platforms/cases.ts';
import { look, now, type PlatformCases, unseenWorlds, type World } from '../../crawlers/platforms/matrix.ts';
import type { Answer } from '../../crawlers/platforms/platform-server.ts';
import { temporaryFolder } from '../../store/temporary.ts';
import { type County, day, hour, openCounty } from './county.ts';

const folder = temporaryFolder();
let n = 0;
async function inCounty(work: (c: County) => Promise<void>): Promise<void> {
  n += 1;
  const county = await openCounty(join(folder, String(n)));
  try {
    await work(county);
  } finally {
    await county.close();
  }
}

/** Every way in which the platform can wall an account off, each also as 200 and emptiness. */
const walls: Readonly<Record<string, Answer>> = {
  captcha: { body: '<html><body>请完成 captcha 验证</body></html>' },
  'log-in': { status: 302, headers: { location: 'http://list.platform.example/login' } },
  '403': { status: 403 },
  '429': { status: 429 },
  '432': { status: 432 },
  'an empty body': { body: '' },
  'an empty object': { body: '{}' },
  'an empty list without its account': { body: '{"list":[]}' },
  'an empty list of its account': { body: '{"account":{"uid":"1001","name":"示例"},"list":[]}' },
  'a list of nothing but an old post': {
    body: `{"account":{"uid":"1001"},"list":[{"id":"1001-9-9","title":"旧","at":${Math.trunc(Date.parse('2026-06-01') / 1000)}}]}`,
  },
};

describe('over the whole pipeline: what a wall hides is never called silence', () => {
  test('ok → captcha → ok: no day of it ends in a fault', () =>
    inCounty(async (c) => {
      for (let d = 0; d < 18; d += 1) {
        const walled = d % 3 === 1;
        c.show('1001', walled ? { raw: walls.captcha ?? {} } : { posts: [0.5, 2, 3] });
        await c.collect();
        const verdict = await c.verdict();
        expect(verdict.outcome, `day ${d}`).toBe('pass');
        c.now += 25 * hour;
      }
    }));

  // The canary sees the same wall, as it does where a platform walls off our address.
  test.each(Object.entries(walls))('%s for six weeks, 对照账号 walled alike: never a fault', (name, raw) =>
    inCounty(async (c) => {
      c.show('1001', { posts: [0.5] });
      await c.collect();
      expect((await c.verdict()).outcome).toBe('pass');
      c.show('1001', { raw });
      c.show('9', { raw: { ...raw, body: String(raw.body ?? '').replaceAll('1001', '9') } });
      for (let d = 0; d < 6; d += 1) {
        c.now += 7 * day;
        await c.collect();
        const verdict = await c.verdict();
        expect(verdict.outcome, `${name}, day ${7 * d}`).not.toBe('fail');
      }
      const last = await c.verdict();
      expect(last).toMatchObject({ outcome: 'needs-review', because: { kind: 'undeterminable' } });
    }),
  );

  // Only this account is walled off: the adapter is fooled and calls the list whole, the canary is fine.
  test.each(Object.entries(walls).filter(([name]) => name !== 'a list of nothing but an old post'))(
    '%s for six weeks after a post was seen, 对照账号 healthy: never a fault',
    (name, raw) =>
      inCounty(async (c) => {
        c.show('1001', { posts: [0.5] });
        await c.collect();
        c.show('1001', { raw });
        for (let d = 0; d < 6; d += 1) {
          c.now += 7 * day;
          await c.collect();
          expect((await c.verdict()).outcome, `${name}, day ${7 * d}`).not.toBe('fail');
        }
      }),
  );

  test.each(Object.entries(walls))('%s without any 对照账号: never a fault', (name, raw) =>
    inCounty(async (c) => {
      c.show('1001', { raw });
      for (let d = 0; d < 4; d += 1) {
        await c.collect({ settings: { canaries: [] } });
        expect((await c.verdict()).outcome, `${name}, day ${3 * d}`).not.toBe('fail');
        c.now += 3 * day;
      }
    }),
  );

  test('and the pipeline does fail an account that really sleeps: two looks, healthy canary', () =>
    inCounty(async (c) => {
      const age = (d: number) => ({ posts: [20 + d] });
      c.show('1001', age(0));
      await c.collect();
      expect(await c.verdict()).toMatchObject({ outcome: 'needs-review', because: { kind: 'suspect' } });
      c.now += 25 * hour;
      c.show('1001', age(25 / 24));
      await c.collect();
      expect(await c.verdict()).toMatchObject({
        outcome: 'fail',
        findings: [{ fault: 'stale', certainty: 'confirmed' }],
      });
      // One post, and it lives.
      c.now += 25 * hour;
      c.show('1001', { posts: [0.1, 22] });
      await c.collect();
      expect((await c.verdict()).outcome).toBe('pass');
    }));
});

/** Every list in a JSON answer emptied: the most that a wall can look like an account without posts. */
function emptied(text: string): string {
  try {
    const strip = (v: unknown): unknown =>
      Array.isArray(v)
        ? []
        : typeof v === 'object' && v !== null
          ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, strip(x)]))
          : v;
    return JSON.stringify(strip(JSON.parse(text)));
  } catch {
    return '';
  }
}

describe.each(adapters.map((a) => [a.id, a] as const))('%s: no wall ends in a fault', (id, adapter) => {
  const cases = allCases[id] as PlatformCases;
  const subject = Account.parse({
    id: 'shili',
    organization: 'gov',
    platform: cases.account.platform,
    name: '示例发布',
    openedOn: '2020-01-01',
  });
  /** The verdict on day 40 after an ordinary day, with the same world seen twice since, a day apart. */
  const judged = (world: World, o: { before: boolean; canary: 'ok' | 'none' }) => {
    const seenAt = (reading: ReturnType<typeof look>, at: number) =>
      observationsOf({
        subjectId: subject.id,
        platform: subject.platform,
        source: adapter.sources[0] ?? 'public',
        target: '公开页面',
        slot: new Date(at).toISOString(),
        observedAt: new Date(at).toISOString(),
        probe: { id: `account:${id}`, version: adapter.version },
        reading,
        canary: { state: o.canary, detail: '', evidence: [] },
        recentMs: 7 * day,
        evidence: [
          {
            kind: 'exchange',
            sha256: 'a'.repeat(64),
            url: 'https://example.cn/',
            capturedAt: new Date(at).toISOString(),
          },
        ],
      });
    const all = [
      ...(o.before ? seenAt(look(adapter, cases, cases.ok), now) : []),
      ...seenAt(look(adapter, cases, world), now + 38 * day),
      ...seenAt(look(adapter, cases, world), now + 40 * day),
    ];
    return accountUpdate.judge({
      subject: { id: subject.id, type: 'account', name: subject.name, record: subject },
      asOf: new Date(now + 40 * day + hour),
      params: accountUpdate.params.parse({}),
      observations: {
        'account.posts': all.filter((x) => x.kind === 'account.posts'),
        'account.profile': all.filter((x) => x.kind === 'account.profile'),
      },
    });
  };
  const all = Object.entries(unseenWorlds(cases));
  /** A client app is not judged by posts at all: 不适用 is neither pass nor fail. */
  const open = /^(?:needs-review|not applicable)$/;
  const toldOf = (v: Verdict) => (v.outcome === 'pass' && v.notApplicable !== undefined ? 'not applicable' : v.outcome);

  test('as it is', () => {
    for (const [name, world] of all)
      for (const before of [true, false])
        expect(toldOf(judged(world, { before, canary: 'ok' })), `${name}, ${before}`).toMatch(open);
  });
  test('as 200 and emptiness', () => {
    for (const [name, world] of all)
      for (const text of [
        '',
        '{}',
        '[]',
        'null',
        '{"code":200,"data":{"list":[]}}',
        '{"ok":1,"data":{"cards":[]}}',
        '<html></html>',
      ])
        for (const before of [true, false]) {
          const mutated: World = (step) => ({ ...world(step), status: 200, outcome: 'response', text, redirects: [] });
          expect(toldOf(judged(mutated, { before, canary: 'ok' })), `${name} as ${text}`).toMatch(open);
        }
  });
  test('as the right answer with every list emptied, after an ordinary day', () => {
    const mutated: World = (step) => {
      const reply = cases.ok(step);
      return { ...reply, text: emptied(reply.text) };
    };
    for (const canary of ['ok', 'none'] as const)
      expect(judged(mutated, { before: true, canary }).outcome).not.toBe('fail');
  });
});
