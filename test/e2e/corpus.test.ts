import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Assessment } from '#core/assessment.ts';
import { runCli, scratch } from '../harness/cli.ts';
import { corpusDir } from '../harness/pages.ts';

const corpus = corpusDir();

/** A folder as a web server shows it: index.html for folders, 404 for what is not there. */
async function serve(dir: string) {
  const server = http.createServer((req, res) => {
    const path = normalize(decodeURIComponent(new URL(req.url ?? '/', 'http://x').pathname));
    const file = join(dir, path);
    const found = existsSync(file) && statSync(file).isDirectory() ? join(file, 'index.html') : file;
    if (!found.startsWith(dir) || !existsSync(found)) {
      res.writeHead(404, { 'content-type': 'text/html' });
      res.end('<title>404 Not Found</title><h1>404 Not Found</h1>');
      return;
    }
    const type = found.endsWith('.html') ? 'text/html' : 'application/octet-stream';
    res.writeHead(200, { 'content-type': type });
    res.end(readFileSync(found));
  });
  await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((ok) => server.close(() => ok()));
    },
  };
}

describe.runIf(corpus !== null)('check against a real site of the corpus', () => {
  test('gzdzhrss_com: marks that are missing, the one that is there, the foreign link farm', async () => {
    const dir = join(corpus as string, 'gov_mirror/gzdzhrss_com');
    const site = await serve(dir);
    const folder = scratch();
    try {
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
