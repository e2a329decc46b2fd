import { poorInteraction } from '#indicators/site/poor-interaction.ts';
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
const said = (over: Parameters<typeof record>[1] = {}) => record('poor-interaction', over);

testIndicator(poorInteraction, {
  params: {},
  asOf,
  record: site,
  pass: [{ name: 'a person found every letter answered', observations: of([letters('list', [letter('1')])], said()) }],
  fail: [
    {
      name: 'a person records both faults',
      observations: of([], said({ findings: [found('channel-missing'), found('unanswered', `${home}hdjl/9.html`)] })),
      expect: { findings: { length: 2 } },
    },
  ],
  needsReview: [
    {
      name: 'open for more than three months: a suspicion, never a veto by itself',
      observations: of([letters('list', [letter('1', { asked: '2026-08-21', replied: null, state: 'open' })])]),
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'unanswered' }] },
    },
    {
      name: 'three months to the day',
      observations: of([letters('list', [letter('1', { asked: '2026-08-22', replied: null, state: 'open' })])]),
      expect: { findings: [] },
    },
    {
      name: 'older than a year',
      observations: of([letters('list', [letter('1', { asked: '2025-11-21', replied: null, state: 'open' })])]),
      expect: { findings: [] },
    },
    {
      name: 'a page that does not say whether it was answered',
      observations: of([letters('list', [letter('1', { asked: '2026-05-01', replied: null, state: 'unknown' })])]),
      expect: { findings: [] },
    },
    {
      name: '信访 is left alone',
      observations: of([
        letters('list', [letter('1', { asked: '2026-05-01', replied: null, state: 'open' })], { excluded: '信访' }),
      ]),
      expect: { findings: [] },
    },
    {
      name: 'nothing drawn',
      observations: of([unseen('page.letters', home)]),
      expect: { because: { kind: 'undeterminable' } },
    },
  ],
});
