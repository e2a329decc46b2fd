import { staleChannels } from '#indicators/site/stale-channels.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf, found, record } from './build.ts';
import {
  behindScripts,
  blankOne,
  channel,
  channels,
  crawled,
  guess,
  notOpened,
  saw,
  siteWith,
  updated,
} from './channels.ts';

const columns = (fault: string, n: number) =>
  Array.from({ length: n }, (_, i) => found(fault, `https://www.shili.gov.cn/${fault}/${i}/`));
const of = (...findings: ReturnType<typeof found>[]) => record('stale-channels', { findings });
const only = (...records: ReturnType<typeof record>[]) => saw([], [], records);

// 2026-11-22 less 14 days is 11-08, less 6 months 05-22.
const news = channels(6, 'news');
const notices = channels(2, 'notices');
const policy = channels(2, 'policy');
const all = siteWith(news, notices, policy);
const fresh = [...news, ...notices, ...policy].map((c) => updated(c, '2026-11-20'));
/** All fresh, but for these. */
const but = (...changed: ReturnType<typeof updated>[]) => [
  ...fresh.filter((o) => !changed.some((c) => c.target === o.target)),
  ...changed,
];
const old = (n: number, day = '2026-11-07') => news.slice(0, n).map((c) => updated(c, day));
const yearly = channels(10, 'other', { updateDays: 30 });
const undeclared = channels(10, 'other', {}, 'plain');

testIndicator(staleChannels, {
  params: {},
  asOf,
  record: all,
  pass: [
    { name: 'all updated, all on the last day that counts', observations: saw(but(...old(6, '2026-11-08'))) },
    {
      name: 'four news columns behind: not five',
      observations: saw(but(...old(4))),
      says: ['4 处确认、0 处疑似，不到 5 处不构成否决'],
    },
    {
      name: 'notices and policy of first level within six months; those of second level are not asked',
      record: siteWith(news, notices, policy, channels(9, 'policy', { level: 2 }, 'sub')),
      observations: saw([
        ...but(...notices.map((c) => updated(c, '2026-05-22'))),
        ...channels(9, 'policy', { level: 2 }, 'sub').map((c) => updated(c, '2026-01-10')),
      ]),
    },
    {
      name: 'declared to need no update',
      record: siteWith(news.slice(0, 1), channels(9, 'news', { updateDays: null }, 'history')),
      observations: saw([
        updated(news[0]!, '2026-11-20'),
        ...channels(9, 'news', { updateDays: null }, 'history').map((c) => updated(c, '2019-03-01')),
      ]),
    },
    { name: 'four blank', observations: saw(but(...news.slice(0, 4).map((c) => blankOne(c)))) },
    {
      name: 'lists behind scripts are not blank, and four of them could not make five',
      observations: saw(but(...news.slice(0, 4).map((c) => behindScripts(c)))),
      says: ['没有看成的栏目'],
    },
    {
      name: 'an update seen by an earlier round of the two weeks counts',
      observations: saw([
        ...but(...old(6, '2026-11-01')),
        ...news.map((c) => updated(c, '2026-11-12', {}, { slot: '2026-11-15T03:00:00.000Z' })),
      ]),
    },
    {
      name: 'four guesses of the crawl behind: not five, and told',
      observations: saw(
        [...fresh, ...Array.from({ length: 4 }, (_, i) => guess(`g${i}`, 'news', '2026-01-01'))],
        [
          crawled(
            Array.from({ length: 4 }, (_, i) => ({ url: `https://www.shili.gov.cn/g${i}/`, type: 'news' as const })),
          ),
        ],
      ),
      says: ['发现 4 个台账没有登记的栏目'],
    },
    { name: 'a person found nothing', observations: only(record('stale-channels')) },
    {
      name: 'by a person: four stale, nine overdue and four blank, none reaches its number',
      observations: only(of(...columns('stale', 4), ...columns('overdue', 9), ...columns('blank', 4))),
      says: ['4 处确认、0 处疑似，不到 5 处不构成否决', '9 处确认、0 处疑似，不到 10 处不构成否决'],
    },
  ],
  fail: [
    {
      name: 'exactly five news columns behind',
      observations: saw(but(...old(5))),
      expect: { findings: { length: 5 } },
      says: ['超过 14 天没有更新'],
    },
    {
      name: 'three of news, one of notices and one of policy counted together',
      observations: saw(but(...old(3), updated(notices[0]!, '2026-05-21'), updated(policy[0]!, '2025-12-31'))),
      expect: { findings: { length: 5 } },
      says: ['超过 6 个月没有更新'],
    },
    {
      name: 'five blank, which are also behind',
      observations: saw(but(...news.slice(0, 5).map((c) => blankOne(c)))),
      expect: { findings: { length: 10 } },
      says: ['列表是空的'],
    },
    {
      name: 'ten overdue by twice their declared period',
      record: siteWith(yearly),
      observations: saw(yearly.map((c) => updated(c, '2026-09-20'))),
      expect: { findings: { length: 10 } },
      says: ['超过 60 天没有更新'],
    },
    {
      name: 'enough confirmed without any crawl',
      observations: saw(but(...old(5)), []),
    },
    {
      name: 'by a person: exactly five stale; the four blank ones are only told',
      observations: only(of(...columns('stale', 5), ...columns('blank', 4))),
      expect: { findings: { length: 5 } },
      says: ['“空白栏目”4 处确认'],
    },
    { name: 'by a person: ten overdue', observations: only(of(...columns('overdue', 10))) },
    {
      name: 'by a person: five blank under one entry',
      observations: only(of(found('blank', 'https://www.shili.gov.cn/', 5))),
    },
    { name: 'another number', params: { blankChannels: 2 }, observations: only(of(...columns('blank', 2))) },
  ],
  needsReview: [
    {
      name: 'no crawl: nobody knows what else there is',
      observations: saw(fresh, []),
      expect: { because: { kind: 'undeterminable' }, findings: [] },
      says: ['没有全站抓取'],
    },
    {
      name: 'four confirmed and a list that could not be read',
      observations: saw(but(...old(4), behindScripts(news[4]!))),
      expect: { because: { kind: 'undeterminable' }, findings: [] },
      says: ['合起来可能达到 5 处'],
    },
    {
      name: 'the fifth is without dates on its article pages',
      observations: saw(
        but(
          ...old(4),
          updated(news[4]!, '2026-11-20', {
            newestArticle: null,
            articles: [
              {
                title: '甲',
                url: `${news[4]!.url}1.html`,
                row: '2026-11-20',
                date: null,
                state: 'undated',
                sure: true,
              },
            ],
          }),
        ),
      ),
      expect: { because: { kind: 'suspect' }, findings: { length: 5 } },
      says: ['没有注明发布时间，按规定视为不更新'],
    },
    {
      name: 'the fifth has a newer row in another block of the page',
      observations: saw(but(...old(4), updated(news[4]!, '2026-10-01', { rowsBy: 'largest', besides: '2026-11-20' }))),
      expect: { because: { kind: 'suspect' }, findings: { length: 5 } },
      says: ['须确认是不是本栏目的'],
    },
    {
      name: 'rows of these days that nobody opened',
      observations: saw(
        but(
          ...old(4),
          updated(news[4]!, '2026-10-01', { unopened: { newest: '2026-11-19', undated: 0, external: null } }),
        ),
      ),
      expect: { because: { kind: 'undeterminable' } },
    },
    {
      name: 'the look is too old',
      observations: saw(
        [...news, ...notices, ...policy].map((c) => updated(c, '2026-10-01', {}, { slot: '2026-11-18T03:00:00.000Z' })),
      ),
      expect: { because: { kind: 'undeterminable' } },
    },
    {
      name: 'five guesses of the crawl behind are for a person',
      observations: saw([...fresh, ...Array.from({ length: 5 }, (_, i) => guess(`g${i}`, 'news', '2026-11-01'))]),
      expect: { because: { kind: 'suspect' }, findings: { length: 5 } },
      says: ['台账没有登记，须由人确认'],
    },
    {
      name: 'ten overdue without a declared period',
      record: siteWith(undeclared),
      observations: saw(undeclared.map((c) => updated(c, '2025-11-01'))),
      expect: { because: { kind: 'suspect' }, findings: { length: 10 } },
      says: ['台账没有写明更新期限'],
    },
    {
      name: 'no channel registered: five blank guesses stay guesses',
      record: siteWith(),
      observations: saw(
        Array.from({ length: 5 }, (_, i) =>
          guess(`g${i}`, 'other', '2026-11-01', { blank: 'yes', blankWhy: '列表是空的', rows: 0, newestRow: null }),
        ),
      ),
      expect: { findings: { length: 5 } },
      says: ['台账没有登记栏目'],
    },
    {
      name: 'not one of them opened',
      observations: saw([...news, ...notices].map((c) => notOpened(c))),
      expect: { because: { kind: 'undeterminable' } },
    },
    {
      name: 'five by one person, four by the other: the fifth decides',
      observations: only(
        of(...columns('blank', 5)),
        record('stale-channels', { person: '王某', findings: columns('blank', 4) }),
      ),
      expect: { because: { kind: 'suspect' }, findings: { length: 5 } },
      says: ['记录不一致'],
    },
    { name: 'run out', observations: only(record('stale-channels', { day: '2026-08-01' })) },
    {
      name: 'a column of another type far behind is no column of the two-week rule',
      record: siteWith(channel('party', 'other'), channels(4, 'news')),
      observations: saw([
        updated(channel('party', 'other'), '2026-01-01'),
        ...channels(4, 'news').map((c) => updated(c, '2026-11-01')),
        guess('g1', 'news', '2026-11-01'),
      ]),
      expect: { because: { kind: 'suspect' }, findings: { length: 5 } },
    },
  ],
});
