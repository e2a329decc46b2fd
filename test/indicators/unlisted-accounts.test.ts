import { unlistedAccounts } from '#indicators/organization/unlisted-accounts.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf, post } from './build.ts';
import { accountOf, attested, organization, record, registerOf } from './local.ts';

const given = (posts: readonly ReturnType<typeof attested>[], records: readonly ReturnType<typeof record>[] = []) => ({
  'account.posts': posts,
  'manual.record': records,
});
const of = (...list: ReturnType<typeof post>[]) => attested(list, {}, { subjectId: 'a' });
const said = (outcome: 'pass' | 'fail', fault = 'unlisted') =>
  record(
    'unlisted-accounts',
    outcome,
    outcome === 'pass' ? [] : [{ fault, target: '抖音“示例教育小剧场”', note: '台账里没有' }],
    { subjectId: organization.id },
  );

testIndicator(unlistedAccounts, {
  params: {},
  asOf,
  record: organization,
  register: registerOf([accountOf('a', { filedOn: '2020-01-02' })]),
  pass: [
    { name: 'a person searched and found none', observations: given([of(post('x', '2026-11-20'))], [said('pass')]) },
    {
      name: 'a person knows of the filing that the register lacks',
      register: registerOf([accountOf('a')]),
      observations: given([of(post('x', '2026-11-20'))], [said('pass')]),
    },
  ],
  fail: [
    {
      name: 'a person found one',
      observations: given([], [said('fail')]),
      expect: { findings: [{ fault: 'unlisted', certainty: 'confirmed' }] },
    },
  ],
  needsReview: [
    {
      name: 'posting, and no day of filing',
      register: registerOf([accountOf('a')]),
      observations: given([of(post('x', '2026-11-20'))]),
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'unfiled' }] },
      says: [/没有备案日期，而在发布内容，最近一条《示例推文x》/],
    },
    {
      name: 'nobody searched',
      observations: given([of(post('x', '2026-11-20'))]),
      expect: { because: { kind: 'undeterminable' } },
    },
  ],
});
