import type { ObservationValue } from '#core/observation.ts';
import { ipv6 } from '#indicators/site/ipv6.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf, found, home, record, seen, site, unseen } from './build.ts';

type Value = ObservationValue<'site.ipv6'>;
const look = (over: Partial<Value>) =>
  seen(
    'site.ipv6',
    { host: 'www.shili.gov.cn', addresses: ['2001:db8::1'], nameServers: [], home: 'opened', detail: '', ...over },
    { target: home },
  );
const none = look({ addresses: [], home: 'not-tried', detail: '域名没有 AAAA 记录' });
const of = (
  looks: (ReturnType<typeof look> | ReturnType<typeof unseen>)[],
  ...records: ReturnType<typeof record>[]
) => ({
  'site.ipv6': looks as ReturnType<typeof look>[],
  'manual.record': records,
});
const said = (over: Parameters<typeof record>[1] = {}) => record('ipv6', over);

testIndicator(ipv6, {
  params: {},
  asOf,
  record: site,
  pass: [
    { name: 'the home page answered over IPv6', observations: of([look({})]) },
    {
      name: 'a name server without IPv6 is a note',
      observations: of([
        look({
          nameServers: [
            { name: 'a.ns', ipv6: false },
            { name: 'b.ns', ipv6: true },
          ],
        }),
      ]),
      says: ['2 个权威域名服务器中有 1 个没有 IPv6 地址'],
    },
    {
      name: 'only the record was seen, a person has opened it',
      observations: of([look({ home: 'not-tried', detail: '域名有 AAAA 记录' })], said({ note: '已在 IPv6 网络打开' })),
    },
    {
      name: 'no record was found, a person has opened it since',
      observations: of([none], said({ day: '2026-11-22' })),
    },
  ],
  fail: [
    {
      name: 'no record, and a person agrees',
      observations: of([none], said({ outcome: 'fail', findings: [found('not-supported')], day: '2026-11-22' })),
      expect: { findings: [{ fault: 'not-supported', certainty: 'confirmed' }] },
    },
  ],
  needsReview: [
    {
      name: 'no record alone is for a person',
      observations: of([none]),
      expect: { findings: [{ fault: 'not-supported', certainty: 'suspected' }], because: { kind: 'suspect' } },
    },
    {
      name: 'not reached over IPv6 from here is for a person',
      observations: of([look({ home: 'failed', detail: 'IPv6 访问没有成功' })]),
      expect: { findings: [{ fault: 'not-supported', certainty: 'suspected' }], because: { kind: 'suspect' } },
    },
    {
      name: 'a record and no way to try it',
      observations: of([look({ home: 'not-tried', detail: '域名有 AAAA 记录；本机没有 IPv6' })]),
      expect: { because: { kind: 'undeterminable' } },
    },
    {
      name: 'DNS told nothing',
      observations: of([unseen('site.ipv6', home, 'local-network')]),
      expect: { because: { kind: 'undeterminable' } },
    },
    { name: 'nobody looked', observations: of([]), expect: { because: { kind: 'undeterminable' } } },
  ],
});
