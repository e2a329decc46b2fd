import { Organization } from '#core/registry.ts';
import { selfCheckReport } from '#indicators/organization/self-check-report.ts';
import { testIndicator } from '../harness/indicator.ts';
import { article, asOf, dated, home, row, seen, unseen } from './build.ts';
import { organization, portal, record, registerOf } from './local.ts';

const title = '示例县教育局2026年10月政务新媒体自查情况';
/** The list of notices as it was seen. */
const look = (rows: [string, string][], at = '2026-11-21T03:00:00.000Z') =>
  seen(
    'page.dated-items',
    dated(
      rows.map(([t, d], i) => row(String(i), d, { title: t })),
      { role: 'list', url: `${home}tzgg/` },
    ),
    {
      slot: at,
      observedAt: at,
      subjectId: portal.id,
    },
  );
const given = (
  lists: (ReturnType<typeof look> | ReturnType<typeof unseen<'page.dated-items'>>)[],
  articles: ReturnType<typeof read>[] = [],
) => ({
  'page.dated-items': lists,
  'page.publish-date': articles,
  'manual.record': [],
});
const read = (n: string, day: string, t: string) =>
  seen('page.publish-date', article(n, day, { title: t }), { target: `${home}art/${n}.html` });

// On 11-22 the 25th of November is not over: October is asked about.
testIndicator(selfCheckReport, {
  params: {},
  asOf,
  record: organization,
  register: registerOf([]),
  pass: [
    {
      name: 'on the 25th',
      observations: given([look([[title, '2026-10-25']])]),
      expect: { basis: { examined: 1, unit: '个月' } },
      says: [/已看到：2026-10-25《示例县教育局2026年10月政务新媒体自查情况》/],
    },
    {
      name: 'under another name of the unit',
      register: { organization: Organization.parse({ ...organization, aliases: ['县教育局'] }) },
      observations: given([look([['县教育局关于政务新媒体自查情况的公告', '2026-10-12']])]),
    },
    {
      name: 'the article page has the date',
      observations: given([look([[title, '2026-10-27']])], [read('0', '2026-10-24', title)]),
    },
    {
      name: 'the month is over on its last day',
      params: { day: 31 },
      observations: given([look([[title, '2026-10-31']])]),
    },
    {
      name: 'three months',
      params: { months: 3 },
      observations: given([
        look([
          [title, '2026-10-20'],
          [title, '2026-09-20'],
          [title, '2026-08-20'],
        ]),
      ]),
      expect: { basis: { examined: 3 } },
    },
    {
      name: 'a person found it',
      observations: {
        ...given([look([], '2026-11-19T00:00:00.000Z')]),
        'manual.record': [record('self-check-report', 'pass', [], { subjectId: organization.id })],
      },
    },
  ],
  fail: [
    {
      name: 'a person searched in vain',
      observations: {
        ...given([look([])]),
        'manual.record': [
          record('self-check-report', 'fail', [{ fault: 'missing', target: '2026-10 自查情况', note: '各页都没有' }], {
            subjectId: organization.id,
          }),
        ],
      },
    },
  ],
  needsReview: [
    {
      name: 'not on the list',
      observations: given([look([['示例县财政局2026年10月政务新媒体自查情况', '2026-10-20']])]),
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'missing', target: '2026-10 自查情况' }] },
    },
    {
      name: 'after the 25th',
      observations: given([look([[title, '2026-10-26']])]),
      expect: { findings: [{ fault: 'late', certainty: 'suspected' }] },
    },
    {
      name: 'nobody looked since',
      observations: given([look([], '2026-10-25T03:00:00.000Z')]),
      expect: { because: { kind: 'undeterminable' }, basis: { unobserved: 1 } },
    },
    {
      name: 'the portal could not be seen',
      observations: given([unseen('page.dated-items', home, 'blocked', { subjectId: portal.id })]),
      says: [/被防护拦截/],
    },
    { name: 'no portal is registered', register: { portals: [] }, observations: given([]) },
  ],
});
