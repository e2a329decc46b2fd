import { serviceStatistics } from '#indicators/site/service-statistics.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf, found, home, record } from './build.ts';
import { behindScripts, channel, crawled, notOpened, saw, siteWith, updated } from './channels.ts';

const a = channel('bjtj', 'service-statistics');
const b = channel('tj', 'service-statistics');

testIndicator(serviceStatistics, {
  params: {},
  asOf,
  record: siteWith(a, b, channel('news', 'news')),
  pass: [
    { name: 'updated a month ago to the day', observations: saw([updated(a, '2026-10-22'), updated(b, '2026-01-01')]) },
    { name: 'by a person', observations: saw([], [], [record('service-statistics')]) },
  ],
  fail: [
    {
      name: 'a day more than a month',
      record: siteWith(a),
      observations: saw([updated(a, '2026-10-21')]),
      expect: { findings: [{ fault: 'stale-month' }] },
    },
    {
      name: 'three months to the day is not three months behind',
      record: siteWith(a),
      observations: saw([updated(a, '2026-08-22')]),
      expect: { findings: [{ fault: 'stale-month' }] },
    },
    {
      name: 'more than three months, told once',
      record: siteWith(a),
      observations: saw([updated(a, '2026-08-21')]),
      expect: { findings: [{ fault: 'stale-quarter' }] },
    },
    {
      name: 'a person names what is missing',
      observations: saw([], [], [record('service-statistics', { findings: [found('statistics-missing', home)] })]),
    },
  ],
  needsReview: [
    {
      name: 'not registered, not found by a whole crawl',
      record: siteWith(),
      observations: saw([], [crawled([{ type: 'news' }])]),
      expect: { findings: [{ fault: 'statistics-missing', certainty: 'suspected' }] },
    },
    {
      name: 'not registered, the crawl names one',
      record: siteWith(),
      observations: saw([], [crawled([{ type: 'service-statistics', name: '办件统计' }])]),
      expect: { because: { kind: 'undeterminable' }, findings: [] },
      says: ['“办件统计”须由人确认'],
    },
    {
      name: 'a table on the page and no list',
      record: siteWith(a),
      observations: saw([
        updated(a, '2026-11-20', {
          rows: 0,
          newestRow: null,
          newestArticle: null,
          articles: [],
          blank: 'unknown',
          blankWhy: '没有条目，但页面上有表格',
        }),
      ]),
      expect: { because: { kind: 'undeterminable' }, findings: [] },
      says: ['页面上有表格'],
    },
    { name: 'one behind, one not read', observations: saw([updated(a, '2026-01-01'), behindScripts(b)]) },
    { name: 'not opened', observations: saw([notOpened(a), notOpened(b)]) },
  ],
});
