import type { z } from 'zod';
import type { Indicator } from '#core/indicator.ts';
import type { Channel } from '#core/registry.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf, found, home, record } from './build.ts';
import { behindScripts, blankOne, channel, crawled, guess, notOpened, saw, siteWith, updated } from './channels.ts';

/** The table that the three rows about one type of channel share: what is the newest day, what is one day too old. */
export function testType<F extends 'column-missing' | 'stale', S extends z.ZodType>(
  indicator: Indicator<'site', 'channel.update' | 'site.channels' | 'manual.record', F, S>,
  o: { type: Channel['type']; lastDay: string; tooOld: string; name: string; firstLevel: boolean },
): void {
  const a = channel('a', o.type);
  const b = channel('b', o.type);
  const sub = channel('sub', o.type, { level: 2 });
  const other = channel('party', 'other');
  testIndicator(indicator, {
    params: {} as z.input<S>,
    asOf,
    record: siteWith(a, b, other),
    pass: [
      {
        name: 'one of two updated on the last day that counts; the other is told',
        observations: saw([updated(a, o.lastDay), updated(b, o.tooOld)]),
        says: ['没有更新'],
      },
      { name: 'one updated, the other not seen', observations: saw([updated(a, '2026-11-20'), notOpened(b)]) },
      { name: 'no crawl is needed for what was seen', observations: saw([updated(a, '2026-11-20')], []) },
      { name: 'a person found it in order', observations: saw([], [], [record(indicator.id)]) },
    ],
    fail: [
      {
        name: 'both behind by a day',
        observations: saw([updated(a, o.tooOld), updated(b, '2025-01-05')]),
        expect: { findings: { length: 2 } },
      },
      {
        name: 'one behind, one blank',
        observations: saw([updated(a, o.tooOld), blankOne(b)]),
        says: ['栏目是空白的'],
      },
      {
        name: 'a person names the missing column',
        observations: saw([], [], [record(indicator.id, { findings: [found('column-missing', home)] })]),
      },
    ],
    needsReview: [
      {
        name: 'one behind, one not read',
        observations: saw([updated(a, o.tooOld), behindScripts(b)]),
        expect: { because: { kind: 'undeterminable' } },
        says: ['有没看成的'],
      },
      {
        name: 'none registered, the crawl names some',
        record: siteWith(other),
        observations: saw([], [crawled([{ type: o.type, name: '发现的栏目' }])]),
        expect: { because: { kind: 'undeterminable' }, findings: [] },
        says: ['“发现的栏目”须由人确认'],
      },
      {
        name: 'none registered, the one that the crawl found is behind',
        record: siteWith(other),
        observations: saw([guess('g', o.type, '2025-01-01')], [crawled([{ type: o.type, name: '发现的栏目' }])]),
        expect: { findings: [{ fault: 'stale', certainty: 'suspected' }] },
      },
      {
        name: 'none registered and a whole crawl found none: perhaps there is none',
        record: siteWith(other),
        observations: saw([], [crawled([{ type: 'other' }])]),
        expect: { because: { kind: 'suspect' }, findings: [{ fault: 'column-missing' }] },
        says: [`没有认出${o.name}类栏目`],
      },
      {
        name: 'none registered and a crawl that found no channel at all: it understood nothing',
        record: siteWith(other),
        observations: saw([]),
        expect: { because: { kind: 'undeterminable' }, findings: [] },
      },
      {
        name: 'none registered and the crawl was cut short: nobody knows',
        record: siteWith(other),
        observations: saw([], [crawled([{ type: 'other' }], { whole: false })]),
        expect: { because: { kind: 'undeterminable' }, findings: [] },
      },
      {
        name: 'an article dated otherwise than its row',
        record: siteWith(a),
        observations: saw([
          updated(a, o.tooOld, {
            articles: [
              { title: '甲', url: `${a.url}1.html`, row: '2026-11-21', date: '2025-01-01', state: 'dated', sure: true },
            ],
          }),
        ]),
        expect: { because: { kind: 'undeterminable' } },
      },
      {
        name: 'only rows, no article page that proves them',
        record: siteWith(a),
        observations: saw([updated(a, o.tooOld, { newestArticle: null, articles: [] })]),
        expect: { because: { kind: 'suspect' } },
        says: ['没有核到稿件页'],
      },
      ...(o.firstLevel
        ? [
            {
              name: 'a sub-channel is new, the one above is not',
              record: siteWith(a, sub),
              observations: saw([updated(a, o.tooOld), updated(sub, '2026-11-20')]),
              expect: { because: { kind: 'suspect' } },
              says: ['下级同类栏目有更新'],
            },
            {
              name: 'none of first level',
              record: siteWith(sub),
              observations: saw([updated(sub, o.tooOld)]),
              expect: { because: { kind: 'suspect' } },
              says: ['没有这一类的一级栏目'],
            },
          ]
        : []),
    ],
  });
}
