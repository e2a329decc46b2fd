import { serviceForms } from '#indicators/site/service-forms.ts';
import { testIndicator } from '../harness/indicator.ts';
import { guide, shown } from './affairs.ts';
import { asOf, record, site } from './build.ts';

const of = (guides: ReturnType<typeof guide>[], ...records: ReturnType<typeof record>[]) => ({
  'page.service-guide': guides,
  'manual.record': records,
});
const said = (over: Parameters<typeof record>[1] = {}) => record('service-forms', over);
const without = (n: string, unread: string[] = []) =>
  guide(n, {}, { asksForm: true, missingForms: [shown('示例申请表')], unread });

testIndicator(serviceForms, {
  params: {},
  asOf,
  record: site,
  pass: [
    { name: 'a person got the forms', observations: of([guide('1', {}, { asksForm: true })], said()) },
    {
      name: 'a person got what was suspected to be missing',
      observations: of([without('1')], said({ day: '2026-11-22' })),
    },
  ],
  fail: [
    {
      name: 'suspected and recorded as form-missing',
      observations: of(
        [without('1')],
        said({
          findings: [{ fault: 'form-missing', target: 'https://www.shili.gov.cn/bsfw/1.html', note: '没有表格' }],
          day: '2026-11-22',
        }),
      ),
      expect: { findings: [{ certainty: 'confirmed' }] },
    },
  ],
  needsReview: [
    {
      name: 'only two guides are drawn',
      observations: of([without('1'), without('2'), without('3')]),
      expect: { findings: { length: 2 } },
    },
    {
      name: 'the rest of the page was not read',
      observations: of([without('1', ['框架页 /a'])]),
      expect: { findings: [], because: { kind: 'undeterminable' } },
    },
    {
      name: 'no form is asked for',
      observations: of([guide('1')]),
      expect: { findings: [] },
      says: ['没有认出要求提供的表单'],
    },
    { name: 'nothing drawn', observations: of([]), expect: { because: { kind: 'undeterminable' } } },
  ],
});
