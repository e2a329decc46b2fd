import { replies } from '#indicators/site/replies.ts';
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
const said = (over: Parameters<typeof record>[1] = {}) => record('replies', over);

testIndicator(replies, {
  params: {},
  asOf,
  record: site,
  pass: [{ name: 'a person asked and was answered', observations: of([letters('letter', [letter('1')])], said()) }],
  fail: [
    {
      name: 'a person records every kind of fault',
      observations: of([], said({ findings: ['late', 'poor', 'unchecked-errors'].map((f) => found(f)) })),
      expect: { findings: { length: 3 } },
    },
    {
      name: 'a late answer that a person confirms',
      observations: of(
        [letters('letter', [letter('1', { replied: '2026-11-20' })])],
        said({ findings: [found('late', `${home}hdjl/1.html`)], day: '2026-11-22' }),
      ),
      expect: { findings: [{ certainty: 'confirmed' }] },
    },
  ],
  needsReview: [
    {
      name: 'five working days are in time',
      observations: of([letters('letter', [letter('1', { asked: '2026-11-02', replied: '2026-11-09' })])]),
      expect: { findings: [] },
      says: ['1 条公开的留言写明了留言时间和答复时间'],
    },
    {
      name: 'six are late',
      observations: of([letters('letter', [letter('1', { asked: '2026-11-02', replied: '2026-11-10' })])]),
      expect: { findings: [{ fault: 'late', certainty: 'suspected' }] },
      says: ['相隔 6 个工作日'],
    },
    {
      name: 'the holidays of October do not count',
      observations: of([letters('letter', [letter('1', { asked: '2026-09-30', replied: '2026-10-13' })])]),
      expect: { findings: [] },
    },
    {
      name: 'the same letter in a list and on its page is one',
      observations: of([
        letters('letter', [letter('1', { replied: '2026-11-20' })]),
        letters('list', [letter('1', { replied: '2026-11-20' })]),
      ]),
      expect: { findings: { length: 1 } },
    },
    {
      name: 'without the days nothing is measured',
      observations: of([letters('letter', [letter('1', { asked: null })])]),
      expect: { findings: [] },
    },
    {
      name: 'nothing drawn',
      observations: of([unseen('page.letters', home)]),
      expect: { because: { kind: 'undeterminable' } },
    },
  ],
});
