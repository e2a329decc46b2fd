import { interpretationLinks } from '#indicators/site/interpretation-links.ts';
import { testIndicator } from '../harness/indicator.ts';
import { linkTo, paper } from './affairs.ts';
import { asOf, found, home, record, site } from './build.ts';

const of = (papers: ReturnType<typeof paper>[], ...records: ReturnType<typeof record>[]) => ({
  'page.interpretation': papers,
  'manual.record': records,
});
const said = (over: Parameters<typeof record>[1] = {}) => record('interpretation-links', over);

testIndicator(interpretationLinks, {
  params: {},
  asOf,
  record: site,
  pass: [
    {
      name: 'a person found them linked',
      observations: of([paper('1', 'interpretation')], said({ day: '2026-11-22' })),
    },
  ],
  fail: [
    {
      name: 'both ways unlinked by record',
      observations: of([], said({ findings: [found('document-unlinked'), found('interpretation-unlinked')] })),
      expect: { findings: { length: 2 } },
    },
    {
      name: 'suspected and upheld',
      observations: of(
        [paper('1', 'interpretation')],
        said({ findings: [found('document-unlinked', `${home}zc/1.html`)], day: '2026-11-22' }),
      ),
      expect: { findings: [{ certainty: 'confirmed' }] },
    },
  ],
  needsReview: [
    {
      name: 'no link to a document',
      observations: of([paper('1', 'interpretation')]),
      expect: { findings: [{ fault: 'document-unlinked', certainty: 'suspected' }] },
    },
    {
      name: 'part of the page was not read',
      observations: of([paper('1', 'interpretation', { unread: ['脚本'] })]),
      expect: { findings: [] },
    },
    {
      name: 'the document does not link back',
      observations: of([paper('1', 'interpretation', { links: [linkTo('2')] }), paper('2', 'document')]),
      expect: { findings: [{ fault: 'interpretation-unlinked', target: `${home}zc/2.html` }] },
    },
    {
      name: 'linked both ways',
      observations: of([
        paper('1', 'interpretation', { links: [linkTo('2')] }),
        paper('2', 'document', { links: [linkTo('1')] }),
      ]),
      expect: { findings: [], because: { kind: 'undeterminable' } },
    },
    {
      name: 'the document was not read',
      observations: of([paper('1', 'interpretation', { links: [linkTo('2')] })]),
      expect: { findings: [] },
    },
    { name: 'nothing drawn', observations: of([]), expect: { because: { kind: 'undeterminable' } } },
  ],
});
