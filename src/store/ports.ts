import type { Assessment, Review } from '#core/assessment.ts';
import type { Evidence } from '#core/evidence.ts';
import type { Observation, ObservationKind } from '#core/observation.ts';
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
  all(): Promise<Review[]>;
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
