import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { HttpClient } from '#core/context.ts';
import { Registry } from '#core/registry.ts';
import { type CollectDeps, type CollectOptions, collect } from '#pipeline/collect.ts';
import { formsJob, markerKey, plan } from '#pipeline/plan.ts';
import { localQueue } from '../../src/queue/local.ts';
import { type DataFolder, openDataFolder } from '../../src/store/data-folder.ts';
import { at, keptLog, scriptedHttp } from '../watch/sim.ts';

const registry = Registry.parse({
  version: 1,
  title: '示例县',
  organizations: [{ id: 'gov', name: '示例县人民政府', class: 'county-government' }],
  sites: [
    { id: 'a', organization: 'gov', name: '甲局', home: 'http://www.a.example.cn/' },
    { id: 'b', organization: 'gov', name: '乙局', home: 'http://www.b.example.cn/' },
    { id: 'c', organization: 'gov', name: '丙局', home: 'http://192.0.2.7/' },
    { id: 'gone', organization: 'gov', name: '丁局', home: 'http://www.d.example.cn/', closedOn: '2026-11-01' },
  ],
  accounts: [],
});
const kinds = new Set(['site.address-forms'] as const);

describe('plan', () => {
  const jobs = (slot: string, today: string, formsDay?: string) =>
    plan({ registry, kinds, slot, visitSlots: [slot], today, ...(formsDay === undefined ? {} : { formsDay }) });

  test('one job a site and day, whatever the hour; none where the address has no other forms or the site is closed', () => {
    const morning = jobs(at(5, '01:00').toISOString(), '2026-11-05');
    expect(morning.map((j) => [j.name, j.payload.siteId, j.payload.slot])).toEqual([
      ['forms', 'a', at(5).toISOString()],
      ['forms', 'b', at(5).toISOString()],
    ]);
    expect(jobs(at(5, '23:00').toISOString(), '2026-11-05')).toEqual(morning);
    expect(morning.map(markerKey)[0]).toBe('a|site.address-forms|http://www.a.example.cn/|2026-11-04T16:00:00.000Z');
    expect(jobs(at(5, '23:00').toISOString(), '2026-11-05', '2026-11-06')[0]?.payload.slot).toBe(at(6).toISOString());
  });
  test('not planned where no indicator reads it', () => {
    const other = plan({ registry, kinds: new Set(['account.posts']), slot: '', visitSlots: [], today: '2026-11-05' });
    expect(other).toEqual([]);
  });
  test('no job for an address of numbers', () =>
    expect(formsJob({ id: 'c', home: 'http://192.0.2.7/' }, '2026-11-05')).toBeNull());
});

describe('collect', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xuncha-forms-'));
  let n = 0;
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const options: CollectOptions = {
    kinds,
    vantage: '测试',
    controls: [],
    roundMs: 60_000,
    watchMs: 30_000,
    pageMs: 30_000,
    maxPageBytes: 1_000_000,
    maxArticles: 3,
    maxLinks: 10,
    links: 'none',
    crawl: null,
    secondLookMs: 0,
    siteConcurrency: 1,
    visitConcurrency: 1,
  };
  async function setting(
    work: (o: {
      data: DataFolder;
      run: (now: Date, over?: Partial<CollectDeps>) => ReturnType<typeof collect>;
      asked: (id: string) => number;
      slots: (id: string) => Promise<[string, string][]>;
    }) => Promise<void>,
  ): Promise<void> {
    n += 1;
    const data = await openDataFolder(join(folder, String(n)));
    const http = scriptedHttp(() => 'ok');
    const run = async (now: Date, over: Partial<CollectDeps> = {}) => {
      const queue = localQueue({ onError: () => {} });
      try {
        return await collect(
          {
            registry,
            observations: data.observations,
            collections: data.collections,
            evidence: data.evidence,
            crawls: data.crawls,
            queue,
            http,
            visitHttp: http,
            clock: { now: () => now },
            log: keptLog(),
            render: null,
            progress: () => {},
            ...over,
          },
          options,
        );
      } finally {
        await queue.stop();
      }
    };
    try {
      await work({
        data,
        run,
        asked: (id) => http.asked.get(`https://www.${id}.example.cn/`) ?? 0,
        slots: async (id) =>
          (await data.observations.window('site.address-forms', id, at(1).toISOString(), at(30).toISOString())).map(
            (o) => [o.slot, o.status],
          ),
      });
    } finally {
      await data.close();
    }
  }

  test('once a day: a second run on the same day asks nothing, the next day asks again', () =>
    setting(async ({ run, asked, slots }) => {
      expect(await run(at(5, '09:00'))).toMatchObject({ jobs: 2, resumed: 0, crashed: 0 });
      expect(await run(at(5, '23:59'))).toMatchObject({ jobs: 0, resumed: 0 });
      expect([asked('a'), asked('b')]).toEqual([1, 1]);
      expect(await run(at(6, '00:00'))).toMatchObject({ jobs: 2 });
      expect(asked('a')).toBe(2);
      expect(await slots('a')).toEqual([
        [at(5).toISOString(), 'observed'],
        [at(6).toISOString(), 'observed'],
      ]);
    }));

  test('a killed run is gone on with: what was written is not asked again, what was lost is', () =>
    setting(async ({ data, run, asked, slots }) => {
      const killed: Partial<CollectDeps> = {
        observations: {
          ...data.observations,
          async append(items) {
            if (items.some((o) => o.subjectId === 'b')) throw new Error('killed');
            return data.observations.append(items);
          },
        },
        collections: {
          ...data.collections,
          async finish() {
            throw new Error('killed');
          },
        },
      };
      await expect(run(at(5, '09:00'), killed)).rejects.toThrow('killed');
      expect([await slots('a'), await slots('b')]).toEqual([[[at(5).toISOString(), 'observed']], []]);
      const again = await run(at(5, '10:00'));
      expect(again).toMatchObject({ slot: at(5, '09:00').toISOString(), jobs: 1, crashed: 0 });
      expect([asked('a'), asked('b')]).toEqual([1, 2]);
      expect(await slots('b')).toEqual([[at(5).toISOString(), 'observed']]);
    }));

  test('a fault of ours leaves its mark', () =>
    setting(async ({ run, slots }) => {
      const broken: HttpClient = { fetch: () => Promise.reject(new Error('bug')), close: async () => {} };
      expect(await run(at(5, '09:00'), { http: broken })).toMatchObject({ jobs: 2, crashed: 2 });
      expect(await slots('a')).toEqual([[at(5).toISOString(), 'unobserved']]);
    }));
});
