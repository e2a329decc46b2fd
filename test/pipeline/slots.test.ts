import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, dayMs, endOfDay, shanghaiDay, startOfDay } from '#core/calendar.ts';
import { Site } from '#core/registry.ts';
import { daySlots, leastSpacing, planOn, type SlotPlan, slotsBetween } from '#pipeline/slots.ts';
import { openAgenda } from '#pipeline/tick.ts';

const plans = fc.record({ seed: fc.string(), perDay: fc.integer({ min: 20, max: 1_440 }) });
const sites = fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}$/);
const days = fc.integer({ min: 0, max: 5_000 }).map((n) => addDays('2020-01-01', n));
const ms = (slot: string) => Date.parse(slot);

describe('daySlots', () => {
  test('as many as planned, in order, all within the Asia/Shanghai day', () => {
    fc.assert(
      fc.property(sites, days, plans, (site, day, plan) => {
        const slots = daySlots(site, day, plan);
        expect(slots).toHaveLength(plan.perDay);
        expect([...slots].sort()).toEqual(slots);
        expect(ms(slots[0]!)).toBeGreaterThanOrEqual(startOfDay(day).getTime());
        expect(ms(slots.at(-1)!)).toBeLessThanOrEqual(endOfDay(day).getTime());
      }),
    );
  });

  test('never closer than half a cell, also from one day to the next', () => {
    fc.assert(
      fc.property(sites, days, plans, (site, day, plan) => {
        const slots = [...daySlots(site, day, plan), ...daySlots(site, addDays(day, 1), plan)].map(ms);
        const gaps = slots.slice(1).map((at, i) => at - slots[i]!);
        expect(Math.min(...gaps)).toBeGreaterThanOrEqual(leastSpacing(plan));
        expect(leastSpacing(plan)).toBeGreaterThanOrEqual(Math.floor(dayMs / plan.perDay / 2));
        // Spread over the whole day: no gap is longer than one and a half cells.
        expect(Math.max(...gaps)).toBeLessThanOrEqual((1.5 * dayMs) / plan.perDay + plan.perDay);
      }),
      { numRuns: 500 },
    );
  });

  test('any 24 hours hold the planned number, give or take one', () => {
    fc.assert(
      fc.property(sites, days, plans, fc.nat(dayMs - 1), (site, day, plan, shift) => {
        const from = startOfDay(day).getTime() + shift;
        const dated = [{ ...plan, fromDay: '2000-01-01' }];
        const n = slotsBetween(site, dated, new Date(from), new Date(from + dayMs)).length;
        expect(Math.abs(n - plan.perDay)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('stable: the written formula gives the same instants, worked out apart', () => {
    const plan: SlotPlan = { seed: 'd3b07384', perDay: 24 };
    const number = (text: string, byte: number) =>
      Number.parseInt(
        createHash('sha256')
          .update(text)
          .digest('hex')
          .slice(2 * byte, 2 * byte + 8),
        16,
      );
    const cell = 3_600_000n;
    const place = BigInt(number('d3b07384|shili', 0)) % cell;
    const expected = Array.from({ length: 24 }, (_, i) => {
      const r = BigInt(number(`d3b07384|shili|2026-11-22|${Math.floor(i / 8)}`, 4 * (i % 8)));
      const left = 24n * cell - place - BigInt(i) * cell;
      const offset = place + BigInt(i) * cell + (r * (left < cell / 2n ? left : cell / 2n)) / 2n ** 32n;
      return new Date(Date.parse('2026-11-21T16:00:00Z') + Number(offset)).toISOString();
    });
    expect(daySlots('shili', '2026-11-22', plan)).toEqual(expected);
    // A record made today must be recomputable for ever: these never change.
    expect(daySlots('shili', '2026-11-22', plan).slice(0, 2)).toEqual(firstTwo);
  });

  test('another site, day or seed gives other instants', () => {
    const at = (site: string, day: string, seed: string) => daySlots(site, day, { seed, perDay: 24 }).join();
    const all = [at('a', '2026-11-22', 's'), at('b', '2026-11-22', 's'), at('a', '2026-11-22', 't')];
    expect(new Set(all).size).toBe(3);
    const next = daySlots('a', '2026-11-23', { seed: 's', perDay: 24 }).map((s) => ms(s) - dayMs);
    expect(next.join()).not.toBe(daySlots('a', '2026-11-22', { seed: 's', perDay: 24 }).map(ms).join());
  });

  test('many sites are spread over the hour: no minute has three times its share', () => {
    const minutes = new Array<number>(60).fill(0);
    for (let i = 0; i < 500; i += 1)
      for (const slot of daySlots(`s${i}`, '2026-11-22', { seed: 'x', perDay: 24 }))
        minutes[new Date(slot).getUTCMinutes()]! += 1;
    expect(Math.max(...minutes)).toBeLessThan((3 * 500 * 24) / 60);
    expect(Math.min(...minutes)).toBeGreaterThan((500 * 24) / 60 / 3);
  });
});

const firstTwo = ['2026-11-21T16:40:03.701Z', '2026-11-21T18:01:15.241Z'];

describe('plans and agenda', () => {
  const old = { fromDay: '2026-11-01', seed: 's', perDay: 24 };
  const newer = { fromDay: '2026-11-22', seed: 's', perDay: 48 };

  test('each day has the plan that holds from it or before it', () => {
    expect(planOn([newer, old], '2026-10-31')).toBeUndefined();
    expect(planOn([newer, old], '2026-11-21')).toBe(old);
    expect(planOn([newer, old], '2026-11-22')).toBe(newer);
    const from = startOfDay('2026-11-21');
    const n = slotsBetween('a', [old, newer], new Date(from.getTime() - 1), endOfDay('2026-11-22')).length;
    expect(n).toBe(24 + 48);
  });

  const site = (id: string, more: object = {}) =>
    Site.parse({ id, organization: 'o', name: id, home: `http://${id}.example.gov.cn/`, ...more });

  test('the agenda gives every slot of every site once, in order, as jobs of its site', () => {
    const registry = { sites: [site('a'), site('b')] };
    const agenda = openAgenda(registry, [old]);
    const from = startOfDay('2026-11-20');
    const jobs = [];
    for (let at = from; at < endOfDay('2026-11-21'); ) {
      const next = agenda.next(at)!;
      jobs.push(...agenda.due(at, new Date(next)));
      at = new Date(next);
    }
    const slots = jobs.map((j) => j.payload.slot);
    expect([...slots].sort()).toEqual(slots);
    for (const id of ['a', 'b']) {
      const mine = jobs.filter(
        (j) => j.payload.siteId === id && shanghaiDay(new Date(j.payload.slot)) !== '2026-11-22',
      );
      expect(mine.map((j) => j.payload.slot)).toEqual([
        ...daySlots(id, '2026-11-20', old),
        ...daySlots(id, '2026-11-21', old),
      ]);
      expect(new Set(mine.map((j) => j.payload.url))).toEqual(new Set([`http://${id}.example.gov.cn/`]));
    }
    expect(new Set(jobs.map((j) => j.key)).size).toBe(jobs.length);
  });

  test('a closed or moved site is left in peace from its day on; an empty register has no next visit', () => {
    const agenda = openAgenda({ sites: [site('a', { closedOn: '2026-11-21' })] }, [old]);
    const all = agenda.due(new Date(startOfDay('2026-11-19').getTime() - 1), endOfDay('2026-11-22'));
    expect(new Set(all.map((j) => shanghaiDay(new Date(j.payload.slot))))).toEqual(
      new Set(['2026-11-19', '2026-11-20']),
    );
    expect(agenda.next(startOfDay('2026-11-21'))).toBeNull();
    expect(openAgenda({ sites: [] }, [old]).next(startOfDay('2026-11-21'))).toBeNull();
  });
});
