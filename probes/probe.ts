import type { ProbeContext } from '#core/context.ts';
import type { Evidence, Locator, PageSnapshot } from '#core/evidence.ts';
import type { ObservationKind, ObservationValue, UnobservedReason } from '#core/observation.ts';

/** What a probe saw, or why it could not look. */
export type Reading<K extends ObservationKind> =
  | { status: 'observed'; value: ObservationValue<K> }
  | { status: 'unobserved'; reason: UnobservedReason; detail: string };

/** Where the place of a value in a page becomes evidence: the page's stored bytes plus the locator. */
export type PageProbe<K extends ObservationKind = ObservationKind> = {
  id: string;
  /** Raised whenever the same page could give another value. */
  version: number;
  title: string;
  produces: K;
  /** Which pages it is put to. */
  on: readonly PageSnapshot['role'][];
  /** Pure: same snapshot and day, same reading. `today` is the Asia/Shanghai day of the fetch, for dates without a year. */
  read(page: PageSnapshot, today: string): Reading<K>;
};

export type NetworkProbe<K extends ObservationKind = ObservationKind, T = string> = {
  id: string;
  version: number;
  title: string;
  produces: K;
  observe(target: T, context: ProbeContext): Promise<Reading<K> & { stored: readonly StoredBytes[] }>;
};

/** Bytes to keep as evidence of a reading. */
export type StoredBytes = { kind: Evidence['kind']; url: string; bytes: Uint8Array; locator?: Locator };

export function definePageProbe<const K extends ObservationKind>(p: PageProbe<K>): PageProbe<K> {
  return p;
}

export function defineNetworkProbe<const K extends ObservationKind, T = string>(
  p: NetworkProbe<K, T>,
): NetworkProbe<K, T> {
  return p;
}
