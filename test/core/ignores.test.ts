import { describe, expect, test } from 'vitest';
import { IgnoreFile, IgnoreRule, ignoreMatcher, ignoreState, ignoreText } from '#core/ignores.ts';

const base = {
  site: 'shili',
  why: '原网站已停办，正在改版',
  person: '李某',
  recorded: '2026-11-01',
  expires: '2026-12-31',
};
const rule = (over: object) => IgnoreRule.parse({ ...base, ...over });
const wrong = (over: object) => IgnoreRule.safeParse({ ...base, ...over }).error?.issues.map((i) => i.message) ?? [];

describe('one rule', () => {
  test.each([
    [{}, /其中一项/],
    [{ url: 'https://a.example.com/', host: 'a.example.com' }, /只能写一项/],
    [{ prefix: '/old/' }, /完整网址/],
    [{ prefix: 'javascript:alert(1)' }, /完整网址/],
    [{ host: 'https://a.example.com' }, /只写域名/],
    [{ host: 'a.example.com/x' }, /只写域名/],
    [{ host: 'a.example.com', expires: '2026-10-31' }, /不能早于登记日期/],
    [{ host: 'a.example.com', expires: '2027-11-03' }, /最长有效 366 天/],
    [{ host: 'a.example.com', expires: undefined }, /./],
    [{ host: 'a.example.com', expires: '2026-02-30' }, /2026-01-31 的样子/],
    [{ host: 'a.example.com', why: '  ' }, /不能为空/],
    [{ host: 'a.example.com', reason: 'HTTP_405' }, /./],
    [{ host: 'a.example.com', hosts: 'b' }, /./],
  ] as const)('%j is refused', (over, message) => {
    expect(wrong(over).join('\n')).toMatch(message);
  });

  test('in force from the day it was recorded to the day it runs out, both included', () => {
    const r = rule({ host: 'a.example.com' });
    expect(['2026-10-31', '2026-11-01', '2026-12-31', '2027-01-01'].map((d) => ignoreState(r, d))).toEqual([
      'pending',
      'live',
      'live',
      'expired',
    ]);
  });

  test('says in words what it ignores', () => {
    expect(ignoreText(rule({ host: 'a.example.com', reason: 'DNS_NXDOMAIN' }))).toBe(
      '主机 a.example.com 上的全部网址（仅限原因代码 DNS_NXDOMAIN）',
    );
    expect(ignoreText(rule({ url: 'https://a.example.com/x' }))).toBe('网址 https://a.example.com/x');
    expect(ignoreText(rule({ prefix: 'https://a.example.com/x' }))).toBe('以 https://a.example.com/x 开头的网址');
  });
});

describe('which links a rule speaks of', () => {
  const hit = (over: object, url: string, reason = 'HTTP_404', day = '2026-11-22') =>
    ignoreMatcher([rule(over)], 'shili', day)({ url, reason: reason as 'HTTP_404' });

  test.each([
    [{ url: 'https://A.example.com/x#top' }, 'https://a.example.com/x', true],
    [{ url: 'https://a.example.com/x' }, 'https://a.example.com/x/', false],
    [{ url: 'https://a.example.com/中' }, 'https://a.example.com/%E4%B8%AD', true],
    [{ url: 'http:///示例' }, 'http:///示例', true],
    [{ prefix: 'https://a.example.com' }, 'https://a.example.com.evil.example.net/', false],
    [{ prefix: 'https://a.example.com/old/' }, 'https://a.example.com/old/1.html', true],
    [{ prefix: 'https://a.example.com/old/' }, 'http://a.example.com/old/1.html', false],
    [{ host: 'a.example.com' }, 'http://a.example.com/any', true],
    [{ host: 'A.example.com' }, 'https://a.example.com/any', true],
    [{ host: 'a.example.com' }, 'http://a.example.com:8080/any', false],
    [{ host: 'a.example.com' }, 'http://b.a.example.com/', false],
    [{ host: 'a.example.com' }, 'http://evil.example.net/?a.example.com', false],
    [{ host: 'a.example.com', reason: 'HTTP_404' }, 'http://a.example.com/x', true],
    [{ host: 'a.example.com', reason: 'HTTP_410' }, 'http://a.example.com/x', false],
    [{ host: 'a.example.com', site: 'all' }, 'http://a.example.com/x', true],
    [{ host: 'a.example.com', site: 'other' }, 'http://a.example.com/x', false],
  ])('%j of %s: %s', (over, url, expected) => {
    expect(hit(over, url).live !== undefined).toBe(expected);
  });

  test('one that has run out is named, and does not hide a live one', () => {
    const old = rule({ host: 'a.example.com', recorded: '2026-09-01', expires: '2026-10-01' });
    const live = rule({ url: 'http://a.example.com/x' });
    const link = { url: 'http://a.example.com/x', reason: 'HTTP_404' as const };
    expect(ignoreMatcher([old], 'shili', '2026-11-22')(link)).toEqual({ expired: old, every: [old] });
    expect(ignoreMatcher([old, live], 'shili', '2026-11-22')(link)).toEqual({ live, every: [live, old] });
    expect(ignoreMatcher([live], 'shili', '2026-10-31')(link)).toEqual({ every: [] });
  });
});

test('the file says which version it is and nothing unknown', () => {
  expect(IgnoreFile.safeParse({ version: 1, rules: [] }).success).toBe(true);
  expect(IgnoreFile.safeParse({ version: 2, rules: [] }).success).toBe(false);
  expect(IgnoreFile.safeParse({ version: 1, rules: [], rule: [] }).success).toBe(false);
});
