import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountMeasures } from '#core/account-measures.ts';
import { accountShown, appRounds } from '#core/account-shown.ts';
import { coveredBy, coverIndex, coverText, timelineOf } from '#core/account-timeline.ts';
import { daysOf, meets, mondayOf, weeksOf } from '#core/account-weeks.ts';
import { appAvailability } from '#core/app-availability.ts';
import { dayMs } from '#core/calendar.ts';
import type { Observation, ObservationValue, Observed } from '#core/observation.ts';
import { asOf, post, posts, seen } from '../indicators/build.ts';
import { attested, ownList, partial } from '../indicators/local.ts';

const now = Date.parse(asOf);
const observed = (...list: Observation<'account.posts'>[]): Observed<'account.posts'>[] =>
  list.map((o) => {
    if (o.status !== 'observed') throw new Error('not observed');
    return o;
  });
const line = (list: Observation<'account.posts'>[], days = 60) =>
  timelineOf(observed(...list), { since: now - days * dayMs, now });

describe('timeline', () => {
  test('one post told by two sources is one, with the exacter time and all that is known of it', () => {
    const t = line([
      attested([post('day', '2026-11-10', { title: '停水通知', original: 'original' })]),
      seen(
        'account.posts',
        posts([post('exact', '2026-11-10T03:00:00.000Z', { title: '停水 通知！', sourceNote: '来源：自来水公司' })], {
          source: 'public',
          coverage: 'partial',
        }),
        { target: '公开页面', slot: asOf },
      ),
    ]);
    expect(t.posts).toHaveLength(1);
    expect(t.posts[0]).toMatchObject({
      from: Date.parse('2026-11-10T03:00:00.000Z'),
      post: { original: 'original', sourceNote: '来源：自来水公司' },
    });
    expect(t.posts[0]?.evidence).toHaveLength(2);
  });
  test('two of one title in one source stay two, also beside a second source', () => {
    const two = [post('a', '2026-11-10', { title: '通知' }), post('b', '2026-11-10', { title: '通知' })];
    expect(line([attested(two)]).posts).toHaveLength(2);
    const other = seen('account.posts', posts([post('c', '2026-11-10', { title: '通知' })]), {
      target: '另一份',
      slot: asOf,
    });
    expect(line([attested(two), other]).posts).toHaveLength(2);
  });
  test('the same address is the same post, whatever it is called', () => {
    const a = attested([post('a', '2026-11-10', { title: '甲', url: 'https://mp.example.cn/s/1' })]);
    const b = seen(
      'account.posts',
      posts([post('b', '2026-11-10', { title: '乙', url: 'https://mp.example.cn/s/1' })]),
      { target: '另一份', slot: asOf },
    );
    expect(line([a, b]).posts).toHaveLength(1);
  });
  test('what a person saw is one of the posts of that time, or one more where there is none', () => {
    const manual = (at: string) =>
      seen('account.posts', posts([post(`manual:${at}`, at)], { source: 'manual', coverage: 'partial' }), {
        target: '人工',
        slot: asOf,
      });
    const list = attested([post('a', '2026-11-10T03:00:00.000Z')]);
    expect(line([list, manual('2026-11-10')]).posts).toHaveLength(1);
    expect(line([list, manual('2026-11-12')]).posts).toHaveLength(2);
  });
  test('sources that differ about originality leave it open', () => {
    const a = attested([post('a', '2026-11-10', { original: 'original' })]);
    const b = seen('account.posts', posts([post('a', '2026-11-10', { original: 'repost' })]), {
      target: '另一份',
      slot: asOf,
    });
    expect(line([a, b]).posts[0]?.post.original).toBe('unknown');
  });
  test('no time, a time to come, a time before the period', () => {
    const t = line([attested([post('x', null), post('y', '2026-12-01T00:00:00.000Z'), post('z', '2026-01-01')])], 30);
    expect(t).toMatchObject({ posts: [], undated: 1, future: 1 });
    // A time that one source knows is known.
    expect(line([attested([post('x', null)]), partial([post('x', '2026-11-10')])])).toMatchObject({ undated: 0 });
  });
  test('times are read as they are written, whatever their precision', () => {
    const p = { ...post('a', null), published: { from: '2026-11-10T03:00:00Z', to: '2026-11-10T03:00:00Z' } };
    expect(line([attested([p])]).posts).toHaveLength(1);
  });
});

describe('coverage', () => {
  const day = (n: number) => Date.parse('2026-11-01T00:00:00+08:00') + (n - 1) * dayMs;
  const index = (...list: Observation<'account.posts'>[]) => coverIndex(line(list).covers);
  const window = (from: string, to: string, over: object = {}, given: object = {}) =>
    attested([], { window: { from, to }, ...over }, given);
  test('a signed record speaks for its days and for nothing beyond', () => {
    const i = index(window('2026-11-02', '2026-11-10'));
    expect(coveredBy(i, day(2), day(11))).toBe('sure');
    expect(coveredBy(i, day(2), day(11) + 1)).toBe('none');
    expect(coveredBy(i, day(1), day(11))).toBe('none');
  });
  test('records whose days touch speak together; a day between them is a hole', () => {
    const touching = index(
      window('2026-11-02', '2026-11-05', {}, { target: 'a' }),
      window('2026-11-06', '2026-11-10', {}, { target: 'b' }),
    );
    expect(coveredBy(touching, day(2), day(11))).toBe('sure');
    const hole = index(
      window('2026-11-02', '2026-11-05', {}, { target: 'a' }),
      window('2026-11-07', '2026-11-10', {}, { target: 'b' }),
    );
    expect(coveredBy(hole, day(2), day(11))).toBe('none');
  });
  test('a record made at noon says nothing of the afternoon', () => {
    const i = index(window('2026-11-02', '2026-11-10', {}, { slot: '2026-11-10T04:00:00.000Z' }));
    expect(coveredBy(i, day(2), day(10) + dayMs / 2)).toBe('sure');
    expect(coveredBy(i, day(2), day(11))).toBe('none');
  });
  test.each([
    ['unsigned', [window('2026-11-02', '2026-11-10', { attestedBy: null })], 'doubtful'],
    ['the platform list once', [ownList(1, [post('a', '2026-11-03')])], 'doubtful'],
    [
      'the platform list twice, a day apart',
      [ownList(2, [post('a', '2026-11-03')]), ownList(1, [post('a', '2026-11-03')])],
      'sure',
    ],
    [
      'twice within a day',
      [ownList(1.5, [post('a', '2026-11-03')]), ownList(1, [post('a', '2026-11-03')])],
      'doubtful',
    ],
    [
      'twice, without a 对照账号',
      [
        ownList(2, [post('a', '2026-11-03')], { canary: 'none' }),
        ownList(1, [post('a', '2026-11-03')], { canary: 'none' }),
      ],
      'doubtful',
    ],
    ['while the platform failed', [ownList(2, [], { canary: 'failed' }), ownList(1, [], { canary: 'failed' })], 'none'],
    ['a public page that shows part', [partial([])], 'none'],
    [
      'a bridge that claims to be whole',
      [ownList(2, [], { source: 'bridge' }), ownList(1, [], { source: 'bridge' })],
      'doubtful',
    ],
  ] as const)('%s', (_, list, what) => expect(coveredBy(index(...list), day(2), day(11))).toBe(what));
  test('in words', () => {
    const t = line([
      window('2026-11-02', '2026-11-05', {}, { target: 'a' }),
      window('2026-11-08', '2026-11-08', {}, { target: 'b' }),
    ]);
    expect(coverText(t.covers)).toBe('2026-11-02 至 2026-11-05、2026-11-08');
    expect(coverText([])).toBe('');
  });
});

describe('weeks and days', () => {
  test('a week begins on Monday, Beijing time', () => {
    expect(new Date(mondayOf(Date.parse('2026-11-22T15:59:59.999Z'))).toISOString()).toBe('2026-11-15T16:00:00.000Z');
    expect(new Date(mondayOf(Date.parse('2026-11-22T16:00:00.000Z'))).toISOString()).toBe('2026-11-22T16:00:00.000Z');
  });
  test('only whole weeks, and none before the opening or after the end', () => {
    const t = line([attested([])]);
    const labels = (o: object) => weeksOf(t, { week: 'calendar', weeks: 3, ...o }).map((w) => w.label);
    expect(labels({})).toEqual(['2026-11-09 至 2026-11-15', '2026-11-02 至 2026-11-08', '2026-10-26 至 2026-11-01']);
    expect(labels({ from: '2026-11-03' })).toEqual(['2026-11-09 至 2026-11-15']);
    expect(labels({ until: '2026-11-14' })).toEqual(['2026-11-02 至 2026-11-08', '2026-10-26 至 2026-11-01']);
  });
  test('the last instant of Sunday and the first of Monday are of two weeks', () => {
    const weeks = weeksOf(
      line([attested([post('a', '2026-11-08T15:59:59.999Z'), post('b', '2026-11-08T16:00:00.000Z')])]),
      { week: 'calendar', weeks: 2 },
    );
    expect(weeks.map((w) => w.posts.sure)).toEqual([1, 1]);
  });
  test('what may belong to either of two weeks is sure in neither', () => {
    const border = {
      ...post('a', null),
      published: { from: '2026-11-08T12:00:00.000Z', to: '2026-11-08T20:00:00.000Z' },
    };
    const weeks = weeksOf(line([attested([border])]), { week: 'calendar', weeks: 2 });
    expect(weeks.map((w) => w.posts)).toEqual([
      { sure: 0, possible: 1 },
      { sure: 0, possible: 1 },
    ]);
  });
  test('few posts are short only where complete sources leave no room', () => {
    expect(meets({ sure: 3, possible: 3 }, 3, 'none')).toBe('met');
    expect(meets({ sure: 2, possible: 2 }, 3, 'sure')).toBe('short');
    expect(meets({ sure: 2, possible: 2 }, 3, 'doubtful')).toBe('maybe-short');
    expect(meets({ sure: 2, possible: 2 }, 3, 'none')).toBe('unknown');
    expect(meets({ sure: 2, possible: 3 }, 3, 'sure')).toBe('unknown');
  });
  test('days know whether they are worked', () => {
    const days = daysOf(line([attested([])]), { days: 50 });
    expect(days[0]?.day).toBe('2026-11-21');
    expect(days.find((d) => d.day === '2026-10-10')).toMatchObject({ workday: true, verified: true });
    expect(days.find((d) => d.day === '2026-10-05')).toMatchObject({ workday: false });
  });
  test('every post of the weeks is counted once, whatever they are (property)', () => {
    const time = fc.integer({ min: 0, max: 40 * dayMs }).map((back) => new Date(now - back).toISOString());
    fc.assert(
      fc.property(
        fc.array(time, { maxLength: 60 }),
        fc.constantFrom('calendar' as const, 'rolling' as const),
        (times, week) => {
          const t = line([attested(times.map((at, i) => post(`p${i}`, at, { title: `第${i}条` })))]);
          const weeks = weeksOf(t, { week, weeks: 5 });
          const [from, to] = [weeks.at(-1)?.from ?? 0, weeks[0]?.to ?? 0];
          const inside = times.filter((at) => Date.parse(at) >= from && Date.parse(at) < to).length;
          expect(weeks.reduce((n, w) => n + w.posts.sure, 0)).toBe(inside);
          for (const w of weeks) expect(w.posts.possible).toBeGreaterThanOrEqual(w.posts.sure);
        },
      ),
      { numRuns: 60 },
    );
  });
  test('one source more never makes a week shorter (property)', () => {
    const some = fc.array(fc.integer({ min: 0, max: 27 }), { maxLength: 12 });
    fc.assert(
      fc.property(some, some, (a, b) => {
        const of = (list: number[], name: string) =>
          list.map((n, i) => post(`${name}${i}`, new Date(now - n * dayMs).toISOString(), { title: `${name}${i}` }));
        const one = weeksOf(line([attested(of(a, 'a'))]), { week: 'calendar', weeks: 3 });
        const both = weeksOf(line([attested(of(a, 'a')), partial(of(b, 'b'))]), { week: 'calendar', weeks: 3 });
        for (const [i, w] of one.entries()) expect(both[i]?.posts.sure ?? 0).toBeGreaterThanOrEqual(w.posts.sure);
      }),
      { numRuns: 60 },
    );
  });
});

type Profile = ObservationValue<'account.profile'>;
const look = (slot: string, over: Partial<Profile>): Observed<'account.profile'> => {
  const o = seen(
    'account.profile',
    { platform: 'wechat', source: 'public', state: 'seen', notes: [], ...over },
    { target: '公开页面', slot },
  );
  if (o.status !== 'observed') throw new Error('not observed');
  return o;
};

describe('what is shown', () => {
  test('each fact from the newest look that shows it; another account shows nothing', () => {
    const shown = accountShown([
      look('2026-11-01T00:00:00.000Z', { name: '旧名', followers: { value: 7_164_000, exact: false, raw: '716.4万' } }),
      look('2026-11-10T00:00:00.000Z', {
        name: '示例发布',
        features: { comments: 'yes', directMessage: 'unknown', menu: 'no' },
      }),
      look('2026-11-20T00:00:00.000Z', {
        state: 'identity-mismatch',
        name: '别的号',
        mismatch: { expected: 'a', found: 'b' },
      }),
    ]);
    expect(shown).toMatchObject({
      name: { value: '示例发布' },
      followers: { value: { raw: '716.4万', exact: false }, from: { slot: '2026-11-01T00:00:00.000Z' } },
      comments: { value: 'yes' },
      menu: { value: 'no' },
    });
    expect(shown.directMessage).toBeUndefined();
  });
  test('answers of stores while the platform failed are left out', () => {
    const gone: Profile['apps'] = [{ store: '应用宝', state: 'not_listed' }];
    const looks = [
      look('2026-11-18T00:00:00.000Z', { apps: gone, canary: 'failed' }),
      look('2026-11-20T00:00:00.000Z', { apps: gone }),
    ];
    expect(appRounds(looks)).toEqual([{ at: Date.parse('2026-11-20T00:00:00.000Z'), apps: gone }]);
    // Said once is not said twice.
    expect(appAvailability(appRounds(looks)).state).toBe('undeterminable');
  });
});

describe('measures', () => {
  const of = (list: Observation<'account.posts'>[], over: object = {}) =>
    accountMeasures({ posts: observed(...list), profiles: [], from: '2026-10-26', to: '2026-11-21', now, ...over });
  test('of a month that is wholly covered', () => {
    const m = of([
      attested([
        post('a', '2026-11-20T02:00:00.000Z', { original: 'original', comments: 'open' }),
        post('b', '2026-11-03T02:00:00.000Z', { original: 'repost', sourceNote: '新华社' }),
        post('c', '2026-11-02T02:00:00.000Z', { original: 'repost', comments: 'closed' }),
        post('d', '2026-11-01T02:00:00.000Z'),
      ]),
    ]);
    expect(m).toMatchObject({
      period: { from: '2026-10-26', to: '2026-11-21' },
      posts: 4,
      undated: 0,
      last: { post: { id: 'a' } },
      silentDays: { least: 1, most: 1 },
      longestGap: { days: 17, sure: true },
      activeDays: 4,
      knownDays: 27,
      originals: { original: 1, repost: 2, unknown: 1, share: 1 / 3 },
      reposts: { withSource: 1, withoutSource: 1 },
      comments: { open: 1, limited: 0, closed: 1 },
    });
    expect(m.weeks.map((w) => w.posts.sure)).toEqual([0, 2, 1]);
    // 20 working days from 10-26 to 11-20; posts on three of them.
    expect(m.perWorkday).toBeCloseTo(3 / 20);
  });
  test('of what nothing covers: seen is seen, silence is not known', () => {
    const m = of([partial([post('b', '2026-11-03T02:00:00.000Z')])]);
    expect(m).toMatchObject({
      posts: 1,
      silentDays: { least: 0, most: 18 },
      longestGap: { sure: false },
      activeDays: 1,
      knownDays: 1,
    });
    expect(m.weeks.every((w) => w.covered === 'none')).toBe(true);
  });
  test('of an account that nobody saw', () => {
    expect(of([])).toMatchObject({
      posts: 0,
      last: null,
      silentDays: null,
      perWorkday: null,
      originals: { share: null },
    });
  });
  test('begin with the account', () => {
    expect(of([attested([])], { opened: '2026-11-10' })).toMatchObject({
      period: { from: '2026-11-10' },
      knownDays: 12,
    });
  });
});
