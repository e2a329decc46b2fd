import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AccountAdapter, AccountReading, TimeSpan } from '#crawlers/platforms/contract.ts';
import { completeSources } from '#crawlers/platforms/contract.ts';
import { against } from '#crawlers/platforms/id-time.ts';
import {
  ages,
  answer,
  day,
  type FixturePost,
  hour,
  isWorld,
  list,
  look,
  mapText,
  newest,
  now,
  type PlatformCases,
  stepsOf,
  unseenWorlds,
  type World,
} from './matrix.ts';

/** Widest interval a time may become for how exactly the platform shows it. */
const widths = { second: 1_000, minute: 60_000, day, derived: 2 * hour } as const;
/** Outcomes that say nothing about the account. */
const sight = new Set(['visible', 'visible_empty', 'gone']);

/** 平台适配器的共同要求: the matrix of fixtures every adapter is read against, with its clock at 2026-11-22 10:00 +08:00. */
export function platformContract(adapter: AccountAdapter, cases: PlatformCases): void {
  const see = (world: World, account = cases.account) => look(adapter, cases, world, account);
  const width = widths[cases.precision];
  const { columns, showing } = cases;

  describe(`${adapter.id}: contract`, () => {
    describe('identify', () => {
      test.each(cases.identify.good)('%s', (input, ids) => {
        const found = adapter.identify(input);
        if ('error' in found) expect.unreachable(found.error);
        expect(found.ids).toEqual(ids);
        expect(new URL(found.canonicalUrl).protocol).toBe('https:');
        expect(adapter.identify(found.canonicalUrl), 'the canonical address is one of its own forms').toEqual(found);
      });
      test.each(cases.identify.bad)('refuses %s', (input, why) => {
        const found = adapter.identify(input);
        expect(found).toHaveProperty('error');
        if ('error' in found) {
          expect(found.error).toMatch(why);
          expect(found.error).toMatch(/[\u4e00-\u9fff]/);
          expect(found.error).not.toContain('\n');
        }
      });
      test('is total and says the same twice', () => {
        fc.assert(
          fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (input) => {
            expect(adapter.identify(input)).toEqual(adapter.identify(input));
          }),
          { numRuns: 200 },
        );
      });
      test('an address of another site is nobody', () => {
        for (const [input] of cases.identify.good) {
          if (!/^https?:/.test(input)) continue;
          const url = new URL(input);
          const spoof = `https://${url.host}.evil.example${url.pathname}${url.search}`;
          // A feed may stand on any host.
          if (adapter.sources.includes('public')) expect(adapter.identify(spoof), spoof).toHaveProperty('error');
          const inside = `https://${url.host}@evil.example${url.pathname}${url.search}`;
          expect(adapter.identify(inside), inside).toHaveProperty('error');
        }
      });
    });

    test('an ordinary day is visible, with a post of the last week', () => {
      const reading = see(cases.ok);
      if (cases.notObservable) {
        expect(reading.visibility.kind).toBe('not_observable');
        expect(reading.posts).toEqual([]);
        return;
      }
      expect(reading.visibility).toMatchObject({ kind: 'visible' });
      if (showing instanceof Function) expect(newest(reading)?.publishedAt?.lo ?? 0).toBeGreaterThan(now - 7 * day);
      expectSound(adapter, reading);
    });

    test('the answer of one account, read for another, is a mismatch', () => {
      if (cases.notObservable) {
        expect(sight.has(see(cases.ok, cases.stranger).visibility.kind)).toBe(false);
        return;
      }
      expect(see(cases.ok, cases.stranger).visibility.kind).toBe('identity_mismatch');
      expect(see(cases.ok, cases.stranger).posts).toEqual([]);
    });

    if (showing instanceof Function) {
      const one = (post: Omit<FixturePost, 'n'>) => see(showing([{ n: 1, ...post }]));
      describe('the time of the last post', () => {
        for (const [name, age] of Object.entries(ages)) {
          test(name, () => {
            const at = now - age;
            const span = newest(one({ at }))?.publishedAt as TimeSpan;
            expect(span.lo).toBeLessThanOrEqual(at);
            expect(span.hi).toBeGreaterThanOrEqual(at - (cases.precision === 'minute' ? 60_000 : 1_000));
            expect(span.hi - span.lo).toBeLessThan(width);
            // Never the wrong side of a limit; `borderline` where the interval holds it.
            for (const limit of [now - 7 * day, now - 14 * day])
              expect(against(span, limit)).not.toBe(at >= limit ? 'stale' : 'fresh');
          });
        }
        test('a day without a time is borderline on the day of the limit', () => {
          const span = newest(one({ at: now - 14 * day }))?.publishedAt as TimeSpan;
          const verdict = against(span, now - 14 * day);
          if (cases.precision === 'day' || cases.precision === 'derived') expect(verdict).toBe('borderline');
          else expect(verdict).toBe('fresh');
        });
        test('a time in the future is no time', () => {
          const reading = one({ at: now + 3 * day });
          expect(newest(reading)).toBeUndefined();
          expect(reading.visibility.kind).not.toBe('visible_empty');
        });
        test('a missing time is unknown, never now', () => {
          const reading = one({ at: null });
          expect(reading.visibility.kind).not.toBe('visible_empty');
          for (const post of reading.posts) expect(post.publishedAt).toBeNull();
        });
      });

      if (cases.capacity > 1) {
        describe('lists', () => {
          test('pinned old posts first: the newest wins', () => {
            const reading = see(showing(list));
            expect(reading.posts).toHaveLength(list.length);
            expect(Math.abs((newest(reading)?.publishedAt?.lo ?? 0) - (now - day))).toBeLessThan(width);
            const pinned = reading.posts.filter((p) => p.pinned === true);
            if (columns.pinned === 'shown') expect(pinned).toHaveLength(2);
            else for (const p of reading.posts) expect(p.pinned).not.toBe(true);
          });
          test('whatever the order, the reading is the same', () => {
            const sorted = (r: AccountReading) => [...r.posts].sort((a, b) => (a.postId < b.postId ? -1 : 1));
            const expected = sorted(see(showing(list)));
            fc.assert(
              fc.property(fc.shuffledSubarray([...list], { minLength: list.length }), (order) => {
                expect(sorted(see(showing(order)))).toEqual(expected);
              }),
              { numRuns: 30 },
            );
          });
          test('the same post twice counts once', () => {
            const post = { n: 1, at: now - day };
            expect(see(showing([post, post, { n: 2, at: now - 2 * day }])).posts).toHaveLength(2);
          });
          if (columns.foreignItem === 'shown')
            test('an item of another account is left out', () => {
              const reading = see(
                showing([
                  { n: 1, at: now - 20 * day },
                  { n: 2, at: now - hour, foreign: true },
                ]),
              );
              expect(reading.posts).toHaveLength(1);
              expect(newest(reading)?.publishedAt?.hi ?? 0).toBeLessThan(now - 19 * day);
            });
        });
      }
      if (columns.repost === 'shown')
        test('a repost counts as a post and says so', () => {
          const reading = see(showing([{ n: 1, at: now - day, repost: true }]));
          expect(reading.posts).toMatchObject([{ originality: 'repost' }]);
        });
      test('an unmarked post is not called a repost', () => {
        for (const post of one({ at: now - day }).posts) expect(post.originality).not.toBe('repost');
      });
    }

    describe('not seen', () => {
      for (const [name, world] of Object.entries(unseenWorlds(cases))) {
        test(name, () => {
          const reading = see(world);
          expect(sight.has(reading.visibility.kind), JSON.stringify(reading.visibility)).toBe(false);
          expect(reading.posts).toEqual([]);
        });
      }
      test.each(Object.entries(cases.walls))('%s is told as what it is', (_, [world, kind]) => {
        expect(see(world).visibility.kind).toBe(kind);
      });
      test('a captcha is told as a wall, another shape as a change', () => {
        expect(['blocked', 'login_required', 'bridge_error']).toContain(see(columns.captcha200).visibility.kind);
        const changed = ['changed', 'blocked', 'bridge_error', ...(cases.notObservable ? ['not_observable'] : [])];
        expect(changed).toContain(see(columns.renamedKey).visibility.kind);
        if (isWorld(columns.loginRedirect))
          expect(['login_required', 'blocked', 'bridge_error']).toContain(see(columns.loginRedirect).visibility.kind);
      });
      test('an answer cut short proves no absence', () => {
        for (const complete of [true, false])
          for (const share of [0.05, 0.3, 0.6, 0.9]) {
            const reading = see((step) => {
              const reply = cases.ok(step);
              return { ...reply, text: reply.text.slice(0, Math.floor(reply.text.length * share)), complete };
            });
            expect(['visible_empty', 'gone']).not.toContain(reading.visibility.kind);
            expect(reading.visibility).not.toMatchObject({ kind: 'visible', coverage: 'complete' });
          }
      });
    });

    if (isWorld(columns.emptyExplicit)) {
      const empty = columns.emptyExplicit;
      test('an account without a post, by an explicit sign', () => {
        expect(see(empty).visibility.kind).toBe('visible_empty');
        expect(see(empty).posts).toEqual([]);
      });
    }
    if (isWorld(columns.deleted)) {
      const deleted = columns.deleted;
      test('an account that is gone', () => {
        expect(see(deleted).visibility.kind).toBe('gone');
      });
    }

    describe('hostile answers', () => {
      const steps = stepsOf(adapter, cases);
      const parse = (text: string, extra: object = {}) => {
        for (const step of steps) {
          const response = deepFreeze(answer(step, { text, ...extra }));
          const read = () => adapter.parse(step, response, deepFreeze(structuredClone(cases.account)), now);
          const reading = read();
          expect(read(), 'the same answer twice').toEqual(reading);
          expect(['visible', 'visible_empty'], text.slice(0, 200)).not.toContain(reading.visibility.kind);
        }
      };
      test('any text, any status: no exception, no sight', () => {
        const statuses = fc.constantFrom(200, 200, 204, 301, 404, 500, null);
        fc.assert(
          fc.property(fc.string({ unit: 'binary', maxLength: 600 }), statuses, (text, status) =>
            parse(text, { status }),
          ),
          { numRuns: 150 },
        );
      });
      test('any JSON: no exception, no sight', () => {
        fc.assert(
          fc.property(fc.json({ maxDepth: 5 }), (text) => parse(text)),
          { numRuns: 150 },
        );
      });
      test('a right answer with bytes lost, doubled or changed: no exception, no emptiness, no future', () => {
        const edit = fc.record({ at: fc.nat(), cut: fc.nat(40), put: fc.string({ maxLength: 12 }) });
        fc.assert(
          fc.property(fc.array(edit, { minLength: 1, maxLength: 6 }), (edits) => {
            const reading = see(
              mapText(cases.ok, (text) =>
                edits.reduce((t, e) => {
                  const at = t.length === 0 ? 0 : e.at % t.length;
                  return t.slice(0, at) + e.put + t.slice(at + e.cut);
                }, text),
              ),
            );
            expect(reading.visibility.kind).not.toBe('visible_empty');
            expectSound(adapter, reading);
          }),
          { numRuns: 150 },
        );
      });
      // Each is a shape that has brought parsers down; the limit on time is that of the test runner.
      const mega = 3 * 1024 * 1024;
      test.each(['<', '[', '{"a":', '<a>', '"\\', '&#', '<!--', '<![CDATA[', ' ', '置', '0', '<script>window.'])(
        '3 MB of %j',
        (unit) => parse(unit.repeat(Math.ceil(mega / unit.length))),
      );
      test('a right answer and 3 MB behind it', () => {
        const reading = see(mapText(cases.ok, (text) => text + ' <i>x</i>'.repeat(mega / 9)));
        expect(reading.visibility.kind).not.toBe('visible_empty');
        expectSound(adapter, reading);
      });
      if (showing instanceof Function && cases.capacity > 1)
        test('a list of 10,000 posts is read within bounds', () => {
          const posts = Array.from({ length: 10_000 }, (_, i) => ({ n: i + 1, at: now - day - i * 1_000 }));
          expectSound(adapter, see(showing(posts)));
        });
    });

    test('plan is pure and asks only for what it names', () => {
      const plan = adapter.plan(deepFreeze(structuredClone(cases.account)));
      expect(adapter.plan(cases.account)).toEqual(plan);
      if (!('steps' in plan)) {
        expect(Object.values(plan)[0]).toMatch(/[\u4e00-\u9fff].*。$/);
        return;
      }
      expect(new Set(plan.steps.map((s) => s.id)).size).toBe(plan.steps.length);
      for (const step of plan.steps) {
        expect(['http:', 'https:']).toContain(new URL(step.url).protocol);
        expect(Object.keys(step.headers ?? {}).map((h) => h.toLowerCase())).not.toContain('cookie');
      }
    });
  });
}

/** What every reading must keep to, whatever it was made of. */
export function expectSound(adapter: AccountAdapter, reading: AccountReading): void {
  expect(reading.posts.length).toBeLessThanOrEqual(1_000);
  expect(new Set(reading.posts.map((p) => p.postId)).size).toBe(reading.posts.length);
  for (const post of reading.posts) {
    expect(post.postId).not.toBe('');
    expect((post.title ?? '').length).toBeLessThanOrEqual(1_000);
    expect((post.text ?? '').length).toBeLessThanOrEqual(20_000);
    for (const span of [post.publishedAt, post.otherTime]) {
      if (span == null) continue;
      expect(span.lo).toBeLessThanOrEqual(span.hi);
      expect(span.lo).toBeLessThanOrEqual(now + 600_000);
    }
  }
  if (!completeSources.has(adapter.id)) expect(reading.visibility).not.toMatchObject({ coverage: 'complete' });
}

function deepFreeze<T>(value: T): T {
  // Bytes cannot be frozen; they are not read for writing either.
  if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value)) {
    for (const inner of Object.values(value)) deepFreeze(inner);
    Object.freeze(value);
  }
  return value;
}
