import { shanghaiDay } from '#core/calendar.ts';
import type { Clock, HttpClient, Log } from '#core/context.ts';
import { BugError } from '#core/errors.ts';
import type { Observation, ObservationKind } from '#core/observation.ts';
import { type Registry, siteHosts } from '#core/registry.ts';
import type { Job, JobQueue } from '../queue/queue.ts';
import type { CollectionStore, CrawlStore, EvidenceStore, ObservationStore } from '../store/ports.ts';
import { addressForms } from './address-forms.ts';
import type { CrawlSettings } from './crawl/crawl-site.ts';
import { type AnyJob, type FormsJob, payloads, type RoundJob, type VisitJob } from './jobs.ts';
import { giveUpAfter, openPace } from './pace.ts';
import { markerKey, plan, roundKinds } from './plan.ts';
import type { PageRenderer } from './renderer.ts';
import { siteRound } from './site-round.ts';
import { visit } from './visit.ts';
import { sha256, unobserved } from './write.ts';

/** Milliseconds between the starts of two timed visits: what the measurements of stalled starts ask for. */
const startGapMs = 2;

export type CollectDeps = {
  registry: Registry;
  observations: ObservationStore;
  collections: CollectionStore;
  evidence: EvidenceStore;
  crawls: CrawlStore;
  queue: JobQueue;
  http: HttpClient;
  /** Client of the timed visits: in a thread of its own, so that a crawl beside it makes no visit look slow. */
  visitHttp: HttpClient;
  clock: Clock;
  log: Log;
  render: PageRenderer | null;
  progress: (done: number, total: number) => void;
  /** Links checked so far in a round. */
  onLinks?: (site: string, done: number, total: number) => void;
  /** Pages read so far in a crawl. */
  onPage?: (site: string, done: number, known: number) => void;
};

export type CollectOptions = {
  kinds: ReadonlySet<ObservationKind>;
  /** Planned instants of timed visits for a collection that began at `slot`. Default: that instant alone. */
  visitSlots?: (slot: string) => readonly string[];
  only?: ReadonlySet<string> | undefined;
  vantage: string;
  controls: readonly string[];
  watchMs: number;
  /** Longest one site's round may take before it is given up as our fault. */
  roundMs: number;
  pageMs: number;
  maxPageBytes: number;
  maxArticles: number;
  maxLinks: number;
  links: 'all' | 'own' | 'none';
  /** Whole-site crawl; null: the links of the home page and its articles alone. */
  crawl: CrawlSettings | null;
  secondLookMs: number;
  siteConcurrency: number;
  visitConcurrency: number;
};

export type Collected = {
  /** Instant the collection stands for, UTC. */
  slot: string;
  jobs: number;
  /** Jobs that an earlier, interrupted collection had done. */
  resumed: number;
  /** Jobs that failed by our own fault; each left an observation saying so. */
  crashed: number;
};

/**
 * 监测: plans, looks, writes; judges nothing. A collection that was killed is found again by its plan's digest and gone on with: what
 * has its marker in the store is not done again, and the slots are the old ones.
 */
export async function collect(deps: CollectDeps, o: CollectOptions): Promise<Collected> {
  const now = deps.clock.now().toISOString();
  const planDigest = sha256(
    JSON.stringify([deps.registry, [...o.kinds].sort(), o.only === undefined ? null : [...o.only].sort()]),
  );
  const collection = await deps.collections.open(planDigest, now, now);
  const slot = collection.slot;
  const planned = plan({
    registry: deps.registry,
    kinds: o.kinds,
    slot,
    visitSlots: o.visitSlots?.(slot) ?? [slot],
    only: o.only,
    today: shanghaiDay(new Date(slot)),
    formsDay: shanghaiDay(new Date(now)),
  });
  const found = await deps.observations.known(planned.map(markerKey));
  // Asked earlier today, by whichever collection: not a job of this one.
  const jobs = planned.filter((j) => j.name !== 'forms' || !found.has(markerKey(j)));
  const known = new Set(jobs.map(markerKey).filter((k) => found.has(k)));
  const due = jobs.filter((j) => !known.has(markerKey(j)));
  const sites = new Map(deps.registry.sites.map((s) => [s.id, s]));
  const context = { http: deps.http, clock: deps.clock, log: deps.log, vantage: o.vantage, controls: o.controls };
  const hostsOf = (id: string) => {
    const site = sites.get(id);
    return site ? siteHosts(site) : [];
  };
  const visitContext = { ...context, http: deps.visitHttp };
  const pace = openPace(startGapMs);
  let done = jobs.length - due.length;
  let crashed = 0;
  deps.progress(done, jobs.length);

  const finish = async (job: AnyJob, maxMs: number, look: () => Promise<Observation[]>) => {
    let seen: Observation[];
    try {
      seen = await giveUpAfter(maxMs, look());
    } catch (error) {
      // A job that fails by our fault still leaves its mark: nothing silently vanishes from a run.
      crashed += 1;
      deps.log.error({ err: error, jobKey: job.key }, 'job failed');
      seen = crashMarks(job, deps.clock);
    }
    await deps.observations.append(seen);
    done += 1;
    deps.progress(done, jobs.length);
  };

  await deps.queue.work('visit', o.visitConcurrency, async (job: Job) => {
    const it = { ...job, payload: payloads.visit.parse(job.payload) } as VisitJob;
    await pace();
    await finish(it, 4 * o.watchMs + 60_000, async () => [
      await visit(it, visitContext, {
        evidence: deps.evidence,
        watchMs: o.watchMs,
        hosts: hostsOf(it.payload.siteId),
        render: deps.render,
      }),
    ]);
  });
  await deps.queue.work('round', o.siteConcurrency, async (job: Job) => {
    const it = { ...job, payload: payloads.round.parse(job.payload) } as RoundJob;
    const site = sites.get(it.payload.siteId);
    if (!site) throw new BugError(`round for unknown site ${it.payload.siteId}`);
    await finish(it, o.roundMs, () =>
      siteRound(it, site, {
        http: deps.http,
        clock: deps.clock,
        evidence: deps.evidence,
        context,
        render: deps.render,
        pageMs: o.pageMs,
        maxPageBytes: o.maxPageBytes,
        maxArticles: o.maxArticles,
        maxLinks: o.maxLinks,
        links: o.links,
        secondLookMs: o.secondLookMs,
        seed: slot,
        onLinks: (done, total) => deps.onLinks?.(site.name, done, total),
        onPage: (done, known) => deps.onPage?.(site.name, done, known),
        crawl: o.crawl === null ? null : { ...o.crawl, store: deps.crawls, log: deps.log },
      }),
    );
  });
  await deps.queue.work('forms', o.siteConcurrency, async (job: Job) => {
    const it = { ...job, payload: payloads.forms.parse(job.payload) } as FormsJob;
    await finish(it, o.roundMs, async () => [
      await addressForms(it, context, { evidence: deps.evidence, hosts: hostsOf(it.payload.siteId) }),
    ]);
  });
  // Timed visits first: nothing of our own may slow them down.
  await deps.queue.send(due.filter((j) => j.name === 'visit'));
  await deps.queue.idle();
  await deps.queue.send(due.filter((j) => j.name !== 'visit'));
  await deps.queue.idle();
  await deps.collections.finish(collection.id, deps.clock.now().toISOString());
  return { slot, jobs: jobs.length, resumed: known.size, crashed };
}

function crashMarks(job: AnyJob, clock: Clock): Observation[] {
  const { siteId: subjectId, url: target, slot } = job.payload;
  const kinds: readonly ObservationKind[] =
    job.name === 'visit' ? ['site.access'] : job.name === 'forms' ? ['site.address-forms'] : roundKinds;
  return kinds.map((kind) =>
    unobserved(
      { kind, subjectId, target, slot, observedAt: clock.now().toISOString(), probe: { id: job.name, version: 1 } },
      'crashed',
      '程序出错，这一项没有看成（错误已写入日志）',
    ),
  );
}
