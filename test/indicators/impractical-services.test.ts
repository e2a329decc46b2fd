import { impracticalServices } from '#indicators/site/impractical-services.ts';
import { testIndicator } from '../harness/indicator.ts';
import { guide } from './affairs.ts';
import { asOf, found, record, site } from './build.ts';

const poor = (n: string) => guide(n, { basis: 'absent', fee: 'absent', phone: 'empty', process: 'absent' });
const drawn = (...guides: ReturnType<typeof guide>[]) => ({ 'page.service-guide': guides, 'manual.record': [] });
const only = (...records: ReturnType<typeof record>[]) => ({ 'page.service-guide': [], 'manual.record': records });
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
  needsReview: [
    {
      name: 'five drawn guides lack four elements each: a suspicion, never a veto by itself',
      observations: drawn(...['1', '2', '3', '4', '5'].map(poor)),
      expect: { because: { kind: 'suspect' }, findings: { length: 5 } },
    },
    {
      name: 'four of them',
      observations: drawn(...['1', '2', '3', '4'].map(poor)),
      expect: { findings: [] },
      says: ['疑似 4 个'],
    },
    {
      name: 'three elements are not four',
      observations: drawn(
        ...['1', '2', '3', '4', '5'].map((n) =>
          guide(n, { basis: 'absent', fee: 'absent', phone: 'empty', process: 'unread' }),
        ),
      ),
      expect: { findings: [], because: { kind: 'undeterminable' } },
    },
    { name: 'run out', observations: only(record('impractical-services', { day: '2026-08-01' })) },
  ],
});
