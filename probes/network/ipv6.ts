import { isIP } from 'node:net';
import type { HttpClient, NameService } from '#core/context.ts';
import type { ObservationValue } from '#core/observation.ts';
import type { Reading } from '../probe.ts';

export const ipv6Probe = { id: 'ipv6', version: 1, title: 'IPv6 支持', produces: 'site.ipv6' } as const;

/** Name servers asked about at most. */
const maxServers = 8;

type Value = ObservationValue<'site.ipv6'>;

/** Errors that say "the name is there and has no such record"; anything else says nothing. */
const noSuchRecord = (error: unknown) => (error as { code?: unknown }).code === 'ENODATA';

/**
 * IPv6 支持: address records of the host and of the servers that answer for its domain and, where this machine has IPv6, one visit of the home page
 * over it. Null: an address of numbers has no such records. Never throws.
 */
export async function lookAtIpv6(
  home: string,
  o: { names: NameService; http6: HttpClient | null; timeoutMs: number },
): Promise<Reading<'site.ipv6'> | null> {
  const host = URL.parse(home)?.hostname ?? '';
  if (host === '' || isIP(host.replace(/^\[|\]$/g, '')) !== 0 || host === 'localhost') return null;
  const addresses = await recordsOf(host, o.names);
  if (addresses === null)
    return { status: 'unobserved', reason: 'local-network', detail: `没有查到 ${host} 的解析记录，IPv6 支持情况不明` };
  const nameServers: Value['nameServers'] = [];
  for (const name of (await o.names.nameServers(host).catch(() => [])).slice(0, maxServers)) {
    const records = await recordsOf(name, o.names);
    nameServers.push({ name: name.slice(0, 253), ipv6: records === null ? null : records.length > 0 });
  }
  const base = { host, addresses: addresses.slice(0, 20), nameServers };
  if (addresses.length === 0)
    return { status: 'observed', value: { ...base, home: 'not-tried', detail: '域名没有 AAAA 记录' } };
  if (o.http6 === null)
    return {
      status: 'observed',
      value: { ...base, home: 'not-tried', detail: '域名有 AAAA 记录；本机没有 IPv6，没有试能否打开' },
    };
  const x = await o.http6.fetch({ url: home, limits: { totalMs: o.timeoutMs }, enoughBytes: 16 * 1024 });
  if (x.outcome === 'cancelled')
    return { status: 'unobserved', reason: 'cancelled', detail: '检查中途停止，没有看完 IPv6 支持情况' };
  // Any answer shows that the site is there over IPv6; whether it is the right one is the access visit's question.
  const answered = x.outcome === 'response' && x.status !== undefined && x.status < 500;
  return {
    status: 'observed',
    value: {
      ...base,
      home: answered ? 'opened' : 'failed',
      ...(x.status === undefined ? {} : { status: x.status }),
      detail: answered ? 'IPv6 访问有应答' : `IPv6 访问没有成功（${x.code ?? x.outcome}）`.slice(0, 200),
    },
  };
}

async function recordsOf(name: string, names: NameService): Promise<readonly string[] | null> {
  try {
    return await names.ipv6(name);
  } catch (error) {
    return noSuchRecord(error) ? [] : null;
  }
}
