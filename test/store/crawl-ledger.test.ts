import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CrawlPage, CrawlTarget } from '#core/crawl.ts';
import { openCrawlStore } from '../../src/store/files/crawl-ledger.ts';

const at = '2026-11-22T02:00:00.000Z';
const target = (n: number): CrawlTarget => ({
  url: `http://a.example/${n}.html`,
  kind: 'page',
  depth: 1,
  external: false,
  plan: 'read',
  priority: 1,
});
const page = (n: number, over: Partial<CrawlPage> = {}): CrawlPage => ({
  target: n,
  result: 'page',
  status: 200,
  at,
  bytes: 5,
  occurrences: 2,
  ...over,
});
const bytes = (text: string) => new TextEncoder().encode(text);
const text = (body: Uint8Array | null) => (body === null ? null : new TextDecoder().decode(body));

describe('crawl ledger', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'xuncha-ledger-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const open = (digest = 'd', startedAt = at) => openCrawlStore(folder).open('site', digest, startedAt);
  const only = () => join(folder, 'site', readdirSync(join(folder, 'site'))[0] ?? '');

  test('what was said is there for whoever goes on', async () => {
    const first = await open();
    first.add({ targets: [target(0), target(1)] });
    first.add({ targets: [target(2)], page: page(0), body: bytes('首页'), links: [1, 2] });
    first.add({ targets: [], page: page(1), body: bytes('一'), links: [0, 2] });
    first.note('seeds', 3);
    first.settle({ target: 2, reading: { status: 'unobserved', reason: 'crashed', detail: '' }, stored: [] });
    first.close();

    const again = await open('d', '2026-11-23T02:00:00.000Z');
    expect(again.startedAt).toBe(at);
    expect(again.targets.map((t) => t.url)).toEqual([0, 1, 2].map((n) => target(n).url));
    expect([...again.pages.keys()]).toEqual([0, 1]);
    expect([text(again.body(0)), text(again.body(1)), again.body(2)]).toEqual(['首页', '一', null]);
    expect([...again.links()]).toEqual([
      { page: 0, links: [1, 2] },
      { page: 1, links: [0, 2] },
    ]);
    expect(again.notes.get('seeds')).toBe(3);
    expect(again.verdicts.get(2)?.reading.status).toBe('unobserved');
    again.close();
  });

  test('half a line at the end, and bytes no line points to, are as if never written', async () => {
    const first = await open();
    first.add({ targets: [target(0)], page: page(0), body: bytes('甲'), links: [0] });
    first.close();
    appendFileSync(join(only(), 'journal.jsonl'), '{"t":[{"url":"http://a.exam');
    appendFileSync(join(only(), 'bodies.bin'), 'rest of a body');
    const again = await open();
    expect(again.targets).toHaveLength(1);
    again.add({ targets: [target(1)], page: page(1), body: bytes('乙'), links: [] });
    again.close();
    const third = await open();
    expect(third.targets).toHaveLength(2);
    expect([text(third.body(0)), text(third.body(1))]).toEqual(['甲', '乙']);
    third.close();
  });

  test('other settings begin anew; a body that was changed on disk is no body', async () => {
    const first = await open('one');
    first.add({ targets: [target(0)], page: page(0), body: bytes('甲'.repeat(99)) });
    first.close();
    truncateSync(join(only(), 'bodies.bin'), 4);
    const same = await open('one');
    expect(same.body(0)).toBeNull();
    same.close();
    const other = await open('two', '2026-11-22T03:00:00.000Z');
    expect(other.targets).toEqual([]);
    expect(other.previous).toBeNull();
    other.close();
    expect(readdirSync(join(folder, 'site'))).toHaveLength(1);
  });

  test('a finished crawl serves the next one, and only the last is kept', async () => {
    for (const [i, day] of ['2026-11-20', '2026-11-21', '2026-11-22'].entries()) {
      const ledger = await open(day, `${day}T02:00:00.000Z`);
      if (i > 0) {
        expect(ledger.previous?.page(target(0).url)).toMatchObject({ etag: `"${i - 1}"` });
        expect(text(ledger.previous?.body(0) ?? null)).toBe(`第 ${i - 1} 次`);
        expect(ledger.previous?.page('http://a.example/none')).toBeUndefined();
      }
      ledger.add({ targets: [target(0)], page: page(0, { etag: `"${i}"` }), body: bytes(`第 ${i} 次`) });
      ledger.finish();
    }
    expect(readdirSync(join(folder, 'site'))).toEqual(['20261122020000-done']);
  });

  test('bodies larger than what is packed together, and damage to the packed ones', async () => {
    const large = new Uint8Array(5_000_000).map((_, i) => (i * 7) % 251);
    const ledger = await open('one', '2026-11-20T02:00:00.000Z');
    ledger.add({ targets: [target(0), target(1), target(2)], page: page(0), body: bytes('小') });
    ledger.add({ targets: [], page: page(1), body: large });
    ledger.add({ targets: [], page: page(2), body: bytes('尾') });
    expect(Buffer.compare(ledger.body(1) ?? Buffer.alloc(0), large)).toBe(0);
    ledger.finish();
    const next = await open('two');
    expect(text(next.previous?.body(0) ?? null)).toBe('小');
    expect(Buffer.compare(next.previous?.body(1) ?? Buffer.alloc(0), large)).toBe(0);
    expect(text(next.previous?.body(2) ?? null)).toBe('尾');
    next.close();
    const done = join(folder, 'site', readdirSync(join(folder, 'site')).find((n) => n.endsWith('-done')) ?? '');
    expect(readdirSync(done).sort()).toEqual(['bodies.json', 'bodies.zst', 'journal.jsonl']);
    const packed = join(done, 'bodies.zst');
    writeFileSync(packed, readFileSync(packed).fill(0, 0, 8));
    const damaged = await open('three');
    expect(damaged.previous?.body(0)).toBeNull();
    expect(text(damaged.previous?.body(2) ?? null)).toBe('尾');
    damaged.close();
  });

  test('a journal larger than one read', async () => {
    const ledger = await open();
    const n = 12_000;
    for (let i = 0; i < n; i += 1)
      ledger.add({ targets: [target(i)], page: page(i), links: Array.from({ length: 20 }, (_, k) => (i * k) % n) });
    ledger.close();
    const again = await open();
    expect(again.targets).toHaveLength(n);
    expect(again.targets[n - 1]?.url).toBe(target(n - 1).url);
    let links = 0;
    for (const line of again.links()) links += line.links.length;
    expect(links).toBe(20 * n);
    again.close();
  });
});
