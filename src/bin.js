#!/usr/bin/env node
// Plain JavaScript on purpose: it must parse on any Node, and hand over to one that can run TypeScript.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
const able = major > 22 || (major === 22 && minor >= 19);

// `xuncha … | head`: the reader has seen enough. The work goes on to its end; only the printing stops.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error;
  });

if (able) {
  const { enableCompileCache } = await import('node:module');
  enableCompileCache?.();
  const { main } = await import('./cli.ts');
  process.exitCode = await main(process.argv.slice(2));
} else {
  // The Node that npm brought along (an optional dependency), for machines that have only an old one.
  const local = ['x64', 'arm64']
    .map((arch) => fileURLToPath(new URL(`../node_modules/node-linux-${arch}/bin/node`, import.meta.url)))
    .find((path) => path.includes(`-${process.arch}/`) && existsSync(path));
  if (local === undefined) {
    console.error(
      `巡查需要 Node 22.19 或更高版本，当前是 ${process.versions.node}。请升级 Node，或在 64 位 Linux 上重新执行 npm ci（不要加 --omit=optional）。`,
    );
    process.exitCode = 3;
  } else {
    const child = spawn(local, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
    // On a terminal Ctrl-C reaches both; everything else is told to this process alone and handed on.
    const onTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
      process.on(signal, () => {
        if (signal !== 'SIGINT' || !onTerminal) child.kill(signal);
      });
    child.on('error', (error) => {
      console.error(`启动不了随程序安装的 Node：${error.message}`);
      process.exitCode = 1;
    });
    child.on('close', (code, signal) => {
      process.exitCode = code ?? 128 + ({ SIGHUP: 1, SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal ?? ''] ?? 0);
    });
  }
}
