import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { Clock, HttpClient, Log, NameService } from '#core/context.ts';
import type { AnyIndicator } from '#core/indicator.ts';
import type { Policy } from '#core/policy.ts';
import type { ClueBook } from '#probes/page/clues/book.ts';
import { type Config, type LoadedConfig, loadConfig } from './config.ts';
import type { GlobalFlags } from './flags.ts';

export const toolVersion = '0.1.0';

/** 程序根目录: where the policies that come with the program lie. */
export const programRoot = resolve(import.meta.dirname, '..');

export function configOf(flags: GlobalFlags): LoadedConfig {
  const { config: file, data, out, policy, vantage, allowPrivate, links } = flags;
  return loadConfig({
    flags: { data, out, policy, vantage, allowPrivate, links },
    env: process.env,
    file,
    cwd: process.cwd(),
  });
}

export const systemClock: Clock = { now: () => new Date() };

export type PolicyInUse = { policy: Policy; digest: string; indicators: readonly AnyIndicator[] };

/** 指标体系 by id: the user's folders first, then the program's own. Throws InputError. */
export async function policyOf(config: Config): Promise<PolicyInUse> {
  const [{ loadPolicy }, { indicators }] = await Promise.all([
    import('./store/files/policies.ts'),
    import('./indicators/index.ts'),
  ]);
  const dirs = [...config.policies.map((d) => resolve(d)), resolve(programRoot, 'data/policies')];
  const loaded = loadPolicy(config.policy, dirs, indicators);
  return { policy: loaded.policy, digest: loaded.digest, indicators };
}

/** 词表: the user's folders first, then the program's own. Throws InputError. */
export async function clueBookOf(config: Pick<Config, 'lexicons'>): Promise<ClueBook> {
  const [{ loadLexicons }, { bookOf }] = await Promise.all([
    import('./store/files/lexicons.ts'),
    import('#probes/page/clues/book.ts'),
  ]);
  return bookOf(loadLexicons([...config.lexicons.map((d) => resolve(d)), resolve(programRoot, 'data/lexicons')]));
}

/** Structured log of the machine's own work, for the file that an operator reads; never on stdout. */
export async function openLog(level: string): Promise<Log> {
  const { pino } = await import('pino');
  // Synchronous: a CLI that ends must not lose its last lines.
  const log: Log = pino({ level, base: { tool: `xuncha ${toolVersion}` } }, pino.destination({ fd: 2, sync: true }));
  return log;
}

/** Where names lead instead of asking DNS: with a table given, a name outside it does not exist. */
export type HostTable = ReadonlyMap<string, { address: string; port: number }>;

const nobody = (host: string): Promise<readonly string[]> =>
  Promise.reject(Object.assign(new Error(`no such host in the table: ${host}`), { code: 'ENOTFOUND' }));

/**
 * 控制点 and 桥接服务 named by address (the gateway, a resolver of the own network, a service on this machine): typed by the operator, so they
 * are in scope although private.
 */
function ownHosts(addresses: readonly string[]): [string, { address: string; port: number }][] {
  return addresses.flatMap((typed): [string, { address: string; port: number }][] => {
    const url = new URL(typed);
    const address = url.hostname === 'localhost' ? '127.0.0.1' : url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(address) === 0) return [];
    const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
    return [[url.host.toLowerCase(), { address, port }]];
  });
}

export type Clients = {
  /** Paced client of crawls and link checks. */
  http: HttpClient;
  /** Client of timed visits, in a thread of its own. */
  visitHttp: HttpClient;
  /** Names asked of DNS and, where this machine has IPv6, a client of it; absent with a host table, outside which no name exists. */
  ipv6?: { names: NameService; http6: HttpClient | null };
  close(): Promise<void>;
};

export async function openHttp(config: Config, hosts?: HostTable): Promise<Clients> {
  const [{ openHttpClient }, { openHttpWorker }, { openNames, hasGlobalIpv6 }] = await Promise.all([
    import('#crawlers/http/client.ts'),
    import('#crawlers/http/worker.ts'),
    import('#crawlers/http/names.ts'),
  ]);
  const options = {
    userAgent: config.userAgent,
    allowPrivate: config.allowPrivate,
    perHost: { concurrency: config.hostConcurrency, intervalMs: config.hostIntervalMs },
    hosts: new Map([...ownHosts([...config.controls, ...config.accounts.bridges.map((b) => b.url)]), ...(hosts ?? [])]),
  };
  const http = openHttpClient({ ...options, ...(hosts ? { resolve: nobody } : {}) });
  const visitHttp = openHttpWorker(options);
  const names = hosts ? null : openNames();
  const http6 =
    names !== null && hasGlobalIpv6() ? openHttpClient({ ...options, resolve: (host) => names.ipv6(host) }) : null;
  return {
    http,
    visitHttp,
    ...(names === null ? {} : { ipv6: { names, http6 } }),
    async close() {
      names?.close();
      await http6?.close();
      await visitHttp.close();
      await http.close();
    },
  };
}
