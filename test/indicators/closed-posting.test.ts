import { closedPosting } from '#indicators/organization/closed-posting.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf, post, seen, unseen } from './build.ts';
import { accountOf, attested, before, organization, record, registerOf } from './local.ts';

const closed = registerOf([accountOf('a', { closedOn: '2026-10-01' })]);
type Posts = ReturnType<typeof attested>;
const given = (
  posts: readonly (Posts | ReturnType<typeof unseen<'account.posts'>>)[],
  profiles: ReturnType<typeof gone>[] = [],
) => ({
  'account.posts': posts,
  'account.profile': profiles,
  'manual.record': [],
});
const gone = () =>
  seen(
    'account.profile',
    {
      platform: 'wechat',
      source: 'public',
      state: 'gone',
      gone: { reason: 'deleted', text: '该账号已自主注销' },
      notes: [],
    },
    { target: '公开页面', slot: before(1), subjectId: 'a' },
  );
const of = (...list: ReturnType<typeof post>[]) => attested(list, {}, { subjectId: 'a' });

testIndicator(closedPosting, {
  params: {},
  asOf,
  record: organization,
  register: closed,
  pass: [
    {
      name: 'silent since, by a complete record',
      observations: given([of(post('x', '2026-09-30'))]),
      expect: { basis: { examined: 1 } },
    },
    { name: 'the platform says it is gone', observations: given([], [gone()]) },
    {
      name: 'nothing was closed',
      register: registerOf([accountOf('a')]),
      observations: given([]),
      says: [/没有已关停的账号/],
    },
    {
      name: 'closed today',
      register: registerOf([accountOf('a', { closedOn: '2026-11-22' })]),
      observations: given([]),
    },
    {
      name: 'posts of another account of the unit',
      register: registerOf([accountOf('a', { closedOn: '2026-10-01' }), accountOf('b')]),
      observations: given([of(), attested([post('y', '2026-11-20')], {}, { subjectId: 'b', target: '另一份' })]),
    },
  ],
  fail: [
    {
      name: 'a post the day after',
      observations: given([of(post('x', '2026-10-02'))]),
      expect: { findings: [{ fault: 'still-posting', certainty: 'confirmed', since: '2026-10-01T16:00:00.000Z' }] },
      says: [/已于 2026-10-01 关停，其后仍发布 1 条，最近一条《示例推文x》/],
    },
    {
      name: 'an incomplete source is enough to prove it',
      observations: given([
        attested(
          [post('x', before(2))],
          { source: 'public', coverage: 'partial', attestedBy: null },
          { subjectId: 'a' },
        ),
      ]),
    },
    {
      name: 'found by a person',
      observations: {
        ...given([]),
        'manual.record': [
          record('closed-posting', 'fail', [{ fault: 'still-posting', target: '示例教育', note: '昨天还在发' }], {
            subjectId: organization.id,
          }),
        ],
      },
    },
  ],
  needsReview: [
    {
      name: 'nobody looked since',
      observations: given([]),
      expect: { because: { kind: 'undeterminable' }, basis: { unobserved: 1 } },
    },
    {
      name: 'a post around the midnight after the closing',
      observations: given([
        of({ ...post('x', null), published: { from: '2026-10-01T10:00:00.000Z', to: '2026-10-01T20:00:00.000Z' } }),
      ]),
    },
    {
      name: 'only part is shown',
      observations: given([
        attested([], { source: 'public', coverage: 'partial', attestedBy: null }, { subjectId: 'a' }),
      ]),
    },
    {
      name: 'the record ends months ago',
      observations: given([
        attested(
          [],
          { window: { from: '2026-09-01', to: '2026-10-20' } },
          { subjectId: 'a', slot: '2026-10-20T15:59:59.999Z' },
        ),
      ]),
    },
    { name: 'a wall', observations: given([unseen('account.posts', '公开页面', 'blocked', { subjectId: 'a' })]) },
  ],
});
