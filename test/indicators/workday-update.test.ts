import { expect } from 'vitest';
import { workdayUpdate } from '#indicators/account/workday-update.ts';
import { testIndicator } from '../harness/indicator.ts';
import { account, asOf, post, unseen } from './build.ts';
import { attested, partial, record } from './local.ts';

/** Every working day (Monday to Friday; no holiday falls into these weeks) from 10-25 to 11-20 but those named. */
const workdays = (...but: readonly string[]) =>
  Array.from({ length: 28 }, (_, i) => new Date(Date.UTC(2026, 9, 25 + i)).toISOString().slice(0, 10))
    .filter((d) => ![0, 6].includes(new Date(d).getUTCDay()) && !but.includes(d))
    .map((d) => post(d, `${d}T03:00:00.000Z`));
const given = (
  list: readonly (ReturnType<typeof attested> | ReturnType<typeof unseen<'account.posts'>>)[],
  records: readonly ReturnType<typeof record>[] = [],
) => ({ 'account.posts': list, 'manual.record': records });

testIndicator(workdayUpdate, {
  params: {},
  asOf,
  record: account,
  pass: [
    {
      name: 'every working day',
      observations: given([attested(workdays())]),
      expect: { basis: { examined: 20, unobserved: 0 } },
    },
    { name: 'weekends need nothing', observations: given([partial(workdays())]) },
    {
      name: 'two days without are allowed',
      params: { allowMissed: 2 },
      observations: given([attested(workdays('2026-11-10', '2026-11-03'))]),
      says: [/没有更新 2 天/],
    },
    { name: 'an app is not asked', record: { platform: 'app' }, observations: given([attested([])]) },
    { name: 'opened yesterday', record: { openedOn: '2026-11-21' }, observations: given([attested([])]) },
    {
      name: 'part of the days lies beyond the records',
      observations: given([attested(workdays(), { window: { from: '2026-11-05', to: '2026-11-22' } })]),
    },
  ],
  fail: [
    {
      name: 'one working day without',
      observations: given([attested(workdays('2026-11-10'))]),
      expect: { findings: [{ fault: 'day-missed', target: '2026-11-10', certainty: 'confirmed' }] },
      says: [/2026-11-10（工作日）没有发布内容/],
    },
    {
      name: 'the Saturday that makes up for a holiday is a working day',
      params: { days: 50, minCoveredDays: 10 },
      observations: given([
        attested([...workdays(), post('x', '2026-10-09T03:00:00.000Z')], {
          window: { from: '2026-10-09', to: '2026-11-22' },
        }),
      ]),
      expect: { findings: expect.arrayContaining([expect.objectContaining({ target: '2026-10-10' })]) },
    },
    {
      name: 'recorded by a person',
      observations: given(
        [partial([])],
        [record('workday-update', 'fail', [{ fault: 'day-missed', target: '2026-11-17', note: '当天没有更新' }])],
      ),
    },
  ],
  needsReview: [
    {
      name: 'a page that shows only part',
      observations: given([partial(workdays('2026-11-10').slice(0, 3))]),
      says: [/只有 3 个工作日能够判断/],
    },
    {
      name: 'nobody signed',
      observations: given([attested(workdays('2026-11-10'), { attestedBy: null })]),
      expect: { because: { kind: 'suspect' } },
    },
    { name: 'not seen', observations: given([unseen('account.posts', '公开页面')]) },
  ],
});
