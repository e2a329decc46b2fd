import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { HttpClient } from '#core/context.ts';
import { explainLink } from '#core/link-texts.ts';
import { LinkStatusValue } from '#core/observation.ts';
import type { LinkReading } from '#probes/network/link.ts';
import { type Counted, type LinkServer, openLinkServer } from '../../../servers/links.ts';
import { cases, sentTo, sites } from './cases/all.ts';
import type { LinkCase } from './cases/case.ts';
import { clientFor, contextOf, readAll, targetOf, verdictOf } from './run.ts';

const behaviours = cases.filter((c) => !/-plain-\d+$/.test(c.id));

describe('链接判定: one run over every behaviour through the real client', () => {
  let server: LinkServer;
  let http: HttpClient;
  let readings: Map<string, LinkReading>;
  beforeAll(async () => {
    server = await openLinkServer(sites());
    http = clientFor(server);
    const targets = cases.map((c) =>
      targetOf(c.url, {
        ...(c.tag === undefined ? {} : { tag: c.tag }),
        ...(c.external === undefined ? {} : { external: c.external }),
      }),
    );
    const all = await readAll(targets, contextOf(http, ['http://control.shili.example/']));
    readings = new Map(all.map((r) => [r.target.url, r]));
    expect(all).toHaveLength(cases.length);
  }, 60_000);
  afterAll(async () => {
    await http.close();
    await server.close();
  });
  const counted = (c: LinkCase): Counted | undefined => {
    const to = sentTo(c.url);
    return to === null ? undefined : (server.counts.get(to.host + to.path) ?? server.counts.get(to.host));
  };

  test('the table holds at least 80 behaviours, each once', () => {
    expect(behaviours.length).toBeGreaterThanOrEqual(80);
    expect(new Set(cases.map((c) => c.id)).size).toBe(cases.length);
    expect(new Set(cases.map((c) => c.url)).size).toBe(cases.length);
  });

  test.each(cases.map((c) => [c.id, c] as const))('%s', (_, c) => {
    const reading = readings.get(c.url);
    expect(`${verdictOf(reading)} | ${c.why}`, JSON.stringify(reading?.reading, null, 1)).toBe(
      `${c.status} ${c.reason} | ${c.why}`,
    );
  });

  test('no false broken and no broken link missed', () => {
    const wrong = cases.filter((c) => (c.status === 'broken') !== verdictOf(readings.get(c.url)).startsWith('broken'));
    expect(wrong.map((c) => c.id)).toEqual([]);
    expect(cases.filter((c) => c.status === 'broken').length).toBeGreaterThan(40);
  });

  test('every value is valid and every verdict has its words', () => {
    for (const { reading } of readings.values()) {
      if (reading.status !== 'observed') continue;
      LinkStatusValue.parse(reading.value);
      const { problem, remedy } = explainLink(reading.value);
      expect(problem).toMatch(/^[^\x00-\x1f]{4,}。$/);
      expect(remedy).toMatch(/^[^\x00-\x1f]{4,}。$/);
    }
  });

  test('broken stands on two looks that can be opened as evidence', () => {
    for (const c of cases.filter((x) => x.status === 'broken' && x.reason !== 'URL_INVALID')) {
      const r = readings.get(c.url);
      if (r?.reading.status !== 'observed') throw new Error(c.id);
      expect(r.reading.value.attempts.length, c.id).toBeGreaterThanOrEqual(2);
      expect(r.stored.filter((s) => s.kind === 'exchange').length, c.id).toBeGreaterThanOrEqual(2);
      if (c.reason === 'SOFT_404' && c.id !== 'soft-text')
        expect(
          r.stored.some((s) => s.kind === 'html'),
          c.id,
        ).toBe(true);
    }
  });

  test('no target costs more than its requests, as the server saw them', () => {
    for (const c of cases) {
      const count = counted(c);
      // Others lead to the home page too; hosts without HTTP count connections, and two cases share the silent one.
      if (count === undefined || c.id === 'home' || c.url.includes('//silent.')) continue;
      expect(count.get + count.head, c.id).toBeLessThanOrEqual(c.requests ?? 4);
      if (c.requests !== undefined) expect(count.get + count.head, c.id).toBe(c.requests);
    }
  });

  test('HEAD is used once it has been learnt, and given up where it lies', () => {
    const heads = cases.filter((c) => c.id.startsWith('head-') && (counted(c)?.head ?? 0) > 0);
    expect(heads.length).toBeGreaterThan(6);
    for (const name of ['403', '404', '405', '500', '501', 'reset'])
      expect(counted(cases.find((c) => c.id === `head-${name}`)!)?.head, name).toBe(1);
  });

  test('a big attachment is not fetched whole', () => {
    const count = counted(cases.find((c) => c.id === 'big-file')!);
    expect(count?.get).toBe(1);
    expect(count?.bytes).toBeGreaterThan(1_000);
    expect(count?.bytes).toBeLessThan(6 * 1024 * 1024);
  });

  test('no host ever had more requests under way than allowed', () => {
    expect(server.busiest.get('www.shili.example')).toBeGreaterThan(1);
    for (const [host, most] of server.busiest) expect(most, host).toBeLessThanOrEqual(4);
  });
});
