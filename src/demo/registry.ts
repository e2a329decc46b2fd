import { Registry } from '#core/registry.ts';
import type { County } from './county/types.ts';

/**
 * 台账 of the demo county. The closures of the sites are told as parts of the monitored time; without `monitored` (instants,
 * ISO with offset or Z) it is the seven days that end with `today`.
 */
export function demoRegistry(county: County, monitored?: { from: string; to: string }): Registry {
  const to = Date.parse(monitored?.to ?? `${county.today}T23:59:59.999+08:00`);
  const from = monitored === undefined ? to - 7 * 86_400_000 : Date.parse(monitored.from);
  const at = (part: number) => new Date(from + (to - from) * part).toISOString();
  return Registry.parse({
    version: 1,
    title: county.title,
    organizations: county.organizations,
    sites: county.sites.map(({ site, closure }) => ({
      ...site,
      closures: closure
        ? [{ from: at(closure.from), to: at(closure.to), approval: closure.approval, reason: closure.reason }]
        : [],
    })),
    accounts: county.accounts.map((a) => a.account),
  });
}
