import { accountNames } from '#indicators/organization/account-names.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf, seen } from './build.ts';
import { accountOf, before, organization, record, registerOf } from './local.ts';

const none = { 'account.profile': [], 'manual.record': [] };
const names = (...all: string[]) =>
  registerOf(all.map((name, i) => accountOf(`a${i}`, { name, platform: (['wechat', 'weibo', 'douyin'] as const)[i] })));
const shows = (...all: [string, string][]) => ({
  ...none,
  'account.profile': all.map(([id, name]) =>
    seen(
      'account.profile',
      { platform: 'weibo', source: 'public', state: 'seen', name, notes: [] },
      { target: '公开页面', slot: before(1), subjectId: id },
    ),
  ),
});

testIndicator(accountNames, {
  params: {},
  asOf,
  record: organization,
  register: names('示例教育', '示例教育'),
  pass: [
    { name: 'the same', observations: none, expect: { basis: { examined: 2 } } },
    {
      name: 'the same but for the platform',
      register: names('示例教育', '示例教育官方微博', '“示例教育” 抖音号'),
      observations: none,
    },
    { name: 'one account', register: names('示例教育'), observations: none, says: [/不到两个账号/] },
    {
      name: 'an app is named after what it does',
      register: registerOf([accountOf('a'), accountOf('b', { platform: 'app', name: '示例通' })]),
      observations: none,
    },
    {
      name: 'renamed on the platform, the register is old',
      register: names('示例教育', '示例教体'),
      observations: shows(['a1', '示例教育']),
    },
  ],
  fail: [
    {
      name: 'the platforms show two names',
      register: names('示例教育', '小示学堂'),
      observations: shows(['a0', '示例教育'], ['a1', '小示学堂']),
      expect: { findings: [{ fault: 'name-differs', certainty: 'confirmed', target: '新浪微博“小示学堂”（a1）' }] },
    },
    {
      name: 'one platform shows another name than the register',
      observations: shows(['a0', '示例教育'], ['a1', '小示学堂']),
      says: [/显示的名称（台账登记为“示例教育”）是“小示学堂”/],
    },
    {
      name: 'recorded by a person',
      observations: {
        ...none,
        'manual.record': [
          record('account-names', 'fail', [{ fault: 'name-differs', target: '快手', note: '快手号另有名称' }], {
            subjectId: organization.id,
          }),
        ],
      },
    },
  ],
  needsReview: [
    {
      name: 'one of three is called otherwise in the register',
      register: names('示例教育', '小示学堂', '示例教育'),
      observations: none,
      expect: { because: { kind: 'suspect' } },
      says: [/依据的是台账登记的名称，须在平台上核对/],
    },
    {
      name: 'one holds the other',
      register: names('示例教育', '示例教育局'),
      observations: none,
      expect: { because: { kind: 'suspect' } },
      says: [/可能是简称/],
    },
  ],
});
