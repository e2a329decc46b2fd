import { expect, test } from 'vitest';
import { agreeing } from '#core/link-history.ts';
import { linkReasonNames } from '#core/link-texts.ts';
import { type CrawlLimit, linkReasons, type Observation } from '#core/observation.ts';
import { deadLinks } from '#indicators/site/dead-links.ts';

import { testIndicator } from '../harness/indicator.ts';
import { asOf, attempts, crawl, evidence, home, link, place, roundSlot, seen, site, unseen } from './build.ts';

type Value = ReturnType<typeof link>;
const only = (list: Observation<'link.status'>[]) => ({ 'link.status': list, 'site.crawl': [] });
const links = (...values: Value[]) => only(values.map((v) => seen('link.status', v)));
/** A crawl of the whole site beside the links that did not open. */
const crawled = (over: Parameters<typeof crawl>[0], ...values: Value[]) => ({
  ...links(...values),
  'site.crawl': [seen('site.crawl', crawl(over), { target: home, observedAt: crawl().endedAt })],
});
const limit = (name: CrawlLimit, note: string, left = 120) => ({ limits: [{ limit: name, left, note }] });
const ok = (n: number) => Array.from({ length: n }, (_, i) => link(`ok${i}`, 'ok', 'OK'));
const innerParents = {
  parents: [{ url: `${home}art/1.html`, role: 'article' as const, tag: 'img', text: '', place }],
  parentCount: 1,
};
const earlier = (n: number) => new Date(Date.parse(roundSlot) - n * 86_400_000).toISOString();

testIndicator(deadLinks, {
  params: {},
  asOf,
  record: site,
  pass: [
    { name: 'all links open', observations: links(...ok(30)), expect: { basis: { examined: 30, unobserved: 0 } } },
    {
      name: 'opens with a worry: no fault, but a note',
      observations: links(...ok(5), link('t', 'caution', 'TLS_EXPIRED')),
      says: [/1 个链接能打开但有隐患，不计问题：证书已过期 1 个/],
    },
    {
      name: 'a few that could not be told, below the limit',
      observations: links(
        ...ok(8),
        link('b', 'undeterminable', 'BLOCKED_CHALLENGE'),
        link('r', 'skipped', 'EXCLUDED_ROBOTS'),
      ),
      expect: { basis: { examined: 8, unobserved: 2 } },
      says: [/2 个链接没有查清或不检查：被防护拦截 1 个、对方不允许程序访问 1 个/],
    },
    {
      name: 'addresses that are no web links were not missed',
      observations: links(
        ...ok(2),
        ...Array.from({ length: 20 }, (_, i) => link(`m${i}`, 'skipped', 'URL_UNSUPPORTED')),
      ),
      expect: { basis: { examined: 2, unobserved: 20 } },
    },
    {
      name: 'dead last week, mended now',
      observations: only([
        seen('link.status', link('a', 'broken', 'HTTP_404'), { slot: earlier(7) }),
        seen('link.status', link('a', 'ok', 'OK')),
      ]),
    },
    {
      name: 'a whole crawl without a fault: what opens is only counted there',
      observations: crawled({}),
      expect: { basis: { examined: 440, unobserved: 0, from: '2026-11-22T03:00:05.000Z', to: crawl().endedAt } },
      says: [/读了 120 个页面，查清首页上的链接 40 个、其他页面上的链接 400 个/],
    },
    {
      name: 'a page of the site that asks for a login keeps no crawl from passing, but is said',
      observations: crawled({
        pages: { read: 120, unchanged: 20, rendered: 0, failed: 0, blocked: 1, notPage: 0 },
        unjudged: [{ url: `${home}oa/`, detail: '渲染失败' }],
        unjudgedCount: 1,
      }),
      says: [/抓取不完整：1 个页面拒绝访问；1 个页面没有看成/],
    },
    {
      name: 'dead last week, not in the list of a whole crawl: opened',
      observations: {
        'link.status': [seen('link.status', link('a', 'broken', 'HTTP_404'), { slot: earlier(7) })],
        'site.crawl': [seen('site.crawl', crawl(), { target: home })],
      },
    },
    {
      name: 'dead in the crawl, seen to open by the second look of the next day',
      observations: {
        'link.status': [
          seen('link.status', link('a', 'broken', 'HTTP_404'), { slot: earlier(1) }),
          seen('link.status', link('a', 'ok', 'OK')),
        ],
        'site.crawl': [seen('site.crawl', crawl({ home: { broken: 1 } }), { target: home, slot: earlier(1) })],
      },
    },
    {
      name: 'a crawl that hit a cap of its own, where the policy says how much is enough',
      params: { enoughLinks: 400 },
      observations: crawled(limit('pages', '达到 120 个页面的上限')),
      says: [/抓取不完整：达到 120 个页面的上限（还有 120 个已知地址没有读）/],
    },
  ],
  fail: [
    {
      name: 'a fault stands, however little else was seen',
      observations: crawled(
        { ...limit('blocked', '第 30 个页面起被防护系统拦截'), home: { broken: 1 } },
        link('gone', 'broken', 'HTTP_404'),
      ),
      expect: { basis: { examined: 441 }, findings: [{ fault: 'home-link-dead' }] },
      says: [/抓取不完整：第 30 个页面起被防护系统拦截/],
    },
    {
      name: 'since: a capped crawl that does not list it, and a round that could not tell, prove nothing',
      observations: {
        'link.status': [
          seen('link.status', link('a', 'broken', 'HTTP_404'), { slot: earlier(20) }),
          seen('link.status', link('a', 'undeterminable', 'BLOCKED_RATE'), { slot: earlier(10) }),
          seen('link.status', link('a', 'broken', 'HTTP_404')),
        ],
        'site.crawl': [
          seen('site.crawl', crawl(limit('time', '达到时间上限')), { target: home, slot: earlier(15) }),
          seen('site.crawl', crawl(limit('time', '达到时间上限')), { target: home, slot: earlier(10) }),
          seen('site.crawl', crawl({ home: { broken: 1 } }), { target: home }),
        ],
      },
      expect: { findings: [{ since: earlier(20) }] },
    },
    {
      name: 'since: a whole crawl in between that does not list it ends the chain',
      observations: {
        'link.status': [
          seen('link.status', link('a', 'broken', 'HTTP_404'), { slot: earlier(20) }),
          seen('link.status', link('a', 'broken', 'HTTP_404')),
        ],
        'site.crawl': [
          seen('site.crawl', crawl(), { target: home, slot: earlier(15) }),
          seen('site.crawl', crawl({ home: { broken: 1 } }), { target: home }),
        ],
      },
      expect: { findings: [{ since: roundSlot }] },
    },
    {
      name: 'the crawl of yesterday and a second look today at what it found: what the second could not see is open',
      observations: {
        'link.status': [
          seen('link.status', link('a', 'broken', 'HTTP_404'), { slot: earlier(1) }),
          seen('link.status', link('b', 'broken', 'HTTP_404', innerParents), { slot: earlier(1) }),
          seen('link.status', link('a', 'broken', 'HTTP_404')),
          unseen('link.status', `${home}b`, 'local-network'),
        ],
        'site.crawl': [
          seen('site.crawl', crawl({ home: { broken: 1 }, inner: { broken: 1 } }), { target: home, slot: earlier(1) }),
        ],
      },
      expect: {
        basis: { examined: 442 },
        findings: [
          { target: `${home}a`, since: earlier(1), certainty: 'confirmed' },
          { target: `${home}b`, since: earlier(1), certainty: 'suspected' },
        ],
      },
      says: [/其后复查时没有看成，不能认定是否已修复/],
    },
    {
      name: 'a link of the home page, found dead twice',
      observations: links(...ok(3), link('gone', 'broken', 'HTTP_404', { httpStatus: 404 })),
      expect: { findings: [{ fault: 'home-link-dead', certainty: 'confirmed', target: `${home}gone` }] },
      says: [
        /：页面不存在（状态码 404），2 次尝试，位于 https:\/\/www.shili.gov.cn\/ 的链接“示例链接gone”/,
        /请恢复该页面/,
      ],
    },
    {
      name: 'a picture of an inner page',
      observations: links(link('p.png', 'broken', 'HTTP_404', innerParents)),
      expect: { findings: [{ fault: 'inner-link-dead' }] },
      says: [/art\/1.html 的图片$/m],
    },
    {
      name: 'on home and inner pages: charged as a home link, once, all places as evidence',
      observations: only([
        seen(
          'link.status',
          link('gone', 'broken', 'HTTP_404', {
            parents: [
              { url: `${home}art/1.html`, role: 'article', tag: 'a', text: '甲', place },
              { url: home, role: 'home', tag: 'a', text: '乙', place: { ...place, line: 12 } },
            ],
            parentCount: 7,
          }),
          {
            evidence: [evidence(`${home}gone`, undefined, 'exchange'), evidence(home), evidence(`${home}art/1.html`)],
          },
        ),
      ]),
      expect: {
        findings: [
          {
            fault: 'home-link-dead',
            evidence: [
              { kind: 'exchange' },
              { url: `${home}art/1.html`, locator: { line: 210 } },
              { url: home, locator: { line: 12 } },
            ],
          },
        ],
      },
      says: [/“乙”等 7 处/],
    },
    {
      name: 'dead for three rounds: since the first of them',
      observations: only([
        seen('link.status', link('a', 'ok', 'OK'), { slot: earlier(9) }),
        seen('link.status', link('a', 'broken', 'HTTP_404'), { slot: earlier(6) }),
        unseen('link.status', `${home}a`, 'local-network', { slot: earlier(5) }),
        seen('link.status', link('a', 'broken', 'HTTP_404'), { slot: earlier(3) }),
        seen('link.status', link('a', 'broken', 'HTTP_404')),
      ]),
      expect: { findings: [{ since: earlier(6) }] },
    },
    {
      name: 'a second-level page of a navigation-only home',
      record: { navigationOnly: true },
      observations: links(
        link('gone', 'broken', 'HTTP_410', {
          parents: [{ url: `${home}xw/`, role: 'list', tag: 'a', text: '要闻', place }],
        }),
      ),
      expect: { findings: [{ fault: 'home-link-dead' }] },
    },
    {
      name: 'an external host that is gone',
      observations: links(
        link('x', 'broken', 'DNS_NXDOMAIN', {
          url: 'http://old.example.com/',
          external: true,
          attempts: attempts('ENOTFOUND', 'ENOTFOUND'),
        }),
      ),
      says: [/外部链接 http:\/\/old.example.com\/：域名不存在/, /更换或取消该链接/],
    },
    {
      name: 'an address that cannot be one needs no second look',
      observations: links(link('bad', 'broken', 'URL_INVALID', { url: 'http:///示例', attempts: [] })),
      expect: { findings: [{ certainty: 'confirmed' }] },
      says: [/链接地址有误/],
    },
    {
      name: 'a proved one beside a doubtful one',
      observations: links(
        link('maybe', 'broken', 'NET_TIMEOUT', { attempts: attempts('ETIMEDOUT') }),
        link('gone', 'broken', 'HTTP_404'),
      ),
      expect: { findings: [{ certainty: 'confirmed', target: `${home}gone` }, { certainty: 'suspected' }] },
    },
  ],
  needsReview: [
    {
      name: 'failed once only',
      observations: links(...ok(5), link('once', 'broken', 'NET_TIMEOUT', { attempts: attempts('ETIMEDOUT') })),
      expect: { because: { kind: 'suspect' }, findings: [{ certainty: 'suspected' }] },
      says: [/1 次尝试，结果不足以认定/],
    },
    {
      name: 'failed in two different ways',
      observations: links(link('mixed', 'broken', 'HTTP_4XX', { httpStatus: 400, attempts: attempts(403, 400) })),
      says: [/状态码 400/],
    },
    {
      name: 'too many could not be told',
      observations: links(
        ...ok(7),
        ...Array.from({ length: 3 }, (_, i) => link(`b${i}`, 'undeterminable', 'BLOCKED_RATE')),
      ),
      expect: { because: { kind: 'undeterminable' } },
      says: [/3 个链接没有查清，超过 20%/],
    },
    {
      name: 'one doubtful fault among many that could not be told: the rest stays open',
      observations: links(
        ...ok(3),
        { ...link('x', 'broken', 'HTTP_404'), attempts: link('x', 'broken', 'HTTP_404').attempts.slice(0, 1) },
        ...Array.from({ length: 9 }, (_, i) => link(`b${i}`, 'undeterminable', 'BLOCKED_RATE')),
      ),
      expect: { because: { kind: 'undeterminable' }, findings: [{ certainty: 'suspected' }] },
      says: [/9 个链接没有查清，超过 20%.*另发现 1 处疑似问题/],
    },
    {
      name: 'most of them over the limit of the run',
      observations: links(...ok(3), ...Array.from({ length: 9 }, (_, i) => link(`l${i}`, 'skipped', 'LIMIT_REACHED'))),
    },
    {
      name: 'fewer than the policy asks for',
      params: { minExamined: 10 },
      observations: links(...ok(9)),
      says: [/只查清了 9 个链接，少于要求的 10 个/],
    },
    {
      name: 'home page blocked, no links known',
      observations: only([unseen('link.status', home)]),
      says: [/链接没有检查成/],
    },
    {
      name: 'a dead link without stored evidence is not claimed',
      observations: only([seen('link.status', link('gone', 'broken', 'HTTP_404'), { evidence: [] })]),
      says: [/没有留下佐证/],
    },
    ...(['pages', 'depth', 'bytes', 'time', 'traps', 'robots', 'blocked', 'browser'] as const).map((name) => ({
      name: `a crawl cut short (${name}) that found nothing`,
      observations: crawled(limit(name, `抓取受限：${name}`)),
      expect: { because: { kind: 'undeterminable' as const }, basis: { examined: 440 } },
      says: [new RegExp(`全站抓取没有做完，不能算全部可用：抓取受限：${name}（还有 120 个已知地址没有读）`)],
    })),
    {
      name: 'blocked: no number of links is enough, what stands behind is unknown',
      params: { enoughLinks: 10 },
      observations: crawled(limit('blocked', '被防护系统拦截')),
      says: [/没有做完/],
    },
    {
      name: 'a crawl whose pages were mostly shut',
      observations: crawled({ pages: { read: 70, unchanged: 0, rendered: 0, failed: 0, blocked: 30, notPage: 0 } }),
      says: [/有 30 个页面没有看到，超过 20%/],
    },
    {
      name: 'a crawl that could not be made, with the links of a few pages',
      observations: {
        ...links(...ok(12)),
        'site.crawl': [unseen('site.crawl', home)],
      },
      says: [/全站抓取没有做成：被防护拦截 1 次/],
    },
    {
      name: 'a crawl that counted dead links of which no record is left',
      observations: crawled({ inner: { broken: 3 } }),
      says: [/抓取记下 3 个打不开的链接，只留有 0 个的记录/],
    },
    {
      name: 'the newest look is older than counts; what came before it only tells since when',
      observations: only([seen('link.status', link('a', 'broken', 'HTTP_404'), { slot: earlier(15) })]),
      says: [/监测期内没有检查过链接/],
    },
    {
      name: 'dead in the crawl of yesterday, not to be told today',
      observations: {
        'link.status': [
          seen('link.status', link('a', 'broken', 'HTTP_404'), { slot: earlier(1) }),
          seen('link.status', link('a', 'undeterminable', 'BLOCKED_RATE')),
        ],
        'site.crawl': [seen('site.crawl', crawl({ home: { broken: 1 } }), { target: home, slot: earlier(1) })],
      },
      expect: { because: { kind: 'suspect' } },
    },
    {
      name: 'fewer than the policy asks for, in a whole crawl',
      params: { minExamined: 500 },
      observations: crawled({}),
      says: [/只查清了 440 个链接，少于要求的 500 个/],
    },
  ],
});

test.each([
  [[404, 404], true],
  [[500, 503], true],
  [['ETIMEDOUT', 'ECONNRESET'], true],
  [[200, 200], true],
  [[404], false],
  [[], false],
  [[403, 404], false],
  [[404, 404, 'ETIMEDOUT'], false],
  [['ETIMEDOUT', 404, 404], true],
] as const)('attempts %j agree: %s', (list, expected) =>
  expect(agreeing({ reason: 'HTTP_404', attempts: attempts(...list) })).toBe(expected),
);

test('every reason has a Chinese name of its own', () => {
  const names = linkReasons.map((r) => linkReasonNames[r]);
  expect(names.every((n) => /[\u4e00-\u9fff]/.test(n))).toBe(true);
  expect(new Set(names).size).toBe(linkReasons.length);
});
