import { lookup, Resolver } from 'node:dns/promises';
import { isIP } from 'node:net';
import { codeOf } from './failures.ts';

/** Addresses of one name as far as they are known; `later` brings the rest, once the first ones have failed. */
export type Resolved = { addresses: readonly string[]; later?: Promise<readonly string[]> };
/** Name to addresses; rejects with an error that carries a `code` (ENOTFOUND, ESERVFAIL …). */
export type Resolve = (host: string) => Promise<Resolved>;

/**
 * getaddrinfo runs on libuv's four threads, where one dead name server holds up every other visit for seconds. So the question
 * goes to c-ares first, which does not block; getaddrinfo only has the last word where c-ares knows nothing (hosts file, search
 * domains, no name server configured).
 */
export function openResolve(): { resolve: Resolve; close(): void } {
  // Together longer than any visit is watched: a slow name server is cut by the visit's own deadline.
  const resolver = new Resolver({ timeout: 5_000, tries: 4 });

  const resolve: Resolve = async (host) => {
    if (isIP(host) !== 0) return { addresses: [host] };
    if (host === 'localhost' || host.endsWith('.localhost')) return { addresses: ['127.0.0.1', '::1'] };
    const six = resolver.resolve6(host).catch(() => [] as string[]);
    let failure: unknown;
    try {
      // IPv4 first: whether a site also answers over IPv6 is a question of its own, and a broken AAAA must not slow this visit.
      return { addresses: await resolver.resolve4(host), later: six };
    } catch (error) {
      failure = error;
    }
    const onlySix = await six;
    if (onlySix.length > 0) return { addresses: onlySix };
    if (codeOf(failure) === 'ECANCELLED') throw failure;
    try {
      const found = await lookup(host, { all: true, order: 'ipv4first' });
      return { addresses: found.map((a) => a.address) };
    } catch (error) {
      // c-ares tells NXDOMAIN, SERVFAIL and no-data apart; getaddrinfo does not.
      throw codeOf(failure) === 'ECONNREFUSED' ? error : failure;
    }
  };
  return { resolve, close: () => resolver.cancel() };
}
