import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { dayMs, startOfDay } from '#core/calendar.ts';
import type { Observation } from '#core/observation.ts';
import { openSqlite } from '../../src/store/sql/open.ts';
import { freshCollections } from '../../src/watch/fresh-collections.ts';
import { settlePlan } from '../../src/watch/plans.ts';
import { tidy } from '../../src/watch/tidy.ts';
import { access, posts, seen, timedOut, unseen } from '../indicators/build.ts';
import { at } from './sim.ts';

const folder = mkdtempSync(join(tmpdir(), 'xuncha-watch-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let n = 0;
async function withStores<T>(work: (s: Awaited<ReturnType<typeof openSqlite>>) => Promise<T>): Promise<T> {
  n += 1;
  const stores = await openSqlite(join(folder, `${n}.db`));
  try {
    return await work(stores);
  } finally {
    await stores.close();
  }
}
const visitAt = (slot: Date, openedMs: number | null | 'void', subjectId = 'a'): Observation => {
  const url = `http://${subjectId}.example.gov.cn/`;
  const given = { subjectId, target: url, slot: slot.toISOString() };
  if (openedMs === 'void') return unseen('site.access', url, 'overload', given);
  return seen('site.access', openedMs === null ? timedOut({ url }) : access({ url, openedMs }), given);
};
const minutes = (from: Date, m: number) => new Date(from.getTime() + m * 60_000);

describe('summaries', () => {
  test('hours and days count every visit once, by the edges; 15 s sharp is not within 15 s', () =>
    withStores(async (s) => {
      const eight = at(3, '08:00');
      await s.observations.append([
        visitAt(eight, 999.5),
        visitAt(minutes(eight, 20), 1_000),
        visitAt(minutes(eight, 30), 14_999),
        visitAt(minutes(eight, 40), 15_000),
        visitAt(minutes(eight, 50), null),
        visitAt(minutes(eight, 59), 'void'),
        visitAt(minutes(eight, 60), 200),
        visitAt(minutes(eight, 5), 50, 'b'),
        // The day before, in Beijing.
        visitAt(minutes(at(3), -1), 70),
      ]);
      expect(await s.summaries.upTo()).toBeNull();
      // 09:59: the hour from nine is not over.
      await s.summaries.update(minutes(eight, 119).toISOString());
      const hours = (id: string) => s.summaries.list('hour', id, at(2).toISOString(), at(4).toISOString());
      expect(await hours('a')).toEqual([
        expect.objectContaining({ start: minutes(at(3), -60).toISOString(), seen: 1 }),
        {
          subjectId: 'a',
          start: eight.toISOString(),
          seen: 5,
          never: 1,
          within: [1, 2, 2, 2, 3, 4],
          sumMs: 31_998.5,
          maxMs: 15_000,
          voids: { overload: 1 },
        },
      ]);
      await s.summaries.update(minutes(eight, 120).toISOString());
      expect(await s.summaries.upTo()).toBe(minutes(eight, 120).toISOString());
      expect((await hours('a')).map((h) => h.seen)).toEqual([1, 5, 1]);
      expect((await hours('b')).map((h) => h.seen)).toEqual([1]);
      const days = await s.summaries.list('day', 'a', at(1).toISOString(), at(5).toISOString());
      expect(days.map((d) => [d.start, d.seen, d.never, d.voids.overload ?? 0])).toEqual([
        [at(2).toISOString(), 1, 0, 0],
        [at(3).toISOString(), 6, 1, 1],
      ]);
      // Again: nothing new, nothing doubled.
      expect(await s.summaries.update(minutes(eight, 120).toISOString())).toBe(0);
    }));

  test('more visits in an hour than one page holds, all at one instant or not', () =>
    withStores(async (s) => {
      const eight = at(3, '08:00');
      await s.observations.append(
        Array.from({ length: 1_700 }, (_, i) => visitAt(i % 3 === 0 ? eight : minutes(eight, i % 60), 5, `s${i}`)),
      );
      await s.summaries.update(at(3, '10:00').toISOString());
      const samples = await s.summaries.samples(minutes(eight, -1).toISOString(), at(3, '10:00').toISOString());
      expect(samples).toHaveLength(1_700);
      let total = 0;
      for (let i = 0; i < 1_700; i += 1)
        for (const h of await s.summaries.list('hour', `s${i}`, at(3).toISOString(), at(4).toISOString()))
          total += h.seen;
      expect(total).toBe(1_700);
    }));

  test('a mark left by a clock that ran ahead does not stop the summing', () =>
    withStores(async (s) => {
      await s.summaries.update('2036-01-01T00:00:00.000Z');
      await s.summaries.update(at(3, '08:00').toISOString());
      await s.observations.append([visitAt(at(3, '08:30'), 5)]);
      await s.summaries.update(at(3, '09:00').toISOString());
      expect(await s.summaries.list('hour', 'a', at(3).toISOString(), at(4).toISOString())).toHaveLength(1);
    }));
});

describe('retention', () => {
  const today = at(30, '12:00');
  const fill = async (s: Awaited<ReturnType<typeof openSqlite>>, days: number) => {
    const items: Observation[] = [];
    for (let d = 1; d <= days; d += 1)
      for (const hour of [3, 15]) items.push(visitAt(new Date(at(d).getTime() + hour * 3_600_000), 80));
    await s.observations.append(items);
    const url = 'shilifabu';
    await s.observations.append([
      seen('account.posts', posts([]), { subjectId: 'acc', target: url, slot: at(1).toISOString() }),
    ]);
  };
  const left = async (s: Awaited<ReturnType<typeof openSqlite>>) =>
    (await s.observations.window('site.access', 'a', at(1).toISOString(), at(30).toISOString())).map((o) => o.slot);
  const pass = (s: Awaited<ReturnType<typeof openSqlite>>, now: Date, drop = true) =>
    tidy(s, { now, keepDays: 10, drop });

  test('old raw visits go, a week of them a pass and one pass a day; summaries and what people handed in stay', () =>
    withStores(async (s) => {
      await fill(s, 29);
      expect(await pass(s, today)).toEqual({ hours: 58, deleted: 14 });
      expect(await pass(s, today)).toEqual({ hours: 0, deleted: 0 });
      expect((await pass(s, new Date(today.getTime() + dayMs))).deleted).toBe(14);
      // 30 November less ten days, plus the days that passed meanwhile: the horizon stands at the 22nd.
      expect((await pass(s, new Date(today.getTime() + 2 * dayMs))).deleted).toBe(14);
      const slots = await left(s);
      expect(slots[0]).toBe(new Date(at(22).getTime() + 3 * 3_600_000).toISOString());
      expect(slots).toHaveLength(16);
      expect(await s.summaries.list('day', 'a', at(1).toISOString(), at(30).toISOString())).toHaveLength(29);
      expect(
        await s.observations.window('account.posts', 'acc', at(1).toISOString(), at(2).toISOString()),
      ).toHaveLength(1);
    }));

  test('nothing goes before it may, and nothing that the window still needs', () =>
    withStores(async (s) => {
      await fill(s, 29);
      expect((await pass(s, today, false)).deleted).toBe(0);
      expect(await left(s)).toHaveLength(58);
      for (let i = 0; i < 20; i += 1) await pass(s, new Date(startOfDay('2026-11-30').getTime() + i));
      for (let i = 0; i < 9; i += 1)
        await tidy(s, { now: new Date(at(30).getTime() + i * dayMs), keepDays: 40, drop: true });
      expect((await left(s)).length).toBeGreaterThanOrEqual(44);
    }));

  test('a clock ten years ahead empties nothing: one pass takes a week of records at most', () =>
    withStores(async (s) => {
      await fill(s, 29);
      expect((await pass(s, new Date('2036-11-30T04:00:00.000Z'))).deleted).toBe(14);
      expect(await left(s)).toHaveLength(44);
    }));
});

describe('settlePlan', () => {
  const settle = (s: Awaited<ReturnType<typeof openSqlite>>, day: number, perDay: number, newSeed = 'x') =>
    settlePlan(s.watch, { now: at(day, '10:00'), perDay, newSeed: () => newSeed });

  test('made once; another number of visits holds from tomorrow, with the same seed', () =>
    withStores(async (s) => {
      expect(await settle(s, 1, 24, 'first')).toMatchObject([{ fromDay: '2026-11-01', seed: 'first', perDay: 24 }]);
      expect(await settle(s, 5, 24, 'second')).toHaveLength(1);
      expect(await settle(s, 6, 48)).toMatchObject([
        { perDay: 24 },
        { fromDay: '2026-11-07', seed: 'first', perDay: 48 },
      ]);
      // Changed back on the same day: tomorrow's stands, the day after has the old number again.
      expect(await settle(s, 6, 24)).toMatchObject([
        { perDay: 24 },
        { perDay: 48 },
        { fromDay: '2026-11-08', seed: 'first', perDay: 24 },
      ]);
    }));
});

describe('freshCollections', () => {
  test('one broken off a while ago is gone on with, one of last month is closed and begun anew', () =>
    withStores(async (s) => {
      const fresh = freshCollections(s.collections, 2 * dayMs);
      const old = await s.collections.open('p', at(1).toISOString(), at(1).toISOString());
      expect(await fresh.open('p', at(2).toISOString(), at(2).toISOString())).toEqual(old);
      const anew = await fresh.open('p', at(9).toISOString(), at(9).toISOString());
      expect(anew).toMatchObject({ slot: at(9).toISOString(), finishedAt: null });
      expect(anew.id).not.toBe(old.id);
      expect(await fresh.open('p', at(10).toISOString(), at(10).toISOString())).toEqual(anew);
    }));
});
