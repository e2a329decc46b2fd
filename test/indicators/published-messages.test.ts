import { publishedMessages } from '#indicators/site/published-messages.ts';
import { testIndicator } from '../harness/indicator.ts';
import { letter, letters } from './affairs.ts';
import { asOf, found, home, record, site, unseen } from './build.ts';

const of = (
  pages: (ReturnType<typeof letters> | ReturnType<typeof unseen>)[],
  ...records: ReturnType<typeof record>[]
) => ({
  'page.letters': pages as ReturnType<typeof letters>[],
  'manual.record': records,
});
const said = (over: Parameters<typeof record>[1] = {}) => record('published-messages', over);

testIndicator(publishedMessages, {
  params: {},
  asOf,
  record: site,
  pass: [
    { name: 'a person compared what was drawn', observations: of([letters('letter', [letter('1')])], said()) },
    { name: 'no letters were drawn, a person has looked', observations: of([], said()) },
  ],
  fail: [
    {
      name: 'a person records every kind of fault',
      observations: of(
        [letters('letter', [letter('1')])],
        said({
          findings: ['none-public', 'element-missing', 'stale', 'no-statistics'].map((f) => found(f)),
          day: '2026-11-22',
        }),
      ),
      expect: { findings: { length: 4 } },
    },
  ],
  needsReview: [
    {
      name: 'an answered letter without the day and office of the answer: one finding each',
      observations: of([letters('letter', [letter('1', { replied: null, office: null })])]),
      expect: { because: { kind: 'suspect' }, findings: { length: 2 } },
      says: ['没有认出答复时间', '没有认出答复单位'],
    },
    {
      name: 'an open letter lacks no answer',
      observations: of([
        letters('letter', [letter('1', { replied: null, office: null, content: false, state: 'open' })]),
      ]),
      expect: { findings: [] },
    },
    {
      name: 'a row of a list need not show the office',
      observations: of([letters('list', [letter('1', { office: null, content: null })])]),
      expect: { findings: [] },
    },
    {
      name: 'the newest letter is older than two months',
      observations: of([letters('list', [letter('1', { asked: '2026-09-01', replied: '2026-09-21' })])]),
      expect: { findings: [{ fault: 'stale', certainty: 'suspected' }] },
    },
    {
      name: 'two months to the day',
      observations: of([letters('list', [letter('1', { asked: '2026-09-01', replied: '2026-09-22' })])]),
      expect: { findings: [] },
    },
    {
      name: 'a list that was not wholly read is not stale',
      observations: of([
        letters('list', [letter('1', { asked: '2026-01-01', replied: '2026-01-02' })], {
          unread: ['脚本'],
          statistics: null,
        }),
      ]),
      expect: { findings: [] },
    },
    {
      name: 'no statistics on any page',
      observations: of([letters('list', [letter('1')], { statistics: null })]),
      expect: { findings: [{ fault: 'no-statistics' }] },
    },
    {
      name: 'statistics on another page',
      observations: of([letters('list', [letter('1')], { statistics: null }), letters('letter', [letter('1')])]),
      expect: { findings: [] },
    },
    {
      name: '信访 is left alone',
      observations: of([letters('list', [letter('1')], { statistics: null, excluded: '信访' })]),
      expect: { findings: [], basis: { examined: 0 } },
    },
    {
      name: 'could not be seen',
      observations: of([unseen('page.letters', home)]),
      expect: { because: { kind: 'undeterminable' } },
    },
  ],
});
