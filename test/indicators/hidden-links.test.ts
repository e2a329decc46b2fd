import type { ObservationValue } from '#core/observation.ts';
import { hiddenLinks } from '#indicators/site/hidden-links.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf, crawl, home, place, seen, site, unseen } from './build.ts';

type Kind = 'hidden' | 'farm' | 'lexicon';
const clue = (kind: Kind, n: number) => ({
  kind,
  href: `http://spam${n}.example/`,
  text: `示例词${n}`,
  why: kind === 'hidden' ? '样式 display:none' : '页脚外部链接成群',
  place,
});
const page = (clues: ReturnType<typeof clue>[], url = home) =>
  seen('page.suspect-links', { url, clues, examined: 120 });

const none = { 'link.status': [], 'site.crawl': [] };

type Suspect = NonNullable<ObservationValue<'link.status'>['suspect']>;
const link = (url: string, kind: Suspect['kind'] | null, given: { slot?: string; status?: 'ok' | 'broken' } = {}) =>
  seen(
    'link.status',
    {
      url,
      status: given.status ?? 'ok',
      reason: given.status === 'broken' ? 'HTTP_404' : 'OK',
      ...(kind === null ? {} : { suspect: { kind, why: `页面标题“示例${kind}”` } }),
      attempts: [],
      parents: [{ url: home, role: 'home', tag: 'a', text: '友情链接', place }],
      parentCount: 1,
      external: true,
    },
    given.slot === undefined ? {} : { slot: given.slot },
  );

testIndicator(hiddenLinks, {
  params: {},
  asOf,
  record: site,
  pass: [
    {
      name: 'nothing found: says what it did not look for',
      observations: { ...none, 'page.suspect-links': [page([])] },
      says: [/共看了 120 个链接；只查暗链线索，严重表述错误/],
    },
    {
      name: 'a crawl looked at every page it read, a few refused',
      observations: {
        ...none,
        'page.suspect-links': [page([])],
        'site.crawl': [seen('site.crawl', crawl({ pages: { ...crawl().pages, blocked: 5 } }), { target: home })],
      },
      expect: { basis: { examined: 120, unobserved: 5 } },
    },
    {
      name: 'a doubtful link of an older round is gone',
      observations: {
        'page.suspect-links': [page([])],
        'link.status': [
          link('http://a.example/1', 'gambling', { slot: '2026-11-20T00:00:00.000Z' }),
          link('http://d.example/', null),
        ],
        'site.crawl': [],
      },
    },
    {
      name: 'cleaned up since the last round',
      observations: {
        ...none,
        'page.suspect-links': [
          seen(
            'page.suspect-links',
            { url: home, clues: [clue('farm', 1)], examined: 3 },
            { slot: '2026-11-20T00:00:00.000Z' },
          ),
          page([]),
        ],
      },
    },
  ],
  fail: 'never',
  needsReview: [
    {
      name: 'most pages of the crawl refused: the home page alone is no proof',
      observations: {
        ...none,
        'page.suspect-links': [page([])],
        'site.crawl': [
          seen(
            'site.crawl',
            crawl({
              pages: { ...crawl().pages, read: 1, failed: 2, blocked: 10 },
              limits: [{ limit: 'failed', left: 2, note: '有的页面超时或出错' }],
              unjudgedCount: 1,
            }),
            { target: home },
          ),
        ],
      },
      expect: { because: { kind: 'undeterminable' }, basis: { examined: 1, unobserved: 13 } },
      says: [/有 13 个页面没有看成/],
    },
    {
      name: 'links that lead to doubtful places, one finding a host and kind, never confirmed',
      observations: {
        'page.suspect-links': [page([])],
        'link.status': [
          link('http://a.example/1', 'gambling'),
          link('http://a.example/2', 'porn'),
          link('http://b.example/', 'parked'),
          link('http://c.example/', 'resold', { status: 'broken' }),
          link('http://d.example/', null),
        ],
        'site.crawl': [],
      },
      expect: {
        because: { kind: 'suspect' },
        findings: [
          { fault: 'bad-target', certainty: 'suspected', target: 'http://a.example/1' },
          { fault: 'lost-target', certainty: 'suspected', target: 'http://b.example/' },
          { fault: 'lost-target', certainty: 'suspected', target: 'http://c.example/' },
        ],
      },
      says: [/链接“友情链接”打开的是疑似赌博网站：页面标题“示例gambling”。链接在 https:\/\/www\.shili\.gov\.cn\//],
    },
    {
      name: 'a doubtful link counts although the pages were not seen, and leaves the look open',
      observations: {
        'page.suspect-links': [unseen('page.suspect-links', home)],
        'link.status': [link('http://a.example/1', 'gambling')],
        'site.crawl': [],
      },
      expect: { because: { kind: 'undeterminable' }, findings: [{ fault: 'bad-target' }] },
    },

    {
      name: 'a page without any link was no look at links',
      observations: {
        ...none,
        'page.suspect-links': [seen('page.suspect-links', { url: home, clues: [], examined: 0 })],
      },
    },
    {
      name: 'a link farm is one thing to look at',
      observations: { ...none, 'page.suspect-links': [page(Array.from({ length: 300 }, (_, n) => clue('farm', n)))] },
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'farm', certainty: 'suspected', target: home }] },
      says: [/首页有 300 处成批的外部链接：页脚外部链接成群。/, /等 300 个/],
    },
    {
      name: 'each kind and page by itself',
      observations: {
        ...none,
        'page.suspect-links': [
          page([clue('hidden', 1), clue('lexicon', 2)]),
          page([clue('hidden', 3)], `${home}art/1.html`),
        ],
      },
      expect: {
        findings: [
          { fault: 'hidden', target: `${home}art/1.html` },
          { fault: 'hidden' },
          { fault: 'lexicon', target: home },
        ],
      },
    },
    { name: 'blocked', observations: { ...none, 'page.suspect-links': [unseen('page.suspect-links', home)] } },
  ],
});
