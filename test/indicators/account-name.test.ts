import type { ObservationValue } from '#core/observation.ts';
import { accountName } from '#indicators/account/account-name.ts';
import { testIndicator } from '../harness/indicator.ts';
import { account, asOf, seen } from './build.ts';
import { before, record, registerOf } from './local.ts';

const look = (over: Partial<ObservationValue<'account.profile'>>) =>
  seen(
    'account.profile',
    { platform: 'wechat', source: 'public', state: 'seen', notes: [], ...over },
    { target: '公开页面', slot: before(1) },
  );
const given = (...looks: ReturnType<typeof look>[]) => ({ 'account.profile': looks, 'manual.record': [] });

testIndicator(accountName, {
  params: {},
  asOf,
  record: account,
  register: registerOf([account]),
  pass: [
    { name: 'named after the unit', observations: given(), expect: { basis: { examined: 1 } } },
    { name: 'the platform shows it', observations: given(look({ name: '示例县公安局' })) },
    { name: 'renamed since', record: { name: '示例县创卫行动' }, observations: given(look({ name: '示例县城管局' })) },
    { name: 'bonds are no campaign', record: { name: '示例专项债服务' }, observations: given() },
    {
      name: 'a person finds it in order',
      record: { name: '示例征兵' },
      observations: { ...given(), 'manual.record': [record('account-name', 'pass')] },
    },
  ],
  fail: [
    {
      name: 'a person confirms it',
      record: { name: '示例县创建文明城市' },
      observations: {
        ...given(),
        'manual.record': [
          record('account-name', 'fail', [{ fault: 'campaign', target: '微信公众号 shilifabu', note: '创建活动专号' }]),
        ],
      },
      expect: { findings: [{ fault: 'campaign', certainty: 'confirmed' }] },
    },
  ],
  needsReview: [
    {
      name: 'a campaign',
      record: { name: '示例县禁毒专项行动' },
      observations: given(),
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'campaign' }] },
      says: [/里有“专项”/],
    },
    {
      name: 'a person by name',
      record: { name: '示例小李警官说' },
      observations: given(),
      expect: { findings: [{ fault: 'personal' }] },
    },
    {
      name: 'certified as a person',
      observations: given(look({ name: '示例发布', verified: { ok: true, kind: 'person' } })),
      expect: { findings: [{ fault: 'personal' }] },
    },
  ],
});
