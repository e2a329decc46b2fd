import { describe, expect, test } from 'vitest';
import type { PageSnapshot } from '#core/evidence.ts';
import { placesOf, targetsOf } from '#probes/page/links/targets.ts';
import { linksOf } from '#probes/page/links.ts';
import { bytesOf, isMarkup, openPage, readLabels } from '../../../bench/corpus/pages.ts';
import { corpusDir, pageOf } from '../../../harness/pages.ts';

const at = 'https://www.shili.gov.cn/zwgk/index.html';
const page = (body: string) => pageOf(`<!DOCTYPE html><html><head></head><body>${body}</body></html>`, { url: at });

/** What `linksOf` says, each address once, in order. */
function distinct(snapshot: PageSnapshot) {
  const links = linksOf(snapshot);
  const count = (key: string) => links.filter((l) => (l.url ?? l.raw) === key).length;
  const once = <T extends { key: string }>(list: T[]) => [...new Map(list.map((l) => [l.key, l])).values()];
  return {
    links,
    targets: once(links.flatMap((l) => (l.url === null ? [] : [{ key: l.url }]))).map((l) => ({
      url: l.key,
      count: count(l.key),
    })),
    problems: once(links.flatMap((l) => (l.url === null ? [{ key: l.raw, problem: l.problem }] : []))).map((l) => ({
      raw: l.key,
      problem: l.problem,
      count: count(l.key),
    })),
  };
}

function compare(snapshot: PageSnapshot): number {
  const { links, targets, problems } = distinct(snapshot);
  const found = targetsOf(snapshot);
  expect(found.targets.map(({ url, count }) => ({ url, count }))).toEqual(targets);
  expect(found.problems.map(({ raw, problem, count }) => ({ raw, problem, count }))).toEqual(problems);
  expect(found.occurrences).toBe(links.length);
  for (const t of found.targets) {
    const same = links.filter((l) => l.url === t.url);
    expect(same.some((l) => l.kind === t.kind && l.tag === t.tag)).toBe(true);
  }
  const all = new Set([...found.targets.map((t) => t.url), ...found.problems.map((p) => p.raw)]);
  expect(placesOf(snapshot, all)).toEqual(links);
  const some = new Set([...all].filter((_, i) => i % 7 === 3));
  expect(placesOf(snapshot, some)).toEqual(links.filter((l) => some.has(l.url ?? l.raw)));
  return found.targets.length;
}

describe('链接目标', () => {
  test('each address once, with its occurrences; problems as typed', () => {
    const body = `<a href="a.html">一</a><a href="/zwgk/a.html#d">二</a><img src="a.html"><a href="C:\\x.doc">本机</a>
      <a href="http://">空</a><a href="http://">空</a><a href="javascript:void(0)">脚本</a>`;
    compare(page(body));
    const { targets, problems, occurrences } = targetsOf(page(body));
    expect(targets).toEqual([
      { url: 'https://www.shili.gov.cn/zwgk/a.html', kind: 'page', tag: 'a', zone: 'content', follow: true, count: 3 },
    ]);
    expect(problems.map((p) => [p.raw, p.problem, p.count])).toEqual([
      ['C:\\x.doc', 'unsupported-scheme', 1],
      ['http://', 'invalid', 2],
      ['javascript:void(0)', 'unsupported-scheme', 1],
    ]);
    expect(occurrences).toBe(7);
  });

  test.each([
    ['<a href="x.html">x</a>', true, 'page'],
    ['<map><area href="x.html"></map>', true, 'page'],
    ['<iframe src="x.html"></iframe>', true, 'frame'],
    ['<frameset><frame src="x.html"></frameset>', true, 'frame'],
    ['<meta http-equiv="refresh" content="0;url=x.html">', true, 'page'],
    ['<div onclick="location.href=\'x.html\'">x</div>', true, 'page'],
    ['<a href="javascript:window.open(\'x.html\')">x</a>', true, 'page'],
    [
      '<select onchange="window.open(this.value)"><option value="https://www.shili.gov.cn/zwgk/x.html">x</select>',
      true,
      'page',
    ],
    ['<a href="x.html" download>x</a>', true, 'attachment'],
    ['<img src="x.html">', false, 'image'],
    ['<script src="x.html"></script>', false, 'script'],
    ['<form action="x.html"></form>', false, 'form'],
    ['<link rel="stylesheet" href="x.html">', false, 'style'],
    ['<div style="background:url(x.html)"></div>', false, 'image'],
    ['<video src="x.html"></video>', false, 'media'],
    ['<img src="x.html"><a href="x.html">x</a>', true, 'page'],
    ['<a href="x.html">x</a><img src="x.html">', true, 'page'],
  ])('%s: followed %s', (body, follow, kind) => {
    const { targets } = targetsOf(page(body));
    expect(targets).toMatchObject([{ url: 'https://www.shili.gov.cn/zwgk/x.html', follow, kind }]);
    compare(page(body));
  });

  test.each([
    ['<nav><ul><li><a href="x">x</a></li></ul></nav>', 'navigation'],
    ['<div class="main-nav"><a href="x">x</a></div>', 'navigation'],
    ['<div id="menu"><table><tr><td><a href="x">x</a></td></tr></table></div>', 'navigation'],
    ['<div class="top"><a href="x">x</a></div>', 'navigation'],
    ['<footer><ul><li><a href="x">x</a></li></ul></footer>', 'footer'],
    ['<div class="footer_box"><a href="x">x</a></div>', 'footer'],
    ['<ul class="news"><li><a href="x">x</a></li></ul>', 'list'],
    ['<table><tr><td><a href="x">x</a></td></tr></table>', 'list'],
    ['<div class="stop"><p><a href="x">x</a></p></div>', 'content'],
  ])('%s stands in %s', (body, zone) => {
    expect(targetsOf(page(body)).targets[0]?.zone).toBe(zone);
  });

  test('what is inert is no link, for both', () => {
    const body = `<noscript><a href="a">x</a><p><img src="b"></p></noscript><template><a href="c">x</a></template><a href="d">x</a>
      <!-- <a href="e">x</a> --><div><template><noscript></noscript><a href="f">x</a></template><a href="g">x</a></div>`;
    expect(targetsOf(page(body)).targets.map((t) => t.url.slice(-1))).toEqual(['d', 'g']);
    compare(page(body));
  });
});

const corpus = corpusDir();
describe.skipIf(corpus === null)('链接目标 of real pages', () => {
  test('are the distinct addresses of the page links, on every page', () => {
    let pages = 0;
    let targets = 0;
    for (const entry of readLabels(corpus ?? '').entries) {
      const body = isMarkup(entry) ? bytesOf(corpus ?? '', entry) : null;
      const snapshot = body === null ? null : openPage(entry, body);
      if (snapshot === null || 'notPage' in snapshot) continue;
      pages++;
      targets += compare(snapshot);
    }
    console.log(`链接目标：${pages} 个真实页面，${targets} 个不同地址，两种读法一致`);
    expect(pages).toBeGreaterThan(290);
  });
});
