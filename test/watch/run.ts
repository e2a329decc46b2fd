import { type Registry, siteHosts } from '#core/registry.ts';
import { addressForms } from '#pipeline/address-forms.ts';
import { collect } from '#pipeline/collect.ts';
import { openGuard } from '#pipeline/guard.ts';
import { visit } from '#pipeline/visit.ts';
import { localQueue } from '../../src/queue/local.ts';
import type { DataFolder } from '../../src/store/data-folder.ts';
import { watch } from '../../src/watch/daemon.ts';
import { freshCollections } from '../../src/watch/fresh-collections.ts';
import type { Beat } from '../../src/watch/heartbeat.ts';
import { openOtherSites } from '../../src/watch/other-sites.ts';
import { settlePlan } from '../../src/watch/plans.ts';
import { openSchedule } from '../../src/watch/schedule.ts';
import { slotVisit } from '../../src/watch/slot-visit.ts';
import { tidy } from '../../src/watch/tidy.ts';
import { keptLog, type scriptedHttp, type simulatedTime } from './sim.ts';

export const control = 'http://control.example.cn/';

/** The watch on a simulated clock, wired as the command wires it, until an instant or for so many milliseconds. Scans really collect, over the scripted client. */
export async function watchUntil(
  end: Date | number,
  o: {
    sim: ReturnType<typeof simulatedTime>;
    data: DataFolder;
    http: ReturnType<typeof scriptedHttp>;
    registry: Registry;
    controls?: readonly string[];
    scanAt?: string;
    keepDays?: number;
    /** What the register file gives when it is read: null as long as it has not changed. */
    reread?: () => Registry | null;
    /** Called with each due scan, before it. May throw. */
    onScan?: (due: string) => void;
  },
) {
  const { sim, data, http, registry } = o;
  const log = keptLog();
  const stop = new AbortController();
  if (typeof end === 'number') sim.after(end, () => stop.abort());
  else sim.on(end, () => stop.abort());
  const controls = o.controls ?? [control];
  const guard = openGuard({ http, controls, needed: 0, everyMs: 15_000, waitMs: 8_000, mono: sim.time.mono });
  const queue = localQueue({ now: () => sim.time.now().getTime(), onError: (e) => log.error({ err: e }, 'job') });
  let scanning: Promise<unknown> = Promise.resolve();
  let tidying: Promise<unknown> = Promise.resolve();
  sim.work(
    queue,
    () => scanning,
    () => tidying,
  );
  const context = { http, clock: sim.time, log, vantage: '测试', controls: [] };
  const others = openOtherSites({
    http,
    sites: () => registry.sites,
    waitMs: 8_000,
    freshMs: 15_000,
    mono: sim.time.mono,
  });
  const beats: Beat[] = [];
  const plans = await settlePlan(data.watch, { now: sim.time.now(), perDay: 24, newSeed: () => 'test-seed' });
  let given: Registry | null = registry;
  await watch(
    {
      time: sim.time,
      registry: async () => {
        const now = given;
        given = null;
        return now ?? o.reread?.() ?? null;
      },
      observations: data.observations,
      store: data.watch,
      queue,
      visit: (job) =>
        slotVisit(job, {
          time: sim.time,
          guard,
          look: (j) => visit(j, context, { evidence: data.evidence, watchMs: 30_000 }),
          lateMs: 30_000,
          slowMs: 15_000,
          others,
          own: () => [{ family: 'IPv4', address: '192.0.2.9' }],
        }),
      forms: (job) => {
        const site = registry.sites.find((s) => s.id === job.payload.siteId);
        return addressForms(job, context, { evidence: data.evidence, hosts: site ? siteHosts(site) : [] });
      },
      scan: (due) => {
        const run = async () => {
          o.onScan?.(due);
          const rounds = localQueue();
          const done = await collect(
            {
              registry,
              observations: data.observations,
              collections: freshCollections(data.collections, 2 * 86_400_000),
              evidence: data.evidence,
              crawls: data.crawls,
              queue: rounds,
              http,
              visitHttp: http,
              clock: sim.time,
              log,
              render: null,
              progress: () => {},
            },
            {
              kinds: new Set(['site.access', 'page.footer-marks']),
              visitSlots: () => [],
              vantage: '测试',
              controls,
              roundMs: 60_000,
              watchMs: 30_000,
              pageMs: 30_000,
              maxPageBytes: 1_000_000,
              maxArticles: 3,
              maxLinks: 10,
              links: 'none',
              crawl: null,
              secondLookMs: 0,
              siteConcurrency: 2,
              visitConcurrency: 2,
            },
          );
          await rounds.stop();
          return `巡查 ${done.jobs} 项`;
        };
        const result = run();
        scanning = result.catch(() => {});
        return result;
      },
      tidy: (now, drop, signal) => {
        const result = tidy(data, { now, drop, keepDays: o.keepDays ?? 373, signal });
        tidying = result.catch(() => {});
        return result;
      },
      beat: (b) => beats.push(b),
      networkUp: guard.latest,
      log,
    },
    {
      plans,
      schedule: openSchedule(o.scanAt ?? '0 2 * * 1'),
      visitConcurrency: 8,
      controls: controls.length,
      pid: 1,
      napMs: 10 * 60_000,
      beatMs: 3_600_000,
      registryMs: 3_600_000,
      tidyMs: 3_600_000,
    },
    stop.signal,
  );
  guard.close();
  return { log, beats, plans };
}
