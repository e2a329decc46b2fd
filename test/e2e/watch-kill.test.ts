import { randomInt } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { slotsBetween } from '#pipeline/slots.ts';
import { runCli, scratch, startCli } from '../harness/cli.ts';

const kills = 50;
/** Daemons side by side, each with a data folder of its own. */
const lanes = 2;
const siteCount = 600;

/** Sites of one loopback server: most answer at once, some slowly, some never. Counts requests by path. */
async function startServer() {
  const requests = new Map<string, number>();
  const server = http.createServer((req, res) => {
    const path = req.url ?? '/';
    requests.set(path, (requests.get(path) ?? 0) + 1);
    const n = Number(path.split('/')[2]);
    if (n % 50 === 7) return;
    res.setHeader('content-type', 'text/html; charset=utf-8');
    setTimeout(() => res.end('<title>示例</title><h1>示例局</h1><p>欢迎访问示例局网站。</p>'), n % 10 === 3 ? 300 : 10);
  });
  await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok));
  return {
    requests,
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise<void>((ok) => server.close(() => ok()));
    },
  };
}

test(`SIGKILL of the watch at ${kills} random moments under load: no acknowledged visit lost, none twice, it starts again and goes on`, async () => {
  const server = await startServer();
  const folders = Array.from({ length: lanes }, () => scratch());
  try {
    const results = await Promise.all(folders.map((f, lane) => killAgainAndAgain(f.path, server.base, lane)));
    const sum = (pick: (r: (typeof results)[number]) => number) => results.reduce((n, r) => n + pick(r), 0);
    console.log(
      `watch kill: ${sum((r) => r.kills)} kills, ${sum((r) => r.working)} of them while it was visiting; ` +
        `${sum((r) => r.acknowledged)} visits acknowledged, ${sum((r) => r.stored)} stored, ${sum((r) => r.lost)} lost, ` +
        `${sum((r) => r.doubled)} twice, ${sum((r) => r.broken)} databases broken`,
    );
    expect(sum((r) => r.kills)).toBe(kills);
    expect(sum((r) => r.acknowledged)).toBeGreaterThan(kills);
    // How many moments fall into a visit depends on how quickly this machine starts a process; some must.
    expect(sum((r) => r.working)).toBeGreaterThanOrEqual(kills / 5);
    expect(sum((r) => r.lost)).toBe(0);
    expect(sum((r) => r.doubled)).toBe(0);
    expect(sum((r) => r.broken)).toBe(0);
    for (const [path, n] of server.requests) expect(n, path).toBeLessThanOrEqual(sum((r) => r.asked.get(path) ?? 0));
  } finally {
    await server.close();
    for (const f of folders) f.remove();
  }
}, 110_000);

async function killAgainAndAgain(folder: string, base: string, lane: number) {
  const sites = Array.from({ length: siteCount }, (_, i) => `s${lane}-${i}`);
  mkdirSync(join(folder, 'data/local'), { recursive: true });
  writeFileSync(
    join(folder, 'data/local/registry.json'),
    JSON.stringify({
      version: 1,
      title: '示例县',
      organizations: [{ id: 'gov', name: '示例县人民政府', class: 'county-government' }],
      sites: sites.map((id) => ({ id, organization: 'gov', name: id, home: `${base}/${id.replace('-', '/')}/` })),
      accounts: [],
    }),
  );
  // One visit a minute and site, 600 sites: 10 a second.
  writeFileSync(
    join(folder, 'xuncha.config.yaml'),
    'allowPrivate: true\nvisitsPerDay: 1440\nwatchMs: 1500\nlogFile: watch.log\nscanAt: 0 2 1 1 *\n',
  );
  const log = join(folder, 'watch.log');
  /** Keys whose write was acknowledged, as often as it was said. */
  const acknowledged = () => {
    const keys: string[] = [];
    for (const line of existsSync(log) ? readFileSync(log, 'utf8').split('\n') : []) {
      if (!line.includes('"visit recorded"')) continue;
      keys.push((JSON.parse(line) as { key: string }).key);
    }
    return keys;
  };
  let working = 0;
  const began = new Date();
  for (let n = lane; n < kills; n += lanes) {
    const before = acknowledged().length;
    const run = startCli(['watch'], { cwd: folder });
    // One in four strikes during the start or soon after, the others up to half a second into the work.
    const inStart = n % 4 === lane;
    if (!inStart) for (let i = 0; i < 500 && acknowledged().length === before; i += 1) await sleep(10);
    await sleep(randomInt(0, inStart ? 1_500 : 500));
    run.child.kill('SIGKILL');
    expect((await run.done).signal).toBe('SIGKILL');
    if (acknowledged().length > before) working += 1;
  }
  // It starts again, goes on and stops in order.
  const before = acknowledged().length;
  const last = startCli(['watch'], { cwd: folder });
  for (let i = 0; i < 500 && acknowledged().length < before + 10; i += 1) await sleep(20);
  last.child.kill('SIGTERM');
  const end = await last.done;
  expect(end.stderr).not.toContain('程序出错');
  expect(end.code).toBe(0);

  const keys = acknowledged();
  expect(keys.length).toBeGreaterThanOrEqual(before + 10);
  const db = new DatabaseSync(join(folder, 'data/local/inspection.db'), { readOnly: true });
  const rows = db.prepare('select key, subject_id, slot from observation').all() as {
    key: string;
    subject_id: string;
    slot: string;
  }[];
  const broken = (db.prepare('pragma integrity_check').get() as { integrity_check: string }).integrity_check !== 'ok';
  const [plan] = db.prepare('select from_day as fromDay, seed, per_day as perDay from visit_plan').all() as {
    fromDay: string;
    seed: string;
    perDay: number;
  }[];
  db.close();

  // Everything stored stands on the plan that a second person works out: nothing made up for, nothing beside it.
  const asked = new Map<string, number>();
  for (const id of sites) {
    const planned = slotsBetween(id, [plan!], began, new Date());
    asked.set(`/${id.replace('-', '/')}/`, planned.length);
    const mine = rows.filter((r) => r.subject_id === id).map((r) => r.slot);
    for (const slot of mine) expect(planned).toContain(slot);
    expect(new Set(mine).size).toBe(mine.length);
  }
  const stored = new Set(rows.map((r) => r.key));
  const status = JSON.parse((await runCli(['status', '--json'], { cwd: folder })).stdout) as { state: string };
  expect(status.state).toBe('stopped');
  return {
    kills: Math.ceil((kills - lane) / lanes),
    working,
    acknowledged: keys.length,
    stored: rows.length,
    lost: keys.filter((k) => !stored.has(k)).length,
    // A key acknowledged twice, or a row beside another of the same key.
    doubled: keys.length - new Set(keys).size + rows.length - stored.size,
    broken: Number(broken),
    asked,
  };
}
