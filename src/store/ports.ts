import type { Assessment, Review } from '#core/assessment.ts';
import type { CrawlLedger, FinishedCrawl } from '#core/crawl.ts';
import type { Evidence } from '#core/evidence.ts';
import type { Observation, ObservationKind, UnobservedReason } from '#core/observation.ts';
import type { Registry } from '#core/registry.ts';

/** 台账 that people edit. */
export interface RegistryStore {
  /** Whole register, checked. Throws InputError naming file, place and remedy. */
  load(): Promise<Registry>;
  /** Replaces it at once (temporary file, then rename): never half-written. */
  save(registry: Registry): Promise<void>;
}

/** 监测记录: append-only, natural keys. */
export interface ObservationStore {
  /** Writes those whose key is new; the rest are no-ops. Durable once resolved. Returns how many were new. */
  append(items: readonly Observation[]): Promise<number>;
  /** One kind of one subject, `from` <= slot <= `to` (UTC ISO), in order of slot then key. */
  window<K extends ObservationKind>(kind: K, subjectId: string, from: string, to: string): Promise<Observation<K>[]>;
  /** Which of these keys are there already: what a resumed run skips. */
  known(keys: readonly string[]): Promise<Set<string>>;
}

/** One `collect`: opened, then finished. An open one with the same plan is gone on with after a crash. */
export type Collection = { id: string; planDigest: string; slot: string; startedAt: string; finishedAt: string | null };

export interface CollectionStore {
  /** The unfinished collection with this plan, or a new one with this slot. */
  open(planDigest: string, slot: string, startedAt: string): Promise<Collection>;
  finish(id: string, finishedAt: string): Promise<void>;
}

export interface AssessmentStore {
  save(assessment: Assessment): Promise<void>;
  load(runId: string): Promise<Assessment | undefined>;
  /** Newest first. */
  list(limit: number): Promise<{ runId: string; asOf: string; policy: string }[]>;
}

export interface ReviewStore {
  append(review: Review): Promise<void>;
  /** All of them or none; those that are stored already are no-ops. Returns how many were new. */
  appendAll(reviews: readonly Review[]): Promise<number>;
  all(): Promise<Review[]>;
}

/** 访问计划 in force from a day on (YYYY-MM-DD, Asia/Shanghai). Kept for ever: whoever has it can work out every slot again. */
export type PlanRecord = { fromDay: string; seed: string; perDay: number; recordedAt: string };

/**
 * One piece of work that `watch` owes at an instant. `running` without a process: it was broken off. `stopped`: put off by a
 * regular stop, which counts as no attempt.
 */
export type TaskRecord = {
  name: string;
  /** UTC. */
  due: string;
  state: 'running' | 'done' | 'failed' | 'stopped';
  attempts: number;
  startedAt: string;
  finishedAt: string | null;
  /** What came of it, Chinese. */
  detail: string;
};

/** 值守记录: what was planned and what was done about it. */
export interface WatchStore {
  /** All of them, oldest first. */
  plans(): Promise<PlanRecord[]>;
  /** A day has one plan: the first recorded stays. */
  addPlan(plan: PlanRecord): Promise<void>;
  /** Latest due first. */
  tasks(name: string, limit: number): Promise<TaskRecord[]>;
  /** Writes or rewrites the task of this name and due instant. */
  saveTask(task: TaskRecord): Promise<void>;
}

/** A visit as far as it is counted. */
export type AccessSample = {
  subjectId: string;
  target: string;
  slot: string;
  /** Milliseconds to open, null: never opened. Absent with a reason: void. */
  openedMs?: number | null;
  void?: UnobservedReason;
};

/** Upper edges, milliseconds, by which `AccessSummary.within` counts. 15 s is the line of the index. */
export const withinMs = [1_000, 3_000, 5_000, 10_000, 15_000, 30_000] as const;

/** 访问汇总 of one site over an hour or a day. Knows no policy: any limit on an edge of `withinMs` can be read from it. */
export type AccessSummary = {
  subjectId: string;
  /** First instant, UTC. */
  start: string;
  /** Visits that were seen, opened or not. */
  seen: number;
  /** Of them: never opened while they were watched. */
  never: number;
  /** Of them: opened in less than each edge of `withinMs`. */
  within: readonly number[];
  /** Sum and longest of the opening times, milliseconds. */
  sumMs: number;
  maxMs: number;
  /** 作废的访问 by reason. */
  voids: Partial<Record<UnobservedReason, number>>;
};

export interface SummaryStore {
  /** Brings hours and days up to those that end at or before `until`; each is worked out once. Returns hours written. */
  update(until: string): Promise<number>;
  /** Instant before which every hour is summed up; null: nothing yet. */
  upTo(): Promise<string | null>;
  /** One site, `from` <= start < `to`. */
  list(unit: 'hour' | 'day', subjectId: string, from: string, to: string): Promise<AccessSummary[]>;
  /** The visits of all sites, `from` < slot <= `to`, in order of slot. */
  samples(from: string, to: string): Promise<AccessSample[]>;
}

export interface RetentionStore {
  /** Deletes at most `limit` observations of these kinds with a slot before the instant, oldest first. Returns how many. */
  drop(kinds: readonly ObservationKind[], before: string, limit: number): Promise<number>;
  /** Slot of the oldest observation of these kinds. */
  oldest(kinds: readonly ObservationKind[]): Promise<string | null>;
  /** Asia/Shanghai day of the last pass, set once it is through. */
  lastPass(): Promise<string | null>;
  passed(day: string): Promise<void>;
}

/** 抓取账 of the sites. */
export interface CrawlStore {
  /** The unfinished crawl of this site with the same settings, to be gone on with, or a new one. One at a time for a site. */
  open(siteId: string, digest: string, startedAt: string): Promise<CrawlLedger>;
  /** The last whole crawl of this site, only to be read, and to be closed; null: none was kept. */
  last(siteId: string): Promise<FinishedCrawl | null>;
}

/** 佐证: content-addressed bytes. */
export interface EvidenceStore {
  /** Stores once; returns the SHA-256. */
  put(bytes: Uint8Array): Promise<string>;
  get(sha256: string): Promise<Uint8Array | undefined>;
  /** Path of the stored file, for links in reports; empty when absent. */
  path(sha256: string): string;
}

export type { Evidence };
