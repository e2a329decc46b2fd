import { accountPerPlatform } from '#indicators/organization/account-per-platform.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf, seen } from './build.ts';
import { accountOf, before, organization, record, registerOf } from './local.ts';

const two = registerOf([accountOf('a'), accountOf('b', { name: '示例教育服务' })]);
const none = { 'account.profile': [], 'manual.record': [] };
const gone = (id: string) =>
  seen(
    'account.profile',
    {
      platform: 'wechat',
      source: 'public',
      state: 'gone',
      gone: { reason: 'deleted', text: '该账号已自主注销' },
      notes: [],
    },
    { target: '公开页面', slot: before(1), subjectId: id },
  );

testIndicator(accountPerPlatform, {
  params: {},
  asOf,
  record: organization,
  register: two,
  pass: [
    {
      name: 'one on each platform',
      register: registerOf([accountOf('a'), accountOf('b', { platform: 'weibo' })]),
      observations: none,
      expect: { basis: { examined: 2 } },
    },
    {
      name: 'the other was closed',
      register: registerOf([accountOf('a'), accountOf('b', { closedOn: '2026-06-01' })]),
      observations: none,
    },
    {
      name: 'the other was cancelled today',
      register: registerOf([accountOf('a'), accountOf('b', { cancelledOn: '2026-11-22' })]),
      observations: none,
    },
    {
      name: 'the other opens next month',
      register: registerOf([accountOf('a'), accountOf('b', { openedOn: '2026-12-01' })]),
      observations: none,
    },
    {
      name: 'two apps have a rule of their own',
      register: registerOf([accountOf('a', { platform: 'app' }), accountOf('b', { platform: 'app' })]),
      observations: none,
    },
    { name: 'two are allowed', params: { max: 2 }, observations: none },
    { name: 'no account at all', register: registerOf([]), observations: none, says: [/没有该单位正在使用的账号/] },
  ],
  fail: [
    {
      name: 'two on one platform',
      observations: none,
      expect: { findings: [{ fault: 'duplicate', certainty: 'confirmed', target: '示例县教育局·微信公众号' }] },
      says: [/示例县教育局在微信公众号有 2 个账号：微信公众号“示例教育”、微信公众号“示例教育服务”，规定至多 1 个/],
    },
    {
      name: 'two platforms of one class',
      params: { classes: { 短视频: ['douyin', 'kuaishou'] } },
      register: registerOf([accountOf('a', { platform: 'douyin' }), accountOf('b', { platform: 'kuaishou' })]),
      observations: none,
      says: [/同类平台（短视频）/],
    },
    {
      name: 'recorded by a person: an account that the register lacks',
      register: registerOf([accountOf('a')]),
      observations: {
        ...none,
        'manual.record': [
          record(
            'account-per-platform',
            'fail',
            [{ fault: 'duplicate', target: '微信公众号', note: '另有一个没登记的公众号' }],
            { subjectId: organization.id },
          ),
        ],
      },
    },
  ],
  needsReview: [
    {
      name: 'the platform says that one of them is gone',
      observations: { ...none, 'account.profile': [gone('b')] },
      expect: { because: { kind: 'suspect' } },
      says: [/1 个平台显示已不存在/],
    },
  ],
});
