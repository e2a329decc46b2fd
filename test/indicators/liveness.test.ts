import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayMs, shanghaiDay } from '#core/calendar.ts';
import type { ObservationValue } from '#core/observation.ts';
import { type Liveness, type LivenessInput, liveness, type Sighting } from '#indicators/account/liveness.ts';

const now = Date.parse('2026-11-22T12:00:00+08:00');
const ago = (days: number) => now - days * dayMs;
type Value = ObservationValue<'account.posts'>;

/** A record made so many days ago that shows posts so many days old. */
function sight(
  daysAgo: number,
  postDays: readonly (number | null)[],
  over: Partial<Value> & { target?: string } = {},
): Sighting {
  const { target = '公开页面', ...value } = over;
  return {
    at: ago(daysAgo),
    lookedAt: ago(daysAgo),
    target,
    evidence: [],
    value: {
      platform: 'thepaper',
      source: 'public',
      coverage: 'partial',
      window: { from: '2009-01-01', to: shanghaiDay(new Date(ago(daysAgo))) },
      attestedBy: null,
      canary: 'ok',
      posts: postDays.map((d) => ({
        id: String(d),
        title: '示例',
        url: null,
        published: d === null ? null : { from: new Date(ago(d)).toISOString(), to: new Date(ago(d)).toISOString() },
        original: 'unknown',
        pinned: false,
      })),
      ...value,
    },
  };
}
const whole = (daysAgo: number, postDays: readonly (number | null)[], over: Partial<Value> = {}) =>
  sight(daysAgo, postDays, { coverage: 'complete', ...over });
const signed = (daysAgo: number, postDays: readonly (number | null)[], over: Partial<Value> = {}) =>
  sight(daysAgo, postDays, { coverage: 'complete', source: 'import', attestedBy: '张某', target: 'x#1', ...over });
const bridge = (daysAgo: number, postDays: readonly (number | null)[]) =>
  sight(daysAgo, postDays, { source: 'bridge', target: '桥接 rsshub:/x' });
const decide = (over: Partial<LivenessInput>): Liveness =>
  liveness({ now, windowDays: 14, zombieDays: 90, maxLagDays: 2, warnDays: 3, sightings: [], gone: [], ...over });

type Row = [name: string, input: Partial<LivenessInput>, expected: object];
const rows: Row[] = [
  // any source: newest lo ≥ now − warnDays → active
  ['a partial page shows yesterday', { sightings: [sight(0, [1])] }, { state: 'active' }],
  ['a bridge shows yesterday', { sightings: [bridge(0, [1])] }, { state: 'active' }],
  ['partial old, bridge fresh', { sightings: [sight(0, [40]), bridge(0, [2])] }, { state: 'active' }],
  ['whole and old, bridge fresh', { sightings: [whole(2, [40]), whole(0, [40]), bridge(0, [2])] }, { state: 'active' }],
  ['pinned and old first', { sightings: [whole(0, [700, 300, 1])] }, { state: 'active' }],
  // due soon
  ['eleven days and a bit old', { sightings: [sight(0, [11.5])] }, { state: 'active', leftMs: 2.5 * dayMs }],
  // complete, two runs a day apart, canary ok
  [
    'whole and old twice',
    { sightings: [whole(1.5, [40]), whole(0.2, [40])] },
    { state: 'silent', certainty: 'confirmed', because: 'twice', zombie: false },
  ],
  [
    'whole and old twice, 24 hours to the millisecond',
    { sightings: [whole(1.2, [40]), whole(0.2, [40])] },
    { certainty: 'confirmed' },
  ],
  [
    'whole and old twice, 23 hours apart',
    { sightings: [whole(1.1, [40]), whole(0.2, [40])] },
    { certainty: 'suspected', because: 'once' },
  ],
  [
    'whole and old for 120 days, twice',
    { sightings: [whole(1.5, [120]), whole(0.2, [120])] },
    { certainty: 'confirmed', zombie: true },
  ],
  [
    'never posted, twice',
    { opened: '2026-01-01', sightings: [whole(1.5, []), whole(0.2, [])] },
    { certainty: 'confirmed', never: true, zombie: true },
  ],
  ['whole and old once', { sightings: [whole(0.2, [40])] }, { certainty: 'suspected', because: 'once' }],
  [
    'without a canary',
    { sightings: [whole(1.5, [40], { canary: 'none' }), whole(0.2, [40], { canary: 'none' })] },
    { certainty: 'suspected', because: 'no-canary' },
  ],
  [
    'as an old record that knows no canary',
    {
      sightings: [1.5, 0.2].map((d) => ({
        ...whole(d, [40]),
        value: { ...whole(d, [40]).value, canary: undefined } as Value,
      })),
    },
    { certainty: 'suspected', because: 'no-canary' },
  ],
  [
    'the canary failed in one of two',
    { sightings: [whole(1.5, [40], { canary: 'failed' }), whole(0.2, [40])] },
    { certainty: 'suspected', because: 'once' },
  ],
  [
    'the canary failed in both',
    { sightings: [whole(1.5, [40], { canary: 'failed' }), whole(0.2, [40], { canary: 'failed' })] },
    { state: 'not-visible', outage: 2 },
  ],
  [
    'a bridge never proves silence, whatever it claims',
    { sightings: [1.5, 0.2].map((d) => whole(d, [40], { source: 'bridge' })) },
    { certainty: 'suspected', because: 'unsigned' },
  ],
  [
    'empty after full',
    { sightings: [sight(60, [70]), whole(1.5, []), whole(0.2, [])] },
    { certainty: 'suspected', because: 'contradiction' },
  ],
  [
    'too old only by the second look',
    { sightings: [whole(1.5, [15]), whole(0.2, [15])] },
    { certainty: 'suspected', because: 'once' },
  ],
  [
    'a post without a time',
    { sightings: [whole(1.5, [40]), whole(0.2, [40, null])] },
    { state: 'open', why: { kind: 'undated', count: 1 } },
  ],
  [
    'the second look three days old',
    { sightings: [whole(5, [40]), whole(3, [40])] },
    { state: 'open', why: { kind: 'lag' } },
  ],
  [
    'a list that reaches back nine days',
    { sightings: [whole(0.2, [], { window: { from: '2026-11-13', to: '2026-11-22' } })] },
    { state: 'open', why: { kind: 'reach' } },
  ],
  // partial
  [
    'partial and old',
    { sightings: [sight(0.2, [40])] },
    { state: 'silent', certainty: 'suspected', because: 'partial' },
  ],
  [
    'partial and old, ten times',
    { sightings: Array.from({ length: 10 }, (_, i) => sight(i, [40])) },
    { certainty: 'suspected' },
  ],
  [
    'partial and very old is only said to sleep',
    { sightings: [sight(0.2, [400])] },
    { certainty: 'suspected', zombie: false },
  ],
  ['partial and empty', { sightings: [sight(0.2, [])] }, { state: 'open', why: { kind: 'partial' } }],
  ['partial and old, a week ago', { sightings: [sight(7, [40])] }, { state: 'open', why: { kind: 'partial' } }],
  // attested import counts once, for its window
  ['signed and old', { sightings: [signed(0.2, [40])] }, { certainty: 'confirmed', because: 'attested' }],
  [
    'signed long ago, page old since, seen once',
    { sightings: [signed(30, [40]), whole(0.2, [40])] },
    { certainty: 'suspected', because: 'once' },
  ],
  [
    'signed and old, but it ends three days ago',
    { sightings: [signed(3, [40])] },
    { state: 'open', why: { kind: 'lag' } },
  ],
  [
    'a file nobody signed',
    { sightings: [signed(0.2, [40], { attestedBy: null })] },
    { certainty: 'suspected', because: 'unsigned' },
  ],
  // gone
  [
    'gone twice, a day apart',
    {
      gone: [
        { lookedAt: ago(1.5), text: '已注销' },
        { lookedAt: ago(0.2), text: '已注销' },
      ],
    },
    { state: 'gone', times: 2 },
  ],
  [
    'gone twice on one day',
    {
      gone: [
        { lookedAt: ago(0.3), text: '已注销' },
        { lookedAt: ago(0.2), text: '已注销' },
      ],
    },
    { state: 'not-visible' },
  ],
  [
    'gone twice, then seen again',
    {
      sightings: [sight(0.1, [40])],
      gone: [
        { lookedAt: ago(3), text: '' },
        { lookedAt: ago(1.5), text: '' },
      ],
    },
    { state: 'silent' },
  ],
  [
    'gone twice, but another source shows a post',
    {
      sightings: [bridge(0.1, [1])],
      gone: [
        { lookedAt: ago(3), text: '' },
        { lookedAt: ago(1.5), text: '' },
      ],
    },
    { state: 'active' },
  ],
  // nothing
  ['nothing at all', {}, { state: 'not-visible', outage: 0 }],
  ['opened a week ago', { opened: '2026-11-15' }, { state: 'young' }],
];

describe('死活判定', () => {
  test.each(rows)('%s', (_, input, expected) => expect(decide(input)).toMatchObject(expected));

  test('with ten days gone and four left there is nothing to tell', () =>
    expect(decide({ sightings: [sight(0, [10])] })).not.toHaveProperty('leftMs'));

  const anySight = fc.record({
    at: fc.double({ min: 0, max: 80, noNaN: true }),
    posts: fc.array(fc.option(fc.double({ min: 0.1, max: 400, noNaN: true })), { maxLength: 4 }),
    coverage: fc.constantFrom('complete' as const, 'partial' as const),
    source: fc.constantFrom('public' as const, 'bridge' as const, 'import' as const),
    canary: fc.constantFrom('ok' as const, 'failed' as const, 'none' as const),
    signed: fc.boolean(),
  });
  const made = (s: {
    at: number;
    posts: (number | null)[];
    coverage: Value['coverage'];
    source: Value['source'];
    canary: 'ok' | 'failed' | 'none';
    signed: boolean;
  }) =>
    sight(
      s.at,
      s.posts.map((p) => (p === null ? null : s.at + p)),
      {
        coverage: s.coverage,
        source: s.source,
        canary: s.canary,
        attestedBy: s.signed && s.source === 'import' ? '张某' : null,
      },
    );
  const confirmed = (l: Liveness) => l.state === 'silent' && l.certainty === 'confirmed';

  test('one recent post from any source, and the account lives, whatever else was seen', () => {
    fc.assert(
      fc.property(fc.array(anySight, { maxLength: 6 }), anySight, (others, one) => {
        const fresh = made({ ...one, at: 0.1, posts: [1] });
        expect(decide({ sightings: [...others.map(made), fresh] }).state).toBe('active');
      }),
    );
  });
  test('without a signed record and without two healthy looks of a whole list, nothing is ever confirmed', () => {
    fc.assert(
      fc.property(fc.array(anySight, { maxLength: 8 }), (all) => {
        const weak = all.filter((s) => !(s.source === 'import' && s.signed));
        const sightings = weak.map(made);
        const healthy = sightings.filter(
          (s) => s.value.source === 'public' && s.value.coverage === 'complete' && s.value.canary === 'ok',
        );
        const looks = healthy.map((s) => s.lookedAt);
        if (looks.length > 1 && Math.max(...looks) - Math.min(...looks) >= dayMs) return;
        expect(confirmed(decide({ sightings }))).toBe(false);
      }),
      { numRuns: 1_000 },
    );
  });
  test('one look more that saw nothing whole never makes a doubt into a certainty', () => {
    fc.assert(
      fc.property(fc.array(anySight, { maxLength: 6 }), anySight, (all, one) => {
        const before = decide({ sightings: all.map(made) });
        const more = made({ ...one, coverage: 'partial' });
        if (!confirmed(before)) expect(confirmed(decide({ sightings: [...all.map(made), more] }))).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});
