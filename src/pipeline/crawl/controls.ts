import type { HttpClient } from '#core/context.ts';
import type { CrawlLedger } from '#core/crawl.ts';
import { controlAddress, hostOf } from '#probes/network/link/address.ts';
import { type Control, readAnswer, readControl } from '#probes/network/link/content.ts';
import { suspicious } from '#probes/network/link/suspicion.ts';
import { exchangeOf, storedPage } from './stored-page.ts';

/** Path families of one host that are asked about, the largest first. */
const maxFamilies = 8;

type Family = { host: string; control: string; kind: Control['kind']; pages: number[] };

/**
 * 随机路径对照 of a crawled site: what each family of addresses answers to one that cannot exist. Where that is not an honest 404, the pages that
 * were read are looked at again in its light, from the stored bytes. Returns the numbers of those that may be the error page itself: they are
 * for the link check. A site that answers honestly costs one request a family.
 */
export async function doubtsOf(
  ledger: CrawlLedger,
  o: {
    http: HttpClient;
    seed: string;
    home: string;
    timeoutMs: number;
    maxBytes: number;
    allowed(url: string): boolean;
  },
): Promise<ReadonlySet<number>> {
  const families = new Map<string, Family>();
  for (const page of ledger.pages.values()) {
    const url = ledger.targets[page.target]?.url;
    if (page.result !== 'page' || page.doubt === true || page.jump !== undefined || url === undefined) continue;
    const c = controlAddress(url, o.seed);
    if (c === null) continue;
    const known = families.get(c.family);
    if (known) known.pages.push(page.target);
    else families.set(c.family, { host: hostOf(c.url), control: c.url, kind: c.kind, pages: [page.target] });
  }
  const asked = new Map<string, number>();
  const doubts = new Set<number>();
  for (const family of [...families.values()].sort((a, b) => b.pages.length - a.pages.length)) {
    const n = asked.get(family.host) ?? 0;
    if (n >= maxFamilies || !o.allowed(family.control)) continue;
    asked.set(family.host, n + 1);
    const x = await o.http.fetch({
      url: family.control,
      limits: { totalMs: o.timeoutMs, maxBytes: o.maxBytes },
    });
    const control = readControl(readAnswer(x), family.kind);
    if (control === null || control.status === 404 || control.status === 410) continue;
    for (const id of family.pages) if (doubtful(ledger, id, control, o.home)) doubts.add(id);
  }
  return doubts;
}

function doubtful(ledger: CrawlLedger, id: number, control: Control, home: string): boolean {
  const page = ledger.pages.get(id);
  const snapshot = storedPage(ledger, id);
  const url = ledger.targets[id]?.url;
  if (!page || url === undefined) return false;
  if (snapshot === null) return true;
  return suspicious(snapshot, { exchange: exchangeOf(url, page, new Uint8Array(0)), url, home, control });
}
