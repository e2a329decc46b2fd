import { setTimeout as sleep } from 'node:timers/promises';
import { shanghaiDay } from '#core/calendar.ts';
import type { Clock, HttpClient, Log } from '#core/context.ts';
import { BugError } from '#core/errors.ts';
import type { Evidence } from '#core/evidence.ts';
import type { CooldownStore } from '#core/host-record.ts';
import { isObserved, type Observation } from '#core/observation.ts';
import { type Account, platformNames, type Registry } from '#core/registry.ts';
import type { AccountAdapter, AccountRecord } from '#crawlers/platforms/contract.ts';
import { openPlatformFetcher } from '#crawlers/platforms/fetch.ts';
import { maskUrl, scrubText, secretsOf } from '#crawlers/platforms/mask.ts';
import { readSource, type SourceReading } from '#crawlers/platforms/read.ts';
import type { EvidenceStore, ObservationStore } from '../../store/ports.ts';
import type { AccountJob } from '../jobs.ts';
import { unobserved } from '../write.ts';
import { openCanaries } from './canary.ts';
import { earlierOf, keepExchanges } from './exchanges.ts';
import { observationsOf } from './observe.ts';
import type { AccountSettings } from './settings.ts';
import { accountMarker, fetchedSources, nameOf, planAccounts, recordOf, resolveRef, targetOf } from './targets.ts';

export type AccountsDeps = {
  registry: Registry;
  observations: ObservationStore;
  evidence: EvidenceStore;
  cooldowns: CooldownStore;
  http: HttpClient;
  clock: Clock;
  log: Log;
  settings: AccountSettings;
  /** The adapter of a platform and kind of source. */
  adapterFor: (platform: Account['platform'], source: 'public' | 'bridge') => AccountAdapter | undefined;
  /** Of the round: gives the pauses. */
  seed: string;
  signal?: AbortSignal;
  /** Waits between requests (tests). */
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
};

/** What came of one account and source, for whoever started the collection. */
export type AccountSeen = {
  accountId: string;
  name: string;
  source: string;
  /** Posts were seen, or an explicit empty list. */
  seen: boolean;
  /** Chinese. */
  detail: string;
};

export type AccountReader = {
  /** Jobs of the round: without those that an earlier round saw a short while ago. */
  plan(slot: string, only: ReadonlySet<string> | undefined): Promise<AccountJob[]>;
  read(job: AccountJob): Promise<Observation[]>;
  /** What a job that failed by our fault leaves behind. */
  crashed(job: AccountJob): Observation[];
};

/** 账号采集: reads the public pages and bridges of the register's accounts. Judges nothing. */
export function openAccountReader(d: AccountsDeps): AccountReader {
  const { settings, clock } = d;
  const accounts = new Map(d.registry.accounts.map((a) => [a.id, a]));
  const units = new Map(d.registry.organizations.map((o) => [o.id, o.name]));
  const now = () => clock.now().getTime();
  const fetcher = openPlatformFetcher({
    http: d.http,
    store: d.cooldowns,
    clock,
    sleep: d.sleep ?? pause,
    spacingMs: settings.spacingMs,
    perDay: settings.perDay,
    coolMs: settings.coolMs,
    timeoutMs: settings.timeoutMs,
    userAgent: settings.userAgent,
    seed: d.seed,
    ownHosts: new Set(settings.bridges.map((b) => new URL(b.url).hostname)),
  });

  const readRecord = async (
    adapter: AccountAdapter,
    record: AccountRecord,
    earlier: readonly Evidence[],
  ): Promise<SourceReading> => {
    const secrets = record.source.kind === 'bridge' ? secretsOf(record.source.ref ?? '') : [];
    return readSource(adapter, record, {
      fetcher,
      now,
      ...(d.signal ? { signal: d.signal } : {}),
      earlier: (step) => earlierOf(step, earlier, d.evidence),
      onFault: (error, step) =>
        d.log.error(
          {
            adapter: adapter.id,
            account: record.id,
            url: step.secret || record.source.kind === 'bridge' ? maskUrl(step.url) : step.url,
            error: scrubText(error instanceof Error ? (error.stack ?? error.message) : String(error), secrets),
          },
          'account adapter failed',
        ),
    });
  };

  const canaryOf = openCanaries({
    canaries: settings.canaries,
    holdMs: settings.canaryMs,
    now,
    async read(canary) {
      const failed = (why: string) => ({
        reading: { visibility: { kind: 'not_observable' as const, why }, posts: [], notes: [] },
        evidence: [],
      });
      const adapter = d.adapterFor(canary.platform, canary.source);
      if (!adapter) return failed('程序不会读这个来源');
      const source = resolveRef({ kind: canary.source, ref: canary.ref }, settings.bridges);
      if ('missing' in source) return failed(source.missing);
      const record = recordOf({ ...withoutUndefined(canary), id: 'canary' }, source, adapter);
      const result = await readRecord(adapter, record, []);
      return {
        reading: result.reading,
        evidence: await keepExchanges(result, adapter, d.evidence),
      };
    },
  });

  /** The newest record of this source that an earlier round has left, seen or not. */
  const lastSight = async (accountId: string, target: string, slot: string, withinMs: number) => {
    const from = new Date(Date.parse(slot) - withinMs).toISOString();
    const all = await d.observations.window('account.posts', accountId, from, clock.now().toISOString());
    return all.filter((o) => o.target === target && o.slot !== slot && isObserved(o)).at(-1);
  };

  const headOf = (job: AccountJob) => {
    const { accountId: subjectId, target, slot } = job.payload;
    return { kind: 'account.posts' as const, subjectId, target, slot, observedAt: clock.now().toISOString() };
  };

  return {
    async plan(slot, only) {
      const jobs = planAccounts({ registry: d.registry, slot, today: shanghaiDay(new Date(slot)), only });
      const due: AccountJob[] = [];
      for (const job of jobs) {
        const { accountId, target } = job.payload;
        if ((await lastSight(accountId, target, slot, settings.everyMs)) === undefined) due.push(job);
      }
      return due;
    },

    async read(job) {
      const { accountId, target, slot } = job.payload;
      const account = accounts.get(accountId);
      const source = account && fetchedSources(account).find((s) => targetOf(s) === target);
      if (!account || !source) throw new BugError(`account job for an unknown source: ${job.key}`);
      const head = { ...headOf(job), probe: { id: 'account', version: 1 } };
      const not = account.notObservable;
      if (not !== undefined && not.since <= shanghaiDay(new Date(slot)))
        return [
          unobserved(
            head,
            'not-collected',
            `自 ${not.since} 起确认无法从公开页面看到（${not.reason}，${not.approvedBy}确认），须人工核对`,
          ),
        ];
      const adapter = d.adapterFor(account.platform, source.kind);
      if (!adapter) {
        const what = source.kind === 'bridge' ? '桥接内容' : '公开页面';
        const detail = `程序不会读${platformNames[account.platform]}的${what}，请导入发布记录`;
        return [unobserved(head, 'not-collected', detail)];
      }
      const probe = { id: `account:${adapter.id}`, version: adapter.version };
      const resolved = resolveRef(source, settings.bridges);
      if ('missing' in resolved) return [unobserved({ ...head, probe }, 'not-collected', resolved.missing)];
      const before = await lastSight(accountId, target, slot, 30 * 86_400_000);
      const record = recordOf(account, resolved, adapter, units.get(account.organization));
      // Only who is going to be asked anything needs a 对照账号 beside it.
      const canary =
        'steps' in adapter.plan(record)
          ? await canaryOf(account.platform, source.kind)
          : { state: 'none' as const, detail: '', evidence: [] };
      const result = await readRecord(adapter, record, before?.evidence ?? []);
      return observationsOf({
        ...headOf(job),
        platform: account.platform,
        source: source.kind,
        probe,
        reading: result.reading,
        canary,
        recentMs: settings.recentMs,
        evidence: await keepExchanges(result, adapter, d.evidence),
      });
    },

    crashed: (job) => [
      unobserved(
        { ...headOf(job), probe: { id: 'account', version: 1 } },
        'crashed',
        '程序出错，这一项没有看成（错误已写入日志）',
      ),
    ],
  };
}

/** What observations of one job say to whoever waits. */
export function seenOf(registry: Registry, job: AccountJob, observations: readonly Observation[]): AccountSeen {
  const { accountId, target } = job.payload;
  const account = registry.accounts.find((a) => a.id === accountId);
  const posts = observations.find((o) => o.key === accountMarker(job));
  const seen = posts?.status === 'observed' && posts.kind === 'account.posts';
  const detail =
    posts === undefined
      ? '没有留下记录'
      : posts.status === 'unobserved'
        ? posts.detail
        : sightText(posts as Observation<'account.posts'>);
  return { accountId, name: account ? nameOf(account) : accountId, source: target, seen, detail };
}

function sightText(o: Observation<'account.posts'>): string {
  if (o.status !== 'observed') return '';
  const newest = o.value.posts.reduce((t, p) => (p.published && p.published.to > t ? p.published.to : t), '');
  const last = newest === '' ? '没有带时间的内容' : `最近一条 ${shanghaiDay(new Date(newest))}`;
  return `${o.value.posts.length} 条，${last}，${o.value.coverage === 'complete' ? '列表完整' : '不完整'}`;
}

async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  await sleep(ms, undefined, signal ? { signal } : {}).catch(() => {});
}

function withoutUndefined<T extends object>(value: T) {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };
}
