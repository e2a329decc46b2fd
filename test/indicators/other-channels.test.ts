import { otherChannels } from '#indicators/site/other-channels.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf, found, home, record } from './build.ts';
import { behindScripts, blankOne, channel, crawled, guess, notOpened, saw, siteWith, updated } from './channels.ts';

const weekly = channel('weekly', 'other', { updateDays: 7 });
const plain = channel('plain', 'other');
const notices = channel('notices', 'notices');
const guides = channel('guides', 'services');
const functions = channel('functions', 'functions');
const all = [weekly, plain, notices, guides, functions];
const fine = all.map((c) => updated(c, '2026-11-20'));
const but = (...changed: ReturnType<typeof updated>[]) => [
  ...fine.filter((o) => !changed.some((c) => c.target === o.target)),
  ...changed,
];

testIndicator(otherChannels, {
  params: {},
  asOf,
  record: siteWith(all),
  pass: [
    { name: 'all in order, the weekly one on its last day', observations: saw(but(updated(weekly, '2026-11-15'))) },
    {
      name: 'standing pages and services may be old, blank ones of the rows above are theirs',
      observations: saw(but(updated(guides, '2020-03-01'), blankOne(functions))),
    },
    {
      name: 'never has to be updated',
      record: siteWith(channel('topic', 'other', { updateDays: null })),
      observations: saw([updated(channel('topic', 'other', { updateDays: null }), '2018-01-01')]),
    },
    { name: 'a person found nothing', observations: saw([], [], [record('other-channels')]) },
  ],
  fail: [
    { name: 'one blank', observations: saw(but(blankOne(plain))), expect: { findings: [{ fault: 'blank' }] } },
    {
      name: 'behind its declared period',
      observations: saw(but(updated(weekly, '2026-11-14'))),
      expect: { findings: [{ fault: 'stale', certainty: 'confirmed', target: `${home}weekly/` }] },
      says: ['超过 7 天没有更新'],
    },
    {
      name: 'first-level notices older than six months',
      observations: saw(but(updated(notices, '2026-05-21'))),
      says: ['超过 6 个月没有更新'],
    },
    {
      name: 'a fault beside a channel that was not seen',
      observations: saw(but(blankOne(plain), behindScripts(weekly))),
      expect: { findings: { length: 1 } },
      says: ['没有看清的栏目'],
    },
    {
      name: 'a person names one',
      observations: saw([], [], [record('other-channels', { findings: [found('stale', `${home}x/`)] })]),
    },
  ],
  needsReview: [
    {
      name: 'a year old without a declared period',
      observations: saw(but(updated(plain, '2025-11-21'))),
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'stale' }] },
      says: ['须确认是否应更新'],
    },
    {
      name: 'one behind scripts',
      observations: saw(but(behindScripts(plain))),
      expect: { because: { kind: 'undeterminable' }, findings: [] },
      says: ['由脚本或框架加载'],
    },
    {
      name: 'no crawl',
      observations: saw(fine, []),
      expect: { because: { kind: 'undeterminable' } },
      says: ['没有全站抓取'],
    },
    {
      name: 'nothing registered, one guess blank',
      record: siteWith(),
      observations: saw(
        [guess('g', 'other', '2026-11-20', { blank: 'yes', blankWhy: '列表是空的', rows: 0, newestRow: null })],
        [crawled([{ url: `${home}g/` }])],
      ),
      expect: { findings: [{ fault: 'blank', certainty: 'suspected' }] },
    },
    {
      name: 'a guess that is behind',
      observations: saw([...fine, guess('g', 'notices', '2026-04-01')]),
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'stale' }] },
      says: ['台账没有登记'],
    },
    {
      name: 'none opened',
      observations: saw(all.map((c) => notOpened(c))),
      expect: { because: { kind: 'undeterminable' }, findings: [] },
    },
  ],
});
