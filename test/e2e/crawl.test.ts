import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Observation, ObservationValue } from '#core/observation.ts';
import { runCli, scratch, startCli } from '../harness/cli.ts';
import { corpusDir } from '../harness/pages.ts';
import { serveFolder } from '../servers/folder.ts';
import { startLargeSite } from '../servers/large-site.ts';

type Printed = { crawl: ObservationValue<'site.crawl'>; links: Observation<'link.status'>[] };

const env = { XUNCHA_BROWSER: 'none' };
const config = 'hostIntervalMs: 0\nhostConcurrency: 8\nsecondLookMs: 200\nallowPrivate: true\n';
const corpus = corpusDir();

/** Pages of a folder, as paths from its root. */
function pagesIn(dir: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dir, name))
    .filter((file) => file.endsWith('.html') && statSync(file).isFile())
    .map((file) => `/${relative(dir, file)}`);
}

describe.runIf(corpus !== null)('crawl of whole real sites', () => {
  for (const name of ['cptz_net', 'gzdzhrss_com'])
    test(`${name}: every missing target with all its parents, and nothing that is served`, async () => {
      const dir = join(corpus as string, 'gov_mirror', name);
      const { missing } = JSON.parse(readFileSync(join(dir, '_served_missing.json'), 'utf8')) as {
        missing: Record<string, string[]>;
      };
      const site = await serveFolder(dir);
      const folder = scratch();
      try {
        writeFileSync(join(folder.path, 'xuncha.config.yaml'), config);
        // Some pages of the copies hang on no other page: the list of the site's own pages brings them in.
        writeFileSync(
          join(folder.path, 'pages.txt'),
          pagesIn(dir)
            .map((p) => new URL(p, site.url).href)
            .join('\n'),
        );
        const args = ['crawl', site.url, '--links', 'own', '--urls', 'pages.txt', '--json', '--quiet'];
        const r = await runCli(args, { cwd: folder.path, env });
        expect(r.code, r.stderr).toBe(0);
        const { crawl, links } = JSON.parse(r.stdout) as Printed;
        // Without a browser one page of scripts stays unjudged, and the crawl says so.
        expect(crawl.limits.filter((l) => l.limit !== 'browser')).toEqual([]);
        const path = (url: string) => decodeURIComponent(new URL(url).pathname);
        const file = (p: string) => (p.endsWith('/') ? `${p}index.html` : p).slice(1);
        const broken = new Map<string, Set<string>>();
        for (const o of links)
          if (o.status === 'observed' && o.value.status === 'broken' && !o.value.external) {
            const parents = broken.get(path(o.value.url)) ?? new Set();
            for (const p of o.value.parents) parents.add(file(path(p.url)));
            broken.set(path(o.value.url), parents);
          }
        for (const [target, parents] of Object.entries(missing)) {
          expect([...broken.keys()]).toContain(target);
          expect([...(broken.get(target) ?? [])], target).toEqual(expect.arrayContaining(parents));
        }
        for (const target of broken.keys()) expect(existsSync(join(dir, file(target))), target).toBe(false);
      } finally {
        await site.close();
        folder.remove();
      }
    }, 120_000);
});

test('kill -9 in the middle of a crawl, then the same command again: no page is asked twice but those under way', async () => {
  const pages = 1_500;
  const site = await startLargeSite({ pages, delayMs: 5 });
  const folder = scratch();
  try {
    writeFileSync(join(folder.path, 'xuncha.config.yaml'), config);
    const args = ['crawl', site.home, '--json', '--quiet'];
    const asked = () => [...site.counts].filter(([p]) => p === '/' || p.startsWith('/art/'));
    const first = startCli(args, { cwd: folder.path, env });
    for (let i = 0; i < 1_000 && asked().length < 400; i += 1) await sleep(10);
    first.child.kill('SIGKILL');
    expect((await first.done).signal).toBe('SIGKILL');
    const before = asked().length;
    expect(before).toBeGreaterThanOrEqual(400);
    expect(before).toBeLessThan(pages);
    const second = await runCli(args, { cwd: folder.path, env });
    expect(second.code, second.stderr).toBe(0);
    const { crawl, links } = JSON.parse(second.stdout) as Printed;
    expect(crawl.pages).toMatchObject({ read: pages, failed: pages / 100 });
    expect(crawl.limits).toEqual([]);
    expect(links.filter((l) => l.status === 'observed' && l.value.status === 'broken')).toHaveLength(pages / 100);
    // Under way at once: 8 requests to the host; the home page may be looked at again as a link.
    expect(asked().filter(([, n]) => n > 1).length).toBeLessThanOrEqual(9);
    expect(asked().filter(([, n]) => n > 2)).toEqual([]);
  } finally {
    await site.close();
    folder.remove();
  }
}, 120_000);
