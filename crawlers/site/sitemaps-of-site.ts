import { hostIn } from './host.ts';
import { readSitemap } from './sitemap.ts';
import type { CrawlOptions, FoundTarget } from './types.ts';

/** Sitemap documents read for one site, and bytes of one. */
const maxDocuments = 12;
const maxBytes = 12_000_000;

/**
 * 网站地图: the pages that the site's sitemaps name. Those that robots.txt names, else the usual place; an index leads to more. Only pages of the
 * site's own hosts. What is missing or broken is passed over: a sitemap is an offer, not a duty.
 */
export async function readSitemaps(
  named: readonly string[],
  o: Pick<CrawlOptions, 'home' | 'hosts' | 'http' | 'pageMs' | 'caps' | 'signal'>,
): Promise<{ targets: readonly FoundTarget[]; read: readonly string[] }> {
  const due = named.length > 0 ? [...named] : [new URL('/sitemap.xml', o.home).href];
  const seen = new Set<string>();
  const read: string[] = [];
  const pages = new Set<string>();
  while (due.length > 0 && seen.size < maxDocuments && pages.size < o.caps.targets) {
    const url = due.shift() ?? '';
    if (seen.has(url) || !o.hosts.includes(hostIn(url))) continue;
    seen.add(url);
    const x = await o.http.fetch({
      url,
      limits: { totalMs: o.pageMs, maxBytes },
      ...(o.signal ? { signal: o.signal } : {}),
    });
    if (x.outcome !== 'response' || x.status !== 200) continue;
    const found = readSitemap(x.body, x.finalUrl);
    if (found.pages.length > 0 || found.sitemaps.length > 0) read.push(url);
    for (const { url: page } of found.pages) if (o.hosts.includes(hostIn(page))) pages.add(page);
    due.push(...found.sitemaps);
  }
  const targets = [...pages]
    .slice(0, o.caps.targets)
    .map((url): FoundTarget => ({ url, kind: 'page', follow: true, place: 'list', problem: false }));
  return { targets, read };
}
