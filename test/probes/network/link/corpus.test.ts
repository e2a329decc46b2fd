import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { decodeText } from '#probes/network/link/decode.ts';
import { readPageFacts } from '#probes/network/link/page-facts.ts';
import { confess } from '#probes/network/link/soft404.ts';
import type { LinkParent, LinkTarget } from '#probes/network/link.ts';
import { linksOf } from '#probes/page/links.ts';
import { corpusDir, pageOf } from '../../../harness/pages.ts';
import { bytes, type Handler, html, notFound, openLinkServer } from '../../../servers/links.ts';
import { clientFor, contextOf, readAll, verdictOf } from './run.ts';

const corpus = corpusDir();
const filesUnder = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((e) => e.isFile())
    .map((e) => path.join(e.parentPath, e.name));

describe.skipIf(corpus === null)('真实页面', () => {
  const root = corpus ?? '';

  test('no real page is taken for an error page', () => {
    const pages = ['gov_html', 'gov_mirror', 'zh_articles', 'tampered', 'encoding']
      .flatMap((folder) => filesUnder(path.join(root, folder)))
      .filter((file) => /\.(html?|jsp)$/.test(file));
    const accused = pages.flatMap((file) => {
      const body = readFileSync(file);
      if (body.length === 0) return [];
      const says = confess(readPageFacts(decodeText(body, 'text/html')), true);
      return says.level === 'certain' || says.level === 'likely'
        ? [`${path.relative(root, file)}: ${says.level} ${says.note}`]
        : [];
    });
    console.log(`软404自述：${pages.length} 个真实页面，误判 ${accused.length} 个`);
    expect(pages.length).toBeGreaterThan(290);
    expect(accused).toEqual([]);
  });

  test.each(['cptz_net', 'gzdzhrss_com'])(
    '%s: exactly the missing targets are broken, with all their parents',
    async (name) => {
      const folder = path.join(root, 'gov_mirror', name);
      const { missing: lost, targets: known } = JSON.parse(
        readFileSync(path.join(folder, '_served_missing.json'), 'utf8'),
      ) as {
        missing: Record<string, string[]>;
        targets: number;
      };
      const missing = Object.entries(lost);
      const host = `${name.replace('_', '-')}.example`;
      /** File behind a path, a folder answering with its index.html; null when there is none. */
      const onDisk = (pathname: string): string | null => {
        const wanted = path.join(folder, pathname);
        if (!wanted.startsWith(folder)) return null;
        const file = statSync(wanted, { throwIfNoEntry: false })?.isDirectory()
          ? path.join(wanted, 'index.html')
          : wanted;
        return statSync(file, { throwIfNoEntry: false })?.isFile() && !file.endsWith('.json') ? file : null;
      };
      const serve: Handler = (a) => {
        const file = onDisk(decodeURIComponent(a.url.pathname));
        if (file === null) return notFound(a);
        const body = readFileSync(file);
        return /\.html?$/.test(file)
          ? html(body, { 'content-type': 'text/html' })(a)
          : bytes('application/octet-stream', body)(a);
      };
      const found = new Map<string, LinkParent[]>();
      for (const file of filesUnder(folder).filter((f) => f.endsWith('.html'))) {
        const relative = path.relative(folder, file);
        const page = pageOf(readFileSync(file), { url: `http://${host}/${relative}`, role: 'other' });
        for (const link of linksOf(page)) {
          const to = link.url === null ? null : URL.parse(link.url);
          if (link.tag !== 'a' || link.attr !== 'href' || to === null || to.host !== host) continue;
          const parents = found.get(to.pathname) ?? [];
          if (!parents.some((p) => p.url === page.url))
            parents.push({ url: page.url, role: 'other', tag: 'a', text: link.text, place: link.place });
          found.set(to.pathname, parents);
        }
      }
      const targets = [...found].map(
        ([pathname, parents]): LinkTarget => ({
          url: `http://${host}${pathname}`,
          parents,
          parentCount: parents.length,
          external: false,
          home: `http://${host}/`,
        }),
      );
      const server = await openLinkServer({ [host]: { fallback: serve } });
      const http = clientFor(server);
      try {
        const readings = await readAll(targets, contextOf(http), { timeoutMs: 10_000 });
        const broken = readings.filter((r) => verdictOf(r).startsWith('broken'));
        const open = readings.filter((r) => !verdictOf(r).startsWith('broken') && verdictOf(r) !== 'ok OK');
        console.log(
          `${name}：${targets.length} 个链接目标（已知 ${known}），判为打不开 ${broken.length}（应为 ${missing.length}），其余非正常 ${open.length}：${open
            .map((r) => `${r.target.url} ${verdictOf(r)}`)
            .slice(0, 8)
            .join('；')}`,
        );
        const paths = (list: string[]): string[] => [...new Set(list)].sort();
        const pathOf = (url: string): string => decodeURIComponent(new URL(url).pathname);
        // A stub page that is served but leads to a missing page is as dead as the page it leads to.
        const lostAt = new Set(missing.map(([p]) => p));
        const stubs = broken.filter((r) => !lostAt.has(pathOf(r.target.url)));
        for (const r of stubs) {
          const end = pathOf((r.reading.status === 'observed' && r.reading.value.finalUrl) || r.target.url);
          expect(end, r.target.url).not.toBe(pathOf(r.target.url));
          expect(onDisk(end), r.target.url).toBeNull();
        }
        console.log(`${name}：跳转桩页 ${stubs.map((r) => pathOf(r.target.url)).join('、') || '无'}`);
        expect(broken.length - stubs.length).toBe(missing.length);
        expect(paths(broken.map((r) => pathOf(r.target.url)))).toEqual(expect.arrayContaining(paths([...lostAt])));
        for (const [missed, from] of missing) {
          const reading = broken.find((r) => decodeURIComponent(new URL(r.target.url).pathname) === missed);
          if (reading?.reading.status !== 'observed') throw new Error(missed);
          const parents = reading.target.parents.map((p) => new URL(p.url).pathname.slice(1));
          expect(paths(parents), missed).toEqual(expect.arrayContaining(paths(from)));
        }
      } finally {
        await http.close();
        await server.close();
      }
    },
    60_000,
  );
});
