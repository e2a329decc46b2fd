import type { Evidence, PageSnapshot } from '#core/evidence.ts';
import type { Observation } from '#core/observation.ts';
import { snapshotOf } from '#crawlers/page/snapshot.ts';
import { type ClueInput, cluesProbeOf } from '#probes/page/clues.ts';
import type { EvidenceStore } from '../store/ports.ts';
import { observed } from './write.ts';

/** A page that was opened for another question, and where its bytes are. */
export type StoredPage = { url: string; role: PageSnapshot['role']; evidence: Evidence };

/** Pages looked at again in one round. */
const maxPages = 150;

/**
 * 内容线索 of pages that the round opened for their lists and dates: read again from the bytes that were kept, so that whoever opened them need
 * not know of clues. What was not kept is passed over: it is no page that was looked at.
 */
export async function storedClues(
  pages: readonly StoredPage[],
  o: { siteId: string; slot: string; today: string; input: ClueInput; evidence: EvidenceStore },
): Promise<Observation[]> {
  const probe = cluesProbeOf(o.input);
  const out: Observation[] = [];
  for (const { url, role, evidence } of pages.slice(0, maxPages)) {
    if (evidence.kind !== 'html') continue;
    const body = await o.evidence.get(evidence.sha256).catch(() => undefined);
    if (body === undefined) continue;
    const page = snapshotOf({
      exchange: {
        requestedUrl: url,
        finalUrl: evidence.url,
        status: 200,
        startedAt: evidence.capturedAt,
        body,
        bodyComplete: true,
        hops: [{ url: evidence.url, method: 'GET', status: 200, headers: [], phases: { end: 0 } }],
      },
      role,
      sha256: evidence.sha256,
      rendered: evidence.rendered ?? false,
    });
    if ('notPage' in page) continue;
    const reading = probe.read(page, o.today);
    if (reading.status !== 'observed') continue;
    const head = {
      kind: 'page.clues' as const,
      subjectId: o.siteId,
      target: url,
      slot: o.slot,
      observedAt: evidence.capturedAt,
      probe: { id: probe.id, version: probe.version },
    };
    out.push(observed(head, reading.value, [evidence]));
  }
  return out;
}
