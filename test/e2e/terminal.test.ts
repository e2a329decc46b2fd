import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, runCli, scratch, startCli } from '../harness/cli.ts';

const env = { XUNCHA_BROWSER: 'none' };

/** A site whose home page never ends: a command that visits it is surely at work. */
async function hangingSite() {
  let asked: () => void = () => {};
  const visited = new Promise<void>((ok) => {
    asked = ok;
  });
  const server = createServer(() => asked());
  await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    visited,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((ok) => server.close(() => ok()));
    },
  };
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s in the middle of a check: one line, its code, nothing left',
  async (signal) => {
    const folder = scratch();
    const temporary = join(folder.path, 'tmp');
    mkdirSync(temporary);
    const left = () => readdirSync(temporary).filter((name) => name.startsWith('xuncha-check-'));
    const site = await hangingSite();
    try {
      const run = startCli(['check', site.url, '--allow-private', '--quiet'], {
        cwd: folder.path,
        env: { ...env, TMPDIR: temporary },
      });
      // A check that ends before its first request must show what it said, not run out of time.
      const early = await Promise.race([site.visited, run.done]);
      expect(early).toBeUndefined();
      expect(left()).toHaveLength(1);
      run.child.kill(signal);
      const r = await run.done;
      expect(r.stderr).toBe('检查已中断，没有留下报告\n');
      expect(r.stdout).toBe('');
      expect(r.code).toBe(signal === 'SIGINT' ? 130 : 143);
      expect(left()).toEqual([]);
      expect(readdirSync(join(folder.path, 'reports/out'))).toEqual([]);
    } finally {
      await site.close();
      folder.remove();
    }
  },
);

test('a reader that leaves early (| head) gets no stack and changes no exit code', async () => {
  const child = spawn(process.execPath, [join(root, 'src/bin.js'), '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (d: string) => {
    stderr += d;
  });
  child.stdout.destroy();
  const code = await new Promise<number | null>((ok) => child.on('close', ok));
  expect(stderr).toBe('');
  expect(code).toBe(0);
});

test('a folder with spaces, an empty register: one JSON document on stdout, nothing else', async () => {
  const folder = scratch();
  const cwd = join(folder.path, '示例 县');
  mkdirSync(join(cwd, 'data/local'), { recursive: true });
  writeFileSync(
    join(cwd, 'data/local/registry.json'),
    JSON.stringify({ version: 1, title: '示例县', organizations: [], sites: [], accounts: [] }),
  );
  try {
    const run = await runCli(['run', '--json'], { cwd, env });
    expect(run.code).toBe(0);
    const printed = JSON.parse(run.stdout) as { runId: string; html: string };
    expect(existsSync(printed.html)).toBe(true);
    expect(printed.html.startsWith(cwd)).toBe(true);
    const assess = await runCli(['assess'], { cwd, env });
    expect(assess.stdout).toContain('没有可检查的对象');
    const report = await runCli(['report', printed.runId, '--json'], { cwd, env });
    expect(JSON.parse(report.stdout)).toMatchObject({ runId: printed.runId });
  } finally {
    folder.remove();
  }
});

test.each([
  [['run']],
  [['collect']],
  [
    [
      'accounts',
      'import',
      'x.csv',
      '--by',
      '张三',
      '--from',
      '2026-01-01',
      '--to',
      '2026-01-31',
      '--coverage',
      'complete',
    ],
  ],
])('a mistyped data folder does not come into being: %j', async (args) => {
  const folder = scratch();
  try {
    const r = await runCli([...args, '--data', 'nowhere'], { cwd: folder.path, env });
    expect(r.code).toBe(3);
    expect(r.stderr.trim().split('\n')).toHaveLength(1);
    expect(r.stderr).toMatch(/registry init/);
    expect(readdirSync(folder.path)).toEqual([]);
  } finally {
    folder.remove();
  }
});

test.each([
  [['demo', '--today', '2026-02-30'], '--today（2026-02-30）：看不懂的日期'],
  [['check', 'http://127.0.0.1:9/', '--links', 'some'], '只能是 all、own、none'],
])('%j is one line', async (args, says) => {
  const folder = scratch();
  try {
    const r = await runCli(args, { cwd: folder.path, env });
    expect(r.code).toBe(3);
    expect(r.stderr.trim().split('\n')).toHaveLength(1);
    expect(r.stderr).toContain(says);
  } finally {
    folder.remove();
  }
});

test('a new register: its examples are closed, and every command says that there is nothing to visit', async () => {
  const folder = scratch();
  try {
    await runCli(['registry', 'init'], { cwd: folder.path, env });
    const check = await runCli(['registry', 'check'], { cwd: folder.path, env });
    expect(check.stdout).toContain('网站 1 个（其中 1 个登记了关停日期），账号 1 个（其中 1 个登记了关停日期）');
    const run = await runCli(['run'], { cwd: folder.path, env });
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('没有可检查的对象');
  } finally {
    folder.remove();
  }
});
