import { expect } from 'vitest';
import { accountFiling } from '#indicators/organization/account-filing.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf } from './build.ts';
import { accountOf, organization, record, registerOf } from './local.ts';

const none = { 'manual.record': [] };
// Monday 2026-11-02; five working days later is Monday 11-09, three Thursday 11-05.
const filed = (filedOn: string | undefined, over: object = {}) =>
  registerOf([accountOf('a', { openedOn: '2026-11-02', ...(filedOn === undefined ? {} : { filedOn }), ...over })]);

testIndicator(accountFiling, {
  params: { workdays: 5 },
  asOf,
  record: organization,
  register: filed('2026-11-09'),
  pass: [
    { name: 'on the fifth working day', observations: none, expect: { basis: { examined: 1 } } },
    { name: 'filed before it was opened', register: filed('2026-10-20'), observations: none },
    {
      name: 'no limit of days, only that it was filed',
      params: { workdays: null },
      register: filed('2026-11-20'),
      observations: none,
    },
    { name: 'not yet due', params: { workdays: 15 }, register: filed(undefined), observations: none },
    { name: 'opened before the rule', params: { since: '2026-11-03' }, register: filed(undefined), observations: none },
    {
      name: 'filed, the day of opening is not known',
      register: registerOf([accountOf('a', { filedOn: '2019-12-01' })]),
      observations: none,
    },
    {
      name: 'a closing with its own filing',
      register: filed('2026-11-03', {
        closedOn: '2026-11-12',
        events: [{ kind: 'closed', on: '2026-11-12', filedOn: '2026-11-19' }],
      }),
      observations: none,
      expect: { basis: { examined: 2 } },
    },
    {
      name: 'a person saw the filing that the register lacks',
      register: filed(undefined),
      observations: { 'manual.record': [record('account-filing', 'pass', [], { subjectId: organization.id })] },
    },
    {
      name: 'around the National Day the make-up days count',
      params: { workdays: 3 },
      // 2026-09-30 Wed; off 10-01 to 10-07; working 10-08, 10-09, Saturday 10-10.
      register: filed('2026-10-10', { openedOn: '2026-09-30' }),
      observations: none,
    },
  ],
  fail: [
    {
      name: 'a day late',
      register: filed('2026-11-10'),
      observations: none,
      expect: { findings: [{ fault: 'late', certainty: 'confirmed' }] },
      says: [/2026-11-10 才备案，规定 5 个工作日内，应不晚于 2026-11-09/],
    },
    { name: 'three days are the limit', params: { workdays: 3 }, register: filed('2026-11-06'), observations: none },
    {
      name: 'a late closing of a closed account',
      register: filed('2026-11-03', {
        closedOn: '2026-11-04',
        events: [{ kind: 'closed', on: '2026-11-04', filedOn: '2026-11-20' }],
      }),
      observations: none,
      says: [/于 2026-11-04 关停/],
    },
  ],
  needsReview: [
    {
      name: 'the register has no day of filing',
      register: filed(undefined),
      observations: none,
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'not-filed', certainty: 'suspected' }] },
      says: [/台账里没有备案日期，规定的期限 2026-11-09 已过/],
    },
    {
      name: 'neither day is known',
      register: registerOf([accountOf('a')]),
      observations: none,
      expect: { because: { kind: 'suspect' } },
    },
    {
      name: 'closed without any filing',
      register: filed('2026-11-03', { closedOn: '2026-11-04' }),
      observations: none,
      expect: { findings: [{ target: expect.stringContaining('关停') }] },
    },
    {
      name: 'the holidays of the days between are not announced',
      register: filed('2003-04-01', { openedOn: '2003-03-03' }),
      observations: none,
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'late' }] },
      says: [/放假安排不在程序的数据里/],
    },
  ],
});
