import { resolve } from 'node:path';
import type { Assessment } from '#core/assessment.ts';
import type { Clock, HttpClient } from '#core/context.ts';
import { InputError } from '#core/errors.ts';
import type { ObservationKind } from '#core/observation.ts';
import type { Registry } from '#core/registry.ts';
import type { AccountSettings } from '#pipeline/accounts/settings.ts';
import type { PageShooter } from '#pipeline/clue-shots.ts';
import { type Collected, collect } from '#pipeline/collect.ts';
import type { CrawlSettings } from '#pipeline/crawl/crawl-site.ts';
import { inspectionRun } from '#pipeline/inspection-run.ts';
import type { Ipv6Means } from '#pipeline/ipv6.ts';
import { judge, kindsOf } from '#pipeline/judge.ts';
import type { PageRenderer } from '#pipeline/renderer.ts';
import { accountSettings } from '../accounts-config.ts';
import { clueBookOf, openLog, type PolicyInUse, toolVersion } from '../app.ts';
import type { Config } from '../config.ts';
import { runId } from '../output/run-id.ts';
import { openProgress } from '../progress.ts';
import { localQueue } from '../queue/local.ts';
import type { DataFolder } from '../store/data-folder.ts';
import type { AssessmentStore } from '../store/ports.ts';
import { digestOf } from './session.ts';

/** Timed visits in flight at once: far below what a busy event loop would misjudge. */
const visitConcurrency = 32;

export type CollectStep = {
  data: Pick<DataFolder, 'observations' | 'collections' | 'evidence' | 'crawls'> & Partial<Pick<DataFolder, 'hosts'>>;
  registry: Registry;
  config: Config;
  policy: PolicyInUse;
  /** Default: as the configuration says. Null: no account page is asked. */
  accounts?: AccountSettings | null;
  /** Only these kinds instead of all that the policy needs. */
  kinds?: ReadonlySet<ObservationKind>;
  /** What the progress line calls it. */
  label?: string;
  http: HttpClient;
  visitHttp: HttpClient;
  /** How IPv6 is asked about; absent: it is not. */
  ipv6?: Ipv6Means | undefined;
  clock: Clock;
  render: PageRenderer | null;
  /** Absent: no pictures are taken. */
  shoot?: PageShooter | null;
  only?: ReadonlySet<string> | undefined;
  visitSlots?: (slot: string) => readonly string[];
  quiet: boolean;
};

export async function collectStep(o: CollectStep): Promise<Collected> {
  const { config } = o;
  const accounts = o.accounts === undefined ? accountsOf(config) : o.accounts;
  const book = await clueBookOf(config);
  const progress = openProgress(process.stderr, o.quiet);
  const log = await openLog('warn');
  const queue = localQueue({
    onError: (error, job) => log.error({ err: error, jobKey: job.key }, 'job could not be recorded'),
  });
  try {
    return await collect(
      {
        registry: o.registry,
        observations: o.data.observations,
        collections: o.data.collections,
        evidence: o.data.evidence,
        crawls: o.data.crawls,
        ipv6: o.ipv6,
        ...(o.data.hosts ? { hosts: o.data.hosts } : {}),
        queue,
        http: o.http,
        visitHttp: o.visitHttp,
        clock: o.clock,
        log,
        render: o.render,
        shoot: o.shoot ?? null,
        book,
        progress: (done, total) => progress.step(o.label ?? '监测', done, total),
        // With one site the links are what takes the time; with many, the count of sites tells enough.
        ...(o.registry.sites.length === 1
          ? {
              onLinks: (_, done, total) => progress.step('检查链接', done, total),
              onPage: (_, done, known) => progress.step('抓取页面', done, known),
            }
          : {}),
      },
      {
        kinds: o.kinds ?? kindsOf(o.policy.policy, o.policy.indicators),
        accounts,
        only: o.only,
        ...(o.visitSlots ? { visitSlots: o.visitSlots } : {}),
        vantage: config.vantage,
        controls: config.controls,
        watchMs: config.watchMs,
        roundMs: config.roundMs,
        pageMs: config.pageMs,
        maxPageBytes: config.maxPageBytes,
        maxArticles: config.maxArticles,
        maxLinks: config.maxLinks,
        maxRendered: config.maxRendered,
        maxShots: config.maxShots,
        links: config.links,
        crawl: crawlSettings(config),
        secondLookMs: config.secondLookMs,
        siteConcurrency: config.siteConcurrency,
        visitConcurrency,
      },
    );
  } finally {
    progress.end();
    await queue.stop();
  }
}

export type AssessStep = {
  data: Pick<DataFolder, 'observations' | 'reviews' | 'assessments' | 'ignores' | 'evidence'>;
  registry: Registry;
  policy: PolicyInUse;
  asOf: Date;
  notes?: readonly string[];
  /** Heads the report; default: the title of the register. */
  title?: string;
  only?: ReadonlySet<string> | undefined;
};

export async function assessStep(o: AssessStep): Promise<Assessment> {
  const { policy, digest, indicators } = o.policy;
  const registryDigest = digestOf(o.registry);
  // What the register says is proved by the register: its bytes are kept under the digest that the run names.
  await o.data.evidence.put(new TextEncoder().encode(JSON.stringify(o.registry)));
  const id = runId(o.asOf, policy.id, `${digest.slice(0, 3)}${registryDigest.slice(0, 3)}`);
  const judged = await judge({
    run: {
      id,
      asOf: o.asOf.toISOString(),
      policy: { id: policy.id, title: policy.title, digest },
      registry: { title: o.title ?? o.registry.title, digest: registryDigest },
      seed: id,
      tool: `xuncha ${toolVersion}`,
      notes: o.notes ?? [],
    },
    policy,
    registry: o.registry,
    only: o.only,
    indicators,
    observations: o.data.observations,
    reviews: await o.data.reviews.all(),
    ignores: o.data.ignores(o.registry),
    asOf: o.asOf,
  });
  const kept = await keep(judged, o.data.assessments);
  // Part of a register, or a site without one, is no inspection of all.
  if (o.only === undefined) await o.data.observations.append([inspectionRun(kept)]);
  return kept;
}

/**
 * Results are never overwritten: what comes out otherwise for the same instant (a review or an import has come since, or two judgements
 * fell into one second) is kept beside the earlier one under a number of its own.
 */
async function keep(judged: Assessment, store: AssessmentStore): Promise<Assessment> {
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? judged.run.id : `${judged.run.id}-${n}`;
    const assessment = { ...judged, run: { ...judged.run, id } };
    const there = await store.load(id);
    if (there && JSON.stringify(there) !== JSON.stringify(assessment)) continue;
    await store.save(assessment);
    return assessment;
  }
}

/** 账号采集 by the configuration; null: off. Throws InputError. */
function accountsOf(config: Config): AccountSettings | null {
  if (!config.accounts.enabled) return null;
  return accountSettings(config.accounts, { userAgent: config.userAgent, env: process.env });
}

/** 全站抓取 by the configuration; null: none. */
export function crawlSettings(config: Config): CrawlSettings | null {
  if (config.crawlPages === 0) return null;
  return {
    caps: {
      pages: config.crawlPages,
      depth: config.crawlDepth,
      bytes: config.crawlBytes,
      ms: config.crawlMs,
      targets: 10 * (config.crawlPages + config.crawlLinks),
    },
    robots: config.robots,
    // Some are parsed while others wait for their turn at the host.
    concurrency: 2 * config.hostConcurrency + 2,
    maxRendered: config.crawlRendered,
    markPages: config.markPages,
    maxLinks: config.crawlLinks,
    linkMs: config.crawlMs,
    perHost: config.hostConcurrency,
  };
}

/** The subjects named by `--subject`; unknown ones are refused. */
export function subjectsOf(registry: Registry, ids: readonly string[] | undefined): ReadonlySet<string> | undefined {
  if (ids === undefined || ids.length === 0) return undefined;
  const known = new Set([...registry.organizations, ...registry.sites, ...registry.accounts].map((s) => s.id));
  for (const id of ids)
    if (!known.has(id))
      throw new InputError({
        file: '--subject',
        place: id,
        message: '台账里没有这个编号',
        hint: '用 registry check 查看登记的编号',
      });
  return new Set(ids);
}

export const runFolder = (config: Config, id: string) => resolve(config.out, id);
