import { impracticalServices } from '#indicators/site/impractical-services.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf, found, record, site } from './build.ts';

const only = (...records: ReturnType<typeof record>[]) => ({ 'manual.record': records });
const of = (...findings: ReturnType<typeof found>[]) => record('impractical-services', { findings });
const items = (n: number) => Array.from({ length: n }, (_, i) => found('guide-poor', `示例事项${i + 1}`));

testIndicator(impracticalServices, {
  params: {},
  asOf,
  record: site,
  pass: [
    { name: 'all guides are good', observations: only(record('impractical-services')) },
    { name: 'four poor guides', observations: only(of(...items(4))), says: ['不到 5 处不构成否决'] },
  ],
  fail: [
    { name: 'no services', observations: only(of(found('services-missing'))) },
    { name: 'exactly five poor guides', observations: only(of(...items(5))), expect: { findings: { length: 5 } } },
    {
      name: 'fewer than five items, and each of them poor',
      observations: only(of(...items(3), found('all-guides-poor'))),
      expect: { findings: [{ fault: 'all-guides-poor' }] },
    },
  ],
  needsReview: [{ name: 'run out', observations: only(record('impractical-services', { day: '2026-08-01' })) }],
});
