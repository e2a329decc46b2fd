import type { CrawlLedger, CrawlPage } from '#core/crawl.ts';
import type { Exchange, PageSnapshot } from '#core/evidence.ts';
import { snapshotOf } from '#crawlers/page/snapshot.ts';
import { sha256 } from '../write.ts';
import { isHome } from './tally.ts';

/** A page of the crawl as it was read; null when its bytes were not kept. */
export function storedPage(ledger: Pick<CrawlLedger, 'targets' | 'pages' | 'body'>, id: number): PageSnapshot | null {
  const body = ledger.body(id);
  const page = ledger.pages.get(id);
  const url = ledger.targets[id]?.url;
  if (body === null || !page || url === undefined) return null;
  const snapshot = snapshotOf({
    exchange: exchangeOf(url, page, body),
    role: isHome(ledger, id) ? 'home' : 'other',
    sha256: page.sha256 ?? sha256(body),
    rendered: page.rendered ?? false,
  });
  return 'notPage' in snapshot ? null : snapshot;
}

/** The crawl's answer as the link check reads one, put together again from what was kept of it. */
export function exchangeOf(url: string, page: CrawlPage, body: Uint8Array): Exchange {
  const finalUrl = page.finalUrl ?? url;
  const status = page.status ?? 200;
  const headers = page.contentType === undefined ? [] : [['content-type', page.contentType] as const];
  return {
    requestedUrl: url,
    finalUrl,
    startedAt: page.at,
    outcome: 'response',
    status,
    hops: [{ url: finalUrl, method: 'GET', status, headers, phases: { end: 0 } }],
    totalMs: 0,
    certificate: 'none',
    body,
    bodyComplete: true,
    readableMs: 0,
    protocolFaults: [],
  };
}
