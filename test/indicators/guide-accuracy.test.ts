import { guideAccuracy } from '#indicators/site/guide-accuracy.ts';
import { testIndicator } from '../harness/indicator.ts';
import { guide } from './affairs.ts';
import { asOf, found, place, record, site } from './build.ts';

const of = (guides: ReturnType<typeof guide>[], ...records: ReturnType<typeof record>[]) => ({
  'page.service-guide': guides,
  'manual.record': records,
});
const said = (over: Parameters<typeof record>[1] = {}) => record('guide-accuracy', over);
const phone = (number: string, area: string, foreign: boolean) => ({ number, area, foreign, place });
const strange = guide(
  '1',
  {},
  { siteArea: '023', phones: [phone('0999-7000005', '0999', true), phone('023-70000001', '023', false)] },
);

testIndicator(guideAccuracy, {
  params: {},
  asOf,
  record: site,
  pass: [{ name: 'a person called every number', observations: of([strange], said({ day: '2026-11-22' })) }],
  fail: [
    {
      name: 'inaccurate by record',
      observations: of([strange], said({ findings: [found('inaccurate', '示例事项1')], day: '2026-11-22' })),
    },
  ],
  needsReview: [
    {
      name: 'one number of another area',
      observations: of([strange]),
      expect: { because: { kind: 'suspect' }, findings: { length: 1 } },
      says: ['0999-7000005 区号是 0999，网站页脚的区号是 023'],
    },
    {
      name: 'numbers of the area prove nothing',
      observations: of([guide('1')]),
      expect: { because: { kind: 'undeterminable' } },
    },
    { name: 'no guide', observations: of([]), expect: { because: { kind: 'undeterminable' } } },
  ],
});
