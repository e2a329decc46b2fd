import { expect, test } from 'vitest';
import { linkReasons } from '#core/observation.ts';
import { agreeing, deadLinks } from '#indicators/site/dead-links.ts';
import { linkReasonText } from '#indicators/site/link-text.ts';
import { testIndicator } from '../harness/indicator.ts';
import { asOf, attempts, evidence, home, link, place, seen, site, unseen } from './build.ts';

type Value = ReturnType<typeof link>;
const links = (...values: Value[]) => ({ 'link.status': values.map((v) => seen('link.status', v)) });
const ok = (n: number) => Array.from({ length: n }, (_, i) => link(`ok${i}`, 'ok', 'OK'));
const innerParents = {
  parents: [{ url: `${home}art/1.html`, role: 'article' as const, tag: 'img', text: '', place }],
  parentCount: 1,
};
const earlier = (n: number) => `2026-11-${22 - n}T03:00:00.000Z`;

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
      observations: {
        'link.status': [
          seen('link.status', link('a', 'broken', 'HTTP_404'), { slot: earlier(7) }),
          seen('link.status', link('a', 'ok', 'OK')),
        ],
      },
    },
  ],
  fail: [
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
      observations: {
        'link.status': [
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
        ],
      },
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
      observations: {
        'link.status': [
          seen('link.status', link('a', 'ok', 'OK'), { slot: earlier(9) }),
          seen('link.status', link('a', 'broken', 'HTTP_404'), { slot: earlier(6) }),
          unseen('link.status', `${home}a`, 'local-network', { slot: earlier(5) }),
          seen('link.status', link('a', 'broken', 'HTTP_404'), { slot: earlier(3) }),
          seen('link.status', link('a', 'broken', 'HTTP_404')),
        ],
      },
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
      observations: { 'link.status': [unseen('link.status', home)] },
      says: [/链接没有检查成/],
    },
    {
      name: 'a dead link without stored evidence is not claimed',
      observations: { 'link.status': [seen('link.status', link('gone', 'broken', 'HTTP_404'), { evidence: [] })] },
      says: [/没有留下佐证/],
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
  const names = linkReasons.map((r) => linkReasonText[r]);
  expect(names.every((n) => /[\u4e00-\u9fff]/.test(n))).toBe(true);
  expect(new Set(names).size).toBe(linkReasons.length);
});
