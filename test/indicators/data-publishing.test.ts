import { dataPublishing } from '#indicators/site/data-publishing.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf, found, home, record } from './build.ts';
import { behindScripts, channel, saw, siteWith, updated } from './channels.ts';

const data = channel('sjfb', 'data');
const of = (...faults: string[]) => record('data-publishing', { findings: faults.map((f) => found(f, home)) });

testIndicator(dataPublishing, {
  params: {},
  asOf,
  record: siteWith(data),
  pass: [{ name: 'a person found all of it', observations: saw([], [], [record('data-publishing')]) }],
  fail: [
    {
      name: 'a person names what is missing',
      observations: saw([], [], [of('charts-missing', 'download-missing')]),
      expect: { findings: { length: 2 } },
    },
    {
      name: 'what the machine saw and what a person recorded',
      observations: saw([updated(data, '2026-07-01')], [], [of('ageing', 'charts-missing')]),
    },
  ],
  needsReview: [
    {
      name: 'updated within three months: the rest is for a person, and nothing is earned yet',
      observations: saw([updated(data, '2026-08-22')]),
      expect: { because: { kind: 'undeterminable' }, findings: [] },
      says: ['在3个月内有更新', '有没有图表解读'],
    },
    {
      name: 'between three and six',
      observations: saw([updated(data, '2026-08-21')]),
      expect: { because: { kind: 'undeterminable' }, findings: [{ fault: 'ageing' }] },
    },
    {
      name: 'more than six',
      observations: saw([updated(data, '2026-05-21')]),
      expect: { because: { kind: 'undeterminable' }, findings: [{ fault: 'stale' }] },
    },
    { name: 'not read', observations: saw([behindScripts(data)]), expect: { findings: [] }, says: ['没有看全'] },
    {
      name: 'none registered',
      record: siteWith(),
      observations: saw([]),
      expect: { findings: [] },
      says: ['没有登记'],
    },
  ],
});
