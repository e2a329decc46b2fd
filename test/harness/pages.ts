import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PageSnapshot } from '#core/evidence.ts';
import type { ObservationKind } from '#core/observation.ts';
import { observationValues } from '#core/observation.ts';
import { snapshotOf } from '#crawlers/page/snapshot.ts';
import type { PageProbe } from '#probes/probe.ts';

/** What stands beside `name.html` in `name.json`. */
export type PageCase = {
  /** What the page shows and what is expected of it, one line. */
  why: string;
  /** Default: https://www.shili.gov.cn/index.html */
  url?: string;
  /** Default: home. */
  role?: PageSnapshot['role'];
  /** Asia/Shanghai day of the fetch. Default: 2026-09-10. */
  today?: string;
  /** Default: text/html without a charset. */
  contentType?: string;
  scripts?: { url: string; text: string }[];
  rendered?: boolean;
  /** Whether the body came to its end. Default: true. */
  bodyComplete?: boolean;
  /** Part of the value that must be found, or of the reading when `status` is given. */
  expect: Record<string, unknown>;
};

/** Page snapshot of bytes, as the crawler would hand it over. Throws when they are no page. */
export function pageOf(
  bytes: Uint8Array | string,
  options: Omit<Partial<PageCase>, 'expect' | 'why'> = {},
): PageSnapshot {
  const body = typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes;
  const url = options.url ?? 'https://www.shili.gov.cn/index.html';
  const page = snapshotOf({
    exchange: {
      requestedUrl: url,
      finalUrl: url,
      status: 200,
      startedAt: `${options.today ?? '2026-09-10'}T02:00:00.000Z`,
      body,
      bodyComplete: options.bodyComplete ?? true,
      hops: [
        {
          url,
          method: 'GET',
          status: 200,
          headers: [['Content-Type', options.contentType ?? 'text/html']],
          phases: { end: 1 },
        },
      ],
    },
    role: options.role ?? 'home',
    sha256: createHash('sha256').update(body).digest('hex'),
    ...(options.scripts === undefined ? {} : { scripts: options.scripts }),
    ...(options.rendered === undefined ? {} : { rendered: options.rendered }),
  });
  if ('notPage' in page) throw new Error(`${url}: ${page.notPage}`);
  return page;
}

/**
 * One test a pair of `name.html` and `name.json` in `folder`. The value must contain what the pair expects (arrays in full), and it
 * must be valid by the schema of its kind. A half pair or an empty folder fails.
 */
export function testPages<K extends ObservationKind>(probe: PageProbe<K>, folder: string): void {
  describe(`${probe.id} 页面样例`, () => {
    const files = readdirSync(folder);
    const names = [...new Set(files.filter((f) => /\.(?:html|json)$/.test(f)).map((f) => f.replace(/\.\w+$/, '')))];
    test('样例成对', () => {
      expect(names.length).toBeGreaterThan(0);
      expect(names.filter((n) => !files.includes(`${n}.html`) || !files.includes(`${n}.json`))).toEqual([]);
    });
    for (const name of names) {
      if (!files.includes(`${name}.html`) || !files.includes(`${name}.json`)) continue;
      const pair = JSON.parse(readFileSync(path.join(folder, `${name}.json`), 'utf8')) as PageCase;
      test(`${name}：${pair.why}`, () => {
        const page = pageOf(readFileSync(path.join(folder, `${name}.html`)), pair);
        const reading = probe.read(page, pair.today ?? '2026-09-10');
        if ('status' in pair.expect) {
          expect(reading).toMatchObject(pair.expect);
          return;
        }
        expect(reading.status).toBe('observed');
        if (reading.status !== 'observed') return;
        const schema = observationValues[probe.produces];
        expect(schema.parse(reading.value)).toEqual(reading.value);
        expect(reading.value).toMatchObject(pair.expect);
        expect(probe.read(page, pair.today ?? '2026-09-10')).toEqual(reading);
      });
    }
  });
}

/** Folder of real pages to measure on, or null with a printed line. Never part of the project. */
export function corpusDir(): string | null {
  const dir = process.env.XUNCHA_CORPUS ?? path.join(import.meta.dirname, '../../../shared/corpus');
  if (existsSync(path.join(dir, 'labels.json'))) return dir;
  console.warn(`跳过：没有真实页面集（${dir}）。设置环境变量 XUNCHA_CORPUS 指向它后再测。`);
  return null;
}
