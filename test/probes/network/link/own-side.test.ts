import { describe, expect, test } from 'vitest';
import { contextOf, fake, readAll, silent, targetOf, verdictOf, withoutStatus } from './run.ts';

describe('本方故障: what is wrong on our side is never held against a target', () => {
  test('silence while the control points are silent too is our own fault', async () => {
    const http = fake(() => withoutStatus(silent));
    const all = await readAll(
      [targetOf('http://a.example/1.html'), targetOf('http://b.example/2.html')],
      contextOf(http, ['http://control.example/']),
    );
    expect(all.map(verdictOf)).toEqual(['unobserved local-network', 'unobserved local-network']);
  });

  test('silence of everything without control points proves nothing', async () => {
    const http = fake(() => withoutStatus(silent));
    expect((await readAll([targetOf('http://a.example/1.html')], contextOf(http))).map(verdictOf)).toEqual([
      'undeterminable NET_TIMEOUT',
    ]);
  });

  test('without control points an answer of another host proves our network', async () => {
    const http = fake((r) =>
      r.url.includes('dead') ? withoutStatus(silent) : { status: r.url.includes('xuncha-') ? 404 : 200 },
    );
    const all = await readAll(
      [targetOf('http://dead.example/1.html'), targetOf('http://live.example/2.html')],
      contextOf(http),
    );
    expect(all.map((r) => `${r.target.url} ${verdictOf(r)}`).sort()).toEqual([
      'http://dead.example/1.html broken NET_TIMEOUT',
      'http://live.example/2.html ok OK',
    ]);
  });

  test('our network dying in the middle of a batch convicts nobody', async () => {
    let down = false;
    const http = fake((r) => {
      if (down) return withoutStatus(silent);
      if (r.url.endsWith('/5.html')) down = true;
      return { status: r.url.includes('xuncha-') ? 404 : 200 };
    });
    const targets = Array.from({ length: 20 }, (_, i) => targetOf(`http://h${i}.example/${i}.html`));
    const all = await readAll(targets, contextOf(http), { concurrency: 1, guardMs: 5, secondLookMs: 40 });
    expect(all).toHaveLength(20);
    expect(all.filter((r) => verdictOf(r).startsWith('broken'))).toEqual([]);
    expect(all.some((r) => verdictOf(r) === 'undeterminable NET_TIMEOUT')).toBe(true);
  });

  test('an unknown name counts only while a known one resolves', async () => {
    const nx = {
      outcome: 'dns-failure',
      code: 'ENOTFOUND',
      stage: 'dns',
      body: new Uint8Array(0),
      bodyComplete: false,
      readableMs: null,
    } as const;
    const numbers = fake((r) => (r.url.includes('127.0.0.1') ? {} : withoutStatus(nx)));
    const t = [targetOf('http://gone.example/1.html')];
    expect((await readAll(t, contextOf(numbers, ['http://127.0.0.1/']))).map(verdictOf)).toEqual([
      'undeterminable DNS_NXDOMAIN',
    ]);
    const names = fake((r) => (r.url.includes('control') ? {} : withoutStatus(nx)));
    expect((await readAll(t, contextOf(names, ['http://control.example/']))).map(verdictOf)).toEqual([
      'broken DNS_NXDOMAIN',
    ]);
  });

  test('too many open files are our own fault', async () => {
    const http = fake(() => withoutStatus({ ...silent, outcome: 'cancelled', code: 'EMFILE' }));
    expect((await readAll([targetOf('http://a.example/1.html')], contextOf(http))).map(verdictOf)).toEqual([
      'unobserved overload',
    ]);
  });
});
