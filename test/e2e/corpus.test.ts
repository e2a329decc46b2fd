import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Assessment } from '#core/assessment.ts';
import { runCli, scratch } from '../harness/cli.ts';
import { corpusDir } from '../harness/pages.ts';
import { serveFolder } from '../servers/folder.ts';

const corpus = corpusDir();

describe.runIf(corpus !== null)('check against a real site of the corpus', () => {
  test('gzdzhrss_com: marks that are missing, the one that is there, the foreign link farm', async () => {
    const dir = join(corpus as string, 'gov_mirror/gzdzhrss_com');
    const site = await serveFolder(dir);
    const folder = scratch();
    try {
      writeFileSync(
        join(folder.path, 'xuncha.config.yaml'),
        'hostIntervalMs: 0\nhostConcurrency: 8\nsecondLookMs: 200\n',
      );
      const r = await runCli(['check', site.url, '--allow-private', '--links', 'own', '--json', '--quiet'], {
        cwd: folder.path,
        env: { XUNCHA_BROWSER: 'none' },
      });
      expect(r.code, r.stderr).toBe(0);
      const subject = (JSON.parse(r.stdout) as Assessment).subjects[0]!;
      const faults = (id: string) => {
        const item = subject.items.find((i) => i.indicator.id === id);
        return item?.applicable ? item.verdict.findings.map((f) => f.fault) : [];
      };
      expect(faults('footer-marks')).toEqual(
        expect.arrayContaining(['icp-missing', 'public-security-missing', 'site-code-missing']),
      );
      expect(faults('footer-marks')).not.toContain('conac-missing');
      expect(faults('hidden-links').length).toBeGreaterThan(0);
      expect(subject.conclusion).not.toBe('qualified');

      const broken = new Set(
        subject.items.flatMap((i) =>
          i.applicable && i.indicator.id === 'dead-links'
            ? i.verdict.findings.map((f) => new URL(f.target).pathname)
            : [],
        ),
      );
      const missing = JSON.parse(readFileSync(join(dir, '_served_missing.json'), 'utf8'));
      expect(JSON.stringify(missing)).not.toBe('{}');
      // Nothing that is served is called dead.
      for (const path of broken) expect(existsSync(join(dir, decodeURIComponent(path))), path).toBe(false);
      const [report] = readdirSync(join(folder.path, 'reports/out'));
      expect(readFileSync(join(folder.path, 'reports/out', report!, 'report.html'), 'utf8')).toContain('ICP');
    } finally {
      await site.close();
      folder.remove();
    }
  }, 120_000);
});
