import fc from 'fast-check';
import { expect, test } from 'vitest';
import { appAvailability, type StoreRound, type StoreState } from '#core/app-availability.ts';

const day = 86_400_000;
const t = Date.parse('2026-11-22T02:00:00Z');
type Short = Record<string, 'a' | 'n' | 'u'>;
const names = { a: 'available', n: 'not_listed', u: 'unknown' } as const;
/** Looks by how many days ago they were. */
const rounds = (...looks: [number, Short][]): StoreRound[] =>
  looks.map(([ago, stores]) => ({
    at: t - ago * day,
    apps: Object.entries(stores).map(([store, s]): StoreState => ({ store, state: names[s] })),
  }));

test.each<[string, [number, Short][], string]>([
  [
    'all gone, twice, a day apart',
    [
      [0, { x: 'n', y: 'n' }],
      [1, { x: 'n', y: 'n' }],
    ],
    'unavailable',
  ],
  [
    'in whatever order the looks come',
    [
      [1, { x: 'n', y: 'n' }],
      [0, { x: 'n', y: 'n' }],
    ],
    'unavailable',
  ],
  ['gone once', [[0, { x: 'n', y: 'n' }]], 'undeterminable'],
  [
    'twice within an hour',
    [
      [0, { x: 'n' }],
      [1 / 24, { x: 'n' }],
    ],
    'undeterminable',
  ],
  [
    'an hour apart, and a day apart',
    [
      [0, { x: 'n' }],
      [1 / 24, { x: 'n' }],
      [1, { x: 'n' }],
    ],
    'unavailable',
  ],
  [
    'gone from one store only',
    [
      [0, { x: 'n', y: 'a' }],
      [1, { x: 'n', y: 'a' }],
    ],
    'available',
  ],
  [
    'one store blocked',
    [
      [0, { x: 'n', y: 'u' }],
      [1, { x: 'n', y: 'n' }],
    ],
    'undeterminable',
  ],
  [
    'one store blocked at the first look',
    [
      [0, { x: 'n', y: 'n' }],
      [1, { x: 'n', y: 'u' }],
    ],
    'undeterminable',
  ],
  [
    'blocked in between',
    [
      [0, { x: 'n' }],
      [1, { x: 'u' }],
      [2, { x: 'n' }],
    ],
    'unavailable',
  ],
  [
    'back in between',
    [
      [0, { x: 'n' }],
      [1, { x: 'a' }],
      [2, { x: 'n' }],
    ],
    'undeterminable',
  ],
  [
    'back again',
    [
      [0, { x: 'a' }],
      [1, { x: 'n' }],
      [2, { x: 'n' }],
    ],
    'available',
  ],
  [
    'a store that is no longer registered',
    [
      [0, { x: 'n' }],
      [1, { x: 'n', old: 'a' }],
    ],
    'unavailable',
  ],
  [
    'a store that is new in the register',
    [
      [0, { x: 'n', neu: 'n' }],
      [1, { x: 'n' }],
    ],
    'undeterminable',
  ],
  [
    'a look without any store',
    [
      [0, {}],
      [1, { x: 'n' }],
      [2, { x: 'n' }],
    ],
    'unavailable',
  ],
  ['no look at all', [], 'undeterminable'],
])('%s', (_, looks, state) => {
  expect(appAvailability(rounds(...looks)).state).toBe(state);
});

test('which stores came to what', () => {
  expect(appAvailability(rounds([0, { x: 'n', y: 'u', z: 'n' }], [1, { x: 'n', y: 'n', z: 'u' }]))).toEqual({
    state: 'undeterminable',
    available: [],
    missing: ['x'],
    open: ['y', 'z'],
  });
});

test('the distance of the two answers is that of the caller', () => {
  const looks = rounds([0, { x: 'n' }], [0.5, { x: 'n' }]);
  expect(appAvailability(looks, day / 2).state).toBe('unavailable');
});

test('never unavailable while one store was not definite at its last answer', () => {
  const state = fc.constantFrom('a' as const, 'n' as const, 'u' as const);
  const look = fc.record({ x: state, y: state, z: state });
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), look), { minLength: 1, maxLength: 8 }), (looks) => {
      const all = rounds(...looks);
      const last = [...all].sort((a, b) => b.at - a.at)[0];
      const verdict = appAvailability(all);
      if (verdict.state !== 'unavailable') return;
      expect(last?.apps.every((s) => s.state === 'not_listed')).toBe(true);
      for (const store of ['x', 'y', 'z'])
        expect(
          all.filter((r) => r.apps.some((a) => a.store === store && a.state === 'not_listed')).length,
        ).toBeGreaterThan(1);
    }),
    { numRuns: 500 },
  );
});
