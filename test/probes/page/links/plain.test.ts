import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { plainReader } from '#probes/page/links/plain.ts';

const bases = [
  'http://www.shili.gov.cn/',
  'https://www.shili.gov.cn/zwgk/index.html',
  'https://www.shili.gov.cn/a/b/c/t2026_1.html?x=1#y',
  'http://www.shili.gov.cn:8080//a//b/c',
  'http://[::1]:81/a/b',
  'http://u:p@a.gov.cn/x/y',
  'https://xn--fsq092h.xn--zfr164b/%E6%94%BF/x',
];

/** What the URL parser makes of it, in the form of the reader. */
const parsed = (typed: string, base: string) => {
  const url = URL.parse(typed, base);
  if (url === null) return null;
  const { hash } = url;
  url.username = '';
  url.password = '';
  return { url: url.href.split('#', 1)[0], fragment: hash.slice(1) };
};

const pieces = fc.constantFrom(
  ...[
    '/',
    '//',
    './',
    '../',
    '.',
    '..',
    '%2e',
    '%2E%2E',
    '?',
    '#',
    ':',
    '@',
    '&',
    '=',
    '\\',
    ' ',
    '\t',
    '\n',
    "'",
    '"',
    '|',
    '`',
  ],
  ...[
    '<',
    '>',
    '{',
    '}',
    '^',
    '[',
    ']',
    '%',
    '%E6',
    ';',
    ',',
    '~',
    '-',
    '--',
    '_',
    '!',
    '$',
    '*',
    '(',
    ')',
    '+',
    '汉',
    '０',
    '。',
    'é',
    '\u00ad',
  ],
  ...[
    'http:',
    'https:',
    'http://',
    'https://',
    'HTTP://',
    'ftp://',
    'javascript:',
    'C:',
    'h',
    'ht',
    'http',
    'a',
    'b.html',
    'index',
    'zwgk',
  ],
  ...[
    'www.shili.gov.cn',
    'a.cn',
    'a.1',
    '127.1',
    '0x7f.1',
    'xn--',
    'xn--fsq092h',
    'A.CN',
    'a..cn',
    '-a.cn',
    'a-.cn',
    ':80',
    ':443',
    'cn',
    '1',
  ],
);
const address = fc.array(pieces, { maxLength: 9 }).map((parts) => parts.join(''));

describe('普通地址 without the URL parser', () => {
  test('whatever is read agrees with the URL parser, on every base', () => {
    let read = 0;
    fc.assert(
      fc.property(fc.constantFrom(...bases), address, (base, typed) => {
        const plain = plainReader(base)(typed);
        if (plain === null) return;
        read++;
        // The URL parser keeps the user info of the base where the address is relative; an address without it is wanted.
        expect(plain, `${typed} from ${base}`).toEqual(parsed(typed, base));
      }),
      { numRuns: 20_000, seed: 20_261_122 },
    );
    expect(read).toBeGreaterThan(2_000);
  });

  test.each([
    ['a/b.html', 'https://www.shili.gov.cn/zwgk/a/b.html'],
    ['./a.html', 'https://www.shili.gov.cn/zwgk/a.html'],
    ['../../../b/', 'https://www.shili.gov.cn/b/'],
    ['..//b', 'https://www.shili.gov.cn//b'],
    ['/b/c.shtml?id=1&v=中'.replace('中', '%E4'), 'https://www.shili.gov.cn/b/c.shtml?id=1&v=%E4'],
    ['//m.shili.gov.cn/a', 'https://m.shili.gov.cn/a'],
    ['http://a.gov.cn', 'http://a.gov.cn/'],
    ['http://a.gov.cn#top', 'http://a.gov.cn/'],
    ['htmls/1', 'https://www.shili.gov.cn/zwgk/htmls/1'],
  ])('%s is plain', (typed, url) => {
    expect(plainReader(bases[1]!)(typed)?.url).toBe(url);
  });

  test.each([
    '',
    '#',
    '?page=2',
    '.',
    '..',
    '../',
    'a/../b',
    '/a/./b',
    'a.b:c',
    'javascript:;',
    ' a',
    'a b',
    '附件.pdf',
    'HTTP://a.cn/',
    'http://a.cn:80/',
    'http://xn--fsq.cn/',
    'http://1.2.3.4/',
    '///a',
    '\\a',
    `/${'a'.repeat(1001)}`,
  ])('%j is left to the URL parser', (typed) => expect(plainReader(bases[1]!)(typed)).toBeNull());

  test('a base that is no web address reads nothing', () => {
    for (const base of ['about:blank', 'file:///c:/x.html', 'nothing']) expect(plainReader(base)('/a')).toBeNull();
  });
});
