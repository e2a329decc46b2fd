import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { adapters } from '#crawlers/platforms/index.ts';
import { allCases } from './cases.ts';
import { allWorlds } from './matrix.ts';

type Told = { offset: number; readings: Record<string, unknown> };

/** A worker thread cannot change its time zone, so each zone is a process of its own. */
async function inZone(zone: string): Promise<Told> {
  const child = join(import.meta.dirname, 'zone-child.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [child], {
    env: { ...process.env, TZ: zone },
    maxBuffer: 64 * 1024 * 1024,
  });
  return JSON.parse(stdout) as Told;
}

describe('the machine stands in another time zone', () => {
  const zones = { UTC: 0, 'Asia/Shanghai': -480, 'America/Los_Angeles': 480 } as const;
  const told = new Map<string, Told>();
  beforeAll(async () => {
    for (const zone of Object.keys(zones)) told.set(zone, await inZone(zone));
  });
  test('every adapter has cases, and every world of them was read', () => {
    expect(Object.keys(allCases).sort()).toEqual(adapters.map((a) => a.id).sort());
    const names = adapters.flatMap((a) => {
      const cases = allCases[a.id];
      return cases === undefined ? [] : Object.keys(allWorlds(cases)).map((name) => `${a.id}: ${name}`);
    });
    for (const [zone, offset] of Object.entries(zones)) {
      expect(told.get(zone)?.offset).toBe(offset);
      expect(Object.keys(told.get(zone)?.readings ?? {}).sort()).toEqual(names.sort());
    }
  });
  test.each(['UTC', 'America/Los_Angeles'])('%s reads what Asia/Shanghai reads', (zone) => {
    expect(told.get(zone)?.readings).toEqual(told.get('Asia/Shanghai')?.readings);
  });
});
