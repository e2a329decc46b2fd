import { createHash } from 'node:crypto';
import type { Evidence } from '#core/evidence.ts';
import {
  type Observation,
  type ObservationKind,
  type ObservationValue,
  observationKey,
  type UnobservedReason,
} from '#core/observation.ts';
import type { StoredBytes } from '#probes/probe.ts';
import type { EvidenceStore } from '../store/ports.ts';

export type Head<K extends ObservationKind> = {
  kind: K;
  subjectId: string;
  target: string;
  slot: string;
  observedAt: string;
  probe: { id: string; version: number };
};

export function observed<K extends ObservationKind>(
  head: Head<K>,
  value: ObservationValue<K>,
  evidence: readonly Evidence[],
): Observation {
  return { ...head, key: observationKey(head), status: 'observed', value, evidence: [...evidence] } as Observation;
}

export function unobserved<K extends ObservationKind>(
  head: Head<K>,
  reason: UnobservedReason,
  detail: string,
  evidence: readonly Evidence[] = [],
): Observation {
  return {
    ...head,
    key: observationKey(head),
    status: 'unobserved',
    reason,
    detail,
    evidence: [...evidence],
  } as Observation;
}

export async function store(
  evidence: EvidenceStore,
  items: readonly StoredBytes[],
  capturedAt: string,
): Promise<Evidence[]> {
  return Promise.all(
    items.map(async (s): Promise<Evidence> => {
      const sha256 = await evidence.put(s.bytes);
      return { kind: s.kind, sha256, url: s.url, capturedAt, ...(s.locator ? { locator: s.locator } : {}) };
    }),
  );
}

export const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');
