import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shanghaiDay } from '#core/calendar.ts';
import { daySlots } from '#pipeline/slots.ts';
import { scanInChild } from '../../src/commands/scan-child.ts';
import { loadConfig } from '../../src/config.ts';
import { runCli, scratch, startCli } from '../harness/cli.ts';
import { startSites } from '../servers/sites.ts';

/** A server on loopback that can be pulled out like a cable. */
async function startServer(host: string) {
  const server = http.createServer((_, res) => {
    res.setHeader('content-type', 'text/html; charset=utf-8');
    res.end('<title>示例</title><h1>示例局</h1><p>欢迎访问示例局网站，这里是首页的文字。</p>');
  });
  await new Promise<void>((ok) => server.listen(0, host, ok));
  let open = true;
  return {
    base: `http://${host}:${(server.address() as AddressInfo).port}`,
    async close() {
      if (!open) return;
      open = false;
      server.closeAllConnections();
      await new Promise<void>((ok) => server.close(() => ok()));
    },
  };
}

const folder = scratch();
let site: Awaited<ReturnType<typeof startServer>>;
let control: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  site = await startServer('127.0.0.1');
  control = await startServer('127.0.0.1');
  mkdirSync(join(folder.path, 'data/local'), { recursive: true });
  writeFileSync(
    join(folder.path, 'data/local/registry.json'),
    JSON.stringify({
      version: 1,
      title: '示例县',
      organizations: [{ id: 'gov', name: '示例县人民政府', class: 'county-government' }],
      sites: Array.from({ length: 400 }, (_, i) => ({
        id: `s${i}`,
        organization: 'gov',
        name: `示例${i}局`,
        home: `${site.base}/${i}/`,
      })),
      accounts: [],
    }),
  );
  writeFileSync(
    join(folder.path, 'xuncha.config.yaml'),
    `allowPrivate: true\nvisitsPerDay: 1440\nlogFile: logs/watch.log\nscanAt: 0 2 1 1 *\ncontrolsEveryMs: 1000\ncontrols: ["${control.base}/"]\n`,
  );
});
afterAll(async () => {
  await site.close();
  await control.close();
  folder.remove();
});

type Line = { msg: string; key?: string; void?: string; openedMs?: number | null; time: string };
const log = () => {
  const file = join(folder.path, 'logs/watch.log');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Line);
};
const recorded = () => log().filter((l) => l.msg === 'visit recorded');
const until = async (ready: () => boolean) => {
  for (let i = 0; i < 1_000 && !ready(); i += 1) await sleep(10);
  expect(ready()).toBe(true);
};

describe('xuncha watch', () => {
  test('visits by plan, voids when our side is cut, tells its state beside it, keeps others out, stops in order', async () => {
    const run = startCli(['watch'], { cwd: folder.path });
    try {
      await until(() => recorded().length >= 10);
      expect(recorded().every((l) => l.void === undefined && typeof l.openedMs === 'number')).toBe(true);

      const status = JSON.parse((await runCli(['status', '--json'], { cwd: folder.path })).stdout);
      expect(status).toMatchObject({
        state: 'running',
        controls: 1,
        beat: { pid: run.child.pid },
        plan: { perDay: 1440 },
      });
      const text = (await runCli(['status'], { cwd: folder.path })).stdout;
      expect(text).toMatch(/^值守：正在运行（进程 \d+，/);
      // Which of the 400 come first in the text is chance; the whole list has those that were visited.
      expect(status.sites).toHaveLength(400);
      expect(
        status.sites.filter((s: { opened: number; counted: number }) => s.opened === 1 && s.counted === 1).length,
      ).toBeGreaterThanOrEqual(10);
      expect(text).toMatch(
        /示例\d+局（s\d+）：计划 \d+，打开 ([01])，没打开 0，作废 0，漏访 0；次数 \1\/140，还差 1(?:40|39) 次/,
      );

      const second = await runCli(['watch'], { cwd: folder.path });
      expect(second.code).toBe(3);
      expect(second.stderr).toMatch(/数据文件夹正被另一个巡查进程使用（进程号 \d+/);

      // Our side is cut: the control point is gone, and with it the sites.
      await control.close();
      await site.close();
      await until(() => log().some((l) => l.msg.includes('应是监测方网络故障')));
      const before = recorded().length;
      await until(() => recorded().length >= before + 10);
      expect(
        recorded()
          .slice(before)
          .map((l) => l.void),
      ).toEqual(new Array(recorded().length - before).fill('local-network'));
      // Not one visit of all was counted against a site.
      expect(recorded().filter((l) => l.void === undefined && l.openedMs === null)).toEqual([]);

      run.child.kill('SIGTERM');
      const end = await run.done;
      expect(end.code).toBe(0);
      expect(end.stderr).toContain('正在停止');
      expect(log().at(-1)?.msg).toBe('watch stopped');
    } finally {
      run.child.kill('SIGKILL');
    }
    const after = JSON.parse((await runCli(['status', '--json'], { cwd: folder.path })).stdout);
    expect(after).toMatchObject({ state: 'stopped', beat: { networkUp: false } });
    const db = new DatabaseSync(join(folder.path, 'data/local/inspection.db'), { readOnly: true });
    const keys = db.prepare('select key from observation').all() as { key: string }[];
    db.close();
    expect(new Set(keys.map((r) => r.key))).toEqual(new Set(recorded().map((l) => l.key)));

    // The plan of the day, for whoever checks it.
    const day = shanghaiDay(new Date(keys[0]!.key.split('|').at(-1)!));
    const plan = JSON.parse((await runCli(['status', '--plan', day, '--json'], { cwd: folder.path })).stdout) as {
      plan: { seed: string; perDay: number };
      sites: { id: string; slots: { slot: string; state: string }[] }[];
    };
    const row = plan.sites.find((s) => s.id === 's7')!;
    expect(row.slots.map((s) => s.slot)).toEqual(daySlots('s7', day, plan.plan));
    const states = plan.sites.flatMap((s) => s.slots.map((x) => x.state));
    expect(states.filter((s) => s === 'opened' || s === 'void').length).toBe(
      keys.filter((r) => shanghaiDay(new Date(r.key.split('|').at(-1)!)) === day).length,
    );
  }, 60_000);

  test.each([
    ['scanAt: 61 2 * * 1\n', /scanAt）：“61 2 \* \* 1”不是有效的 cron 表达式/],
    ['scanAt: weekly\n', /scanAt）：写成五段的 cron 表达式/],
    ['visitsPerDay: 19\n', /visitsPerDay）：太小，至少 20/],
  ])('refuses %j with one line', async (config, message) => {
    const bad = scratch();
    try {
      mkdirSync(join(bad.path, 'data/local'), { recursive: true });
      writeFileSync(
        join(bad.path, 'data/local/registry.json'),
        '{"version":1,"title":"示例县","organizations":[],"sites":[],"accounts":[]}',
      );
      writeFileSync(join(bad.path, 'xuncha.config.yaml'), config);
      const run = await runCli(['watch'], { cwd: bad.path });
      expect(run.code).toBe(3);
      expect(run.stderr.trim().split('\n')).toHaveLength(1);
      expect(run.stderr).toMatch(message);
    } finally {
      bad.remove();
    }
  });

  test('the full scan in its own process: collects without timed visits, judges, reports; a stop ends it', async () => {
    const place = scratch();
    const sites = await startSites(2, { delayMs: 5, today: shanghaiDay(new Date()) });
    const browser = process.env.XUNCHA_BROWSER;
    process.env.XUNCHA_BROWSER = 'none';
    try {
      const data = join(place.path, 'data');
      mkdirSync(data, { recursive: true });
      writeFileSync(
        join(data, 'registry.json'),
        JSON.stringify({
          version: 1,
          title: '示例县',
          organizations: [{ id: 'gov', name: '示例县人民政府', class: 'county-government' }],
          sites: sites.homes.map((home, i) => ({ id: `s${i}`, organization: 'gov', name: `示例${i}局`, home })),
          accounts: [],
        }),
      );
      const out = join(place.path, 'out');
      const { config } = loadConfig({
        flags: { data, out, allowPrivate: true },
        env: {},
        cwd: place.path,
      });
      const quick = { ...config, hostIntervalMs: 0, secondLookMs: 20 };
      const detail = await scanInChild({ config: quick, notes: ['示例说明'] }, new AbortController().signal);
      expect(detail).toMatch(/^巡查 2 项，检查编号 \S+，报告 .*report\.html$/);
      const [run] = readdirSync(out);
      const assessment = JSON.parse(readFileSync(join(out, run!, 'assessment.json'), 'utf8'));
      expect(assessment.run.notes).toContain('示例说明');
      const db = new DatabaseSync(join(data, 'inspection.db'), { readOnly: true });
      const kinds = db.prepare('select distinct kind from observation').all() as { kind: string }[];
      db.close();
      expect(kinds.map((k) => k.kind)).toContain('page.footer-marks');
      expect(kinds.map((k) => k.kind)).not.toContain('site.access');

      const stop = new AbortController();
      const stopped = scanInChild({ config: quick, notes: [] }, stop.signal);
      setTimeout(() => stop.abort(), 100);
      await expect(stopped).rejects.toThrow(/巡查进程提前结束/);
      await expect(
        scanInChild({ config: { ...quick, policy: 'nope' }, notes: [] }, new AbortController().signal),
      ).rejects.toThrow(/nope/);
    } finally {
      if (browser === undefined) delete process.env.XUNCHA_BROWSER;
      else process.env.XUNCHA_BROWSER = browser;
      await sites.close();
      place.remove();
    }
  }, 60_000);
});
