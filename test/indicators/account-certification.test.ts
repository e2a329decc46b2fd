import type { ObservationValue } from '#core/observation.ts';
import { Organization } from '#core/registry.ts';
import { accountCertification } from '#indicators/account/account-certification.ts';
import { testIndicator } from '../harness/indicator.ts';
import { account, asOf, seen, unseen } from './build.ts';
import { before, organization, record, registerOf } from './local.ts';

type Profile = ObservationValue<'account.profile'>;
const look = (over: Partial<Profile>, daysAgo = 1) =>
  seen(
    'account.profile',
    { platform: 'wechat', source: 'public', state: 'seen', notes: [], ...over },
    { target: '公开页面', slot: before(daysAgo) },
  );
const given = (...looks: (ReturnType<typeof look> | ReturnType<typeof unseen<'account.profile'>>)[]) => ({
  'account.profile': looks,
  'manual.record': [],
});
const certified = (text: string) => look({ verified: { ok: true, kind: 'government', text } });

testIndicator(accountCertification, {
  params: {},
  asOf,
  record: account,
  register: registerOf([account]),
  pass: [
    { name: 'the unit is named', observations: given(certified('示例县教育局官方微博')) },
    {
      name: 'the certified host of the register',
      record: { certifiedHost: '示例县教育考试中心' },
      observations: given(certified('示例县教育考试中心')),
    },
    {
      name: 'an alias of the unit',
      register: { organization: Organization.parse({ ...organization, aliases: ['示例教体局'] }) },
      observations: given(certified('示例教体局')),
    },
    { name: 'blanks and brackets do not matter', observations: given(certified('示例县 教育局（官方）')) },
    {
      name: 'the newest look counts',
      observations: given(look({ verified: { ok: false } }, 9), certified('示例县教育局')),
      contradictory: 'it was certified in between',
    },
    {
      name: 'the developer of an app',
      record: { platform: 'app' },
      observations: given(
        look({ platform: 'app', apps: [{ store: '应用宝', state: 'available', developer: '示例县教育局' }] }),
      ),
    },
  ],
  fail: [
    {
      name: 'the platform says it is not certified',
      observations: given(look({ verified: { ok: false } })),
      expect: { findings: [{ fault: 'uncertified', certainty: 'confirmed' }] },
    },
    {
      name: 'a person found another host',
      observations: {
        ...given(),
        'manual.record': [
          record('account-certification', 'fail', [
            { fault: 'host-differs', target: '示例发布', note: '认证主体是公司' },
          ]),
        ],
      },
    },
  ],
  needsReview: [
    {
      name: 'another host is named',
      observations: given(certified('示例文化传媒有限公司')),
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'host-differs', certainty: 'suspected' }] },
    },
    {
      name: 'the page does not say',
      observations: given(look({ verified: { ok: null } })),
      expect: { because: { kind: 'undeterminable' } },
    },
    {
      name: 'a wall',
      observations: given(unseen('account.profile', '公开页面')),
      says: [/账号页面没有看成：被防护拦截 1 次/],
    },
    {
      name: 'another account stood there',
      observations: given(
        look({
          state: 'identity-mismatch',
          mismatch: { expected: '示例发布', found: '别的号' },
          verified: { ok: false },
        }),
      ),
    },
  ],
});
