import { siteUpdateQuota } from '#indicators/site/site-update-quota.ts';
import { testIndicator } from '../harness/indicator.ts';
import { article, asOf, dated, home, row, seen, site, unseen } from './build.ts';
import { record } from './local.ts';

const dayBefore = (n: number) =>
  new Date(Date.parse('2026-11-22T00:00:00Z') - n * 86_400_000).toISOString().slice(0, 10);
/** A look at the home page in the morning (Beijing time) of the day so many days before, showing items of those days. */
const look = (n: number, days: readonly number[], over: object = {}) => {
  const at = `${dayBefore(n)}T01:00:00.000Z`;
  return seen(
    'page.dated-items',
    dated(
      days.map((d) => row(`${n}-${d}`, dayBefore(d))),
      over,
    ),
    { slot: at, observedAt: at },
  );
};
/** One look a day for two weeks; every day but those named has an item. */
const daily = (...without: number[]) =>
  Array.from({ length: 14 }, (_, n) =>
    look(
      n,
      [n + 1, n + 2].filter((d) => !without.includes(d)),
    ),
  );
const given = (
  lists: (ReturnType<typeof look> | ReturnType<typeof unseen<'page.dated-items'>>)[],
  articles: ReturnType<typeof read>[] = [],
) => ({
  'page.dated-items': lists,
  'page.publish-date': articles,
  'manual.record': [],
});
const read = (day: string) => seen('page.publish-date', article('9', day), { target: `${home}art/9.html` });

testIndicator(siteUpdateQuota, {
  params: {},
  asOf,
  record: site,
  pass: [
    { name: 'every day', observations: given(daily()), expect: { basis: { examined: 14, unobserved: 0 } } },
    {
      name: 'one look that shows two weeks',
      observations: given([look(0, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14])]),
    },
    { name: 'the article page dates what the list does not', observations: given(daily(5), [read(dayBefore(5))]) },
    {
      name: 'weekends are not asked about',
      params: { workdaysOnly: true },
      observations: given(daily(1, 7, 8)),
      says: [/看了 10 个工作日/],
    },
    { name: 'two days without are allowed', params: { allowMissed: 2 }, observations: given(daily(5, 6)) },
    {
      name: 'a person looked into it',
      observations: {
        ...given(daily(5).filter((o) => o.slot < '2026-11-20')),
        'manual.record': [record('site-update-quota', 'pass', [], { subjectId: site.id })],
      },
      params: { minCoveredDays: 5 },
    },
  ],
  fail: [
    {
      name: 'a person confirms it',
      observations: {
        ...given(daily(5)),
        'manual.record': [
          record('site-update-quota', 'fail', [{ fault: 'day-missed', target: dayBefore(5), note: '各栏目都没有' }], {
            subjectId: site.id,
          }),
        ],
      },
      expect: { findings: [{ fault: 'day-missed', certainty: 'confirmed' }] },
    },
  ],
  needsReview: [
    {
      name: 'a day that the look after it does not show',
      observations: given(daily(5)),
      expect: { because: { kind: 'suspect' }, findings: [{ target: dayBefore(5) }] },
    },
    {
      name: 'nobody looked soon after',
      observations: given([look(0, [1, 2, 3])]),
      expect: { because: { kind: 'undeterminable' }, basis: { examined: 3, unobserved: 11 } },
    },
    {
      name: 'a list that was not read',
      observations: given(
        daily(5).map((o) =>
          o.status === 'observed' ? { ...o, value: { ...o.value, unreadLists: ['/list.js'] } } : o,
        ) as never,
        [],
      ),
      params: { minCoveredDays: 14 },
      expect: { because: { kind: 'undeterminable' } },
    },
    { name: 'the home page was never seen', observations: given([unseen('page.dated-items', home)]) },
  ],
});
