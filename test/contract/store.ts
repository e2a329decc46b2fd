import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assessment, review, type Stores, slotAt, visit } from './store.data.ts';

/** What every implementation of the stores must do. `reopen` closes and opens the same data again. */
export function storeContract(
  name: string,
  open: () => Promise<{ stores: Stores; reopen: () => Promise<Stores> }>,
): void {
  describe(`store contract: ${name}`, () => {
    let stores: Stores;
    let reopen: () => Promise<Stores>;
    beforeAll(async () => {
      ({ stores, reopen } = await open());
    });
    afterAll(() => stores.close());

    it('gives back what was appended, byte for byte', async () => {
      const items = [visit('same', slotAt(0), { seen: true }), visit('same', slotAt(1))];
      expect(await stores.observations.append(items)).toBe(2);
      expect(await stores.observations.window('site.access', 'same', slotAt(0), slotAt(9))).toEqual(items);
    });

    it('appends a key once: in one batch, in two, and the first content stays', async () => {
      const first = visit('twice', slotAt(0));
      expect(await stores.observations.append([first, first])).toBe(1);
      expect(
        await stores.observations.append([visit('twice', slotAt(0), { seen: true }), visit('twice', slotAt(1))]),
      ).toBe(1);
      const back = await stores.observations.window('site.access', 'twice', slotAt(0), slotAt(9));
      expect(back.map((o) => o.status)).toEqual(['unobserved', 'unobserved']);
    });

    it('appends nothing of nothing', async () => {
      expect(await stores.observations.append([])).toBe(0);
      expect(await stores.observations.known([])).toEqual(new Set());
    });

    it('orders by slot, then key, whatever the order of writing', async () => {
      const items = [
        visit('order', slotAt(5), { target: 'https://b.example.gov.cn/' }),
        visit('order', slotAt(700), { target: 'https://a.example.gov.cn/' }),
        visit('order', slotAt(5), { target: 'https://a.example.gov.cn/' }),
        visit('order', slotAt(-10), { target: 'https://z.example.gov.cn/' }),
      ];
      await stores.observations.append(items);
      const back = await stores.observations.window('site.access', 'order', slotAt(-100), slotAt(1000));
      expect(back.map((o) => o.key)).toEqual([items[3], items[2], items[0], items[1]].map((o) => o?.key));
    });

    it('counts both borders of a window in, and the next millisecond out', async () => {
      await stores.observations.append([visit('border', slotAt(10)), visit('border', slotAt(20))]);
      const count = async (from: string, to: string) =>
        (await stores.observations.window('site.access', 'border', from, to)).length;
      const shift = (iso: string, ms: number) => new Date(Date.parse(iso) + ms).toISOString();
      expect(await count(slotAt(10), slotAt(20))).toBe(2);
      expect(await count(shift(slotAt(10), 1), slotAt(20))).toBe(1);
      expect(await count(slotAt(10), shift(slotAt(20), -1))).toBe(1);
      // The same instants, written otherwise.
      expect(await count('2026-11-01T08:10:00+08:00', '2026-11-01T00:20:00Z')).toBe(2);
    });

    it('keeps subjects and kinds apart', async () => {
      await stores.observations.append([visit('mine', slotAt(0)), visit('other', slotAt(0))]);
      expect(await stores.observations.window('site.access', 'mine', slotAt(0), slotAt(1))).toHaveLength(1);
      expect(await stores.observations.window('link.status', 'mine', slotAt(0), slotAt(1))).toEqual([]);
    });

    it('refuses a key that is not the natural one', async () => {
      await expect(stores.observations.append([{ ...visit('x', slotAt(0)), key: 'made up' }])).rejects.toThrow(
        'made up',
      );
    });

    it('tells which of many keys are there', async () => {
      const items = Array.from({ length: 1_201 }, (_, i) => visit('many', slotAt(i)));
      expect(await stores.observations.append(items)).toBe(1_201);
      const asked = [...items.map((o) => o.key), 'absent', "'; drop table observation; --"];
      expect(await stores.observations.known(asked)).toEqual(new Set(items.map((o) => o.key)));
    });

    it('takes appends at the same time, overlapping, without loss or double', async () => {
      const batches = Array.from({ length: 10 }, (_, b) =>
        Array.from({ length: 30 }, (_, i) => visit('concurrent', slotAt(b * 20 + i))),
      );
      const added = await Promise.all(batches.map((b) => stores.observations.append(b)));
      expect(added.reduce((a, b) => a + b, 0)).toBe(210);
      expect(await stores.observations.window('site.access', 'concurrent', slotAt(0), slotAt(999))).toHaveLength(210);
    });

    it('goes on with an unfinished collection of the same plan and slot, and starts anew after the end', async () => {
      const at = slotAt(0);
      const first = await stores.collections.open('plan-a', at, at);
      expect(first).toMatchObject({ planDigest: 'plan-a', slot: at, startedAt: at, finishedAt: null });
      expect(await stores.collections.open('plan-a', slotAt(5), slotAt(5))).toEqual(first);
      const other = await stores.collections.open('plan-b', at, at);
      expect(other.id).not.toBe(first.id);
      await stores.collections.finish(first.id, slotAt(6));
      await stores.collections.finish(first.id, slotAt(7));
      const next = await stores.collections.open('plan-a', at, at);
      expect(next.id).not.toBe(first.id);
      expect(next.finishedAt).toBeNull();
      await expect(stores.collections.finish('no such', at)).rejects.toThrow('no such');
    });

    it('gives two openers at the same time the same collection', async () => {
      const opened = await Promise.all(
        Array.from({ length: 8 }, (_, i) => stores.collections.open('plan-race', slotAt(i), slotAt(i))),
      );
      expect(new Set(opened.map((c) => c.id)).size).toBe(1);
    });

    it('keeps assessments unchanged, newest first', async () => {
      const later = assessment('run-2', slotAt(5));
      await stores.assessments.save(assessment('run-1', slotAt(9)));
      await stores.assessments.save(later);
      await stores.assessments.save(later);
      await expect(stores.assessments.save(assessment('run-2', slotAt(5), 'other'))).rejects.toThrow('run-2');
      expect(await stores.assessments.load('run-2')).toEqual(later);
      expect(await stores.assessments.load('run-9')).toBeUndefined();
      expect(await stores.assessments.list(10)).toEqual([
        { runId: 'run-2', asOf: slotAt(5), policy: 'national' },
        { runId: 'run-1', asOf: slotAt(9), policy: 'national' },
      ]);
      expect(await stores.assessments.list(1)).toHaveLength(1);
    });

    it('keeps an assessment of many subjects whole and in order, byte for byte', async () => {
      for (const n of [199, 200, 401]) {
        const many = assessment(`many-${n}`, slotAt(1), '', n);
        await stores.assessments.save(many);
        await stores.assessments.save(many);
        expect(JSON.stringify(await stores.assessments.load(`many-${n}`))).toBe(JSON.stringify(many));
      }
      const other = assessment('many-401', slotAt(1), '', 401);
      await expect(stores.assessments.save({ ...other, subjects: other.subjects.toReversed() })).rejects.toThrow(
        'many-401',
      );
    });

    it('appends reviews in order and never overwrites one', async () => {
      await stores.reviews.append(review('b'));
      await stores.reviews.append(review('a'));
      await stores.reviews.append(review('a'));
      await expect(stores.reviews.append(review('a', '改主意'))).rejects.toThrow('a');
      expect(await stores.reviews.all()).toEqual([review('b'), review('a')]);
    });

    it('appends many reviews whole or not at all', async () => {
      const many = [review('d'), review('a'), review('c')];
      await expect(stores.reviews.appendAll([...many, review('b', '改主意')])).rejects.toThrow('b');
      expect(await stores.reviews.all()).toEqual([review('b'), review('a')]);
      expect(await stores.reviews.appendAll([])).toBe(0);
      expect(await stores.reviews.appendAll(many)).toBe(2);
      expect(await stores.reviews.appendAll(many)).toBe(0);
      expect(await stores.reviews.all()).toEqual([review('b'), review('a'), review('d'), review('c')]);
    });

    it('still has everything after it was closed and opened', async () => {
      await stores.close();
      stores = await reopen();
      expect(await stores.observations.window('site.access', 'many', slotAt(0), slotAt(5_000))).toHaveLength(1_201);
      expect(await stores.reviews.all()).toHaveLength(4);
      expect((await stores.assessments.list(10)).map((a) => a.runId)).toEqual([
        'many-401',
        'many-200',
        'many-199',
        'run-2',
        'run-1',
      ]);
      expect((await stores.collections.open('plan-b', slotAt(99), slotAt(99))).slot).toBe(slotAt(0));
    });
  });
}

const child = fileURLToPath(new URL('durability-child.ts', import.meta.url));

/**
 * Kills a writer at random moments: what it had been told was written must be there, once. `module` is a file exporting
 * `open(place)`, for the child and for looking afterwards.
 */
export function durabilityContract(name: string, module: string, place: () => string, rounds = 10): void {
  describe(`durability contract: ${name}`, () => {
    it(`loses nothing acknowledged in ${rounds} kills`, async () => {
      const { open } = (await import(module)) as { open: (place: string) => Promise<Stores> };
      let acknowledged = 0;
      for (let round = 0; round < rounds; round++) {
        const keys = await killedWriter([module, place(), String(round)], Math.random() * 120);
        acknowledged += keys.length;
        const stores = await open(place());
        try {
          const back = await stores.observations.window('site.access', `round-${round}`, slotAt(0), slotAt(10_000_000));
          const count = new Map<string, number>();
          for (const o of back) count.set(o.key, (count.get(o.key) ?? 0) + 1);
          expect(keys.filter((k) => count.get(k) !== 1)).toEqual([]);
          // At most the batch under way at the kill is there without having been acknowledged.
          expect(back.length - keys.length).toBeLessThanOrEqual(7);
          expect(back.every((o) => o.status === 'observed')).toBe(true);
        } finally {
          await stores.close();
        }
      }
      expect(acknowledged).toBeGreaterThan(rounds);
    }, 60_000);
  });
}

/** Runs the writer, kills it `afterMs` after its first acknowledgement, returns the acknowledged keys. */
async function killedWriter(args: readonly string[], afterMs: number): Promise<string[]> {
  const writer = spawn(process.execPath, [child, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let errors = '';
  let timer: NodeJS.Timeout | undefined;
  writer.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
    timer ??= setTimeout(() => writer.kill('SIGKILL'), afterMs);
  });
  writer.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const guard = setTimeout(() => writer.kill('SIGKILL'), 20_000);
  await new Promise((resolve) => writer.on('close', resolve));
  clearTimeout(guard);
  clearTimeout(timer);
  if (timer === undefined) throw new Error(`the writer never acknowledged anything: ${errors}`);
  return out.slice(0, out.lastIndexOf('\n')).split('\n');
}
