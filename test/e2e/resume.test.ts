import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { shanghaiDay } from '#core/calendar.ts';
import { runCli, scratch, startCli } from '../harness/cli.ts';
import { startSites } from '../servers/sites.ts';

test('kill -9 in the middle of a run, then the same command again: finishes, nothing twice, nothing lost', async () => {
  const n = 12;
  const folder = scratch();
  const sites = await startSites(n, { delayMs: 40, today: shanghaiDay(new Date()) });
  try {
    mkdirSync(join(folder.path, 'data/local'), { recursive: true });
    writeFileSync(
      join(folder.path, 'data/local/registry.json'),
      JSON.stringify({
        version: 1,
        title: '示例县',
        organizations: [{ id: 'gov', name: '示例县人民政府', class: 'county-government' }],
        sites: sites.homes.map((home, i) => ({
          id: `s${i}`,
          organization: 'gov',
          name: `示例${i}局`,
          home,
          kind: 'portal',
        })),
        accounts: [],
      }),
    );
    writeFileSync(
      join(folder.path, 'xuncha.config.yaml'),
      'hostIntervalMs: 0\nsecondLookMs: 50\nsiteConcurrency: 1\nallowPrivate: true\n',
    );
    const env = { XUNCHA_BROWSER: 'none' };
    const database = join(folder.path, 'data/local/inspection.db');
    const rows = () => {
      const db = new DatabaseSync(database, { readOnly: true });
      try {
        return db.prepare('select key, kind, slot from observation').all() as {
          key: string;
          kind: string;
          slot: string;
        }[];
      } finally {
        db.close();
      }
    };

    const first = startCli(['run'], { cwd: folder.path, env });
    let before: ReturnType<typeof rows> = [];
    for (let i = 0; i < 600; i += 1) {
      await sleep(20);
      try {
        before = rows();
      } catch {
        // The table is not there yet.
      }
      if (before.filter((r) => r.kind === 'page.dated-items').length >= 3) break;
    }
    first.child.kill('SIGKILL');
    expect((await first.done).signal).toBe('SIGKILL');
    const killed = rows();
    const doneBefore = killed.filter((r) => r.kind === 'page.dated-items').length;
    expect(doneBefore).toBeGreaterThanOrEqual(3);
    expect(doneBefore).toBeLessThan(n);
    const asked = new Map(sites.requests);

    const second = await runCli(['run', '--json'], { cwd: folder.path, env });
    expect(second.stderr).not.toContain('程序出错');
    expect(second.code).toBe(0);
    const after = rows();
    // None lost: what was acknowledged is still there. None twice: keys are unique, and all stand on the first run's slot.
    const keys = after.map((r) => r.key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const r of killed) expect(keys).toContain(r.key);
    // The judging leaves a record of its own, at its own instant.
    const looks = (all: ReturnType<typeof rows>) => all.filter((r) => r.kind !== 'inspection.run');
    expect(new Set(looks(after).map((r) => r.slot)).size).toBe(1);
    for (const kind of ['site.access', 'page.dated-items'])
      expect(after.filter((r) => r.kind === kind)).toHaveLength(n);
    expect(JSON.parse(second.stdout)).toMatchObject({ resumed: expect.any(Number), crashed: 0 });
    // A site that was done is left in peace.
    const first0 = sites.homes[0]!.replace('http://', '').replace(/:\d+\//, '/');
    expect(sites.requests.get(first0)).toBe(asked.get(first0));

    // The next run is a new one.
    const third = await runCli(['run', '--json'], { cwd: folder.path, env });
    expect(third.code).toBe(0);
    expect(new Set(looks(rows()).map((r) => r.slot)).size).toBe(2);
  } finally {
    await sites.close();
    folder.remove();
  }
}, 120_000);
