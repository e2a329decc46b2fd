import { Organization } from '#core/registry.ts';
import { annualReport } from '#indicators/organization/annual-report.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf } from './build.ts';
import { organization, record, registerOf } from './local.ts';

const none = { 'manual.record': [] };
const handedIn = (...reports: [number, string][]) =>
  registerOf([], {
    organization: Organization.parse({
      ...organization,
      annualReports: reports.map(([year, submittedOn]) => ({ year, submittedOn })),
    }),
  });
const said = (outcome: 'pass' | 'fail', day?: string) => ({
  'manual.record': [
    record(
      'annual-report',
      outcome,
      outcome === 'pass' ? [] : [{ fault: 'missing', target: '2025 年度报告', note: '催过仍没有交' }],
      {
        subjectId: organization.id,
        ...(day === undefined ? {} : { day }),
      },
    ),
  ],
});

// On 2026-11-22 the year due by 12-31 is 2025; by 5 January of the next year as well.
testIndicator(annualReport, {
  params: {},
  asOf,
  record: organization,
  register: handedIn([2025, '2025-12-31']),
  pass: [
    { name: 'on the last day', observations: none, expect: { basis: { examined: 1 } } },
    {
      name: 'the fifth of January of the next year is in time',
      params: { deadline: '01-05', nextYear: true },
      register: handedIn([2025, '2026-01-05']),
      observations: none,
    },
    {
      name: 'the first year of the rule is not due yet',
      params: { sinceYear: 2026 },
      register: handedIn(),
      observations: none,
      says: [/2026-12-31 才到期/],
    },
    { name: 'a person saw it', register: handedIn(), observations: said('pass', '2026-01-20') },
  ],
  fail: [
    {
      name: 'a day late',
      register: handedIn([2025, '2026-01-01']),
      observations: none,
      expect: { findings: [{ fault: 'late', certainty: 'confirmed' }] },
      says: [/2025 年度报告 2026-01-01 才提交，规定不晚于 2025-12-31/],
    },
    {
      name: 'a day after the fifth of January',
      params: { deadline: '01-05', nextYear: true },
      register: handedIn([2025, '2026-01-06']),
      observations: none,
    },
    {
      name: 'a person says there is none',
      register: handedIn(),
      observations: said('fail'),
      expect: { findings: [{ fault: 'missing', certainty: 'confirmed' }] },
    },
  ],
  needsReview: [
    {
      name: 'the register has none',
      register: handedIn([2024, '2024-12-20']),
      observations: none,
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'missing', target: '2025 年度报告' }] },
    },
    {
      name: 'the end of February, whatever the year',
      params: { deadline: '02-30' },
      register: handedIn(),
      observations: none,
      says: [/2026-02-28 已过/],
    },
  ],
});
