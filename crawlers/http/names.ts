import { Resolver } from 'node:dns/promises';
import { networkInterfaces } from 'node:os';
import { getDomain } from 'tldts';
import type { NameService } from '#core/context.ts';

/** 域名解析 by the resolvers of this machine. */
export function openNames(): NameService & { close(): void } {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 });
  return {
    ipv6: (host) => resolver.resolve6(host),
    nameServers: (host) => resolver.resolveNs(getDomain(host) ?? host),
    close: () => resolver.cancel(),
  };
}

/** Whether this machine has an IPv6 address that the internet could answer. */
export function hasGlobalIpv6(): boolean {
  return Object.values(networkInterfaces())
    .flat()
    .some((a) => a?.family === 'IPv6' && !a.internal && /^[23]/i.test(a.address));
}
