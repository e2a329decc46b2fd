import { registerSubject } from '#core/observation.ts';
import { inspectionCoverage } from '#indicators/organization/inspection-coverage.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf, seen } from './build.ts';
import { organization, record, registerOf } from './local.ts';

const ids = (n: number, from = 0) => Array.from({ length: n }, (_, i) => `s${from + i}`);
const run = (at: string, sites: string[], accounts: string[], registered = { sites: 4, accounts: 10 }) =>
  seen(
    'inspection.run',
    {
      runId: at,
      policy: 'fengdu',
      sites: { registered: registered.sites, inspected: sites },
      accounts: { registered: registered.accounts, inspected: accounts },
    },
    { subjectId: registerSubject, target: at, slot: `${at}T08:00:00.000Z` },
  );
const given = (...runs: ReturnType<typeof run>[]) => ({ 'inspection.run': runs, 'manual.record': [] });

// The last whole quarter before 11-22 is July to September; the last whole week 11-09 to 11-15.
testIndicator(inspectionCoverage, {
  params: {},
  asOf,
  record: organization,
  register: registerOf([]),
  pass: [
    {
      name: 'all sites and six of ten accounts',
      observations: given(run('2026-08-10', ids(4), ids(6))),
      expect: { basis: { examined: 1 } },
      says: [/2026-07-01 至 2026-09-30 检查 1 次/],
    },
    {
      name: 'two runs together',
      observations: given(run('2026-07-10', ids(2), ids(3)), run('2026-09-10', ids(2, 2), ids(3, 3))),
      contradictory: 'either run alone is too little',
    },
    {
      name: 'exactly half where half is enough',
      params: { accountsAbove: false },
      observations: given(run('2026-08-10', ids(4), ids(5))),
    },
    {
      name: 'every week, all of them',
      params: { every: 'week', accountsPercent: 100 },
      observations: given(run('2026-11-12', ids(4), ids(10))),
    },
    { name: 'on the last day, Beijing time', observations: given(run('2026-09-30', ids(4), ids(6))) },
    {
      name: 'a county without accounts',
      observations: given(run('2026-08-10', ids(4), [], { sites: 4, accounts: 0 })),
    },
    {
      name: 'a person records an inspection on the spot',
      observations: {
        ...given(run('2026-06-10', ids(4), ids(6))),
        'manual.record': [record('inspection-coverage', 'pass', [], { subjectId: organization.id, day: '2026-11-21' })],
      },
      says: [/人工记录/],
    },
  ],
  fail: [
    {
      name: 'a person confirms it',
      observations: {
        ...given(),
        'manual.record': [
          record('inspection-coverage', 'fail', [{ fault: 'cadence-missed', target: '三季度', note: '没有检查' }], {
            subjectId: organization.id,
          }),
        ],
      },
    },
  ],
  needsReview: [
    {
      name: 'half of the accounts is not more than half',
      observations: given(run('2026-08-10', ids(4), ids(5))),
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'accounts-short', certainty: 'suspected' }] },
    },
    {
      name: 'a site was not seen',
      observations: given(run('2026-08-10', ids(3), ids(6))),
      expect: { findings: [{ fault: 'sites-short' }] },
    },
    {
      name: 'nothing in the quarter',
      observations: given(run('2026-06-20', ids(4), ids(10))),
      expect: { findings: [{ fault: 'cadence-missed', target: '2026-07-01 至 2026-09-30' }] },
    },
    {
      name: 'a week left out',
      params: { every: 'week', periods: 2, accountsPercent: 0 },
      observations: given(run('2026-11-12', ids(4), [])),
      expect: { findings: [{ fault: 'cadence-missed', target: '2026-11-02 至 2026-11-08' }] },
    },
    { name: 'nothing was ever kept', observations: given() },
    {
      name: 'the program is in use only since the quarter ended',
      observations: given(run('2026-10-10', ids(4), ids(10))),
      expect: { because: { kind: 'undeterminable' } },
    },
  ],
});
