import { updateQuota } from '#indicators/account/update-quota.ts';
import { testIndicator } from '../harness/indicator.ts';
import { account, asOf, post, posts, seen, unseen } from './build.ts';
import { attested, before, ownList, partial, record } from './local.ts';

// asOf is Sunday 2026-11-22 12:00: the last whole calendar week is 11-09 to 11-15.
const weekly = (n: number, days: readonly string[] = ['11-09', '11-02', '10-26', '10-19']) =>
  days.flatMap((d) =>
    Array.from({ length: n }, (_, i) =>
      post(`${d}-${i}`, new Date(Date.parse(`2026-${d}T02:00:00Z`) + i * 7_200_000).toISOString()),
    ),
  );
const given = (
  list: readonly (ReturnType<typeof attested> | ReturnType<typeof unseen<'account.posts'>>)[],
  records: readonly ReturnType<typeof record>[] = [],
) => ({ 'account.posts': list, 'manual.record': records });

testIndicator(updateQuota, {
  params: { perWeek: 3 },
  asOf,
  record: account,
  pass: [
    {
      name: 'three in each of four weeks',
      observations: given([attested(weekly(3))]),
      expect: { basis: { examined: 4, unobserved: 0, unit: '周' } },
    },
    {
      name: 'one a week is enough for another policy',
      params: { perWeek: 1 },
      observations: given([attested(weekly(1))]),
    },
    {
      name: 'any source proves what was published',
      contradictory: 'the signed export lacks what the page shows',
      observations: given([attested(weekly(1)), partial(weekly(3))]),
    },
    {
      name: 'posts seen without any complete source still fill a week',
      observations: given([partial(weekly(3))]),
    },
    {
      name: 'seven days back, ending where the records end',
      params: { week: 'rolling', weeks: 2, perWeek: 1, minCoveredWeeks: 2 },
      observations: given([
        attested(
          [post('a', before(2)), post('b', before(9))],
          { window: { from: '2026-10-01', to: '2026-11-21' } },
          { slot: '2026-11-21T15:59:59.999Z' },
        ),
      ]),
    },
    {
      name: 'one short week of four is allowed',
      params: { allowShort: 1 },
      observations: given([attested([...weekly(3, ['11-09', '11-02', '10-26']), ...weekly(2, ['10-19'])])]),
      says: [/不足的 1 周在允许的 1 周以内/],
    },
    {
      name: 'weeks before the opening are not asked about',
      record: { openedOn: '2026-11-05' },
      observations: given([attested(weekly(3, ['11-09']), { window: { from: '2026-11-05', to: '2026-11-22' } })]),
      expect: { basis: { examined: 1 } },
    },
    {
      name: 'opened this week',
      record: { openedOn: '2026-11-18' },
      observations: given([attested([], { window: { from: '2026-11-18', to: '2026-11-22' } })]),
      says: [/不足一整周/],
    },
    {
      name: 'an app is not judged by how often something is published',
      record: { platform: 'app' },
      observations: given([attested([])]),
      expect: { notApplicable: '移动客户端以提供服务为主，不以发布内容的频次判断' },
    },
    {
      name: 'a mini-program neither',
      record: { platform: 'wechat-mini' },
      observations: given([attested([])]),
      says: [/不以发布内容的频次判断/],
    },
    {
      name: 'some weeks beyond the records, enough of them inside',
      params: { minCoveredWeeks: 2 },
      observations: given([
        attested(weekly(3, ['11-09', '11-02']), { window: { from: '2026-11-02', to: '2026-11-22' } }),
      ]),
      expect: { basis: { examined: 2, unobserved: 2 } },
      says: [/完整的发布记录覆盖 2026-11-02 至 2026-11-22/],
    },
    {
      name: 'a suspicion that a person looked into and did not share',
      observations: given(
        [attested(weekly(2), { attestedBy: null }, { slot: '2026-11-19T00:00:00.000Z' })],
        [record('update-quota', 'pass')],
      ),
    },
  ],
  fail: [
    {
      name: 'two of three in one week',
      observations: given([attested([...weekly(3, ['11-09', '11-02', '10-26']), ...weekly(2, ['10-19'])])]),
      expect: {
        findings: [
          {
            fault: 'week-short',
            certainty: 'confirmed',
            target: '2026-10-19 至 2026-10-25',
            since: '2026-10-25T16:00:00.000Z',
          },
        ],
      },
      says: [/2026-10-19 至 2026-10-25 发布内容 2 条（《示例推文10-19-1》、《示例推文10-19-0》），规定每周不少于 3 条/],
    },
    {
      name: 'the platform shows the same short list in two looks a day apart',
      params: { weeks: 1, minCoveredWeeks: 1 },
      observations: given([
        ownList(3, weekly(1), { window: { from: '2026-09-01', to: '2026-11-22' } }),
        ownList(1, weekly(1), { window: { from: '2026-09-01', to: '2026-11-22' } }),
      ]),
      expect: { findings: [{ certainty: 'confirmed', target: '2026-11-09 至 2026-11-15' }] },
    },
    {
      name: 'the same posts told by two sources are not counted twice',
      observations: given([
        attested(weekly(2)),
        seen(
          'account.posts',
          posts(
            weekly(2).map((p) => ({ ...p, id: `x${p.id}` })),
            { source: 'bridge', coverage: 'partial' },
          ),
          { target: '桥接', slot: asOf },
        ),
      ]),
      expect: { findings: [{ certainty: 'confirmed' }, {}, {}, {}] },
    },
    {
      name: 'two posts of one title in one source are two',
      params: { weeks: 1, minCoveredWeeks: 1 },
      observations: given([
        attested([post('a', '2026-11-10', { title: '停水通知' }), post('b', '2026-11-10', { title: '停水通知' })]),
      ]),
      says: [/发布内容 2 条/],
    },
    {
      name: 'recorded by a person',
      observations: given(
        [partial([])],
        [
          record('update-quota', 'fail', [
            { fault: 'week-short', target: '2026-11-02 至 2026-11-08', note: '这一周只有 1 条' },
          ]),
        ],
      ),
      says: [/检查员甲/],
    },
  ],
  needsReview: [
    {
      name: 'nothing complete: a short week proves nothing',
      observations: given([partial(weekly(1))]),
      expect: { because: { kind: 'undeterminable' }, basis: { examined: 0, unobserved: 4 } },
      says: [/只有 0 周能够判断，少于规定的 4 周/],
    },
    {
      name: 'the export is not signed',
      observations: given([attested(weekly(1), { attestedBy: null })]),
      expect: { because: { kind: 'suspect' } },
      says: [/没有签认人/],
    },
    {
      name: 'the platform list was seen once only',
      params: { weeks: 1, minCoveredWeeks: 1 },
      observations: given([ownList(1, weekly(1), { window: { from: '2026-09-01', to: '2026-11-22' } })]),
      expect: { because: { kind: 'suspect' } },
    },
    {
      name: 'a post without a time may be the missing one',
      observations: given([attested([...weekly(2), post('x', null)])]),
      expect: { because: { kind: 'undeterminable' } },
    },
    {
      name: 'a list made while the platform failed its 对照账号 proves nothing',
      observations: given([ownList(3, [], { canary: 'failed' }), ownList(1, [], { canary: 'failed' })]),
      expect: { because: { kind: 'undeterminable' } },
    },
    {
      name: 'an empty list after a full one covers nothing',
      params: { weeks: 1, minCoveredWeeks: 1 },
      observations: given([ownList(3, weekly(1, ['10-01'])), ownList(1.5, []), ownList(0.2, [])]),
      expect: { because: { kind: 'suspect' } },
    },
    {
      name: 'one week beyond the records is one too few',
      observations: given([
        attested(weekly(3, ['11-09', '11-02', '10-26']), { window: { from: '2026-10-26', to: '2026-11-22' } }),
      ]),
      expect: { because: { kind: 'undeterminable' }, basis: { examined: 3, unobserved: 1 } },
    },
    { name: 'not collected', observations: given([unseen('account.posts', '公开页面')]), says: [/没有采集到/] },
  ],
});
