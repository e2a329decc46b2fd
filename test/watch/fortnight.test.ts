import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startOfDay } from '#core/calendar.ts';
import type { Observation } from '#core/observation.ts';
import { Registry } from '#core/registry.ts';
import { siteAccess } from '#indicators/site/site-access.ts';
import { slotsBetween } from '#pipeline/slots.ts';
import { openDataFolder } from '../../src/store/data-folder.ts';
import { coverage } from '../../src/watch/overview.ts';
import { control, watchUntil } from './run.ts';
import { at, scriptedHttp, simulatedTime } from './sim.ts';

const hour = 3_600_000;

test('a fortnight on a simulated clock: planned slots, weekly scan, a missed night, a sleeping machine, a cut network, a closure', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'xuncha-fortnight-'));
  const data = await openDataFolder(folder);
  try {
    const home = (id: string) => `http://${id}.example.gov.cn/`;
    const registry = Registry.parse({
      version: 1,
      title: '示例县',
      organizations: [{ id: 'gov', name: '示例县人民政府', class: 'county-government' }],
      sites: [
        { id: 'good', organization: 'gov', name: '一直正常', home: home('good') },
        { id: 'down', organization: 'gov', name: '每天断两小时', home: home('down') },
        {
          id: 'shut',
          organization: 'gov',
          name: '报备停机一天',
          home: home('shut'),
          closures: [
            { from: at(12).toISOString(), to: at(13).toISOString(), approval: '示例函〔2026〕1号', reason: '机房迁移' },
          ],
        },
        { id: 'moved', organization: 'gov', name: '已迁移', home: home('moved'), closedOn: '2026-11-04' },
      ],
      accounts: [],
    });
    const sim = simulatedTime(at(1, '09:30'));
    let cut = false;
    const http = scriptedHttp((url) => {
      if (cut) return 'timeout';
      const now = sim.time.now();
      const inDay = (now.getTime() - startOfDay('2026-11-01').getTime()) % (24 * hour);
      if (url === home('down') && inDay >= 14 * hour && inDay < 16 * hour) return 'refused';
      if (url === home('shut') && now >= at(12) && now < at(13)) return 'refused';
      return 'ok';
    });
    const common = { sim, data, http, registry };

    // Sunday morning to the next Sunday night; then nobody watches until Monday 07:00, and the scan of 02:00 is missed.
    const first = await watchUntil(at(8, '22:00'), common);
    sim.skipTo(at(9, '07:00'));
    // Wednesday: the machine sleeps from 10:00 to 13:00. Friday: our own network is cut from 03:00 to 05:00.
    sim.on(at(11, '10:00'), () => sim.shift(3 * hour));
    sim.on(at(13, '03:00'), () => {
      cut = true;
    });
    sim.on(at(13, '05:00'), () => {
      cut = false;
    });
    const second = await watchUntil(at(16, '09:30'), common);
    expect([...first.log.lines, ...second.log.lines].filter((l) => l.message.includes('出错'))).toEqual([]);

    const plans = await data.watch.plans();
    expect(plans).toEqual([
      { fromDay: '2026-11-01', seed: 'test-seed', perDay: 24, recordedAt: at(1, '09:30').toISOString() },
    ]);
    const stored = new Map<string, Observation<'site.access'>[]>();
    for (const site of registry.sites)
      stored.set(
        site.id,
        await data.observations.window('site.access', site.id, at(1).toISOString(), at(17).toISOString()),
      );
    const between = (id: string, from: Date, to: Date) => slotsBetween(id, plans, from, to);

    for (const id of ['good', 'down', 'shut']) {
      const seen = stored.get(id)!;
      // Exactly the plan, less the night nobody watched: nothing made up for, nothing twice.
      const planned = [...between(id, at(1, '09:30'), at(8, '22:00')), ...between(id, at(9, '07:00'), at(16, '09:30'))];
      expect(seen.map((o) => o.slot)).toEqual(planned);
      expect(between(id, at(8, '22:00'), at(9, '07:00')).length).toBeGreaterThanOrEqual(8);
      // Void: the hours of sleep and those without a network. All else was seen.
      const slept = between(id, at(11, '10:00'), at(11, '13:00'));
      const offline = between(id, at(13, '03:00'), at(13, '05:00'));
      expect(slept.length).toBeGreaterThanOrEqual(2);
      expect(offline.length).toBeGreaterThanOrEqual(1);
      const voids = seen.filter((o) => o.status === 'unobserved').map((o) => [o.slot, o.reason]);
      expect(voids).toEqual([
        ...slept.map((slot) => [slot, 'overload']),
        ...offline.map((slot) => [slot, 'local-network']),
      ]);
      // One request a slot that was looked at. The three scans ask the home page once each.
      expect(http.asked.get(home(id))).toBe(planned.length - slept.length + 3);
    }
    // Moved on the 4th: watched until then, left in peace since.
    expect(stored.get('moved')!.map((o) => o.slot)).toEqual(between('moved', at(1, '09:30'), at(4)));
    expect(http.asked.get(control)).toBeGreaterThan(0);

    // What the other forms of the address answer: once a day, every day that was watched, whatever was restarted between.
    const forms = await data.observations.window(
      'site.address-forms',
      'good',
      at(1).toISOString(),
      at(17).toISOString(),
    );
    const watched = Array.from({ length: 15 }, (_, i) => at(i + 1).toISOString());
    expect(forms.map((o) => o.slot).filter((slot) => slot < at(16).toISOString())).toEqual(watched);
    expect(forms.every((o) => o.status === 'observed' && Date.parse(o.observedAt) >= Date.parse(o.slot))).toBe(true);
    expect(http.asked.get(home('good').replace('http:', 'https:'))).toBe(forms.length);
    // Not all sites at the same hour.
    const hours = new Set<number>();
    for (const id of ['good', 'down', 'shut'])
      for (const o of await data.observations.window('site.address-forms', id, watched[1]!, watched[1]!))
        hours.add(Math.floor((Date.parse(o.observedAt) - Date.parse(o.slot)) / hour));
    expect(hours.size).toBeGreaterThan(1);

    // The weekly scan: Monday the 2nd and the 16th on time; that of Monday the 9th caught up as soon as the watch was back.
    const scans = await data.watch.tasks('scan', 9);
    expect(scans.map((t) => [t.due, t.state, t.attempts, t.detail])).toEqual([
      [at(16, '02:00').toISOString(), 'done', 1, '巡查 3 项'],
      [at(9, '02:00').toISOString(), 'done', 1, '巡查 3 项'],
      [at(2, '02:00').toISOString(), 'done', 1, '巡查 4 项'],
    ]);
    expect(scans[1]!.startedAt).toBe(at(9, '07:00').toISOString());
    for (const t of [scans[0]!, scans[2]!]) {
      const lag = Date.parse(t.startedAt) - Date.parse(t.due);
      expect(lag).toBeGreaterThanOrEqual(0);
      expect(lag).toBeLessThanOrEqual(10 * 60_000);
    }
    const rounds = await data.observations.window(
      'page.dated-items',
      'good',
      at(1).toISOString(),
      at(17).toISOString(),
    );
    expect(rounds.map((o) => o.slot)).toEqual(scans.map((t) => t.startedAt).reverse());

    // The verdicts of the last week, from what is stored.
    const asOf = at(16, '09:30');
    const params = siteAccess.params.parse({});
    const judge = (id: string, window: Observation<'site.access'>[]) => {
      const record = registry.sites.find((s) => s.id === id)!;
      return siteAccess.judge({
        subject: { id, type: 'site', name: record.name, record },
        asOf,
        params,
        observations: { 'site.address-forms': [], 'site.access': window },
      });
    };
    // Five void of 168: whether they opened changes nothing. Our own cut network disqualifies nobody.
    expect(judge('good', stored.get('good')!).outcome).toBe('pass');
    // Two hours a day: over 5 %.
    expect(judge('down', stored.get('down')!).outcome).toBe('fail');
    // Refused for a whole day, inside the reported window: kept, marked, left out.
    const shut = judge('shut', stored.get('shut')!);
    expect(shut.outcome).toBe('pass');
    expect(shut.notes?.join()).toMatch(/有 24 次访问落在报备的关停维护时段内（示例函〔2026〕1号）/);
    // The day of the missed night is too thin: nobody is judged on it.
    const monday = at(9, '09:30');
    const thin = siteAccess.judge({
      subject: { id: 'good', type: 'site', name: '一直正常', record: registry.sites[0]! },
      asOf: monday,
      params,
      observations: {
        'site.address-forms': [],
        'site.access': stored.get('good')!.filter((o) => o.slot <= monday.toISOString()),
      },
    });
    expect(thin).toMatchObject({ outcome: 'needs-review', because: { kind: 'undeterminable' } });

    // Status says the same.
    const samples = await data.summaries.samples(at(1).toISOString(), asOf.toISOString());
    const seen = coverage({ registry, plans, since: at(1, '09:30'), samples, params, now: asOf });
    const shutRow = seen.find((s) => s.id === 'shut')!;
    expect(shutRow).toMatchObject({ inClosure: 24, missed: 0, notOpened: 0, enough: true });
    const goodRow = seen.find((s) => s.id === 'good')!;
    expect(goodRow.opened + (goodRow.voids.overload ?? 0) + (goodRow.voids['local-network'] ?? 0)).toBe(
      goodRow.planned,
    );
    const mondayRow = coverage({
      registry,
      plans,
      since: at(1, '09:30'),
      samples: samples.filter((s) => s.slot <= monday.toISOString()),
      params,
      now: monday,
    }).find((s) => s.id === 'good')!;
    expect(mondayRow.missed).toBe(between('good', at(8, '22:00'), at(9, '07:00')).length);
    expect(mondayRow.enough).toBe(false);

    // Heartbeats: regular while it ran, the last one says that it was stopped.
    expect(second.beats.at(-1)).toMatchObject({ stoppedAt: at(16, '09:30').toISOString(), nextVisit: null });
    expect(first.beats.at(0)).toMatchObject({ stoppedAt: null, controls: 1, nextScan: at(2, '02:00').toISOString() });

    // Hourly and daily summaries hold the same visits.
    const days = await data.summaries.list('day', 'good', at(1).toISOString(), at(15).toISOString());
    const total = days.reduce((n, d) => n + d.seen + Object.values(d.voids).reduce((a, b) => a + b, 0), 0);
    expect(total).toBe(stored.get('good')!.filter((o) => o.slot < at(15).toISOString()).length);
    console.log(
      `fortnight: ${[...stored.values()].flat().length} visits stored, ${[...http.asked.values()].reduce((a, b) => a + b, 0)} requests, ${scans.length} scans`,
    );
  } finally {
    await data.close();
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);
