import { serviceGuides } from '#indicators/site/service-guides.ts';
import { testIndicator } from '../harness/indicator.ts';
import { guide, shown } from './affairs.ts';
import { asOf, found, home, record, site, unseen } from './build.ts';

const of = (
  guides: (ReturnType<typeof guide> | ReturnType<typeof unseen>)[],
  ...records: ReturnType<typeof record>[]
) => ({
  'page.service-guide': guides as ReturnType<typeof guide>[],
  'manual.record': records,
});
const said = (over: Parameters<typeof record>[1] = {}) => record('service-guides', over);

testIndicator(serviceGuides, {
  params: {},
  asOf,
  record: site,
  pass: [
    { name: 'good guides, and a person has compared the matters', observations: of([guide('1'), guide('2')], said()) },
    {
      name: 'what was suspected is not upheld by a person',
      observations: of([guide('1', {}, { materialForm: 'unstated' })], said({ day: '2026-11-22' })),
      says: ['1 处疑似问题，人工记录没有认定'],
    },
    { name: 'no guide was drawn, a person has looked', observations: of([], said()) },
  ],
  fail: [
    {
      name: 'an empty place in a table that was wholly understood',
      observations: of([guide('1', { phone: 'empty' })]),
      expect: {
        findings: [{ fault: 'element-missing', certainty: 'confirmed', target: `${home}bsfw/1.html（联系电话）` }],
      },
    },
    {
      name: 'a person records every kind of fault',
      observations: of(
        [guide('1')],
        said({
          findings: ['no-guide', 'element-missing', 'material-form-unclear', 'vague-clause', 'policy-text-missing'].map(
            (f) => found(f, `示例事项-${f}`),
          ),
          day: '2026-11-22',
        }),
      ),
      expect: { findings: { length: 5 } },
    },
  ],
  needsReview: [
    {
      name: 'an element that does not appear is for a person, even in a complete table',
      observations: of([guide('1', { fee: 'absent' })]),
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'element-missing', certainty: 'suspected' }] },
    },
    {
      name: 'an empty place where a script may still write',
      observations: of([guide('1', { fee: 'empty' }, { complete: false })]),
      expect: { because: { kind: 'suspect' } },
    },
    {
      name: 'what was not read is not missing',
      observations: of([guide('1', { fee: 'unread', phone: 'unread' }, { complete: false, unread: ['框架页 /a'] })]),
      expect: { because: { kind: 'undeterminable' }, findings: [] },
      says: ['没有读到的要素不算缺失'],
    },
    {
      name: 'material form, vague words and bare documents: one each for a guide',
      observations: of([
        guide(
          '1',
          {},
          {
            materialForm: 'unstated',
            formless: [shown('身份证')],
            vague: [shown('其他材料'), shown('有关材料')],
            bareDocuments: [shown('《示例办法》')],
          },
        ),
      ]),
      expect: {
        findings: [{ fault: 'material-form-unclear' }, { fault: 'vague-clause' }, { fault: 'policy-text-missing' }],
      },
    },
    {
      name: 'good guides alone do not tell whether every matter has one',
      observations: of([guide('1')]),
      expect: { because: { kind: 'undeterminable' } },
    },
    {
      name: 'a page that is no guide',
      observations: of([guide('1', { fee: 'absent' }, { guide: 'no' })]),
      expect: { findings: [], basis: { examined: 0 } },
    },
    {
      name: 'the guide could not be seen',
      observations: of([unseen('page.service-guide', home)]),
      expect: { because: { kind: 'undeterminable' } },
    },
  ],
});
