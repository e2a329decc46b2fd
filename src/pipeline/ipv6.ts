import type { Clock, HttpClient, NameService } from '#core/context.ts';
import type { Observation } from '#core/observation.ts';
import { ipv6Probe, lookAtIpv6 } from '#probes/network/ipv6.ts';
import type { EvidenceStore } from '../store/ports.ts';
import { observed, store, unobserved } from './write.ts';

/** What the question about IPv6 needs besides the site: names asked of DNS, and a client that connects over IPv6 alone (null: none here). */
export type Ipv6Means = { names: NameService; http6: HttpClient | null };

/** IPv6 支持 of one site in one round; its evidence is the record of what the name servers said. */
export async function ipv6Look(
  site: { id: string; home: string },
  slot: string,
  o: Ipv6Means & { clock: Clock; evidence: EvidenceStore; timeoutMs: number },
): Promise<Observation[]> {
  const reading = await lookAtIpv6(site.home, o);
  if (reading === null) return [];
  const observedAt = o.clock.now().toISOString();
  const probe = { id: ipv6Probe.id, version: ipv6Probe.version };
  const head = { kind: 'site.ipv6' as const, subjectId: site.id, target: site.home, slot, observedAt, probe };
  if (reading.status === 'unobserved') return [unobserved(head, reading.reason, reading.detail)];
  const bytes = new TextEncoder().encode(
    JSON.stringify({ asked: site.home, at: observedAt, ...reading.value }, null, 1),
  );
  const evidence = await store(o.evidence, [{ kind: 'exchange', url: site.home, bytes }], observedAt);
  return [observed(head, reading.value, evidence)];
}
