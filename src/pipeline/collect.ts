import { shanghaiDay } from '#core/calendar.ts';
import type { Clock, HttpClient, Log } from '#core/context.ts';
import { BugError } from '#core/errors.ts';
import type { CooldownStore } from '#core/host-record.ts';
import type { Observation, ObservationKind } from '#core/observation.ts';
import { type Registry, siteHosts } from '#core/registry.ts';
import { adapterFor } from '#crawlers/platforms/index.ts';
import type { ClueBook } from '#probes/page/clues/book.ts';
import type { Job, JobQueue } from '../queue/queue.ts';
import type { CollectionStore, CrawlStore, EvidenceStore, ObservationStore } from '../store/ports.ts';
import { postClues } from './accounts/post-clues.ts';
import { type AccountReader, type AccountSeen, openAccountReader, seenOf } from './accounts/reader.ts';
import type { AccountSettings } from './accounts/settings.ts';
import { accountMarker } from './accounts/targets.ts';
import { addressForms } from './address-forms.ts';
import { noLists, siteNames } from './clue-input.ts';
import type { PageShooter } from './clue-shots.ts';
import type { CrawlSettings } from './crawl/crawl-site.ts';
import type { Ipv6Means } from './ipv6.ts';
import { type AccountJob, type AnyJob, type FormsJob, payloads, type RoundJob, type VisitJob } from './jobs.ts';
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
  /** How IPv6 is asked about; absent: it is not. */
  ipv6?: Ipv6Means | undefined;
  /** 访问节制记录; only accounts need it. */
  hosts?: CooldownStore;
  queue: JobQueue;
  http: HttpClient;
  /** Client of the timed visits: in a thread of its own, so that a crawl beside it makes no visit look slow. */
  visitHttp: HttpClient;
  clock: Clock;
  log: Log;
  render: PageRenderer | null;
  /** 截图; absent or null: none are taken. */
  shoot?: PageShooter | null;
  /** Which adapter reads an account (tests); default: the program's own list. */
  adapterFor?: typeof adapterFor;
  /** Waits between two requests to a platform (tests). */
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** 词表; absent: clues that need none are still looked for. */
  book?: ClueBook;
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
  maxRendered?: number;
  maxShots?: number;
  links: 'all' | 'own' | 'none';
  /** Public pages and bridges of accounts; absent or null: none is asked. */
  accounts?: AccountSettings | null;
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
  /** What came of each account and source; absent where no account was asked. */
  accounts?: readonly AccountSeen[];
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
  const reader = accountReader(deps, o, slot);
  const accountJobs = (await reader?.plan(slot, o.only)) ?? [];
  const accountsKnown = await deps.observations.known(accountJobs.map(accountMarker));
  const accountsDue = accountJobs.filter((j) => !accountsKnown.has(accountMarker(j)));
  const accountsSeen: AccountSeen[] = [];
  const total = jobs.length + accountJobs.length;
  const sites = new Map(deps.registry.sites.map((s) => [s.id, s]));
  const context = { http: deps.http, clock: deps.clock, log: deps.log, vantage: o.vantage, controls: o.controls };
  const hostsOf = (id: string) => {
    const site = sites.get(id);
    return site ? siteHosts(site) : [];
  };
  const visitContext = { ...context, http: deps.visitHttp };
  const pace = openPace(startGapMs);
  let done = total - due.length - accountsDue.length;
  let crashed = 0;
  deps.progress(done, total);

  const finish = async (job: AnyJob | AccountJob, maxMs: number, look: () => Promise<Observation[]>) => {
    let seen: Observation[];
    try {
      seen = await giveUpAfter(maxMs, look());
    } catch (error) {
      // A job that fails by our fault still leaves its mark: nothing silently vanishes from a run.
      crashed += 1;
      deps.log.error({ err: error, jobKey: job.key }, 'job failed');
      seen = job.name === 'account' ? (reader?.crashed(job) ?? []) : crashMarks(job, deps.clock);
    }
    await deps.observations.append(job.name === 'account' ? [...seen, ...postClues(seen, deps.book ?? noLists)] : seen);
    if (job.name === 'account') accountsSeen.push(seenOf(deps.registry, job, seen));
    done += 1;
    deps.progress(done, total);
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
        maxRendered: o.maxRendered,
        shoot: deps.shoot,
        maxShots: o.maxShots,
        links: o.links,
        secondLookMs: o.secondLookMs,
        seed: slot,
        clues: {
          book: deps.book ?? noLists,
          names: siteNames(
            site,
            deps.registry.organizations.find((u) => u.id === site.organization),
          ),
        },
        onLinks: (done, total) => deps.onLinks?.(site.name, done, total),
        onPage: (done, known) => deps.onPage?.(site.name, done, known),
        ipv6: deps.ipv6,
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
  if (reader && o.accounts)
    await deps.queue.work('account', o.accounts.concurrency, async (job: Job) => {
      const it = { ...job, payload: payloads.account.parse(job.payload) } as AccountJob;
      await finish(it, o.roundMs, () => reader.read(it));
    });
  // Timed visits first: nothing of our own may slow them down.
  await deps.queue.send(due.filter((j) => j.name === 'visit'));
  await deps.queue.idle();
  await deps.queue.send([...due.filter((j) => j.name !== 'visit'), ...accountsDue]);
  await deps.queue.idle();
  await deps.collections.finish(collection.id, deps.clock.now().toISOString());
  return {
    slot,
    jobs: total,
    resumed: known.size + accountsKnown.size,
    crashed,
    ...(reader ? { accounts: accountsSeen } : {}),
  };
}

/** Reads accounts where the options ask for it and something needs what they show. */
function accountReader(deps: CollectDeps, o: CollectOptions, slot: string): AccountReader | null {
  if (!o.accounts || !deps.hosts || !(o.kinds.has('account.posts') || o.kinds.has('account.profile'))) return null;
  const { registry, observations, evidence, http, clock, log } = deps;
  return openAccountReader({
    registry,
    observations,
    evidence,
    http,
    clock,
    log,
    cooldowns: deps.hosts,
    settings: o.accounts,
    adapterFor: deps.adapterFor ?? adapterFor,
    seed: slot,
    ...(deps.sleep ? { sleep: deps.sleep } : {}),
  });
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
