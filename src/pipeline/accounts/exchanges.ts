import type { Evidence } from '#core/evidence.ts';
import type { AccountAdapter, FetchStep } from '#crawlers/platforms/contract.ts';
import type { Earlier } from '#crawlers/platforms/fetch.ts';
import { maskUrl } from '#crawlers/platforms/mask.ts';
import type { SourceReading } from '#crawlers/platforms/read.ts';
import type { EvidenceStore } from '../../store/ports.ts';

/** Pieces of evidence of one reading, so that no observation grows without bound. */
const mostExchanges = 24;

/** 佐证 of a reading: each exchange as a person can read it, with what the adapter made of it, and the bytes it was made of. */
export async function keepExchanges(
  { kept, results }: SourceReading,
  adapter: Pick<AccountAdapter, 'id' | 'version'>,
  store: EvidenceStore,
): Promise<Evidence[]> {
  const out: Evidence[] = [];
  for (const exchange of kept.slice(0, mostExchanges)) {
    const reading = results.find((r) => r.step.id === exchange.record.step)?.reading;
    const record = {
      ...exchange.record,
      parser: `${adapter.id}@${adapter.version}`,
      ...(reading === undefined
        ? {}
        : {
            visibility: reading.visibility,
            positive: reading.positive ?? [],
            markers: reading.markers ?? [],
            posts: reading.posts.length,
          }),
    };
    const bytes = new TextEncoder().encode(`${JSON.stringify(record, null, 1)}\n`);
    const at = { url: exchange.url, capturedAt: exchange.at };
    out.push({ kind: 'exchange', sha256: await store.put(bytes), ...at });
    if (exchange.body.length > 0) out.push({ kind: 'html', sha256: await store.put(exchange.body), ...at });
  }
  return out;
}

/** What the last sight of a source kept of the same request, if the server gave it a mark to ask by. */
export async function earlierOf(
  step: FetchStep,
  evidence: readonly Evidence[],
  store: EvidenceStore,
): Promise<Earlier | undefined> {
  if (step.method === 'POST') return undefined;
  const url = step.secret ? maskUrl(step.url) : step.url;
  for (const e of evidence) {
    if (e.kind !== 'exchange' || e.url !== url) continue;
    const bytes = await store.get(e.sha256);
    const record = bytes === undefined ? null : recordOf(bytes);
    if (record === null || record.step !== step.id || record.bodyComplete !== true) continue;
    if (record.status !== 200 && record.revalidated !== true) continue;
    const header = (name: string) => record.headers?.find(([n]) => n === name)?.[1];
    const [etag, lastModified] = [header('etag'), header('last-modified')];
    const body = typeof record.bodySha256 === 'string' ? await store.get(record.bodySha256) : undefined;
    if (body === undefined || (etag === undefined && lastModified === undefined)) continue;
    return {
      body,
      contentType: record.contentType ?? header('content-type') ?? '',
      ...(etag === undefined ? {} : { etag }),
      ...(lastModified === undefined ? {} : { lastModified }),
    };
  }
  return undefined;
}

type Kept = {
  step?: string;
  status?: number;
  bodyComplete?: boolean;
  revalidated?: boolean;
  bodySha256?: string | null;
  contentType?: string;
  headers?: [string, string][];
};

function recordOf(bytes: Uint8Array): Kept | null {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as Kept;
  } catch {
    return null;
  }
}
