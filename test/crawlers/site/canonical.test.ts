import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalUrl } from '#crawlers/site/canonical.ts';

const H = 'http://www.shili.gov.cn';
const session = 'A1B2C3D4E5F60718293A4B5C6D7E8F90';

/** Address → its one name. */
const cases: readonly (readonly [string, string])[] = [
  // Host, port, fragment, user info.
  ['HTTP://WWW.Shili.GOV.cn/A/b.html', `${H}/A/b.html`],
  ['http://www.shili.gov.cn./', `${H}/`],
  ['http://www.shili.gov.cn', `${H}/`],
  ['http://www.shili.gov.cn:80/a', `${H}/a`],
  ['https://www.shili.gov.cn:443/a', 'https://www.shili.gov.cn/a'],
  ['http://www.shili.gov.cn:443/a', 'http://www.shili.gov.cn:443/a'],
  ['http://www.shili.gov.cn:8080/a', 'http://www.shili.gov.cn:8080/a'],
  ['http://www.shili.gov.cn:080/a', `${H}/a`],
  ['http://user:pass@www.shili.gov.cn/a', `${H}/a`],
  [`${H}/a.html#top`, `${H}/a.html`],
  [`${H}/a.html?#top`, `${H}/a.html`],
  ['http://127.0.0.1:8080/a', 'http://127.0.0.1:8080/a'],
  ['http://0x7f.1/a', 'http://127.0.0.1/a'],
  ['http://示例.gov.cn/', 'http://xn--fsq092h.gov.cn/'],
  // Percent escapes.
  [`${H}/%7euser/%61.html`, `${H}/~user/a.html`],
  [`${H}/%e6%b5%8b.html`, `${H}/%E6%B5%8B.html`],
  [`${H}/测.html`, `${H}/%E6%B5%8B.html`],
  [`${H}/s?k=%c4%e3%ba%c3`, `${H}/s?k=%C4%E3%BA%C3`],
  [`${H}/s?k=%C4%E3%BA%C3`, `${H}/s?k=%C4%E3%BA%C3`],
  [`${H}/a%2fb`, `${H}/a%2Fb`],
  [`${H}/a%2Fb?x=%26y`, `${H}/a%2Fb?x=%26y`],
  [`${H}/%%34%31`, `${H}/%%34%31`],
  [`${H}/a%2541`, `${H}/a%2541`],
  // Dot segments.
  [`${H}/a/./b/../c.html`, `${H}/a/c.html`],
  [`${H}/a/%2e%2E/c.html`, `${H}/c.html`],
  [`${H}/../../c.html`, `${H}/c.html`],
  // Sessions.
  [`${H}/a/b.jsp;jsessionid=${session}`, `${H}/a/b.jsp`],
  [`${H}/a/b.jsp;JSESSIONID=${session}.node1?id=3`, `${H}/a/b.jsp?id=3`],
  [`${H}/(S(lit3py55t21z5v55vlm25s55))/a.aspx`, `${H}/a.aspx`],
  [`${H}/a.php?PHPSESSID=${session}`, `${H}/a.php`],
  [`${H}/a.asp?id=3&ASPSESSIONIDQQ=ABC`, `${H}/a.asp?id=3`],
  [`${H}/a.jsp?sid=${session}&id=3`, `${H}/a.jsp?id=3`],
  [`${H}/a.html?sid=${session}`, `${H}/a.html`],
  [`${H}/a.jsp?sessionid=${session}`, `${H}/a.jsp`],
  // Tracking.
  [`${H}/a.html?utm_source=x&utm_medium=y`, `${H}/a.html`],
  [`${H}/a.jsp?id=3&spm=a1z.b2.c3`, `${H}/a.jsp?id=3`],
  [`${H}/a.jsp?id=3&from=singlemessage&isappinstalled=0`, `${H}/a.jsp?id=3`],
  // What defeats caches.
  [`${H}/a.html?_t=1700000000000`, `${H}/a.html`],
  [`${H}/a.jsp?id=3&rnd=0.8234123412`, `${H}/a.jsp?id=3`],
  [`${H}/a.jsp?timestamp=1700000000&id=3`, `${H}/a.jsp?id=3`],
  [`${H}/a.html?1700000000000`, `${H}/a.html`],
  // Empty query.
  [`${H}/a.html?`, `${H}/a.html`],
  [`${H}/a.jsp?&id=3&`, `${H}/a.jsp?id=3`],
];

/** Tells pages apart on some site: must stay. */
const kept = [
  `${H}/Art/2026/3/4/art_12_345.html`,
  `${H}/list.jsp?b=2&a=1`,
  `${H}/a.jsp?id=1700000000000`,
  `${H}/a.jsp?t=12`,
  `${H}/a.jsp?time=2026030412`,
  `${H}/a.jsp?timestamp=20260304`,
  `${H}/a.jsp?from=zwgk`,
  `${H}/a.jsp?sid=12&id=3`,
  `${H}/show.jsp?sid=402881e54f1c2b3a4d5e6f7081920a1b`,
  `${H}/a.jsp?session=2026`,
  `${H}/a.jsp?v=2`,
  `${H}/a.jsp?date=2026-03-04`,
  `${H}/a.jsp?isappinstalledx=1`,
  `${H}/show.asp?1234567890`,
  `${H}/a;v=1/b.html`,
  `${H}//a//b.html`,
  `${H}/a(1).html`,
  'mailto:a@b.cn',
  'javascript:void(0)',
  '不是网址',
  '',
];

test.each(cases)('%s → %s', (typed, name) => {
  expect(canonicalUrl(typed)).toBe(name);
  expect(canonicalUrl(name)).toBe(name);
});

test.each(kept)('%s keeps its name', (url) => {
  expect(canonicalUrl(url)).toBe(url);
});

/** Addresses with the pieces that the rules look for, in any order and damage. */
const pieces = fc.constantFrom(
  ...'http:// https:// www.shili.gov.cn 127.0.0.1 . .. / // ? & = # ; @ : %41 %2e %c4 %E3 %% %4 :80 :443 ;jsessionid= sid= utm_a=b _t=1700000000000 /(S(lit3py55t21z5v55vlm25s55))/ index.html 测 a 0.123456 \\'.split(
    ' ',
  ),
);
const address = fc.array(fc.oneof(pieces, fc.string({ maxLength: 5 })), { maxLength: 14 }).map((p) => p.join(''));

test('never throws, and a name is its own name', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        address,
        address.map((a) => `${H}/${a}`),
        fc.string({ maxLength: 200 }),
        fc.webUrl(),
      ),
      (typed) => {
        const name = canonicalUrl(typed);
        expect(canonicalUrl(name)).toBe(name);
        // The quick way out and the parser agree: what is called plain is what the parser would write.
        if (name === typed && URL.parse(typed)?.protocol.startsWith('http')) expect(URL.parse(typed)?.href).toBe(typed);
      },
    ),
    { numRuns: 3000 },
  );
});

test('very long addresses are read in one pass', () => {
  for (const part of ['%41', ';sid=', '/(S(', '../', '&_t=', '%%']) {
    const long = `${H}/${part.repeat(20_000)}`;
    expect(canonicalUrl(long).startsWith(H)).toBe(true);
    expect(canonicalUrl(`${H}/a?${part.repeat(20_000)}`).startsWith(H)).toBe(true);
  }
});
