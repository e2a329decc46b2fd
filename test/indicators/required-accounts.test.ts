import { requiredAccounts } from '#indicators/organization/required-accounts.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf } from './build.ts';
import { accountOf, organization, record, registerOf } from './local.ts';

const none = { 'manual.record': [] };
const said = (outcome: 'pass' | 'fail') => ({
  'manual.record': [
    record(
      'required-accounts',
      outcome,
      outcome === 'pass' ? [] : [{ fault: 'platform-missing', target: '示例县教育局·新浪微博', note: '查无此号' }],
      {
        subjectId: organization.id,
      },
    ),
  ],
});

testIndicator(requiredAccounts, {
  params: {},
  asOf,
  record: organization,
  register: registerOf([accountOf('a')]),
  pass: [
    { name: 'both', register: registerOf([accountOf('a'), accountOf('b', { platform: 'weibo' })]), observations: none },
    { name: 'only one platform is asked for', params: { platforms: ['wechat'] }, observations: none },
    { name: 'a person found it, the register lacks it', observations: said('pass'), says: [/人工记录没有认定/] },
  ],
  fail: [
    {
      name: 'a person found none either',
      observations: said('fail'),
      expect: { findings: [{ fault: 'platform-missing', certainty: 'confirmed' }] },
    },
  ],
  needsReview: [
    {
      name: 'the register names none',
      observations: none,
      expect: { because: { kind: 'suspect' }, findings: [{ target: '示例县教育局·新浪微博' }] },
      says: [/台账里没有示例县教育局正在使用的新浪微博账号/],
    },
    {
      name: 'closed long ago',
      register: registerOf([accountOf('a'), accountOf('b', { platform: 'weibo', closedOn: '2024-01-01' })]),
      observations: none,
    },
  ],
});
