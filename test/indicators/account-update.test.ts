import { expect, test } from 'vitest';
import { accountUpdate } from '#indicators/account/account-update.ts';
import { coverageEnd } from '#indicators/account/coverage.ts';
import { testIndicator } from '../harness/indicator.ts';
import { account, asOf, post, posts, seen, unseen } from './build.ts';

type Value = ReturnType<typeof posts>;
const from = (...values: Value[]) => ({
  'account.posts': values.map((v, i) => seen('account.posts', v, { slot: `2026-11-22T0${i}:00:00.000Z` })),
});
/** Instant so many days and milliseconds before asOf. */
const before = (days: number, ms = 0) => new Date(Date.parse(asOf) - days * 86_400_000 - ms).toISOString();
const public_ = { source: 'public', coverage: 'partial', attestedBy: null } as const;

testIndicator(accountUpdate, {
  params: { windowDays: 14 },
  asOf,
  record: account,
  pass: [
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
      name: 'one millisecond beyond 14 days',
      observations: { 'account.posts': [seen('account.posts', posts([post('a', before(14, 1))]), { slot: asOf })] },
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
      observations: {
        'account.posts': [
          seen('account.posts', posts([post('a', before(14, 3_600_000))]), { slot: '2026-11-22T02:00:00.000Z' }),
        ],
      },
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
      says: [/来源都不完整，没有看到不等于没有发布/],
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
      name: 'an app lives by service',
      record: { platform: 'app' },
      observations: from(posts([])),
      says: [/移动客户端不以发布内容为主/],
    },
    {
      name: 'collection failed',
      observations: { 'account.posts': [unseen('account.posts', 'shilifabu', 'login-required')] },
      says: [/发布记录没有采集到：需要登录 1 次/],
    },
    {
      name: 'old enough for stale at the end of the export, young enough now',
      observations: from(posts([post('a', '2026-11-07')], { window: { from: '2026-08-01', to: '2026-11-20' } })),
    },
    {
      name: 'silent by an export without stored bytes',
      observations: { 'account.posts': [seen('account.posts', posts([post('a', before(60))]), { evidence: [] })] },
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
