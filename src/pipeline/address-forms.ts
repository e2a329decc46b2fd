import type { ProbeContext } from '#core/context.ts';
import type { Observation } from '#core/observation.ts';
import { addressFormsProbe } from '#probes/network/address-forms.ts';
import type { EvidenceStore } from '../store/ports.ts';
import type { FormsJob } from './jobs.ts';
import { observed, store, unobserved } from './write.ts';

/** 登记网址的其他写法 of one site on one day, with evidence only where something is worth a line. */
export async function addressForms(
  job: FormsJob,
  context: ProbeContext,
  options: { evidence: EvidenceStore; hosts: readonly string[]; signal?: AbortSignal },
): Promise<Observation> {
  const { siteId: subjectId, url, slot } = job.payload;
  const observedAt = context.clock.now().toISOString();
  const { id, version, produces: kind } = addressFormsProbe;
  const head = { kind, subjectId, target: url, slot, observedAt, probe: { id, version } };
  const { hosts, signal } = options;
  const { stored, ...reading } = await addressFormsProbe.observe(
    { url, hosts, ...(signal === undefined ? {} : { signal }) },
    context,
  );
  const evidence = await store(options.evidence, stored, observedAt);
  return reading.status === 'observed'
    ? observed(head, reading.value, evidence)
    : unobserved(head, reading.reason, reading.detail, evidence);
}
