import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { dayMs } from '#core/calendar.ts';
import { Registry } from '#core/registry.ts';
import { siteAccess } from '#indicators/site/site-access.ts';
import { slotsBetween } from '#pipeline/slots.ts';
import { type DataFolder, openDataFolder } from '../../src/store/data-folder.ts';
import { control, watchUntil } from './run.ts';
import { type Answer, at, scriptedHttp, simulatedTime } from './sim.ts';

const folder = mkdtempSync(join(tmpdir(), 'xuncha-daemon-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let n = 0;
const home = (id: string) => `http://${id}.example.gov.cn/`;
const registryOf = (...ids: string[]) =>
  Registry.parse({
    version: 1,
    title: '示例县',
    organizations: [{ id: 'gov', name: '示例县人民政府', class: 'county-government' }],
    sites: ids.map((id) => ({ id, organization: 'gov', name: id, home: home(id) })),
    accounts: [],
  });

/** A data folder, a clock that stands at the beginning of the 2nd of November, and a client; gone afterwards. */
async function setting<T>(
  answer: (url: string, now: Date) => Answer,
  work: (s: {
    data: DataFolder;
    sim: ReturnType<typeof simulatedTime>;
    http: ReturnType<typeof scriptedHttp>;
    visits: (id?: string) => ReturnType<typeof stored>;
  }) => Promise<T>,
): Promise<T> {
  n += 1;
  const data = await openDataFolder(join(folder, String(n)));
  const sim = simulatedTime(at(2));
  const http = scriptedHttp((url) => answer(url, sim.time.now()));
  try {
    return await work({ data, sim, http, visits: (id = 'a') => stored(data, id) });
  } finally {
    await data.close();
  }
}
const stored = (data: DataFolder, id: string) =>
  data.observations.window('site.access', id, '2026-01-01T00:00:00.000Z', '2040-01-01T00:00:00.000Z');
const never = '0 0 1 1 *';

describe('twelve hours of a week without an answer', () => {
  const out = (now: Date) => now >= at(5, '20:00') && now < at(6, '08:00');
  const week = (controls: readonly string[], ids: readonly string[], answer: (url: string, now: Date) => Answer) =>
    setting(answer, async ({ data, sim, http, visits }) => {
      const registry = registryOf(...ids);
      await watchUntil(at(9), { sim, data, http, registry, controls, scanAt: never });
      const all = await visits();
      const verdict = siteAccess.judge({
        subject: { id: 'a', type: 'site', name: 'a', record: registry.sites[0]! },
        asOf: at(9),
        params: siteAccess.params.parse({}),
        observations: { 'site.address-forms': [], 'site.access': all },
      });
      const voids = all.flatMap((o) => (o.status === 'unobserved' ? [o] : []));
      return { verdict: verdict.outcome, voids };
    });
  const cut = (_: string, now: Date): Answer => (out(now) ? 'timeout' : 'ok');
  const down = (url: string, now: Date): Answer => (out(now) && url === home('a') ? 'timeout' : 'ok');

  test('our network was cut, control points tell: void, and nobody is disqualified', async () => {
    const { verdict, voids } = await week([control], ['a'], cut);
    expect(voids.length).toBeGreaterThanOrEqual(11);
    expect(verdict).toBe('needs-review');
  });
  test('our network was cut and there are no control points: the other sites tell as much', async () => {
    const { verdict, voids } = await week([], ['a', 'b', 'c'], cut);
    expect(voids.length).toBeGreaterThanOrEqual(11);
    expect(voids[0]?.detail).toMatch(/作对照的其他网站（[bc]\.example\.gov\.cn、[bc]\.example\.gov\.cn）也都连不上/);
    expect(verdict).toBe('needs-review');
  });
  test('the site was down: control points or other sites show that our network stood, and it fails', async () => {
    expect(await week([control], ['a'], down)).toEqual({ verdict: 'fail', voids: [] });
    expect(await week([], ['a', 'b', 'c'], down)).toEqual({ verdict: 'fail', voids: [] });
  });
  test('one site alone and no control points: whose fault it was cannot be told', async () => {
    const { verdict, voids } = await week([], ['a'], down);
    expect(voids[0]?.detail).toContain('没有别的网站可作对照');
    expect(verdict).toBe('needs-review');
  });
  test('refused is an answer: no control point is needed to believe it', async () => {
    const refused = (url: string, now: Date): Answer => (down(url, now) === 'ok' ? 'ok' : 'refused');
    expect(await week([], ['a'], refused)).toEqual({ verdict: 'fail', voids: [] });
  });
});

describe('clock', () => {
  test('set back by two hours: the repeated slots are visited once', () =>
    setting(
      () => 'ok',
      async ({ data, sim, http, visits }) => {
        sim.on(at(2, '12:00'), () => sim.shift(-2 * 3_600_000));
        await watchUntil(at(3), { sim, data, http, registry: registryOf('a'), scanAt: never });
        const slots = (await visits()).map((o) => o.slot);
        expect(slots).toEqual(slotsBetween('a', await data.watch.plans(), at(2), at(3)));
        expect(http.asked.get(home('a'))).toBe(slots.length);
      },
    ));

  test('a month ahead for an hour, then right again: a day of voids at most, and the plan goes on', () =>
    setting(
      () => 'ok',
      async ({ data, sim, http, visits }) => {
        sim.on(at(2, '12:00'), () => sim.shift(30 * dayMs));
        sim.on(new Date(at(2, '13:00').getTime() + 30 * dayMs), () => sim.shift(-30 * dayMs));
        const end = at(3);
        await watchUntil(dayMs, { sim, data, http, registry: registryOf('a') });
        const all = await visits();
        const real = all.filter((o) => Date.parse(o.slot) <= end.getTime());
        // 12:00 to 13:00 was lived a month ahead: that hour is missed, no more than that.
        const planned = slotsBetween('a', await data.watch.plans(), at(2), end);
        const missed = slotsBetween('a', await data.watch.plans(), at(2, '12:00'), at(2, '13:00'));
        expect(real.map((o) => o.slot)).toEqual(planned.filter((s) => !missed.includes(s)));
        expect(real.every((o) => o.status === 'observed')).toBe(true);
        const ahead = all.filter((o) => Date.parse(o.slot) > end.getTime());
        expect(ahead.filter((o) => o.status === 'unobserved').length).toBeLessThanOrEqual(25);
        // The scan that the wrong clock began does not stand for the next due one.
        await watchUntil(at(9, '03:00'), { sim, data, http, registry: registryOf('a') });
        const scans = await data.watch.tasks('scan', 9);
        expect(scans.find((t) => t.due === at(9, '02:00').toISOString())?.state).toBe('done');
      },
    ));
});

describe('scans', () => {
  test('a failing one is tried four times, half an hour apart, and told in the heartbeat; visits go on', () =>
    setting(
      () => 'ok',
      async ({ data, sim, http, visits }) => {
        const tries: Date[] = [];
        const { beats } = await watchUntil(at(3), {
          sim,
          data,
          http,
          registry: registryOf('a'),
          onScan() {
            tries.push(sim.time.now());
            throw new Error('示例故障');
          },
        });
        expect(tries).toHaveLength(4);
        for (const [i, t] of tries.entries())
          if (i > 0) expect(t.getTime() - tries[i - 1]!.getTime()).toBeGreaterThanOrEqual(30 * 60_000);
        expect(await data.watch.tasks('scan', 9)).toMatchObject([{ state: 'failed', attempts: 4, detail: '示例故障' }]);
        expect(beats.at(-1)?.errors.map((e) => e.message)).toContain('定期巡查没有做成（第 4 次）：示例故障');
        expect(await visits()).toHaveLength(24);
      },
    ));
});

describe('other forms of the address', () => {
  const forms = (data: DataFolder) =>
    data.observations.window('site.address-forms', 'a', at(1).toISOString(), at(9).toISOString());
  const https = home('a').replace('http:', 'https:');

  test('asked once a day, also when the watch is started again in the evening', () =>
    setting(
      () => 'ok',
      async ({ data, sim, http }) => {
        const common = { sim, data, http, registry: registryOf('a'), scanAt: never };
        await watchUntil(at(2, '20:00'), common);
        expect(http.asked.get(https)).toBe(1);
        await watchUntil(at(3), common);
        expect(http.asked.get(https)).toBe(1);
        expect((await forms(data)).map((o) => [o.slot, o.status])).toEqual([[at(2).toISOString(), 'observed']]);
      },
    ));

  test('not while our own network is down: after the first visit that counts', () =>
    setting(
      (_, now) => (now < at(2, '22:00') ? 'timeout' : 'ok'),
      async ({ data, sim, http }) => {
        await watchUntil(at(3), { sim, data, http, registry: registryOf('a'), scanAt: never });
        const [seen, ...more] = await forms(data);
        expect(more).toEqual([]);
        expect(Date.parse(seen!.observedAt)).toBeGreaterThanOrEqual(at(2, '22:00').getTime());
        expect(seen!.status).toBe('observed');
      },
    ));
});

describe('register', () => {
  test('edited while the watch runs: new sites are visited within the hour, a broken file leaves the old one in use', () =>
    setting(
      () => 'ok',
      async ({ data, sim, http, visits }) => {
        let step = 0;
        const { beats } = await watchUntil(at(3), {
          sim,
          data,
          http,
          registry: registryOf('a'),
          scanAt: never,
          reread() {
            const now = sim.time.now();
            if (now >= at(2, '18:00') && now < at(2, '20:00')) throw new Error('第 3 行少一个逗号');
            if (step === 0 && now >= at(2, '12:00')) {
              step = 1;
              return registryOf('a', 'b');
            }
            return null;
          },
        });
        expect(await visits('a')).toHaveLength(24);
        const plans = await data.watch.plans();
        const b = (await visits('b')).map((o) => o.slot);
        expect(b).toEqual(slotsBetween('b', plans, new Date(Date.parse(b[0]!) - 1), at(3)));
        expect(b.length).toBeGreaterThanOrEqual(10);
        expect(beats.some((x) => x.registryProblem === '第 3 行少一个逗号')).toBe(true);
        expect(beats.at(-1)?.registryProblem).toBeNull();
        // Said once, not every time the file was read.
        expect(beats.at(-1)?.errors.filter((e) => e.message.includes('台账')).length).toBe(1);
      },
    ));
});
