import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderBrokenLinks } from '#reports/html/broken-links.ts';
import { type BrokenLinksInput, brokenLinksOf, shownEntries } from '#reports/model/broken-links.ts';
import { brokenLinksCsv } from '#reports/text/broken-links-csv.ts';
import { expectHarmless, parse } from '../harness/harmless.ts';
import { crawl, home } from '../indicators/build.ts';
import { input, mixed, noCrawl, parent, row, rules, wholeCrawl } from './links.samples.ts';
import { hostile } from './samples.ts';

const files = { csv: 'shili.csv', report: '../report.html' };
const render = (over: Partial<BrokenLinksInput> | BrokenLinksInput) =>
  renderBrokenLinks(brokenLinksOf({ ...input(), ...over }), files);

/** Text of the page from one heading to the next. */
function section(source: string, id: string): string {
  const from = source.indexOf(`<h2 id="${id}">`);
  expect(from).toBeGreaterThan(0);
  const to = source.indexOf('<h2 id=', from + 1);
  return parse(source.slice(from, to < 0 ? undefined : to)).text;
}

test('every part of an entry is there: what, where, since when, what to do, proof', () => {
  const source = render(mixed());
  const seen = expectHarmless(source);
  const fix = section(source, 'fix');
  for (const text of [
    'https://www.shili.gov.cn/wzdt.html',
    '页面不存在（HTTP 404）',
    '#footer > ul.links > li:nth-of-type(4) > a',
    '第 400 行第 9 列',
    '“网站地图”',
    '1260 处引用',
    '自 2026-11-15 起连续 2 次检查都打不开，次日复查仍在',
    '在模板里改一处',
    '状态码 404，120 毫秒',
    '原因代码 HTTP_404',
    '主机 old.example.com 上的 3 个链接',
    '原有规则已于 2026-11-01 到期，不再适用（23 个地址）：改版期间暂缓（张某）',
    '另有 8 个，见 CSV',
  ])
    expect(fix).toContain(text);
  expect(section(source, 'check')).toContain('只有一次尝试打不开');
  expect(section(source, 'caution')).toContain('证书已过期');
  expect(section(source, 'ignored')).toMatch(
    /http:\/\/gone\.example\.org\/[\s\S]*协办单位网站迁移中，书面说明已备案（李某）[\s\S]*2026-12-31/,
  );
  expect(section(source, 'ignored')).toContain('本次没有匹配到任何链接');
  expect(section(source, 'changes')).toContain('mended.html');
  const hrefs = seen.attributes.filter(([, n]) => n === 'href').map(([, , v]) => v);
  expect(hrefs).toContain('shili.csv');
  expect(hrefs).toContain('../report.html');
  expect(hrefs.some((h) => h.startsWith('../evidence/'))).toBe(true);
});

test('an address off the site is text; one on it can be opened', () => {
  const { attributes, text } = parse(render(mixed()));
  const links = attributes.filter(([, n]) => n === 'href').map(([, , v]) => v);
  expect(text).toContain('http://old.example.com/b/c.html');
  expect(links.filter((l) => /example\.(?:com|org)/.test(l))).toEqual([]);
  expect(links).toContain(`${home}wzdt.html`);
});

test.each([
  [
    'a capped crawl',
    { crawls: [wholeCrawl({ limits: [{ limit: 'pages', left: 80, note: '达到页面上限' }] })] },
    /本次抓取不完整/,
  ],
  ['a blocked one', { crawls: [wholeCrawl({ pages: { ...crawl().pages, blocked: 2 } })] }, /本次抓取不完整/],
  ['none at all', { crawls: [noCrawl()] }, /全站抓取没有做成/],
  ['a sample', { links: [row(`${home}x`, 'ok', 'OK')] }, /没有抓取全站/],
] as const)('%s says so before any figure, and never reads like a clean one', (_, over, caveat) => {
  const source = render(over as Partial<BrokenLinksInput>);
  expectHarmless(source);
  const { text } = parse(source);
  expect(text.search(caveat)).toBeGreaterThan(0);
  expect(text.search(caveat)).toBeLessThan(text.indexOf('须修复（处）'));
  expect(text).not.toContain('没有发现打不开的链接。');
  expect(text).not.toContain('抓取完整');
});

test('a whole and clean crawl says it plainly', () => {
  const { text } = parse(render({ crawls: [wholeCrawl()] }));
  expect(text).toContain('查清 440 个链接，没有发现打不开的链接。');
  expect(text).toContain('抓取完整，没有未覆盖的内容');
});

test('what an attacker wrote is shown as text and does nothing', () => {
  const words = Object.values(hostile);
  const links = words.map((w, i) =>
    row(`${home}${i}?${encodeURIComponent(w.toWellFormed())}`, 'broken', 'SOFT_404', {
      url: i % 2 === 0 ? `${home}${i}?${w}` : w === '' ? 'x' : w,
      note: w.slice(0, 200),
      finalUrl: w,
      parents: [parent('', { url: w, tag: w, text: w, place: { selector: w, line: 1, text: w.slice(0, 200) } })],
    }),
  );
  const given = input({
    links,
    crawls: [
      wholeCrawl({
        unjudged: words.map((w) => ({ url: w, detail: w })),
        unjudgedCount: words.length,
        limits: words.map((note) => ({ limit: 'pages', left: 1, note })),
      }),
    ],
    ignores: [{ ...rules.host, why: words.join(), person: words[0] ?? '' }],
    site: { ...input().site, name: words.join(), organization: words.join() },
  });
  const source = render(given);
  expectHarmless(source);
  for (const [name, text] of Object.entries(hostile))
    if (/[<>"'`]/.test(text)) expect(source.includes(text), name).toBe(false);
});

test('no text from outside makes an element, an attribute or a link', () => {
  const piece = fc.oneof(
    fc.constantFrom(...Object.values(hostile)),
    fc.constantFrom('<', '>', '"', "'", '`', '&', 'javascript:', '-->', '\u0000', '\u202e', '\ud800'),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );
  const text = fc.array(piece, { minLength: 1, maxLength: 5 }).map((p) => p.join(''));
  fc.assert(
    fc.property(text, text, text, (a, b, c) => {
      const links = [0, 1, 2, 3].map((i) =>
        row(`${a}${i}`, i === 3 ? 'undeterminable' : 'broken', 'HTTP_404', {
          finalUrl: b,
          note: c.slice(0, 200),
          external: true,
          parents: [parent('', { url: b, tag: c, text: a, place: { selector: b, line: i + 1 } })],
        }),
      );
      const given = input({ links, evidenceHref: () => a, runId: b, tool: c, asOf: input().asOf });
      expectHarmless(renderBrokenLinks(brokenLinksOf(given), { csv: a, report: b }));
    }),
    { numRuns: 100 },
  );
});

test('10,000 entries: the page stays within bounds, says what it leaves out, and the CSV has all of it', () => {
  const links = Array.from({ length: 10_000 }, (_, i) => {
    const word = `p${String.fromCharCode(97 + (i % 26), 97 + (Math.floor(i / 26) % 26), 97 + Math.floor(i / 676))}`;
    return row(`${home}${word}/${word}.html`, 'broken', 'HTTP_404', {
      httpStatus: 404,
      parents: [0, 1, 2].map((n) => parent(`xw/${i}-${n}.html`, { text: `第${i}个` })),
      parentCount: 3,
    });
  });
  const model = brokenLinksOf(input({ links, crawls: [wholeCrawl({ inner: { broken: 10_000 } })] }));
  expect(model.fix).toHaveLength(10_000);
  const source = renderBrokenLinks(model, files);
  expectHarmless(source);
  expect(Buffer.byteLength(source)).toBeLessThan(4_000_000);
  expect(source.match(/<details/g)).toHaveLength(shownEntries.fix);
  expect(parse(source).text).toContain(`另有 ${10_000 - shownEntries.fix} 处，全部见同名的 CSV 文件`);
  expect(model.fix.filter((e) => e.evidence.length > 0)).toHaveLength(shownEntries.fix);
  const csv = new TextDecoder().decode(brokenLinksCsv(model));
  expect(csv.split('\r\n')).toHaveLength(1 + 30_000 + 1);
  for (const i of [0, 4_999, 9_999]) expect(csv).toContain(`xw/${i}-2.html`);
});

test('the same input gives the same bytes, as agreed', async () => {
  expect(render(mixed())).toBe(render(mixed()));
  await expect(render(mixed()).replace(/<style>[\s\S]*<\/style>/, '<style></style>')).toMatchFileSnapshot(
    'golden/broken-links.html',
  );
});
