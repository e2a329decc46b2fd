import type { Assessment, Review } from '#core/assessment.ts';
import { type Observation, observationKey } from '#core/observation.ts';
import type { AssessmentStore, CollectionStore, ObservationStore, ReviewStore } from '../../src/store/ports.ts';

export type Stores = {
  observations: ObservationStore;
  collections: CollectionStore;
  assessments: AssessmentStore;
  reviews: ReviewStore;
  close(): Promise<void>;
};

export const sha = 'ab'.repeat(32);

/** A visit of `subjectId` in `slot`; unobserved unless told otherwise. */
export function visit(
  subjectId: string,
  slot: string,
  more: { target?: string; seen?: boolean } = {},
): Observation<'site.access'> {
  const head = {
    kind: 'site.access' as const,
    subjectId,
    target: more.target ?? 'https://www.example.gov.cn/',
    slot,
    observedAt: slot,
    probe: { id: 'access', version: 1 },
  };
  const key = observationKey(head);
  if (more.seen !== true)
    return { ...head, key, status: 'unobserved', reason: 'local-network', detail: '本机网络不通', evidence: [] };
  return {
    ...head,
    key,
    status: 'observed',
    value: {
      url: head.target,
      finalUrl: head.target,
      outcome: 'opened',
      status: 200,
      openedMs: 320.5,
      watchedMs: 400,
      watchLimitMs: 30_000,
      phases: { dns: 1, connect: 2, end: 400 },
      redirects: [],
      certificate: 'none',
      bodyBytes: 1234,
      bodySha256: sha,
      notes: ['正文“未”结束'],
      engine: 'strict',
      vantage: '本机',
    },
    evidence: [{ kind: 'exchange', sha256: sha, url: head.target, capturedAt: slot }],
  };
}

export const slotAt = (n: number): string => new Date(Date.UTC(2026, 10, 1) + n * 60_000).toISOString();

export function assessment(id: string, asOf: string, note = '', subjects = 0): Assessment {
  return {
    format: 1,
    run: {
      id,
      asOf,
      policy: { id: 'national', title: '国家', digest: 'd' },
      registry: { title: '示例县', digest: 'r' },
      seed: '1',
      tool: 'test',
      notes: [note],
    },
    policy: {
      id: 'national',
      title: '国家',
      effectiveFrom: '2019-04-01',
      notes: [],
      flow: { base: 10_000, failBelow: 6_000, bonusAbove: 8_000 },
      unchecked: [],
    },
    subjects: Array.from({ length: subjects }, (_, i) => ({
      subject: { id: `s${i}`, type: 'account' as const, name: `示例${i}`, organization: '', address: '', detail: '' },
      conclusion: 'qualified' as const,
      score: null,
      items: [],
      openQuestions: [],
      unseen: [],
      information: [],
    })),
    skipped: [],
  };
}

export const review = (id: string, reason = '现场核对'): Review => ({
  id,
  subjectId: 's1',
  itemId: 'site-access',
  decision: 'reject',
  reason,
  person: '示例复核员',
  at: '2026-11-02T00:00:00.000Z',
});
