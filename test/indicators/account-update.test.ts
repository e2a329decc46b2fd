import { expect, test } from 'vitest';
import type { Observation, ObservationValue } from '#core/observation.ts';
import { accountUpdate } from '#indicators/account/account-update.ts';
import { coverageEnd } from '#indicators/account/coverage.ts';
import { testIndicator } from '../harness/indicator.ts';
import { account, asOf, post, posts, seen, unseen } from './build.ts';

type Value = ReturnType<typeof posts>;
const only = (
  list: readonly Observation<'account.posts'>[],
  profiles: readonly Observation<'account.profile'>[] = [],
) => ({
  'account.posts': list,
  'account.profile': profiles,
});
const from = (...values: Value[]) =>
  only(values.map((v, i) => seen('account.posts', v, { slot: `2026-11-22T0${i}:00:00.000Z` })));
/** Instant so many days and milliseconds before asOf. */
const before = (days: number, ms = 0) => new Date(Date.parse(asOf) - days * 86_400_000 - ms).toISOString();
const public_ = { source: 'public', coverage: 'partial', attestedBy: null } as const;
/** The platform's own whole list, with a healthy 对照账号. */
const list_ = { source: 'public', coverage: 'complete', attestedBy: null, canary: 'ok' } as const;
/** One look at the public page, so many days and hours before asOf. */
const look = (daysAgo: number, value: Value) =>
  seen('account.posts', value, { target: '公开页面', slot: before(daysAgo), observedAt: before(daysAgo, -60_000) });
const profile = (daysAgo: number, value: Partial<ObservationValue<'account.profile'>>) =>
  seen(
    'account.profile',
    { platform: 'wechat', source: 'public', state: 'seen', notes: [], ...value },
    { target: '公开页面', slot: before(daysAgo) },
  );
const gone = { state: 'gone', gone: { reason: 'deleted', text: '该账号已自主注销' } } as const;

testIndicator(accountUpdate, {
  params: { windowDays: 14 },
  asOf,
  record: account,
  pass: [
    {
      name: 'three days left are told',
      observations: from(posts([post('a', before(11, 1))])),
      says: [/距更新期限还剩 2 天/],
    },
    {
      name: 'seen by a source although the platform failed its 对照账号',
      observations: from(posts([post('a', before(1))], { ...list_, canary: 'failed' })),
    },
    { name: 'posted yesterday', observations: from(posts([post('a', before(1))])) },
    { name: 'exactly 14 days ago to the millisecond', observations: from(posts([post('a', before(14))])) },
    {
      name: 'a recent post of a partial source proves life',
      observations: from(posts([post('a', before(3))], public_)),
    },
    {
      name: 'complete and silent, but another source saw a post',
      contradictory: 'the signed export says there was nothing',
      observations: from(posts([]), posts([post('a', before(2))], public_)),
    },
    {
      name: 'pinned old post first, newest later in the list',
      observations: from(posts([post('old', before(700), { pinned: true }), post('new', before(1))])),
    },
    { name: 'day precision, inside whatever the hour', observations: from(posts([post('a', '2026-11-09')])) },
    {
      name: 'a mini-program that posted',
      record: { platform: 'wechat-mini' },
      observations: from(posts([post('a', before(1))])),
    },
    {
      name: 'an app is not judged by how often something is published',
      record: { platform: 'app' },
      observations: from(posts([post('a', before(200))])),
      expect: { notApplicable: '移动客户端以提供服务为主，不以发布内容的频次判断' },
    },
    {
      name: 'opened less than the window ago',
      record: { openedOn: '2026-11-15' },
      observations: from(posts([], { window: { from: '2026-11-15', to: '2026-11-22' } })),
      says: [/于 2026-11-15 开设，到监测时间点不足 14 天/],
    },
    {
      name: 'one day of the day of opening counts as young',
      record: { openedOn: '2026-11-09' },
      observations: from(posts([])),
    },
    {
      name: 'a week is enough for another policy',
      params: { windowDays: 7 },
      observations: from(posts([post('a', before(7))])),
    },
  ],
  fail: [
    {
      name: 'the whole public list is old in two runs a day apart, 对照账号 healthy',
      observations: only([
        look(1.2, posts([post('a', before(40))], list_)),
        look(0.1, posts([post('a', before(40))], list_)),
      ]),
      expect: { findings: [{ fault: 'stale', certainty: 'confirmed' }] },
      says: [/距监测时间点 40 天/],
    },
    {
      name: 'the public list is explicitly empty in two runs, opened long ago',
      record: { openedOn: '2026-06-01' },
      observations: only([
        look(2, posts([], { ...list_, window: { from: '2009-01-01', to: '2026-11-20' } })),
        look(0.5, posts([], { ...list_, window: { from: '2009-01-01', to: '2026-11-21' } })),
      ]),
      expect: { findings: [{ fault: 'zombie', certainty: 'confirmed' }] },
    },
    {
      name: 'an attested export decides although the page was seen only once',
      observations: only([
        seen('account.posts', posts([post('a', before(60))]), { slot: before(0.5) }),
        look(0.1, posts([post('a', before(60))], { ...list_, canary: 'none' })),
      ]),
      expect: { findings: [{ certainty: 'confirmed' }] },
    },
    {
      name: 'one millisecond beyond 14 days',
      observations: only([seen('account.posts', posts([post('a', before(14, 1))]), { slot: asOf })]),
      expect: { findings: [{ fault: 'stale', certainty: 'confirmed', since: before(14, 1) }] },
      says: [
        /微信公众号“示例发布”最近一条内容《示例推文a》发布于 2026-11-08 11:59，距监测时间点 14 天，监测时间点前 14 天内没有更新，属于“睡眠”账号/,
      ],
    },
    {
      name: 'one week under a local policy',
      params: { windowDays: 7 },
      observations: from(posts([post('a', before(8))])),
    },
    {
      name: 'exactly 90 days silent still sleeps',
      observations: from(posts([post('a', before(90))])),
      expect: { findings: [{ fault: 'stale' }] },
    },
    {
      name: 'more than 90 days silent is dead',
      observations: from(posts([post('a', before(91))])),
      expect: { findings: [{ fault: 'zombie', certainty: 'confirmed' }] },
      says: [/距监测时间点 91 天，超过 90 天，属于“僵尸”账号/, /注销并向社会公告/],
    },
    {
      name: 'never posted since it was opened',
      record: { openedOn: '2026-08-15' },
      observations: from(posts([])),
      expect: { findings: [{ fault: 'zombie' }] },
      says: [/自 2026-08-15 开设以来没有发布过内容/],
    },
    {
      name: 'never posted in six weeks of life is dead too: there is nothing to sleep from',
      record: { openedOn: '2026-10-10' },
      observations: from(posts([], { window: { from: '2026-10-01', to: '2026-11-22' } })),
      expect: { findings: [{ fault: 'zombie' }] },
    },
    {
      name: 'silent in a short complete window: only known to sleep, whatever an older post says',
      observations: from(posts([post('a', before(300))], { window: { from: '2026-11-01', to: '2026-11-22' } })),
      expect: { findings: [{ fault: 'stale' }] },
    },
    {
      name: 'nothing in a window of a month, day of opening unknown',
      observations: from(posts([], { window: { from: '2026-10-20', to: '2026-11-22' } })),
      expect: { findings: [{ fault: 'stale' }] },
      says: [/在 2026-10-20 至 2026-11-22 的发布记录里没有任何内容/],
    },
    {
      name: 'two complete exports that join',
      observations: from(
        posts([post('a', before(40))], { window: { from: '2026-08-01', to: '2026-11-10' } }),
        posts([], { window: { from: '2026-11-11', to: '2026-11-22' } }),
      ),
    },
    {
      name: 'an export that ends two days before: judged for the 14 days before its end',
      observations: from(posts([post('a', '2026-11-05')], { window: { from: '2026-08-01', to: '2026-11-20' } })),
      expect: { findings: [{ fault: 'stale' }] },
    },
    {
      name: 'a post dated after the instant proves nothing and is told',
      observations: from(posts([post('a', before(30)), post('f', before(-3))])),
      says: [/1 条内容的发布时间晚于监测时间点，没有计入/],
    },
  ],
  needsReview: [
    {
      name: 'a record made two hours before: what came since is not known, and the window before it holds a post',
      observations: only([
        seen('account.posts', posts([post('a', before(14, 3_600_000))]), { slot: '2026-11-22T02:00:00.000Z' }),
      ]),
      says: [/正在监测期的边缘/],
    },
    {
      name: 'day precision on the threshold day',
      observations: from(posts([post('a', '2026-11-08')])),
      expect: { because: { kind: 'undeterminable' } },
      says: [/发布于 2026-11-08，正在监测期的边缘/],
    },
    {
      name: 'only a partial source, and it is old',
      observations: from(posts([post('a', before(60))], public_)),
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'stale', certainty: 'suspected' }] },
      says: [/来源都不完整，没有看到不等于没有发布/],
    },
    {
      name: 'partial, old, and seen five days ago: since then nothing is known',
      observations: only([look(5, posts([post('a', before(60))], public_))]),
      expect: { because: { kind: 'undeterminable' } },
    },
    {
      name: 'the whole public list is old, but in one run only',
      observations: only([look(0.1, posts([post('a', before(40))], list_))]),
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'stale', certainty: 'suspected' }] },
      says: [/只有一次采集看到这样/],
    },
    {
      name: 'two runs on one day are one look',
      observations: only([
        look(0.9, posts([post('a', before(40))], list_)),
        look(0.1, posts([post('a', before(40))], list_)),
      ]),
      expect: { because: { kind: 'suspect' } },
    },
    {
      name: 'too old by the second run alone: the first still saw it in time',
      observations: only([
        look(1.5, posts([post('a', before(15))], list_)),
        look(0.1, posts([post('a', before(15))], list_)),
      ]),
      says: [/只有一次采集看到这样/],
    },
    {
      name: 'no 对照账号: two runs prove nothing alone',
      observations: only([
        look(1.5, posts([post('a', before(40))], { ...list_, canary: 'none' })),
        look(0.1, posts([post('a', before(40))], { ...list_, canary: 'none' })),
      ]),
      expect: { because: { kind: 'suspect' } },
      says: [/没有配置对照账号/],
    },
    {
      name: 'the 对照账号 failed in the second run',
      observations: only([
        look(1.5, posts([post('a', before(40))], list_)),
        look(0.1, posts([post('a', before(40))], { ...list_, canary: 'failed' })),
      ]),
      says: [/只有一次采集看到这样/],
    },
    {
      name: 'the 对照账号 failed each time: nothing was seen',
      observations: only([look(0.1, posts([post('a', before(40))], { ...list_, canary: 'failed' }))]),
      expect: { because: { kind: 'undeterminable' } },
      says: [/平台故障期间的 1 份记录不作数/],
    },
    {
      name: 'an empty list after a full one is more likely a wall',
      observations: only([
        look(30, posts([post('a', before(60))], { ...list_, window: { from: '2026-01-01', to: '2026-10-23' } })),
        look(1.5, posts([], { ...list_, window: { from: '2009-01-01', to: '2026-11-20' } })),
        look(0.1, posts([], { ...list_, window: { from: '2009-01-01', to: '2026-11-22' } })),
      ]),
      expect: { because: { kind: 'suspect' } },
    },
    {
      name: 'gone in two runs',
      observations: only(
        [unseen('account.posts', '公开页面', 'not-collected')],
        [profile(2, gone), profile(0.5, gone)],
      ),
      expect: { because: { kind: 'undeterminable' } },
      says: [/2 次显示账号已不存在（该账号已自主注销），须人工核实/],
    },
    {
      name: 'gone once',
      observations: only([unseen('account.posts', '公开页面', 'not-collected')], [profile(0.5, gone)]),
      says: [/再次看到才交人工核实/],
    },
    {
      name: 'the address opens another account',
      observations: only(
        [unseen('account.posts', '公开页面', 'unparsed')],
        [profile(0.5, { state: 'identity-mismatch', mismatch: { expected: 'gh_示例', found: '示例商城' } })],
      ),
      says: [/打开的是另一个账号“示例商城”/],
    },
    {
      name: 'partial and empty: blocked looks like empty',
      observations: from(posts([], public_)),
      says: [/已知记录里没有任何内容，但来源都不完整/],
    },
    {
      name: 'complete, but it ends three days before',
      observations: from(posts([post('a', before(60))], { window: { from: '2026-08-01', to: '2026-11-18' } })),
      says: [/完整的发布记录只到 2026-11-18/],
    },
    {
      name: 'complete, but it begins inside the window',
      observations: from(posts([], { window: { from: '2026-11-15', to: '2026-11-22' } })),
      says: [/只从 2026-11-15 起，没有覆盖 2026-11-08 以来/],
    },
    {
      name: 'two complete exports with a hole between them',
      observations: from(
        posts([post('a', before(40))], { window: { from: '2026-08-01', to: '2026-11-10' } }),
        posts([], { window: { from: '2026-11-12', to: '2026-11-22' } }),
      ),
    },
    {
      name: 'a post without a date may be new',
      observations: from(posts([post('a', before(60)), post('x', null)])),
      says: [/1 条内容认不出发布时间/],
    },
    {
      name: 'an export nobody signed',
      observations: from(posts([post('a', before(60))], { attestedBy: null })),
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'stale', certainty: 'suspected' }] },
      says: [/没有签认人/],
    },
    {
      name: 'a public page that claims to be complete',
      observations: from(posts([post('a', before(60))], { source: 'public', attestedBy: null })),
      expect: { because: { kind: 'suspect' } },
    },
    {
      name: 'a mini-program lives by service',
      record: { platform: 'wechat-mini' },
      observations: from(posts([])),
      says: [/微信小程序不以发布内容为主/],
    },
    {
      name: 'collection failed',
      observations: only([unseen('account.posts', 'shilifabu', 'login-required')]),
      says: [/发布记录没有采集到：需要登录 1 次/],
    },
    {
      name: 'old enough for stale at the end of the export, young enough now',
      observations: from(posts([post('a', '2026-11-07')], { window: { from: '2026-08-01', to: '2026-11-20' } })),
    },
    {
      name: 'silent by an export without stored bytes',
      observations: only([seen('account.posts', posts([post('a', before(60))]), { evidence: [] })]),
      says: [/没有留下佐证/],
    },
  ],
});

test.each([
  [[], undefined],
  [[['2026-11-01', '2026-11-22']], ['2026-11-01', '2026-11-22']],
  [[['2026-11-01', '2026-12-31']], ['2026-11-01', '2026-11-22']],
  [[['2026-11-23', '2026-12-31']], undefined],
  [
    [
      ['2026-11-10', '2026-11-20'],
      ['2026-10-01', '2026-11-09'],
    ],
    ['2026-10-01', '2026-11-20'],
  ],
  [
    [
      ['2026-11-10', '2026-11-20'],
      ['2026-10-01', '2026-11-08'],
    ],
    ['2026-11-10', '2026-11-20'],
  ],
  [
    [
      ['2026-10-01', '2026-10-05'],
      ['2026-10-06', '2026-10-31'],
      ['2026-10-20', '2026-11-20'],
    ],
    ['2026-10-01', '2026-11-20'],
  ],
] as const)('windows %j cover %j', (windows, expected) => {
  const all = windows.map(([a, b]) => ({ from: a, to: b }));
  const want = expected === undefined ? undefined : { from: expected[0], to: expected[1] };
  expect(coverageEnd(all, '2026-11-22')).toEqual(want);
  expect(coverageEnd([...all].reverse(), '2026-11-22')).toEqual(want);
});
