import { homeUpdate } from '#indicators/site/home-update.ts';
import { testIndicator } from '../harness/indicator.ts';
import { article, asOf, dated, home, row, seen, site, unseen } from './build.ts';

type Rows = Parameters<typeof dated>[0];
/** A home page with rows, and the article pages that were opened. */
function round(
  rows: Rows,
  articles: ReturnType<typeof article>[],
  over: Parameters<typeof dated>[1] = {},
  slot?: string,
) {
  const given = slot === undefined ? {} : { slot };
  return {
    'page.dated-items': [seen('page.dated-items', dated(rows, over), { target: home, ...given })],
    'page.publish-date': articles.map((a) => seen('page.publish-date', a, given)),
  };
}
const unlisted = (id: string) => ({ title: row(id, null).title, url: row(id, null).url });
const noArticle = { isArticle: false, confidence: 'low' as const, source: 'none' as const };
const old = [row('1', '2026-10-20'), row('2', '2026-10-01'), row('3', '2026-09-11')];

testIndicator(homeUpdate, {
  params: { windowDays: 14 },
  asOf,
  record: site,
  pass: [
    { name: 'an article of this week', observations: round([row('1', '2026-11-20')], [article('1', '2026-11-20')]) },
    {
      name: 'exactly 14 days ago still counts',
      observations: round([row('1', '2026-11-08')], [article('1', '2026-11-08')]),
    },
    {
      name: 'a headline outside the lists whose page is fresh',
      observations: round(old, [article('1', '2026-10-20'), article('9', '2026-11-21')], { unlisted: [unlisted('9')] }),
    },
    {
      name: 'the article page decides, not the row: old row, fresh article',
      observations: round([row('1', '2026-10-01')], [article('1', '2026-11-21')]),
    },
    { name: 'undated row, dated article', observations: round([row('1', null)], [article('1', '2026-11-21')]) },
    {
      name: 'a weak date that the row confirms',
      observations: round(
        [row('1', '2026-11-21')],
        [article('1', '2026-11-21', { confidence: 'low', source: 'unlabelled' })],
      ),
    },
    {
      name: 'fresh among unread lists, undated and blocked ones',
      observations: {
        'page.dated-items': [
          seen(
            'page.dated-items',
            dated([row('1', '2026-11-21'), row('2', null), row('3', '2026-11-22')], { unreadLists: ['a.js'] }),
          ),
        ],
        'page.publish-date': [
          seen('page.publish-date', article('1', '2026-11-21')),
          seen('page.publish-date', article('2', null)),
          unseen('page.publish-date', `${home}art/3.html`),
        ],
      },
    },
    {
      name: 'an update seen last week that has left the home page since',
      observations: {
        'page.dated-items': [
          ...round([row('9', '2026-11-10')], [], {}, '2026-11-12T03:00:00.000Z')['page.dated-items'],
          ...round(old, [])['page.dated-items'],
        ],
        'page.publish-date': [
          seen('page.publish-date', article('9', '2026-11-10'), { slot: '2026-11-12T03:00:00.000Z' }),
          seen('page.publish-date', article('1', '2026-10-20')),
        ],
      },
    },
    {
      name: 'a navigation-only home whose second level is fresh',
      observations: {
        'page.dated-items': [
          seen('page.dated-items', dated([], { navigationOnly: true })),
          seen('page.dated-items', dated([row('1', '2026-11-20')], { url: `${home}xw/`, role: 'list' })),
        ],
        'page.publish-date': [seen('page.publish-date', article('1', '2026-11-20'))],
      },
    },
  ],
  fail: [
    {
      name: 'newest article 15 days ago',
      observations: round([row('1', '2026-11-07')], [article('1', '2026-11-07')]),
      expect: { findings: [{ fault: 'stale', certainty: 'confirmed', target: home }] },
      says: [/《示例信息1》发布于 2026-11-07，距监测时间点（2026-11-22）15 天，超过 14 天没有更新/],
    },
    {
      name: 'older rows need no reading once the newest is proved',
      observations: round(old, [article('1', '2026-10-20')]),
      says: [/2026-10-20，距监测时间点（2026-11-22）33 天/],
    },
    {
      name: 'an undated link of the navigation that is no article',
      observations: round(
        [...old, row('nav', null)],
        [article('1', '2026-10-20'), article('nav', null, { isArticle: false })],
      ),
    },
    {
      name: 'an undated article behind an old row changes nothing',
      observations: round(old, [article('1', '2026-10-20'), article('2', null)]),
    },
    {
      name: 'an old row of another site',
      observations: round(
        [...old, row('x', '2026-10-30', { url: 'https://www.example.com/a' })],
        [article('1', '2026-10-20')],
      ),
    },
    {
      name: 'links outside the lists that led to no article, or to an old one',
      observations: round(
        old,
        [article('1', '2026-10-20'), article('8', '2026-09-01'), article('9', null, noArticle)],
        {
          unlisted: [unlisted('8'), unlisted('9')],
        },
      ),
    },
    {
      name: 'a shorter window of another policy',
      params: { windowDays: 3 },
      observations: round([row('1', '2026-11-18')], [article('1', '2026-11-18')]),
    },
  ],
  needsReview: [
    {
      name: 'an undated row of another site may be an update',
      observations: round([...old, row('y', null, { url: 'https://www.example.com/b' })], [article('1', '2026-10-20')]),
    },
    {
      name: 'a link outside the lists that nobody opened',
      observations: round(old, [article('1', '2026-10-20')], { unlisted: [unlisted('9')] }),
    },
    {
      name: 'undated article behind a fresh row: counts as not updated, but the machine may have missed the date',
      observations: round(
        [row('1', '2026-11-20'), row('2', '2026-10-01')],
        [article('1', null), article('2', '2026-10-01')],
      ),
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'undated', certainty: 'suspected' }] },
      says: [/1 条信息的稿件页没有注明发布时间/, /最新为 2026-11-20/, /注明了发布时间的最新一条是 2026-10-01/],
    },
    {
      name: 'nothing dated anywhere',
      observations: round([row('1', null)], [article('1', null)]),
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'undated' }] },
    },
    {
      name: 'a list that a script loads was not read',
      observations: round(old, [article('1', '2026-10-20')], { unreadLists: ['/api/list'] }),
      says: [/1 处列表由脚本/],
    },
    {
      name: 'a fresh row whose article was not opened',
      observations: round([row('1', '2026-11-20'), ...old.slice(1)], [article('2', '2026-10-01')]),
    },
    {
      name: 'an undated row whose article was not opened',
      observations: round([...old, row('9', null)], [article('1', '2026-10-20')]),
    },
    {
      name: 'a blocked article behind a fresh row',
      observations: {
        'page.dated-items': [seen('page.dated-items', dated([row('1', '2026-11-20'), row('2', '2026-10-01')]))],
        'page.publish-date': [
          unseen('page.publish-date', `${home}art/1.html`),
          seen('page.publish-date', article('2', '2026-10-01')),
        ],
      },
      says: [/被防护拦截/],
    },
    {
      name: 'a fresh row that leads to another site',
      observations: round(
        [row('1', '2026-11-20', { url: 'https://mp.example.com/s/1' }), ...old.slice(1)],
        [article('2', '2026-10-01')],
      ),
      says: [/指向站外|1 条信息没有核实/],
    },
    {
      name: 'fresh row, old article: they disagree',
      observations: round([row('1', '2026-11-20')], [article('1', '2026-10-01')]),
    },
    {
      name: 'a weak date inside the window that nothing confirms',
      observations: round([row('1', null)], [article('1', '2026-11-20', { confidence: 'low' })]),
    },
    {
      name: 'a weak date outside the window that nothing confirms',
      observations: round([row('1', null)], [article('1', '2026-09-20', { confidence: 'low' })]),
    },
    {
      name: 'a date in the future proves nothing',
      observations: round([row('1', '2026-11-25')], [article('1', '2026-11-25')]),
      says: [/晚于监测时间点/],
    },
    {
      name: 'the newest row was not verified',
      observations: round(old, [article('2', '2026-10-01')]),
      says: [/列表上日期最新的信息（2026-10-20）没有核到稿件页/],
    },
    { name: 'old rows, no article opened at all', observations: round(old, []), says: [/都没有核到稿件页/] },
    { name: 'no rows at all', observations: round([], []), says: [/没有认出带日期的信息/] },
    {
      name: 'the last look is too old to prove that nothing came since',
      observations: round(old, [article('1', '2026-10-20')], {}, '2026-11-18T03:00:00.000Z'),
      says: [/最近一次查看首页是 2026-11-18，距监测时间点已 4 天/],
    },
    {
      name: 'fresh when looked at two days ago, just outside the window now',
      observations: round([row('1', '2026-11-07')], [article('1', '2026-11-07')], {}, '2026-11-20T03:00:00.000Z'),
    },
    {
      name: 'a navigation-only home whose second level is stale: a person checks that all pages were read',
      observations: {
        'page.dated-items': [
          seen('page.dated-items', dated([], { navigationOnly: true })),
          seen('page.dated-items', dated(old, { url: `${home}xw/`, role: 'list' })),
        ],
        'page.publish-date': [seen('page.publish-date', article('1', '2026-10-20'))],
      },
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'stale', certainty: 'suspected' }] },
      says: [/首页仅为栏目导航入口/],
    },
    {
      name: 'a navigation-only home with a second-level page that was not seen',
      record: { navigationOnly: true },
      observations: {
        'page.dated-items': [
          seen('page.dated-items', dated([])),
          seen('page.dated-items', dated(old, { url: `${home}xw/`, role: 'list' })),
          unseen('page.dated-items', `${home}gg/`),
        ],
        'page.publish-date': [seen('page.publish-date', article('1', '2026-10-20'))],
      },
      expect: { because: { kind: 'undeterminable' } },
      says: [/1 个二级页面没有看成/],
    },
    {
      name: 'a list page does not stand for a home page with items',
      observations: {
        'page.dated-items': [
          seen('page.dated-items', dated(old)),
          seen('page.dated-items', dated([row('9', '2026-11-20')], { url: `${home}xw/`, role: 'list' })),
        ],
        'page.publish-date': [seen('page.publish-date', article('9', '2026-11-20'))],
      },
      expect: { because: { kind: 'undeterminable' } },
    },
    {
      name: 'the home page was blocked',
      observations: { 'page.dated-items': [unseen('page.dated-items', home)], 'page.publish-date': [] },
      says: [/首页没有看成：被防护拦截 1 次/],
    },
    {
      name: 'a stale page without stored evidence is not claimed',
      observations: {
        'page.dated-items': [seen('page.dated-items', dated(old), { evidence: [] })],
        'page.publish-date': [seen('page.publish-date', article('1', '2026-10-20'), { evidence: [] })],
      },
      says: [/没有留下佐证/],
    },
  ],
});
