import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

/**
 * A small healthy site with a trap in each corner. What a good crawl reads of it stands in `expectation`; everything else it asks for is
 * counted as well, so that a test can say how far it let itself be led.
 */
export type TrapSite = {
  origin: string;
  /** Requests by path and query as they came. */
  hits(): Map<string, number>;
  /** When each request came in, milliseconds, in order: for the pace. */
  arrivals(): readonly number[];
  expectation: TrapExpectation;
  close(): Promise<void>;
};

/** 应读的页面 and how much of each trap is still reasonable. Paths and queries without origin. */
export type TrapExpectation = {
  /** Read exactly once each. */
  pages: readonly string[];
  /** Several addresses of one page: exactly one of each group is read, once. */
  same: readonly (readonly string[])[];
  /** Never asked for by a crawl: forbidden by robots.txt, or nothing to read there. */
  never: readonly RegExp[];
  /** Traps without end: at least one page of them is read, and no more than these. */
  bounded: readonly { what: string; path: RegExp; most: number }[];
};

const articles = Array.from(
  { length: 30 },
  (_, i) => `/art/2026/${1 + (i % 12)}/${1 + (i % 28)}/art_7_${1000 + i}.html`,
);
const listed = Array.from({ length: 20 }, (_, i) => `/show.jsp?id=${500 + i}`);
const hidden = [1, 2, 3, 4, 5].map((n) => `/hidden/t20260304_${n}.html`);
/** Pages of the part of the site that writes a session into every link. */
const withSession = ['/ses/', '/ses/a.jsp?id=1', '/ses/a.jsp?id=2', '/ses/a.jsp?id=3', '/ses/b.jsp'];
const menu = ['/zwgk/', '/list.jsp?cid=2&page=1', '/find.jsp', '/rel/', '/ses/', '/about.html'];
/** Of each filter of the search form. */
const filterValues = 10;

const expectation: TrapExpectation = {
  pages: [
    '/',
    '/zwgk/',
    ...[1, 2, 3, 4, 5].map((n) => `/zwgk/index_${n}.html`),
    ...articles,
    ...[1, 2, 3, 4].map((n) => `/list.jsp?cid=2&page=${n}`),
    ...listed,
    ...hidden,
    '/find.jsp',
    '/rel/',
    '/about.html',
  ],
  same: [
    ['/zwgk/~plan.html', '/zwgk/%7Eplan.html', '/zwgk/%7eplan.html'],
    [
      '/notice.html',
      '/notice.html?utm_source=weixin',
      '/notice.html?from=singlemessage',
      '/notice.html?_t=1770000000000',
    ],
    ['/zwgk/tzgg/', '/zwgk/./tzgg/', '/zwgk/xx/../tzgg/'],
  ],
  never: [
    /^\/private\//,
    /^\/login/,
    /^\/print\.jsp/,
    /^\/search\.jsp\?/,
    /^\/long/,
    /^\/many\.jsp/,
    // What a browser leaves at home.
    /#/,
  ],
  bounded: [
    { what: 'a calendar that turns for ever, both ways', path: /^\/cal\//, most: 402 },
    { what: 'page numbers after the last page, by path', path: /^\/zwgk\/index_(?![1-5]\.)\d+\.html$/, most: 6 },
    { what: 'page numbers after the last page, by query', path: /^\/list\.jsp\?cid=2&page=(?![1-4]$)\d+$/, most: 6 },
    { what: 'filters that combine', path: /^\/find\.jsp\?/, most: 700 },
    { what: 'links that lost their leading slash', path: /^\/rel\/./, most: 600 },
    { what: 'a session in every link', path: /^\/ses\//, most: withSession.length },
  ],
};

/** Opens the site on a free port of 127.0.0.1. `today`: month that its calendar opens with; `crawlDelay`: as written in robots.txt, seconds. */
export async function openTrapSite(o: { today?: Date; crawlDelay?: string } = {}): Promise<TrapSite> {
  const hits = new Map<string, number>();
  const arrivals: number[] = [];
  const today = o.today ?? new Date();
  let visits = 0;
  const server = http.createServer((req, res) => {
    const asked = req.url ?? '/';
    hits.set(asked, (hits.get(asked) ?? 0) + 1);
    arrivals.push(performance.now());
    visits += 1;
    const url = new URL(asked, 'http://trap.invalid');
    const file = fileOf(url.pathname, {
      origin: `http://${req.headers.host ?? ''}`,
      crawlDelay: o.crawlDelay ?? '0.001',
    });
    if (file) {
      res.writeHead(200, { 'content-type': file.type });
      res.end(file.body);
      return;
    }
    const page = pageOf(url, today, visits);
    res.writeHead(page === null ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
    res.end(page ?? '<title>404</title><h1>您访问的页面不存在</h1>');
  });
  await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hits: () => new Map(hits),
    arrivals: () => [...arrivals],
    expectation,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((ok) => server.close(() => ok()));
    },
  };
}

/**
 * What a crawl got wrong, one line each; empty: all as expected. `robots` and sitemaps are left out of the count, and so is what a link check
 * asks for with HEAD afterwards, if the caller takes `hits` before it.
 */
export function trapFaults(site: Pick<TrapSite, 'hits' | 'expectation'>): string[] {
  const hits = site.hits();
  const { pages, same, never, bounded } = site.expectation;
  const faults: string[] = [];
  for (const page of pages)
    if (hits.get(page) !== 1) faults.push(`${page}: read ${hits.get(page) ?? 0} times, not once`);
  for (const group of same) {
    const times = group.reduce((sum, path) => sum + (hits.get(path) ?? 0), 0);
    if (times !== 1) faults.push(`${group[0]} in all its spellings: read ${times} times, not once`);
  }
  for (const [path, times] of hits) {
    if (never.some((pattern) => pattern.test(path))) faults.push(`${path}: asked for, should be left alone`);
    if (times > 1) faults.push(`${path}: asked for ${times} times`);
  }
  for (const { what, path, most } of bounded) {
    const read = [...hits.keys()].filter((p) => path.test(p)).length;
    if (read === 0) faults.push(`${what}: nothing of it was read`);
    if (read > most) faults.push(`${what}: ${read} pages were read, at most ${most} are reasonable`);
  }
  for (const page of withSession) {
    const times = [...hits].filter(([p]) => withoutSession(p) === page).reduce((sum, [, n]) => sum + n, 0);
    if (times !== 1) faults.push(`${page} under any session: read ${times} times, not once`);
  }
  return faults;
}

const withoutSession = (path: string) =>
  path
    .replace(/;jsessionid=\w+/, '')
    .replace(/([?&])PHPSESSID=\w+(&?)/, (_, before: string, after: string) => (after === '' ? '' : before));

function fileOf(
  path: string,
  o: { origin: string; crawlDelay: string },
): { type: string; body: string | Buffer } | null {
  const text = { type: 'text/plain' };
  const xml = { type: 'application/xml' };
  const map = (urls: readonly string[]) =>
    `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls
      .map((u) => `<url><loc>${u}</loc><lastmod>2026-03-04</lastmod></url>`)
      .join('')}</urlset>`;
  switch (path) {
    case '/robots.txt':
      return {
        ...text,
        body: `User-agent: otherbot\nDisallow: /\n\nUser-agent: *\nCrawl-delay: ${o.crawlDelay}\nDisallow: /private/ # 内部资料\n\nSitemap: ${o.origin}/sitemap_index.xml\n`,
      };
    case '/sitemap_index.xml':
      // An index that names itself, and a map that is not there.
      return {
        ...xml,
        body: `<sitemapindex>${['/map-1.xml', '/map-2.xml.gz', '/map-gone.xml', '/sitemap_index.xml']
          .map((p) => `<sitemap><loc>${o.origin}${p}</loc></sitemap>`)
          .join('')}</sitemapindex>`,
      };
    case '/map-1.xml':
      return {
        ...xml,
        body: map([
          ...hidden.slice(0, 3).map((p) => `${o.origin}${p}`),
          `${o.origin}${articles[0]}`,
          `${o.origin}/private/map.html`,
          'http://foreign.example/page.html',
        ]),
      };
    case '/map-2.xml.gz':
      return { type: 'application/gzip', body: gzipSync(map(hidden.slice(3))) };
    default:
      return null;
  }
}

/** A page, or null where there is none. */
function pageOf(url: URL, today: Date, visit: number): string | null {
  const path = url.pathname.replace(/;jsessionid=\w+/, '');
  const here = path + url.search;
  if (path === '/') return home(today);
  if (path.startsWith('/cal/')) return calendar(path);
  if (path === '/zwgk/') return list('政务公开', articles.slice(0, 5), ['/zwgk/index_1.html', ...oddSpellings]);
  const page = /^\/zwgk\/index_(\d+)\.html$/.exec(path)?.[1];
  if (page !== undefined) {
    const n = Number(page);
    // After the fifth page the server shows the empty list with a next page, for ever.
    return list(`政务公开 第${n}页`, articles.slice(n * 5, n * 5 + 5), [`/zwgk/index_${n + 1}.html`]);
  }
  if (path === '/list.jsp') {
    const n = Number(url.searchParams.get('page') ?? '1');
    // After the fourth page it shows the fourth again.
    const from = (Math.min(n, 4) - 1) * 5;
    return list(`通知公告 第${n}页`, listed.slice(from, from + 5), [`/list.jsp?cid=2&page=${n + 1}`]);
  }
  if (path === '/find.jsp') return find(url);
  if (path === '/rel/' || path.startsWith('/rel/')) return relative(path);
  if (path === '/ses/' || path.startsWith('/ses/')) return session(path, url, visit);
  if (path === '/about.html') return text('关于本站', '本站由示例县人民政府办公室主办。');
  if (path === '/notice.html' || /^\/zwgk\/(?:~|%7e)plan\.html$/i.test(path) || path === '/zwgk/tzgg/')
    return text('公告', `这是地址有几种写法的同一个页面。`);
  if (articles.includes(path) || listed.includes(here) || hidden.includes(path) || path.startsWith('/private/'))
    return text(`示例县工作动态 ${here.replace(/\D+/g, ' ').trim()}`, '示例正文，说明一项已经完成的工作。'.repeat(12));
  if (/^\/(?:login|print|search|long|many)/.test(path)) return text('不该读到的页面', '这里没有新内容。');
  return null;
}

const link = (href: string, text: string) => `<li><a href="${href.replace(/&/g, '&amp;')}">${text}</a></li>`;
const layout = (title: string, inner: string) =>
  `<!DOCTYPE html><html><head><meta charset="utf-8"><title>${title}</title></head><body><ul class="nav">${menu
    .map((m) => link(m, `栏目 ${m}`))
    .join('')}</ul>${inner}<div class="footer">主办单位：示例县人民政府办公室</div></body></html>`;
const text = (title: string, body: string) => layout(title, `<h1>${title}</h1><p>${body}</p>`);
const list = (title: string, rows: readonly string[], further: readonly string[]) =>
  layout(
    title,
    `<h2>${title}</h2><ul class="list">${rows.map((r) => link(r, `示例文章 ${r}`)).join('')}</ul><div class="page">${further
      .map((f) => link(f, '下一页'))
      .join('')}</div>`,
  );

/** One page under several addresses. The first group has an escape that needs none, in both cases of hex. */
const oddSpellings = [
  '/zwgk/~plan.html',
  '/zwgk/%7Eplan.html',
  '/zwgk/%7eplan.html',
  '/zwgk/tzgg/',
  '/zwgk/./tzgg/',
  '/zwgk/xx/../tzgg/',
];

function home(today: Date): string {
  const month = `/cal/${today.getUTCFullYear()}/${String(today.getUTCMonth() + 1).padStart(2, '0')}/`;
  return list('示例县人民政府', articles.slice(0, 3), [
    month,
    '/private/a.html',
    '/private/b.html#top',
    '/login.jsp?back=%2F',
    '/notice.html',
    '/notice.html?utm_source=weixin',
    '/notice.html?from=singlemessage',
    '/notice.html?_t=1770000000000',
    '/about.html#contact',
    `/long/${'x'.repeat(2_100)}.html`,
    `/many.jsp?${Array.from({ length: 30 }, (_, i) => `p${i}=1`).join('&')}`,
    '/search.jsp?q=%E5%8C%BB%E4%BF%9D',
    '/gone.html',
    'javascript:void(0)',
    'mailto:shili@shili.gov.cn',
    'http://foreign.example/',
  ]);
}

function calendar(path: string): string | null {
  const found = /^\/cal\/(\d{4})\/(\d{2})\/$/.exec(path);
  if (!found) return null;
  const months = Number(found[1]) * 12 + Number(found[2]) - 1;
  const near = [-12, -1, 1, 12].map((n) => months + n);
  return list(
    `${found[1]}年${found[2]}月`,
    [],
    near.map((m) => `/cal/${Math.floor(m / 12)}/${String((m % 12) + 1).padStart(2, '0')}/`),
  );
}

/** Each value of each filter leads to the page with it set: 1,330 combinations, and each of them in the order of clicks. */
function find(url: URL): string {
  const further = ['area', 'year', 'type'].flatMap((name) =>
    Array.from({ length: filterValues }, (_, value) => {
      const next = new URL(url);
      next.searchParams.delete(name);
      next.searchParams.append(name, `${name[0]}${value}`);
      return next.pathname + next.search;
    }),
  );
  return list('按条件查询', [], [...further, `/print.jsp?id=${url.search.length}`]);
}

/** A server that shows one page for everything below it, with a menu whose links lost their leading slash. */
function relative(path: string): string | null {
  if (!path.endsWith('/')) return null;
  return layout('相对链接', `<ul>${['zwgk/', 'bsfw/', 'hdjl/', 'xxgk/', 'rel/'].map((m) => link(m, m)).join('')}</ul>`);
}

function session(path: string, url: URL, visit: number): string | null {
  const id = (visit * 2_654_435_761).toString(16).toUpperCase().padStart(32, 'A1B2C3D4');
  const known = path + (url.searchParams.has('id') ? `?id=${url.searchParams.get('id')}` : '');
  if (!withSession.includes(known)) return null;
  return list(
    '带会话的栏目',
    [],
    withSession.flatMap((p) => {
      const [file = '', query] = p.split('?');
      return [
        `${file};jsessionid=${id}${query === undefined ? '' : `?${query}`}`,
        `${file}?${query === undefined ? '' : `${query}&`}PHPSESSID=${id}`,
      ];
    }),
  );
}
