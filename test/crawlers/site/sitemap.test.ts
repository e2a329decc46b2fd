import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSitemap } from '#crawlers/site/sitemap.ts';

const at = 'http://www.shili.gov.cn/map/sitemap.xml';
const read = (text: string | Uint8Array) => readSitemap(typeof text === 'string' ? Buffer.from(text) : text, at);
const urls = (text: string | Uint8Array) => read(text).pages.map((p) => p.url.replace('http://www.shili.gov.cn', ''));
const urlset = (inner: string) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${inner}</urlset>`;

test('pages with their dates, each once, in order', () => {
  const map = read(
    urlset(`<url><loc> http://www.shili.gov.cn/a.html#x </loc><lastmod>2026-03-04</lastmod></url>
      <url><loc>/b.jsp?id=1&amp;c=2</loc><lastmod>2026-03-04T08:00:00+08:00</lastmod></url>
      <url><loc><![CDATA[http://www.shili.gov.cn/c.html?x=1&y=2]]></loc></url>
      <url><loc>http://www.shili.gov.cn/a.html</loc></url>`),
  );
  expect(map).toEqual({
    pages: [
      { url: 'http://www.shili.gov.cn/a.html', lastmod: '2026-03-04' },
      { url: 'http://www.shili.gov.cn/b.jsp?id=1&c=2', lastmod: '2026-03-04T08:00:00+08:00' },
      { url: 'http://www.shili.gov.cn/c.html?x=1&y=2', lastmod: null },
    ],
    sitemaps: [],
    cut: false,
  });
});

test('an index leads to further sitemaps', () => {
  const map = read(
    '<sitemapindex><sitemap><loc>/m1.xml</loc><lastmod>2026-01-01</lastmod></sitemap><sitemap><loc>m2.xml.gz</loc></sitemap></sitemapindex>',
  );
  expect(map.sitemaps).toEqual(['http://www.shili.gov.cn/m1.xml', 'http://www.shili.gov.cn/map/m2.xml.gz']);
  expect(map.pages).toEqual([]);
});

test('prefixes and what stands beside: pictures, videos, other languages are no pages', () => {
  expect(
    urls(
      `<sm:urlset><sm:url><sm:loc>/a</sm:loc><image:image><image:loc>/p.jpg</image:loc></image:image>
        <video:video><video:content_loc>/v.mp4</video:content_loc></video:video><xhtml:link href="/en/a"/></sm:url></sm:urlset>`,
    ),
  ).toEqual(['/a']);
});

test.each([
  [
    'RSS 2.0',
    '<rss><channel><link>http://www.shili.gov.cn/</link><item><title>甲</title><link>/a</link><pubDate>Wed, 04 Mar 2026 08:00:00 +0800</pubDate></item></channel></rss>',
    '2026-03-04T00:00:00.000Z',
  ],
  [
    'RSS 1.0',
    '<rdf:RDF><item rdf:about="/a"><link>/a</link><dc:date>2026-03-04</dc:date></item></rdf:RDF>',
    '2026-03-04',
  ],
  [
    'Atom',
    '<feed><link href="/self"/><entry><link rel="edit" href="/e"/><link rel="alternate" href="/a"/><updated>2026-03-04T08:00:00Z</updated></entry></feed>',
    '2026-03-04T08:00:00Z',
  ],
])('%s', (_, text, lastmod) => {
  expect(read(text).pages).toEqual([{ url: 'http://www.shili.gov.cn/a', lastmod }]);
});

test('plain text: whole addresses and paths, one a line; prose is passed over', () => {
  expect(
    urls('\ufeffhttp://www.shili.gov.cn/a.html\r\n/b.html\n\n网站地图\nnot an address\nwww.shili.gov.cn/c\n'),
  ).toEqual(['/a.html', '/b.html']);
});

test('a web page in its place gives nothing', () => {
  for (const page of [
    '<!DOCTYPE html><html><a href="/a">x</a></html>',
    '<html><url><loc>/a</loc></url></html>',
    '{"a":1}',
    '',
  ])
    expect(read(page)).toEqual({ pages: [], sitemaps: [], cut: false });
});

describe('dates', () => {
  test.each([
    ['2026-03-04', '2026-03-04'],
    ['2026-03-04T08:00:00Z', '2026-03-04T08:00:00Z'],
    ['2026-03-04 08:00:00', '2026-03-04T08:00:00+08:00'],
    ['2026-02-30', null],
    ['2026-13-01', null],
    ['2026-03-04T25:00:00Z', null],
    ['昨天', null],
    ['', null],
  ])('%s → %s', (typed, day) => {
    expect(read(urlset(`<url><loc>/a</loc><lastmod>${typed}</lastmod></url>`)).pages[0]?.lastmod).toBe(day);
  });
});

test('gzip, also cut off in the middle; GBK; UTF-16', () => {
  const many = urlset(
    Array.from({ length: 3_000 }, (_, i) => `<url><loc>/a/${(i * 7919) % 3_001}.html</loc></url>`).join(''),
  );
  expect(urls(gzipSync(many))).toHaveLength(3_000);
  const half = gzipSync(many).subarray(0, 6_000);
  expect(urls(half).length).toBeGreaterThan(100);
  const gbk = Buffer.concat([
    Buffer.from('<?xml version="1.0" encoding="gb2312"?><urlset><url><loc>/a?k='),
    Buffer.from([0xd5, 0xfe]),
    Buffer.from('</loc></url></urlset>'),
  ]);
  expect(urls(gbk)).toEqual(['/a?k=%E6%94%BF']);
  expect(urls(Buffer.from(`\ufeff${urlset('<url><loc>/a</loc></url>')}`, 'utf16le'))).toEqual(['/a']);
});

test('other schemes and foreign hosts: the first are dropped, the second are for the scope of the crawl', () => {
  expect(
    read(
      urlset(
        '<url><loc>javascript:1</loc></url><url><loc>ftp://a/b</loc></url><url><loc>//other.example/x</loc></url>',
      ),
    ).pages,
  ).toEqual([{ url: 'http://other.example/x', lastmod: null }]);
});

describe('what is sent to hurt', () => {
  test('a gzip bomb, and a gzip in a gzip', () => {
    const bomb = gzipSync(Buffer.alloc(60 * 1024 * 1024, 0x20));
    expect(bomb.length).toBeLessThan(100_000);
    expect(read(bomb)).toEqual({ pages: [], sitemaps: [], cut: true });
    expect(read(gzipSync(gzipSync('/a'))).cut).toBe(true);
    expect(read(Buffer.from([0x1f, 0x8b, 1, 2, 3])).cut).toBe(true);
  });
  test('more pages and sitemaps than the protocol allows', () => {
    const lines = Array.from({ length: 50_010 }, (_, i) => `/p/${i}`).join('\n');
    expect(read(lines).pages).toHaveLength(50_000);
    expect(read(lines).cut).toBe(true);
    const index = `<sitemapindex>${Array.from({ length: 1_010 }, (_, i) => `<sitemap><loc>/m${i}</loc></sitemap>`).join('')}</sitemapindex>`;
    expect(read(index).sitemaps).toHaveLength(1_000);
    expect(read(index).cut).toBe(true);
  });
  test('elements inside each other without end, an address without end, entities that grow', () => {
    expect(read(`<urlset>${'<a>'.repeat(200_000)}`).pages).toEqual([]);
    expect(urls(urlset(`<url><loc>/${'x'.repeat(300_000)}</loc></url><url><loc>/b</loc></url>`))).toEqual(['/b']);
    const laughs = `<!DOCTYPE u [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>${urlset('<url><loc>/x?&b;</loc></url>')}`;
    expect(urls(laughs)[0]?.length).toBeLessThan(20);
  });
  test('never throws', () => {
    const piece = fc.constantFrom(
      '<urlset>',
      '<url>',
      '</url>',
      '<loc>',
      '</loc>',
      '<sitemap>',
      '<lastmod>',
      '<![CDATA[',
      ']]>',
      '&amp;',
      '&#x0;',
      '<!--',
      '/a',
      'http://',
      '\u0000',
      '<?xml',
      '\n',
      '测',
    );
    const text = fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 40 }).map((p) => p.join(''));
    fc.assert(
      fc.property(text, fc.uint8Array({ maxLength: 80 }), fc.string(), (xml, noise, base) => {
        for (const bytes of [Buffer.from(xml), noise, gzipSync(noise)])
          for (const page of readSitemap(bytes, base).pages) expect(page.url).toMatch(/^https?:/);
        read(xml);
      }),
      { numRuns: 1500 },
    );
  });
});
