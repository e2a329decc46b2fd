import { describe, expect, test } from 'vitest';
import type { HttpClient } from '#core/context.ts';
import { type GuardOptions, openGuard } from '#pipeline/guard.ts';
import type { VisitJob } from '#pipeline/jobs.ts';
import { observed } from '#pipeline/write.ts';
import { revivingHttp } from '../../src/watch/reviving-http.ts';
import { type SlotVisitDeps, slotVisit } from '../../src/watch/slot-visit.ts';
import { access, timedOut } from '../indicators/build.ts';
import { scriptedHttp } from './sim.ts';

const slot = '2026-11-22T03:00:00.000Z';
const url = 'http://www.shili.gov.cn/';
const job: VisitJob = { name: 'visit', key: `visit|shili|${slot}`, payload: { siteId: 'shili', url, slot } };
const opened = access({ url });
const failed = timedOut({ url });

/** One slot with clocks set by hand. */
function setting(o: {
  value?: ReturnType<typeof access>;
  guard?: Partial<GuardOptions>;
  during?: (clock: { wall: number; mono: number }) => void | Promise<void>;
  late?: number;
  own?: SlotVisitDeps['own'];
}) {
  const clock = { wall: Date.parse(slot) + (o.late ?? 5), mono: 100 };
  const guard = openGuard({
    http: scriptedHttp(() => 'ok'),
    controls: [],
    needed: 0,
    everyMs: 15_000,
    waitMs: 1_000,
    mono: () => clock.mono,
    ...o.guard,
  });
  let looked = 0;
  const result = slotVisit(job, {
    time: { now: () => new Date(clock.wall), mono: () => clock.mono },
    guard,
    async look() {
      looked += 1;
      await o.during?.(clock);
      clock.wall += 1_000;
      clock.mono += 1_000;
      const head = { kind: 'site.access' as const, subjectId: 'shili', target: url, slot, observedAt: slot };
      return observed({ ...head, probe: { id: 'access', version: 1 } }, o.value ?? opened, []);
    },
    lateMs: 30_000,
    slowMs: 15_000,
    own: o.own ?? (() => [{ family: 'IPv4', address: '192.0.2.9' }]),
  }).finally(() => guard.close());
  return { result, looked: () => looked };
}

const state = async (s: ReturnType<typeof setting>) => {
  const o = await s.result;
  expect(o.key).toBe(`shili|site.access|${url}|${slot}`);
  return o.status === 'observed' ? o.status : o.reason;
};
const controls = ['http://a.example.cn/', 'http://b.example.cn/', 'http://c.example.cn/'];

describe('slotVisit: three states', () => {
  test('opened and not opened are observed', async () => {
    expect(await state(setting({}))).toBe('observed');
    expect(await state(setting({ value: failed }))).toBe('observed');
  });

  test('begun too late: void, and the site is not asked', async () => {
    const late = setting({ late: 30_001 });
    expect(await state(late)).toBe('overload');
    expect(late.looked()).toBe(0);
    expect(await state(setting({ late: 30_000 }))).toBe('observed');
  });

  test.each([
    ['machine slept', 1_001, 'overload'],
    ['clock set back', -1_001, 'overload'],
    ['ordinary correction', 900, 'observed'],
  ])('%s during the visit', async (_, shift, expected) => {
    const during = (clock: { wall: number }) => {
      clock.wall += shift;
    };
    expect(await state(setting({ during }))).toBe(expected);
    expect(await state(setting({ during, value: failed }))).toBe(expected);
  });

  test.each([
    ['all answer', '', 'observed'],
    ['one of three silent', 'c', 'observed'],
    ['two of three silent', 'bc', 'local-network'],
    ['none answers', 'abc', 'local-network'],
  ])('control points: %s', async (_, silent, expected) => {
    const http = scriptedHttp((u) => (silent.includes(new URL(u).hostname[0]!) ? 'timeout' : 'ok'));
    // By the letter of the guard: what opened in a void slot is void too.
    for (const value of [opened, failed])
      expect(await state(setting({ value, guard: { http, controls } }))).toBe(expected);
  });

  test('how many must answer is a setting', async () => {
    const http = scriptedHttp((u) => (u.includes('//a.') ? 'ok' : 'refused'));
    expect(await state(setting({ guard: { http, controls, needed: 1 } }))).toBe('observed');
    expect(await state(setting({ guard: { http, controls, needed: 3 } }))).toBe('local-network');
  });

  test('network lost while the visit runs: a look after the failure tells', async () => {
    let up = true;
    const http = scriptedHttp(() => (up ? 'ok' : 'timeout'));
    const during = async () => {
      // The look at the beginning is over and was good.
      await new Promise((r) => setImmediate(r));
      up = false;
    };
    const lost = setting({ value: failed, guard: { http, controls }, during });
    expect(await state(lost)).toBe('local-network');
    expect(await lost.result).toMatchObject({ detail: expect.stringContaining('a.example.cn 超时') });
  });

  test('slow beyond the line is as doubtful as failed: asked again after it', async () => {
    let up = true;
    const http = scriptedHttp(() => (up ? 'ok' : 'timeout'));
    const during = async () => {
      await new Promise((r) => setImmediate(r));
      up = false;
    };
    const slow = access({ url, openedMs: 15_000 });
    expect(await state(setting({ value: slow, guard: { http, controls }, during }))).toBe('local-network');
    up = true;
    // Opened in time: nothing is asked after it.
    expect(await state(setting({ value: opened, guard: { http, controls }, during }))).toBe('observed');
  });

  test('many visits of one moment share one look', async () => {
    const http = scriptedHttp(() => 'ok');
    const guard = openGuard({ http, controls, needed: 0, everyMs: 15_000, waitMs: 1_000, mono: () => 5 });
    const visits = Array.from({ length: 50 }, () => guard.begin());
    expect(await Promise.all(visits.map((v) => v.end(false)))).toEqual(new Array(50).fill(null));
    for (const c of controls) expect(http.asked.get(c)).toBe(1);
    guard.close();
  });

  test('while visits run the control points are asked again and again', async () => {
    let asked = 0;
    const http: HttpClient = {
      ...scriptedHttp(() => 'ok'),
      async fetch(r) {
        asked += 1;
        return scriptedHttp(() => (asked === 3 ? 'timeout' : 'ok')).fetch(r);
      },
    };
    const mono = () => performance.now();
    const guard = openGuard({ http, controls: controls.slice(0, 1), needed: 1, everyMs: 5, waitMs: 1_000, mono });
    const visit = guard.begin();
    while (asked < 5) await new Promise((r) => setTimeout(r, 2));
    // The third look failed: the network was away in the middle, and is back.
    expect(await visit.end(true)).toMatch(/本次|这次访问作废/);
    const after = guard.begin();
    expect(await after.end(true)).toBeNull();
    guard.close();
  });

  const code = (value: object) => timedOut({ url, outcome: 'unreachable', code: 'ENETUNREACH', ...value });
  test.each([
    ['no network connection at all', failed, [], 'local-network'],
    ['no route to an IPv4 address: may be a router of theirs', code({ address: '203.0.113.9' }), [4], 'observed'],
    ['IPv6 only, we have none', code({ address: '2001:db8::1' }), [4], 'local-network'],
    ['IPv6 only, we have it', code({ address: '2001:db8::1' }), [4, 6], 'observed'],
  ] as const)('ours without asking: %s', async (_, value, families, expected) => {
    const own = () =>
      families.map((f) =>
        f === 4
          ? ({ family: 'IPv4', address: '192.0.2.9' } as const)
          : ({ family: 'IPv6', address: '2001:db8::9' } as const),
      );
    expect(await state(setting({ value, own, guard: { controls } }))).toBe(expected);
  });
});

test('a lost thread voids what was in it; the next visit has a new one', async () => {
  let opened = 0;
  let lost = 0;
  const http = revivingHttp(
    () => {
      const n = ++opened;
      const ok = scriptedHttp(() => 'ok');
      return {
        ...ok,
        fetch: async (r) =>
          n === 1 ? { ...(await ok.fetch(r)), outcome: 'cancelled', code: 'ERR_WORKER_LOST' } : ok.fetch(r),
      };
    },
    () => {
      lost += 1;
    },
  );
  const both = await Promise.all([http.fetch({ url }), http.fetch({ url })]);
  expect(both.map((e) => e.code)).toEqual(['ERR_WORKER_LOST', 'ERR_WORKER_LOST']);
  expect((await http.fetch({ url })).outcome).toBe('response');
  expect([opened, lost]).toEqual([2, 1]);
  await http.close();
});
