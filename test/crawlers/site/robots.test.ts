import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRobots } from '#crawlers/site/robots.ts';
import { corpusDir } from '../../harness/pages.ts';

const url = 'http://www.shili.gov.cn/robots.txt';
const at = (p: string) => `http://www.shili.gov.cn${p}`;
const read = (text: string | Uint8Array, o: { status?: number; outcome?: string; agent?: string } = {}) =>
  readRobots(
    {
      status: o.status ?? 200,
      outcome: o.outcome ?? 'response',
      url,
      body: typeof text === 'string' ? Buffer.from(text) : text,
    },
    o.agent ?? 'xuncha',
  );

test('our own group counts alone, the common one otherwise', () => {
  const both = 'User-agent: *\nDisallow: /a/\n\nUser-agent: Xuncha\nDisallow: /b/\n';
  expect(read(both).allowed(at('/a/1.html'))).toBe(true);
  expect(read(both).allowed(at('/b/1.html'))).toBe(false);
  expect(read(both, { agent: 'otherbot' }).allowed(at('/a/1.html'))).toBe(false);
  expect(read(both, { agent: 'xuncha/0.1 (+https://shili.example)' }).allowed(at('/b/1.html'))).toBe(false);
});

test('a sitemap between two agents does not part them', () => {
  const text = 'User-agent: xuncha\nSitemap: /map.xml\nUser-agent: other\nDisallow: /a/';
  expect(read(text).allowed(at('/a/1.html'))).toBe(false);
});

test('the address of robots.txt itself is always allowed', () => {
  expect(read('User-agent: *\nDisallow: /').allowed(url)).toBe(true);
  expect(read('User-agent: *\nDisallow: /').allowed(at('/'))).toBe(false);
});

describe('by status (RFC 9309 2.3.1)', () => {
  const rules = 'User-agent: *\nDisallow: /\n';
  test.each([
    [200, 'response', 'followed', false],
    [404, 'response', 'absent', true],
    [401, 'response', 'absent', true],
    [403, 'response', 'absent', true],
    [410, 'response', 'absent', true],
    [429, 'response', 'unreadable', false],
    [500, 'response', 'unreadable', false],
    [503, 'response', 'unreadable', false],
    [302, 'redirect-loop', 'absent', true],
    [302, 'redirect-limit', 'absent', true],
    [0, 'timeout', 'unreadable', false],
    [0, 'dns-failure', 'unreadable', false],
    [0, 'cancelled', 'unreadable', false],
    [0, 'out-of-scope', 'unreadable', false],
  ] as const)('%i %s → %s', (status, outcome, state, allowed) => {
    const robots = read(rules, { status, outcome });
    expect(robots.state).toBe(state);
    expect(robots.allowed(at('/a.html'))).toBe(allowed);
    expect(robots.allowed(url)).toBe(true);
  });
});

test('a web page in its place is no robots.txt; rules inside one are', () => {
  expect(read('<!DOCTYPE html><html><title>404</title><p>Disallow: everything</p>').state).toBe('absent');
  expect(read('\ufeff<html>\nUser-agent: *\nDisallow: /a/\n').allowed(at('/a/'))).toBe(false);
  expect(read('').state).toBe('followed');
});

test('marks of UTF-8 and UTF-16, GBK rules, full-width colons', () => {
  const rules = 'User-agent: *\nDisallow: /a/\n';
  expect(read(`\ufeff${rules}`).allowed(at('/a/1'))).toBe(false);
  expect(read(Buffer.from(`\ufeff${rules}`, 'utf16le')).allowed(at('/a/1'))).toBe(false);
  // 政务 in GBK.
  const gbk = Buffer.concat([
    Buffer.from('# \xd5\xfe\xce\xf1\nUser-agent: *\nDisallow: /\xd5\xfe\xce\xf1/\n', 'latin1'),
  ]);
  expect(read(gbk).allowed(at('/%D5%FE%CE%F1/1.html'))).toBe(false);
  expect(read(gbk).allowed(at('/政务/1.html'))).toBe(false);
  expect(read(gbk).allowed(at('/%E6%94%BF%E5%8A%A1/1.html'))).toBe(false);
  expect(read(gbk).allowed(at('/zw/1.html'))).toBe(true);
  expect(read('User-agent：*\nDisallow：/a/').allowed(at('/a/1'))).toBe(false);
});

test('escapes are compared in one form', () => {
  const rules = read('User-agent: *\nDisallow: /%7eadmin/\nDisallow: /a|b/\nDisallow: /%e6%94%bf/\n');
  expect(rules.allowed(at('/~admin/1'))).toBe(false);
  expect(rules.allowed(at('/%7Eadmin/1'))).toBe(false);
  expect(rules.allowed(at('/a%7Cb/1'))).toBe(false);
  expect(rules.allowed(at('/a|b/1'))).toBe(false);
  expect(rules.allowed(at('/政/1'))).toBe(false);
});

test.each([
  ['5', 5_000],
  ['0.5', 500],
  ['0', null],
  ['-3', null],
  ['abc', null],
  ['3600', 10_000],
  ['999999999999999999', 10_000],
])('Crawl-delay %s → %s ms', (typed, ms) => {
  expect(read(`User-agent: *\nCrawl-delay: ${typed}\n`).delayMs).toBe(ms);
});

test('the delay of another crawler is not ours', () => {
  expect(read('User-agent: other\nCrawl-delay: 5\nUser-agent: *\nDisallow: /x').delayMs).toBe(null);
});

test('sitemaps: relative ones resolved, once each, no other scheme, at most 50', () => {
  const text =
    'Sitemap: /map.xml\nsitemap: http://www.shili.gov.cn/map.xml\nSitemap: javascript:1\nSitemap: https://cdn.shili.cn/m.gz';
  expect(read(text).sitemaps).toEqual(['http://www.shili.gov.cn/map.xml', 'https://cdn.shili.cn/m.gz']);
  const many = Array.from({ length: 200 }, (_, i) => `Sitemap: /m${i}.xml`).join('\n');
  expect(read(many).sitemaps).toHaveLength(50);
});

test('nothing is read after 500 KB, and no half line', () => {
  const filler = `# ${'x'.repeat(98)}\n`.repeat(5_100);
  const robots = read(`User-agent: *\nDisallow: /a/\n${filler}Disallow: /b/\n`);
  expect(robots.allowed(at('/a/1'))).toBe(false);
  expect(robots.allowed(at('/b/1'))).toBe(true);
  const cut = `User-agent: *\nDisallow: /a/\n${'#'.repeat(500 * 1024 - 44)}\nDisallow: /bcdefghijkl/\n`;
  expect(read(cut).allowed(at('/b'))).toBe(true);
});

test('rules made to cost time are cut short', () => {
  const stars = `User-agent: *\nDisallow: /a/\n${`Disallow: /${'*a'.repeat(900)}b\n`.repeat(250)}`;
  const robots = read(stars);
  const long = at(`/${'a'.repeat(1_900)}`);
  for (let i = 0; i < 20; i++) expect(robots.allowed(long)).toBe(true);
  expect(robots.allowed(at('/a/1'))).toBe(false);
});

test('never throws', () => {
  const words = fc.constantFrom(
    'User-agent:',
    ' *',
    ' xuncha',
    '\n',
    '\r',
    'Disallow: ',
    'Allow: ',
    '/',
    '*',
    '$',
    '%',
    '%zz',
    '#',
    'Crawl-delay: ',
    'Sitemap: ',
    '政',
    '\u0000',
    '<html>',
  );
  const text = fc.array(fc.oneof(words, fc.string({ maxLength: 6 })), { maxLength: 40 }).map((w) => w.join(''));
  fc.assert(
    fc.property(text, fc.uint8Array({ maxLength: 60 }), fc.string(), (rules, noise, address) => {
      for (const body of [Buffer.from(rules), noise]) {
        const robots = read(body);
        expect(typeof robots.allowed(address)).toBe('boolean');
        expect(typeof robots.allowed(at(`/${address}`))).toBe('boolean');
      }
    }),
    { numRuns: 1500 },
  );
});

const dir = corpusDir();
const file = dir === null ? '' : path.join(dir, 'robots/google_cases.json');
const suite = existsSync(file) ? describe : describe.skip;
suite('the published cases of robots.txt', () => {
  type Case = { name: string; robots: string; checks: { ua: string; url: string; allowed: boolean }[] };
  const cases = file === '' ? [] : (JSON.parse(readFileSync(file, 'utf8')) as { cases: Case[] }).cases;
  // A token with a blank in it is no token: one case is about an agent that asks by such a name.
  const ours = cases.flatMap((c) => c.checks.filter((k) => !k.ua.includes(' ')).map((k) => ({ ...k, case: c })));
  test(`${ours.length} checks`, () => {
    expect(ours.length).toBeGreaterThan(100);
    const wrong = ours.filter((k) => read(k.case.robots, { agent: k.ua }).allowed(k.url) !== k.allowed);
    expect(wrong.map((k) => `${k.case.name}: ${k.url}`)).toEqual([]);
  });
});
