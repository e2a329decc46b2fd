import { interpretationShare } from '#indicators/site/interpretation-share.ts';
import { testIndicator } from '../harness/indicator.ts';
import { linkTo, paper } from './affairs.ts';
import { asOf, found, home, record, site } from './build.ts';

const of = (papers: ReturnType<typeof paper>[], ...records: ReturnType<typeof record>[]) => ({
  'page.interpretation': papers,
  'manual.record': records,
});
const said = (over: Parameters<typeof record>[1] = {}) => record('interpretation-share', over);

testIndicator(interpretationShare, {
  params: {},
  asOf,
  record: site,
  pass: [
    {
      name: 'a person knows the interpretation',
      observations: of([paper('2', 'document', { interpretedBy: [] })], said({ day: '2026-11-22' })),
    },
  ],
  fail: [
    {
      name: 'uninterpreted by record',
      observations: of([], said({ findings: [found('uninterpreted', `${home}zc/2.html`)] })),
    },
  ],
  needsReview: [
    {
      name: 'no link, and no title like it',
      observations: of([paper('2', 'document', { interpretedBy: [] })]),
      expect: { findings: [{ fault: 'uninterpreted', certainty: 'suspected' }] },
    },
    {
      name: 'linked',
      observations: of([paper('2', 'document', { interpretedBy: [], links: [linkTo('1')] })]),
      expect: { findings: [] },
    },
    {
      name: 'another page interprets it',
      observations: of([paper('2', 'document', { interpretedBy: [{ url: `${home}zc/1.html`, title: '解读' }] })]),
      expect: { findings: [] },
    },
    {
      name: 'nobody compared the titles',
      observations: of([paper('2', 'document')]),
      expect: { findings: [], basis: { examined: 0 } },
    },
    { name: 'nothing drawn', observations: of([]), expect: { because: { kind: 'undeterminable' } } },
  ],
});
