import type { ProbeContext } from '#core/context.ts';
import type { Observation } from '#core/observation.ts';
import { accessProbe } from '#probes/network/access.ts';
import type { EvidenceStore } from '../store/ports.ts';
import { browserOpinion, wantsBrowser } from './browser-opinion.ts';
import type { VisitJob } from './jobs.ts';
import type { PageRenderer } from './renderer.ts';
import { observed, store, unobserved } from './write.ts';

/** One timed visit: one attempt, never retried (a retry would forge the share of failures). */
export async function visit(
  job: VisitJob,
  context: ProbeContext,
  options: { evidence: EvidenceStore; watchMs: number; hosts?: readonly string[]; render?: PageRenderer | null },
): Promise<Observation> {
  const { siteId: subjectId, url: target, slot } = job.payload;
  const observedAt = context.clock.now().toISOString();
  const head = {
    kind: 'site.access' as const,
    subjectId,
    target,
    slot,
    observedAt,
    probe: { id: accessProbe.id, version: accessProbe.version },
  };
  const { stored, ...first } = await accessProbe.observe({ url: target, watchMs: options.watchMs }, context);
  const { render, watchMs } = options;
  const hosts = options.hosts ?? [new URL(target).host];
  const reading =
    render && wantsBrowser(first)
      ? await browserOpinion(first, { url: target, hosts, render, watchMs, vantage: context.vantage })
      : first;
  // A quickly opened visit is told whole by its value (phases, chain, hash); bytes are kept where a person may dispute it: it did not
  // open, or so late that some policy's limit may call it failed.
  const quick =
    reading.status === 'observed' && reading.value.openedMs !== null && reading.value.openedMs < options.watchMs / 4;
  const evidence = quick ? [] : await store(options.evidence, stored, observedAt);
  return reading.status === 'observed'
    ? observed(head, reading.value, evidence)
    : unobserved(head, reading.reason, reading.detail, evidence);
}
