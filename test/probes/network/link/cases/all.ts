import { html, type LinkSite } from '../../../../servers/links.ts';
import { addressCases } from './addresses.ts';
import type { LinkCase } from './case.ts';
import { certificateCases } from './certificates.ts';
import { networkCases } from './network.ts';
import { home } from './pages.ts';
import { redirectCases, redirectExtras } from './redirects.ts';
import { refusalCases } from './refusals.ts';
import { softCases } from './soft.ts';
import { statusCases } from './status.ts';

const groups = [statusCases, refusalCases, redirectCases, softCases, networkCases, certificateCases, addressCases];

/** Every link behaviour with its expected verdict. */
export const cases: readonly LinkCase[] = groups.flatMap((g) => g.cases);

/** Where a case is asked for, null when it is never sent. */
export const sentTo = (url: string): { host: string; path: string } | null => {
  const u = URL.parse(url.trim().replace(/[\t\n\r]/g, ''));
  return u === null || !/^https?:$/.test(u.protocol) ? null : { host: u.host, path: u.pathname + u.search };
};

/** All groups served together, as one run over one site and its neighbours. */
export function sites(): Record<string, LinkSite> {
  const all: Record<string, LinkSite> = {
    'control.shili.example': { fallback: html(home) },
    'www.shili.example': { routes: redirectExtras },
  };
  const put = (host: string, site: LinkSite): void => {
    all[host] = { ...all[host], ...site, routes: { ...all[host]?.routes, ...site.routes } };
  };
  for (const group of groups) for (const [host, site] of Object.entries(group.sites)) put(host, site);
  for (const c of cases) {
    const to = sentTo(c.url);
    if (c.serve !== undefined && to !== null) put(to.host, { routes: { [to.path]: c.serve } });
  }
  return all;
}
