import { afterAll, beforeAll, expect, test } from 'vitest';
import { canonicalUrl } from '#crawlers/site/canonical.ts';
import { priorityOf } from '#crawlers/site/priority.ts';
import { readRobots } from '#crawlers/site/robots.ts';
import { readSitemap } from '#crawlers/site/sitemap.ts';
import { openTraps } from '#crawlers/site/traps.ts';
import { openTrapSite, type TrapSite, trapFaults } from '../../servers/traps.ts';

let site: TrapSite;
beforeAll(async () => {
  site = await openTrapSite({ today: new Date('2026-03-04T00:00:00Z') });
});
afterAll(() => site.close());

/** The rules alone, with nothing of an engine: every link of every page, best first. */
async function crawl(origin: string) {
  const traps = openTraps({ today: new Date('2026-03-04T00:00:00Z') });
  const get = async (url: string) => {
    const answer = await fetch(url);
    return { status: answer.status, bytes: new Uint8Array(await answer.arrayBuffer()) };
  };
  const rules = await get(`${origin}/robots.txt`);
  const robots = readRobots(
    { status: rules.status, outcome: 'response', body: rules.bytes, url: `${origin}/robots.txt` },
    'xuncha',
  );
  const known = new Set<string>();
  const queue: { url: string; depth: number; priority: number }[] = [];
  const meet = (url: string, from: { url: string; depth: number }, place: 'sitemap' | 'list') => {
    const name = canonicalUrl(url);
    if (!name.startsWith(`${origin}/`) || known.has(name)) return;
    known.add(name);
    if (!robots.allowed(url) || !traps.admit(name, from).ok) return;
    const depth = from.depth + 1;
    queue.push({ url, depth, priority: priorityOf({ url, depth, from: place }) });
  };
  const home = { url: `${origin}/`, depth: 0 };
  known.add(home.url);
  queue.push({ ...home, priority: 0 });
  const maps = [...robots.sitemaps];
  for (let i = 0; i < maps.length; i++) {
    const map = await get(maps[i]!);
    if (map.status !== 200) continue;
    const found = readSitemap(map.bytes, maps[i]!);
    maps.push(...found.sitemaps.filter((m) => !maps.includes(m)));
    for (const page of found.pages) meet(page.url, home, 'sitemap');
  }
  const order: string[] = [];
  for (let done = 0; queue.length > 0 && done < 5_000; done++) {
    let best = 0;
    for (let i = 1; i < queue.length; i++) if (queue[i]!.priority < queue[best]!.priority) best = i;
    const page = queue.splice(best, 1)[0]!;
    order.push(page.url.slice(origin.length));
    const html = new TextDecoder().decode((await get(page.url)).bytes);
    const links = [...html.matchAll(/href="([^"]+)"/g)].flatMap((m) => {
      const url = URL.parse((m[1] ?? '').replace(/&amp;/g, '&'), page.url);
      if (url === null) return [];
      url.hash = '';
      return [{ url: url.href }];
    });
    traps.saw(page.url, links);
    for (const { url } of links) meet(url, page, 'list');
  }
  return { order, traps: traps.counts(), robots };
}

test('the rules lead a crawl through the whole site and out of every trap', async () => {
  const { order, traps, robots } = await crawl(site.origin);
  expect(trapFaults(site)).toEqual([]);
  expect(robots).toMatchObject({ state: 'followed', delayMs: 1, sitemaps: [`${site.origin}/sitemap_index.xml`] });
  expect(
    Object.entries(traps)
      .filter(([, n]) => n > 0)
      .map(([why]) => why)
      .sort(),
  ).toEqual(
    [
      'calendar',
      'endless-list',
      'endless-query',
      'growing',
      'repeated-path',
      'too-long',
      'too-many-parameters',
      'variant',
    ].sort(),
  );
  // Columns first: every list of the menu before the first article.
  const article = order.findIndex((p) => p.startsWith('/art/'));
  for (const column of ['/zwgk/', '/list.jsp?cid=2&page=1', '/rel/', '/find.jsp'])
    expect(order.indexOf(column)).toBeLessThan(article);
  const counts = site.expectation.bounded.map((b) => [...site.hits().keys()].filter((p) => b.path.test(p)).length);
  console.log(
    `trap-site.test.ts: ${order.length} 页；各陷阱读了 ${site.expectation.bounded.map((b, i) => `${b.what} ${counts[i]}`).join('；')}`,
  );
});

test('the site tells a careless crawl from a good one', async () => {
  const other = await openTrapSite({ today: new Date('2026-03-04T00:00:00Z') });
  try {
    for (const path of [
      '/',
      '/',
      '/private/a.html',
      '/zwgk/~plan.html',
      '/zwgk/%7Eplan.html',
      '/ses/;jsessionid=A1',
      '/ses/?PHPSESSID=B2',
    ])
      await (await fetch(`${other.origin}${path}`)).arrayBuffer();
    for (let n = 1; n < 20; n++) await (await fetch(`${other.origin}/list.jsp?cid=2&page=${n}`)).arrayBuffer();
    const faults = trapFaults(other);
    expect(faults).toContain('/: read 2 times, not once');
    expect(faults).toContain('/private/a.html: asked for, should be left alone');
    expect(faults).toContain('/zwgk/~plan.html in all its spellings: read 2 times, not once');
    expect(faults).toContain('/ses/ under any session: read 2 times, not once');
    expect(faults).toContain('/about.html: read 0 times, not once');
    expect(faults).toContain(
      'page numbers after the last page, by query: 15 pages were read, at most 6 are reasonable',
    );
    expect(faults).toContain('a calendar that turns for ever, both ways: nothing of it was read');
  } finally {
    await other.close();
  }
});
