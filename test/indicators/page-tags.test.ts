import { pageTagGroups } from '#core/channel-values.ts';
import type { Observation, ObservationValue } from '#core/observation.ts';
import { pageTags } from '#indicators/site/page-tags.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf, found, home, place, record, seen, site, unseen } from './build.ts';

type Tags = ObservationValue<'page.tags'>;
const { site: siteTags, column, content } = pageTagGroups;
const values: Record<string, string> = { SiteIDCode: '5009990001', PubDate: '2026-11-20 09:00' };
const tagsOf = (names: readonly string[], empty: readonly string[] = []): Tags['tags'] => [
  ...names.map((name) => ({ name, value: values[name] ?? '示例', place })),
  ...empty.map((name) => ({ name, value: '', place })),
];
const page = (
  role: 'article' | 'list',
  n: number,
  tags: Tags['tags'],
  doubts: string[] = [],
): Observation<'page.tags'> => seen('page.tags', { url: `${home}${role}/${n}.html`, role, tags, doubts });
const pages = (role: 'article' | 'list', names: readonly string[], n = 5) =>
  Array.from({ length: n }, (_, i) => page(role, i, tagsOf(names)));

const articles = pages('article', [...siteTags, ...content]);
const lists = pages('list', [...siteTags, ...column]);
const saw = (tags: readonly Observation<'page.tags'>[], records: readonly Observation<'manual.record'>[] = []) => ({
  'page.tags': tags,
  'manual.record': records,
});

testIndicator(pageTags, {
  params: {},
  asOf,
  record: site,
  pass: [
    { name: 'all there', observations: saw([...articles, ...lists]) },
    {
      name: 'fewer pages than asked, all there',
      observations: saw([...articles.slice(0, 2), ...lists.slice(0, 3)]),
      says: ['内容页面只抽到 2 个', '栏目页面只抽到 3 个'],
    },
    {
      name: 'content tags of a column page are not asked for, and another code is told',
      observations: saw([
        ...articles,
        ...lists.slice(1),
        page('list', 0, [
          ...tagsOf([...siteTags.slice(0, 2), ...column]),
          { name: 'SiteIDCode', value: '5009990002', place },
        ]),
      ]),
      says: ['与台账登记的标识码 5009990001 不一致'],
    },
    {
      name: 'parts may be ignored',
      params: { partial: 'ignored' },
      observations: saw([...articles, ...lists.slice(1), page('list', 0, tagsOf(['SiteName', 'ColumnName']))]),
    },
    { name: 'by a person', observations: saw([], [record('page-tags')]) },
  ],
  fail: [
    {
      name: 'two content pages without content tags, one column page with nothing but empty ones',
      observations: saw([
        ...articles.slice(2),
        page('article', 0, tagsOf(siteTags)),
        page('article', 1, []),
        ...lists.slice(1),
        page('list', 0, tagsOf([], [...siteTags, ...column])),
      ]),
      expect: { findings: { length: 3 } },
      says: ['内容页面没有内容标签', '内容页面没有站点标签，没有内容标签', '栏目页面没有站点标签，没有栏目标签'],
    },
    {
      name: 'strict about parts',
      params: { partial: 'confirmed' },
      observations: saw([...articles, ...lists.slice(1), page('list', 0, tagsOf([...siteTags, 'ColumnName']))]),
      says: ['栏目标签缺 ColumnDescription、ColumnKeywords、ColumnType'],
    },
    {
      name: 'a person names one',
      observations: saw([], [record('page-tags', { findings: [found('column-tags-missing', home)] })]),
    },
  ],
  needsReview: [
    {
      name: 'one tag of a group is empty',
      observations: saw([
        ...articles.slice(1),
        page('article', 0, tagsOf([...siteTags, 'ArticleTitle', 'PubDate'], ['ContentSource']), [
          'ContentSource 标签是空的',
        ]),
        ...lists,
      ]),
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'content-tags-missing' }] },
      says: ['内容标签缺 ContentSource', '标签内容须核对'],
    },
    { name: 'no column page drawn', observations: saw(articles), says: ['没有抽到栏目页面'] },
    { name: 'not seen', observations: saw([unseen('page.tags', home)]) },
  ],
});
