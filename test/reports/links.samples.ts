import type { Evidence } from '#core/evidence.ts';
import { IgnoreRule } from '#core/ignores.ts';
import type { LinkReason, LinkStatus, Observation, ObservationValue } from '#core/observation.ts';
import type { BrokenLinksInput } from '#reports/model/broken-links.ts';
import { attempts, crawl, home, link, roundSlot, seen, unseen } from '../indicators/build.ts';

/** A site as its maintainer knows it: one wrong link in the footer, a column moved away, a neighbour's domain gone. All invented. */

type Value = ObservationValue<'link.status'>;
type Parent = Value['parents'][number];

export const dayBefore = (n: number) => new Date(Date.parse(roundSlot) - n * 86_400_000).toISOString();

export const parent = (path: string, over: Partial<Parent> = {}): Parent => ({
  url: `${home}${path}`,
  role: path === '' ? 'home' : 'article',
  tag: 'a',
  text: '示例链接',
  place: { selector: 'div.content > p:nth-of-type(3) > a', line: 88, column: 14 },
  ...over,
});

/** Invented, but the same for the same bytes. */
function sha(text: string): string {
  let n = 0x811c9dc5;
  for (const c of text) n = Math.imul(n ^ (c.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return n.toString(16).padStart(8, '0').repeat(8);
}
function proof(url: string, parents: readonly Parent[]): Evidence[] {
  const [p] = parents;
  return [
    { kind: 'exchange', sha256: sha(url), url, capturedAt: roundSlot },
    ...(p ? [{ kind: 'html' as const, sha256: sha(p.url), url: p.url, capturedAt: roundSlot, locator: p.place }] : []),
  ];
}

export function row(
  url: string,
  status: LinkStatus,
  reason: LinkReason,
  over: Partial<Value> = {},
  slot = roundSlot,
): Observation<'link.status'> {
  const parents = over.parents ?? [parent('xw/1.html')];
  const value = link('', status, reason, { url, parents, parentCount: parents.length, ...over });
  return seen('link.status', value, { target: url, slot, evidence: proof(url, parents) });
}

export const nxdomain = { attempts: attempts('ENOTFOUND', 'ENOTFOUND'), external: true } satisfies Partial<Value>;
const footerPlace = { selector: '#footer > ul.links > li:nth-of-type(4) > a', line: 412, column: 9 };
const footer = (n: number) =>
  Array.from({ length: n }, (_, i) =>
    parent(i === 0 ? '' : `xw/${i}.html`, { text: '网站地图', place: { ...footerPlace, line: 400 + i } }),
  );
const listItem = (i: number) =>
  parent(`zwgk/index_${i % 3}.html`, {
    role: 'list',
    text: `关于第${i}号事项的公示`,
    place: { selector: `ul.list > li:nth-of-type(${i + 1}) > a`, line: 100 + i, column: 5 },
  });

export const rules = {
  host: IgnoreRule.parse({
    site: 'shili',
    host: 'gone.example.org',
    why: '协办单位网站迁移中，书面说明已备案',
    person: '李某',
    recorded: '2026-11-01',
    expires: '2026-12-31',
  }),
  expired: IgnoreRule.parse({
    site: 'all',
    prefix: `${home}zwgk/2019/`,
    why: '改版期间暂缓',
    person: '张某',
    recorded: '2026-08-01',
    expires: '2026-11-01',
  }),
  unused: IgnoreRule.parse({
    site: 'shili',
    url: `${home}nothing-here.html`,
    why: '下线专题',
    person: '王某',
    recorded: '2026-11-01',
    expires: '2026-12-31',
  }),
};

/** Everything a list can hold, each once. */
export function mixed(): BrokenLinksInput {
  const links = [
    row(`${home}wzdt.html`, 'broken', 'HTTP_404', { httpStatus: 404, parents: footer(50), parentCount: 1260 }),
    row(
      `${home}wzdt.html`,
      'broken',
      'HTTP_404',
      { httpStatus: 404, parents: footer(50), parentCount: 1200 },
      dayBefore(7),
    ),
    ...Array.from({ length: 23 }, (_, i) =>
      row(`${home}zwgk/2019/t2019${i}_${i}.html`, 'broken', 'HTTP_404', { httpStatus: 404, parents: [listItem(i)] }),
    ),
    ...['a', 'b/c.html', ''].map((p) =>
      row(`http://old.example.com/${p}`, 'broken', 'DNS_NXDOMAIN', {
        ...nxdomain,
        parents: [parent('yqlj.html', { text: '友情链接', role: 'other' })],
      }),
    ),
    row(`${home}files/2021/申请表.doc`, 'broken', 'HTTP_404', {
      httpStatus: 404,
      parents: [parent('bszn/12.html', { text: '申请表（下载）' })],
    }),
    row(`${home}fw/soft.html`, 'broken', 'SOFT_404', {
      httpStatus: 200,
      attempts: attempts(200, 200),
      note: '页面标题为“您访问的页面不存在”',
      parents: [parent('', { text: '网上办事', place: { selector: '#nav > a:nth-of-type(5)', line: 31, column: 3 } })],
    }),
    row(`${home}xw/www.example.cn/`, 'broken', 'HTTP_404', { httpStatus: 404 }),
    row('https://slow.example.com/x', 'broken', 'NET_TIMEOUT', { attempts: attempts('ETIMEDOUT'), external: true }),
    row('https://guarded.example.com/x', 'undeterminable', 'BLOCKED_CHALLENGE', {
      httpStatus: 412,
      attempts: attempts(412),
      external: true,
    }),
    row('https://tls.example.com/', 'caution', 'TLS_EXPIRED', { attempts: attempts(200), external: true }),
    row('http://gone.example.org/', 'broken', 'DNS_NXDOMAIN', { ...nxdomain }),
    row(`${home}mended.html`, 'broken', 'HTTP_404', { httpStatus: 404 }, dayBefore(7)),
    row('mailto:a@example.com', 'skipped', 'URL_UNSUPPORTED', { attempts: [] }),
    row(`${home}private/`, 'skipped', 'EXCLUDED_ROBOTS', { attempts: [] }),
  ];
  return input({
    links,
    crawls: [
      seen(
        'site.crawl',
        crawl({ home: { broken: 2 }, inner: { broken: 27, caution: 1, undeterminable: 1, skipped: 2 } }),
        { target: home },
      ),
      seen('site.crawl', crawl(), { target: home, slot: dayBefore(7) }),
    ],
    ignores: [rules.host, rules.expired, rules.unused],
  });
}

export function input(over: Partial<BrokenLinksInput> = {}): BrokenLinksInput {
  return {
    site: { id: 'shili', name: '示例县人民政府门户网站', home, organization: '示例县人民政府办公室' },
    asOf: '2026-11-22T04:00:00.000Z',
    generatedAt: '2026-11-22T04:10:00.000Z',
    runId: '20261122-120000-national-abcdef',
    tool: 'xuncha 0.1.0',
    links: [],
    crawls: [],
    ignores: [],
    evidenceHref: (sha256) => `../evidence/${sha256.slice(0, 16)}.txt`,
    ...over,
  };
}

export const wholeCrawl = (over: Parameters<typeof crawl>[0] = {}, slot = roundSlot) =>
  seen('site.crawl', crawl(over), { target: home, slot });
export const noCrawl = () => unseen('site.crawl', home, 'blocked');
