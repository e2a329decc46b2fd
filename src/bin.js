#!/usr/bin/env node
// Plain JavaScript on purpose: it must parse on any Node, and hand over to one that can run TypeScript.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [major, minor] = process.versions.node.split('.').map(Number);
const able = major > 22 || (major === 22 && minor >= 19);

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
    const child = spawnSync(local, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
    process.exitCode = child.status ?? 1;
  }
}
