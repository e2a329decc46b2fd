import { hiddenLinks } from '#indicators/site/hidden-links.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf, home, place, seen, site, unseen } from './build.ts';

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

testIndicator(hiddenLinks, {
  params: {},
  asOf,
  record: site,
  pass: [
    {
      name: 'nothing found: says what it did not look for',
      observations: { 'page.suspect-links': [page([])] },
      says: [/共看了 120 个链接；只查暗链线索，严重表述错误/],
    },
    {
      name: 'cleaned up since the last round',
      observations: {
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
      name: 'a page without any link was no look at links',
      observations: { 'page.suspect-links': [seen('page.suspect-links', { url: home, clues: [], examined: 0 })] },
    },
    {
      name: 'a link farm is one thing to look at',
      observations: { 'page.suspect-links': [page(Array.from({ length: 300 }, (_, n) => clue('farm', n)))] },
      expect: { because: { kind: 'suspect' }, findings: [{ fault: 'farm', certainty: 'suspected', target: home }] },
      says: [/首页有 300 处成批的外部链接：页脚外部链接成群。/, /等 300 个/],
    },
    {
      name: 'each kind and page by itself',
      observations: {
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
    { name: 'blocked', observations: { 'page.suspect-links': [unseen('page.suspect-links', home)] } },
  ],
});
