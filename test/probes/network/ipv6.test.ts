import { describe, expect, test } from 'vitest';
import type { HttpClient, NameService } from '#core/context.ts';
import { lookAtIpv6 } from '#probes/network/ipv6.ts';

const failing = (code: string) => Promise.reject(Object.assign(new Error(code), { code }));
const names = (records: Record<string, readonly string[] | string>, servers: readonly string[] = []): NameService => ({
  ipv6: (host) => {
    const found = records[host] ?? 'ENOTFOUND';
    return typeof found === 'string' ? failing(found) : Promise.resolve(found);
  },
  nameServers: () => Promise.resolve(servers),
});
const client = (answer: object): HttpClient => ({
  fetch: async () => answer as Awaited<ReturnType<HttpClient['fetch']>>,
  close: async () => {},
});
const look = (n: NameService, http6: HttpClient | null = null, home = 'https://www.example.gov.cn/') =>
  lookAtIpv6(home, { names: n, http6, timeoutMs: 1_000 });

describe('IPv6 support', () => {
  test('no AAAA record, said by the server', async () =>
    expect(await look(names({ 'www.example.gov.cn': 'ENODATA' }))).toMatchObject({
      status: 'observed',
      value: { addresses: [], home: 'not-tried' },
    }));
  test.each(['ESERVFAIL', 'ETIMEOUT', 'ECONNREFUSED', 'ENOTFOUND'])('%s says nothing about IPv6', async (code) =>
    expect(await look(names({ 'www.example.gov.cn': code }))).toMatchObject({
      status: 'unobserved',
      reason: 'local-network',
    }),
  );
  test('a record without IPv6 here is a record and no more', async () =>
    expect(await look(names({ 'www.example.gov.cn': ['2001:db8::1'] }))).toMatchObject({
      value: { addresses: ['2001:db8::1'], home: 'not-tried', detail: expect.stringContaining('本机没有 IPv6') },
    }));
  test('a visit over IPv6 opens, or does not', async () => {
    const n = names({ 'www.example.gov.cn': ['2001:db8::1'] });
    expect(await look(n, client({ outcome: 'response', status: 200 }))).toMatchObject({ value: { home: 'opened' } });
    expect(await look(n, client({ outcome: 'response', status: 403 }))).toMatchObject({ value: { home: 'opened' } });
    expect(await look(n, client({ outcome: 'response', status: 502 }))).toMatchObject({ value: { home: 'failed' } });
    expect(await look(n, client({ outcome: 'timeout' }))).toMatchObject({ value: { home: 'failed' } });
    expect(await look(n, client({ outcome: 'cancelled' }))).toMatchObject({ status: 'unobserved' });
  });
  test('name servers with, without and unknown', async () =>
    expect(
      await look(
        names({ 'www.example.gov.cn': 'ENODATA', 'a.ns': ['2001:db8::2'], 'b.ns': 'ENODATA', 'c.ns': 'ESERVFAIL' }, [
          'a.ns',
          'b.ns',
          'c.ns',
        ]),
      ),
    ).toMatchObject({
      value: {
        nameServers: [
          { name: 'a.ns', ipv6: true },
          { name: 'b.ns', ipv6: false },
          { name: 'c.ns', ipv6: null },
        ],
      },
    }));
  test.each(['http://192.0.2.1/', 'http://[2001:db8::1]/', 'http://localhost/'])(
    '%s has no such records',
    async (home) => expect(await look(names({}), null, home)).toBeNull(),
  );
});
