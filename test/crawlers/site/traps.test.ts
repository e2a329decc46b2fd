import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalUrl } from '#crawlers/site/canonical.ts';
import { openTraps, type Traps, trapReasons } from '#crawlers/site/traps.ts';
import { corpusDir } from '../../harness/pages.ts';

const H = 'http://www.shili.gov.cn';
const open = () => openTraps({ today: new Date('2026-03-04T00:00:00Z') });
const at = (p: string) => `${H}${p}`;
const pad = (n: number, width = 2) => String(n).padStart(width, '0');
const hex = (n: number, c: string) => (n * 7919 + 17).toString(16).padStart(32, c);

/** Reason of one address on its own, met on a page below the home page. */
const one = (p: string, from = '/zwgk/', depth = 2) => {
  const answer = open().admit(at(p), { url: at(from), depth });
  return answer.ok ? 'ok' : answer.why;
};
const refused = (traps: Traps) => Object.values(traps.counts()).reduce((a, b) => a + b, 0);

describe('a site of 20,000 articles is no trap', () => {
  /** Address of article i and the page that names it. */
  const families: Record<string, (i: number) => readonly [string, string]> = {
    '大汉 /art/2026/3/4/art_12_345.html': (i) => [
      `/art/${2010 + (i % 16)}/${1 + (i % 12)}/${1 + (i % 28)}/art_${i % 300}_${i}.html`,
      `/col/col${i % 300}/index.html?uid=22&pageNum=${1 + (i % 60)}`,
    ],
    'TRS /202603/t20260304_1234.html': (i) => [
      `/zwgk/tzgg/${2010 + (i % 16)}${pad(1 + (i % 12))}/t${2010 + (i % 16)}${pad(1 + (i % 12))}${pad(1 + (i % 28))}_${i}.html`,
      `/zwgk/tzgg/index_${i % 60}.html`,
    ],
    'numbers that begin anew each day': (i) => [
      `/content/${2010 + (i % 16)}-${pad(1 + (i % 12))}/${pad(1 + (i % 28))}/content_${i % 12}.htm`,
      '/content/',
    ],
    'numbers that begin anew each month': (i) => [
      `/content/${2010 + Math.floor(i / 1400)}-${pad(1 + (Math.floor(i / 100) % 12))}/${1 + (i % 100)}.html`,
      `/list/index_${i % 60}.html`,
    ],
    'the one before and the one after': (i) => [
      `/news/${2010 + Math.floor(i / 1400)}/${pad(1 + (Math.floor(i / 100) % 12))}${pad(1 + (i % 28))}/${i}.html`,
      `/news/${2010 + Math.floor((i - 1) / 1400)}/${pad(1 + (Math.floor((i - 1) / 100) % 12))}${pad(1 + ((i - 1) % 28))}/${i - 1}.html`,
    ],
    '?id=': (i) => [`/show.asp?id=${i}`, `/list.asp?cid=${i % 50}&page=${i % 80}`],
    '?classid=&id=': (i) => [`/a/show.php?classid=${i % 80}&id=${i}`, `/a/list.php?classid=${i % 80}`],
    '?columnId=&id= of 32 hex digits': (i) => [
      `/xw/detail.jsp?columnId=${hex(i % 50, 'a')}&id=${hex(i, 'b')}`,
      `/xw/list.jsp?columnId=${hex(i % 50, 'a')}`,
    ],
    'a folder for each office, each with its own numbers': (i) => [
      `/bm${i % 40}/detail.html?id=${Math.floor(i / 40)}`,
      `/bm${i % 40}/`,
    ],
    'one program for everything': (i) => [
      `/index.php?m=content&c=index&a=show&catid=${i % 40}&id=${i}`,
      `/index.php?m=content&c=index&a=lists&catid=${i % 40}&page=${i % 50}`,
    ],
    'a path inside the query': (i) => [`/index.php?s=/Home/Article/detail/id/${i}.html`, '/index.php'],
    'a day and a number in the query': (i) => [
      `/paper/view.asp?date=${2010 + (i % 11)}-${1 + (i % 12)}-${1 + (i % 28)}&no=${Math.floor(i / 3696)}`,
      '/paper/',
    ],
    'the columns of an office below those of the site': (i) => [
      `/zwgk/bm/bm${i % 45}/zwgk/tzgg/${i}.shtml`,
      `/zwgk/bm/bm${i % 45}/`,
    ],
    'lists of 60 offices, 330 pages each': (i) => [
      `/list.jsp?dept=${i % 60}&page=${Math.floor(i / 60) + 1}`,
      `/list.jsp?dept=${i % 60}&page=${Math.floor(i / 60)}`,
    ],
    'WordPress ?p=': (i) => [`/?p=${i}`, `/?paged=${i % 900}`],
  };
  test.each(Object.entries(families))('%s', (_, family) => {
    const traps = open();
    const held: string[] = [];
    for (let i = 1; i <= 20_000; i++) {
      const [url, from] = family(i);
      if (!traps.admit(canonicalUrl(at(url)), { url: at(from), depth: 2 + (i % 4) }).ok) held.push(url);
    }
    expect(held).toEqual([]);
  });

  test('all of them on one site, mixed', () => {
    const traps = open();
    const all = Object.values(families);
    for (let i = 1; i <= 20_000; i++) {
      const [url, from] = all[i % all.length]?.(i) ?? ['', ''];
      traps.admit(canonicalUrl(at(url)), { url: at(from), depth: 3 });
    }
    expect(traps.counts()).toEqual(open().counts());
  });
});

describe('one address', () => {
  test.each([
    ['/zwgk/xxgk/index.html', 'ok'],
    ['/a/b/c/d/e/f/g/h/i/j/k/l/m.html', 'ok'],
    [`/${Array.from({ length: 21 }, (_, i) => `x${i}`).join('/')}`, 'too-deep'],
    [`/dataproxy.jsp?${Array.from({ length: 16 }, (_, i) => `p${i}=1`).join('&')}`, 'ok'],
    [`/a.jsp?${Array.from({ length: 30 }, (_, i) => `p${i}=1`).join('&')}`, 'too-many-parameters'],
    ['/a/a/x.html', 'ok'],
    ['/a/a/a/x.html', 'repeated-path'],
    ['/a/b/a/b/x.html', 'ok'],
    ['/a/b/a/b/a/b/x.html', 'repeated-path'],
    ['/2011/11/11/x.html', 'ok'],
    ['/1/1/1/1/x.html', 'ok'],
    ['/1/1/1/1/1/1/x.html', 'repeated-path'],
    ['/a/x/a/y/a/z/a/x.html', 'repeated-path'],
    ['/index.php/news/read/5.html', 'ok'],
    ['/index.html/news.html/a.html', 'growing'],
    ['/a.jsp?x=1&x=1&x=1&x=1', 'growing'],
    ['/a.jsp?x=1&x=2&x=3&x=4', 'ok'],
    ['/a.jsp?back=%252525252F', 'growing'],
    ['/login.jsp', 'variant'],
    ['/user/login?back=/a.html', 'variant'],
    ['/logout', 'variant'],
    ['/cataloging/index.html', 'ok'],
    ['/a.php?action=login', 'variant'],
    ['/search.html?searchWord=%E5%8C%BB%E4%BF%9D', 'variant'],
    ['/search/', 'ok'],
    ['/search.jsp?q=abc', 'variant'],
    ['/list.jsp?keyword=abc', 'variant'],
    ['/list.jsp?keyword=', 'ok'],
    ['/?q=node/12', 'ok'],
    ['/index.php?s=/Home/Article/detail/id/3.html', 'ok'],
    ['/print.jsp?id=3', 'variant'],
    ['/a.jsp?id=3&print=1', 'variant'],
    ['/a.jsp?id=3&print=no', 'ok'],
    ['/share.php?url=x', 'variant'],
    ['/list.asp?sort=12', 'ok'],
    ['/list.asp?sort=desc', 'ok'],
    ['/zt/2035/index.html', 'ok'],
    ['/2035/12/', 'ok'],
    ['/list.jsp?year=1949', 'ok'],
  ])('%s: %s', (p, why) => {
    expect(one(p)).toBe(why);
  });

  test('2,000 characters are an address, more are not', () => {
    expect(one(`/${'a'.repeat(1_900)}`)).toBe('ok');
    expect(one(`/${'a'.repeat(2_000)}`)).toBe('too-long');
  });

  test('print and sort versions that the home page names are read; logins are not', () => {
    expect(one('/print.jsp?id=3', '/', 0)).toBe('ok');
    expect(one('/login.jsp', '/', 0)).toBe('variant');
  });
});

/** Follows every link that is admitted, breadth-first, as a crawl does; gives up beyond `most` pages. */
function walk(start: string, linksOf: (url: URL) => readonly string[], most = 20_000) {
  const traps = open();
  const known = new Set([start]);
  const pages: string[] = [];
  const queue: { url: string; depth: number }[] = [{ url: start, depth: 1 }];
  for (let i = 0; i < queue.length && pages.length < most; i++) {
    const page = queue[i]!;
    pages.push(page.url);
    const links = linksOf(new URL(page.url)).map((l) => ({ url: canonicalUrl(new URL(l, page.url).href) }));
    traps.saw(page.url, links);
    for (const { url } of links) {
      if (known.has(url)) continue;
      known.add(url);
      if (traps.admit(url, page).ok) queue.push({ url, depth: page.depth + 1 });
    }
  }
  return { pages, counts: traps.counts() };
}

describe('traps end', () => {
  test.each([
    ['months in the path', '/cal/2026/03/', (y: number, m: number) => `/cal/${y}/${pad(m)}/`],
    ['months in files', '/cal/2026-03.html', (y: number, m: number) => `/cal/${y}-${pad(m)}.html`],
    ['months in the query', '/cal.jsp?year=2026&month=3', (y: number, m: number) => `/cal.jsp?year=${y}&month=${m}`],
    [
      'one date in the query',
      '/cal.jsp?unit=4&date=2026-03',
      (y: number, m: number) => `/cal.jsp?unit=4&date=${y}-${pad(m)}`,
    ],
  ])('calendar: %s', (_, start, address) => {
    const { pages, counts } = walk(at(start), (url) => {
      const found = /(\d{4})\D+(?:month=)?(\d{1,2})/.exec(url.pathname + url.search);
      const months = Number(found?.[1]) * 12 + Number(found?.[2]) - 1;
      return [months - 1, months + 1].map((n) => address(Math.floor(n / 12), (n % 12) + 1));
    });
    expect(counts.calendar).toBeGreaterThan(0);
    expect(pages.length).toBeGreaterThan(24);
    expect(pages.length).toBeLessThan(402);
    expect(Math.max(...pages.map((p) => Number(/20\d\d/.exec(p)?.[0] ?? 0)))).toBe(2027);
  });

  test('calendar: days, weeks back and forth', () => {
    const { pages } = walk(at('/cal/2026/3/4/'), (url) => {
      const [y, m, d] = url.pathname.split('/').filter(Boolean).slice(1).map(Number) as [number, number, number];
      return [-7, -1, 1, 7].map((n) => {
        const day = new Date(Date.UTC(y, m - 1, d + n));
        return `/cal/${day.getUTCFullYear()}/${day.getUTCMonth() + 1}/${day.getUTCDate()}/`;
      });
    });
    expect(pages.length).toBeLessThan(402);
  });

  test('filters that combine', () => {
    const names = ['area', 'year', 'type', 'level', 'office'];
    const { pages, counts } = walk(at('/list.jsp'), (url) =>
      names.flatMap((name) =>
        Array.from({ length: 9 }, (_, v) => {
          const next = new URL(url);
          next.searchParams.set(name, String(v));
          return next.href;
        }),
      ),
    );
    // 10^5 combinations stand behind it.
    expect(counts['endless-query']).toBeGreaterThan(0);
    expect(pages.length).toBeGreaterThan(200);
    expect(pages.length).toBeLessThan(2_300);
  });

  test('two filters that open a directory are followed to a thousand', () => {
    const traps = open();
    let ok = 0;
    for (let a = 0; a < 30; a++)
      for (let b = 0; b < 30; b++)
        if (traps.admit(at(`/xxgk.jsp?dept=${a}&subject=${b}`), { url: H, depth: 2 }).ok) ok++;
    expect(ok).toBe(900);
  });

  test('orders of one list', () => {
    const traps = open();
    let ok = 0;
    for (let i = 0; i < 500; i++) if (traps.admit(at(`/list.jsp?cid=${i}&order=desc`), { url: H, depth: 2 }).ok) ok++;
    expect(ok).toBeGreaterThan(10);
    expect(ok).toBeLessThan(30);
    expect(traps.counts().variant).toBe(500 - ok);
  });

  test('page numbers whose pages repeat themselves', () => {
    const menu = ['/', '/zwgk/', '/bsfw/'];
    const { pages, counts } = walk(at('/list.jsp?cid=4&page=1'), (url) => {
      const page = Number(url.searchParams.get('page') ?? 0);
      if (page === 0) return menu;
      const rows = page <= 20 ? Array.from({ length: 15 }, (_, i) => `/art/art_4_${page * 15 + i}.html`) : [];
      return [...menu, ...rows, `/list.jsp?cid=4&page=${page + 1}`];
    });
    const lists = pages.filter((p) => p.includes('page='));
    expect(lists.length).toBeGreaterThanOrEqual(21);
    expect(lists.length).toBeLessThanOrEqual(25);
    expect(counts['endless-list']).toBe(1);
    expect(pages.filter((p) => p.includes('/art/'))).toHaveLength(300);
  });

  test('page numbers whose pages never repeat end at 2,000', () => {
    const { pages } = walk(at('/list/index_1.html'), (url) => {
      const page = Number(/\d+/.exec(url.pathname)?.[0] ?? 0);
      return url.pathname.startsWith('/list/')
        ? [`/list/index_${page + 1}.html`, `/x/${(page * 7919) % 1_000_003}.html`]
        : [];
    });
    expect(pages.filter((p) => p.includes('index_'))).toHaveLength(2_000);
  });

  test('a session under a name nobody knows', () => {
    let visits = 0;
    const { pages, counts } = walk(at('/a1.php?tok=start000000001'), (url) => {
      visits += 1;
      const token = `tok=${hex(visits, 'c')}`;
      const here = Number(/\d+/.exec(url.pathname)?.[0] ?? 0);
      return ['a', 'list', 'news', 'show', 'more', 'info'].flatMap((kind) => [
        `/${kind}${(here + 1) % 40}.php?${token}`,
        `/${kind}${(here * 3 + 1) % 40}.php?${token}`,
      ]);
    });
    // 240 pages; each is read again until the parameter is found out.
    expect(counts.session).toBeGreaterThan(0);
    expect(new Set(pages.map((p) => new URL(p).pathname)).size).toBeGreaterThan(200);
    expect(pages.length).toBeLessThan(1_000);
  });

  test('a random query behind articles that are files', () => {
    const traps = open();
    let ok = 0;
    for (let i = 0; i < 20_000; i++)
      if (
        traps.admit(at(`/art/2026/3/4/art_12_${1000 + (i % 50)}.html?k=${(i * 7919) % 1_000_003}`), {
          url: H,
          depth: 2,
        }).ok
      )
        ok++;
    expect(ok).toBeLessThan(260);
  });

  test.each([5, 9, 14])('links that lost their leading slash, in a menu of %i', (entries) => {
    const menu = Array.from({ length: entries }, (_, i) => `${'abcdefghijklmn'[i]}lm/`);
    const { pages, counts } = walk(at('/zwgk/'), () => [...menu, 'alm/index.html']);
    expect(counts.growing).toBeGreaterThan(0);
    expect(pages.length).toBeLessThan(1_000);
  });

  test('a page used as a folder', () => {
    const { pages } = walk(at('/index.php'), (url) => [`${url.pathname}/a.html`, `${url.pathname}/b/c.html`]);
    expect(pages.length).toBeLessThan(10);
  });

  test('words drawn at random', () => {
    const { pages } = walk(at('/tag.jsp?tag=a'), (url) => {
      const n = Number.parseInt(
        url.searchParams
          .get('tag')
          ?.replace(/[^a-j]/g, '')
          .replace(/[a-j]/g, (c) => String(c.charCodeAt(0) - 97)) ?? '0',
        10,
      );
      return [1, 2].map(
        (k) => `/tag.jsp?tag=${String(n * 2 + k).replace(/\d/g, (d) => 'abcdefghij'[Number(d)] ?? '')}`,
      );
    });
    expect(pages.length).toBeLessThan(7_000);
  });
});

test('counts add up, and an address answered once is answered alike', () => {
  const traps = open();
  const urls = Array.from({ length: 3_000 }, (_, i) =>
    at(`/list.jsp?a=${i % 10}&b=${Math.floor(i / 10) % 10}&c=${Math.floor(i / 100)}`),
  );
  const first = urls.map((url) => traps.admit(url, { url: H, depth: 3 }).ok);
  expect(refused(traps)).toBe(first.filter((ok) => !ok).length);
  const admitted = urls.filter((_, i) => first[i]);
  expect(admitted.every((url) => traps.admit(`${url}&page=2`, { url, depth: 4 }).ok)).toBe(true);
});

test('memory does not grow with what a site invents', () => {
  const traps = open();
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const size = () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const feed = (from: number) => {
    for (let i = from; i < from + 30_000; i++) {
      traps.admit(at(`/x${hex(i, 'd')}y/${i % 7}/p.jsp?n${i}=${hex(i, 'e')}&m${i % 90}=${i}`), {
        url: at(`/f${i}/`),
        depth: 3,
      });
      traps.admit(at(`/c${i}z/2026/${1 + (i % 12)}/`), { url: at(`/c${i}z/2026/1/`), depth: 3 });
      traps.saw(at(`/l.jsp?k=${i}&page=2`), [{ url: at(`/${i}`) }]);
    }
  };
  const start = size();
  feed(0);
  const first = size();
  feed(30_000);
  console.log(
    `traps.test.ts: 首 3 万组地址占 ${((first - start) / 1e6).toFixed(1)} MB，再 3 万组增加 ${((size() - first) / 1e6).toFixed(1)} MB`,
  );
  // What is new takes the place of what is old; only fingerprints of eight bytes still add up to their bound.
  expect(size() - first).toBeLessThan(8_000_000);
});

test('never throws, whatever stands in an address', () => {
  const piece = fc.constantFrom(
    ...'http:// https:// www.shili.gov.cn / // ? & = # ; %25 %2525 page= id= year=2026 month=3 2026 03 /cal/ index_2.html list.jsp sort=desc print=1 a b 测 . ..'.split(
      ' ',
    ),
  );
  const address = fc.array(fc.oneof(piece, fc.string({ maxLength: 5 })), { maxLength: 16 }).map((p) => p.join(''));
  const traps = open();
  fc.assert(
    fc.property(address, address, fc.integer({ min: -1, max: 50 }), (url, from, depth) => {
      const answer = traps.admit(url, { url: from, depth });
      if (!answer.ok) expect(trapReasons).toContain(answer.why);
      traps.saw(from, [{ url }]);
    }),
    { numRuns: 5000 },
  );
});

test('very long and very broken addresses cost no more than others', () => {
  const traps = open();
  for (const part of ['/a', '/2026', '?a=1', '&a=1', '%', '2026-03-', '/index_1', ';', '=', 'a_'])
    for (let i = 0; i < 200; i++)
      traps.admit(`${H}/${part.repeat(5_000)}${i}`, { url: `${H}/${part.repeat(5_000)}`, depth: 1 });
  for (const part of ['/a', '/2026', '?a=1', '&a=1', '%', '2026-03-', '/index_1', ';', '=', 'a_'])
    for (let i = 0; i < 200; i++)
      traps.admit(`${H}/${part.repeat(Math.floor(1_900 / part.length))}${i}`, { url: H, depth: 1 });
  expect(traps.counts()['too-long']).toBe(2_000);
});

const dir = corpusDir();
const mirrors = dir === null ? '' : path.join(dir, 'gov_mirror');
const suite = existsSync(mirrors) ? describe : describe.skip;
if (!existsSync(mirrors)) console.log('traps.test.ts: 未测真实站点镜像（没有真实页面集）');
suite('real sites', () => {
  const sites = mirrors === '' ? [] : readdirSync(mirrors).filter((s) => !s.startsWith('.'));
  test.each(sites)('%s: no page of it is held for a trap', (site) => {
    const root = path.join(mirrors, site);
    const traps = open();
    const pages = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((f) =>
      /\.(?:html?|shtml|jsp)$/.test(f),
    );
    expect(pages.length).toBeGreaterThan(50);
    for (const page of pages) {
      const from = at(`/${page}`);
      const html = readFileSync(path.join(root, page), 'latin1');
      for (const m of html.matchAll(/href\s*=\s*["']([^"'#]{1,500})/gi)) {
        const url = URL.parse(m[1] ?? '', from);
        if (url?.origin === H) traps.admit(canonicalUrl(url.href), { url: from, depth: 2 });
      }
      expect(traps.admit(canonicalUrl(from), { url: at('/'), depth: 1 }).ok, page).toBe(true);
    }
    console.log(`traps.test.ts: ${site}: ${pages.length} 页，拦下 ${JSON.stringify(traps.counts())}`);
  });
});
