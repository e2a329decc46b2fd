import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { load } from 'cheerio/slim';
import { describe, expect, test } from 'vitest';
import { runCli, scratch } from '../harness/cli.ts';

describe('xuncha demo', () => {
  test.each([
    ['fengdu', '2026-01-01'],
    ['national', '2028-02-29'],
  ])(
    'every verdict under %s on %s is the one written beside the county',
    async (policy, today) => {
      const folder = scratch();
      try {
        const r = await runCli(['demo', '--policy', policy, '--today', today, '--quiet', '--json'], {
          cwd: folder.path,
          env: { XUNCHA_BROWSER: 'none' },
        });
        expect(r.stderr).toBe('');
        expect(r.code).toBe(0);
        const out = JSON.parse(r.stdout) as { html: string; json: string; differences: string[] };
        expect(out.differences).toEqual([]);

        const html = readFileSync(out.html, 'utf8');
        // One file that opens from disk: nothing is loaded, and every evidence link leads to a file beside it.
        const $ = load(html);
        expect($('script, link, iframe, object, embed, [src]:not([src^="data:"])').length).toBe(0);
        const links = $('a[href]')
          .toArray()
          .map((a) => $(a).attr('href') ?? '');
        for (const href of links.filter((h) => h.startsWith('evidence/')))
          expect(existsSync(join(dirname(out.html), href)), href).toBe(true);
        expect(links.filter((h) => h.startsWith('evidence/')).length).toBeGreaterThan(20);
        for (const href of links.filter((h) => h.startsWith('#')))
          expect($(`[id="${href.slice(1)}"]`).length, href).toBe(1);
        const assessment = JSON.parse(readFileSync(out.json, 'utf8'));
        expect(assessment.subjects.length).toBeGreaterThanOrEqual(36);
        // Every finding can be opened: its evidence lies beside the report.
        const stored = readdirSync(join(folder.path, 'reports/out/demo/evidence')).map((f) => f.slice(0, 16));
        for (const s of assessment.subjects)
          for (const item of s.items)
            for (const f of item.verdict?.findings ?? [])
              for (const e of f.evidence) expect(stored, `${s.subject.id} ${f.fault}`).toContain(e.sha256.slice(0, 16));
        // Nothing is left behind.
        expect(readdirSync(join(folder.path, 'data/local/demo'))).toEqual([]);
      } finally {
        folder.remove();
      }
    },
    170_000,
  );
});
