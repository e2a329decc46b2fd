import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import net from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli, scratch } from '../harness/cli.ts';

const folder = scratch();
const env = { XUNCHA_BROWSER: 'none' };
beforeAll(() => mkdirSync(join(folder.path, 'data/local'), { recursive: true }));
afterAll(() => folder.remove());

const registry = (text: string) => writeFileSync(join(folder.path, 'data/local/registry.json'), text);
const valid = JSON.stringify({ version: 1, title: '示例县', organizations: [], sites: [], accounts: [] });

/** One clear Chinese line on stderr, nothing on stdout, the code for input errors. */
async function oneLine(args: readonly string[], pattern: RegExp): Promise<void> {
  const r = await runCli(args, { cwd: folder.path, env });
  expect(r.stderr.trim().split('\n'), r.stderr).toHaveLength(1);
  expect(r.stderr).toMatch(pattern);
  expect(r.stderr).not.toMatch(/\bat .+:\d+:\d+/);
  expect(r.stdout).toBe('');
  expect(r.code).toBe(3);
}

describe('bad input', () => {
  test('a register that is no JSON', async () => {
    registry('{ "version": 1,, }');
    await oneLine(['run'], /registry\.json.*JSON/);
  });
  test('a register with an unknown key', async () => {
    registry(valid.replace('"accounts"', '"acounts"'));
    const r = await runCli(['run'], { cwd: folder.path, env });
    expect(r.code).toBe(3);
    expect(r.stderr).toMatch(/registry\.json.*acounts/);
  });
  test('no register at all', async () => {
    const empty = scratch();
    const r = await runCli(['run'], { cwd: empty.path, env });
    expect(r.code).toBe(3);
    expect(r.stderr.trim().split('\n')).toHaveLength(1);
    expect(r.stderr).toMatch(/registry init/);
    empty.remove();
  });
  test('an unknown policy names those there are', async () => {
    registry(valid);
    await oneLine(['run', '--policy', 'fengud'], /fengud.*fengdu/);
  });
  test.each(['not a url', 'ftp://a.example/', 'http://', 'http://user:pw@a.example/'])('check %j', async (url) => {
    await oneLine(['check', url], /网址/);
  });
  test('check on a host that refuses', async () => {
    const server = net.createServer();
    await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok));
    const { port } = server.address() as AddressInfo;
    await new Promise<void>((ok) => server.close(() => ok()));
    await oneLine(['check', `http://127.0.0.1:${port}/`, '--allow-private', '--quiet'], /打不开.*拒绝连接/);
    expect(existsSync(join(folder.path, 'reports/out')) ? readdirSync(join(folder.path, 'reports/out')) : []).toEqual(
      [],
    );
  });
  test('check on a private address without the flag', async () => {
    await oneLine(['check', 'http://127.0.0.1:1/', '--quiet'], /--allow-private/);
  });
  // Root may write anywhere, so a read-only folder is made by a file in its way.
  test('an output folder that cannot be written', async () => {
    writeFileSync(join(folder.path, 'blocked'), '');
    registry(valid);
    await oneLine(['run', '--out', 'blocked/out'], /写不进去/);
    if (process.getuid?.() !== 0) {
      mkdirSync(join(folder.path, 'locked'));
      chmodSync(join(folder.path, 'locked'), 0o500);
      await oneLine(['run', '--out', 'locked/out'], /写不进去/);
    }
  });
  test.each([
    [['assess', '--as-of', 'yesterday'], /--as-of.*看不懂/],
    [['assess', '--as-of', '2026-02-30'], /--as-of.*看不懂/],
    [['run', '--fail-on', 'score>1'], /--fail-on/],
    [['run', '--subject', 'nobody'], /nobody.*台账里没有/],
    [['report', 'nothing'], /没有这个检查编号/],
    [['frobnicate'], /没有“frobnicate”这个命令/],
    [['run', '--frobnicate'], /没有“--frobnicate”这个选项/],
    [['check'], /缺少参数/],
  ] as const)('%j', async (args, pattern) => {
    registry(valid);
    await oneLine(args, pattern);
  });
});
