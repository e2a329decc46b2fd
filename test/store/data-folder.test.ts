import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { InputError } from '#core/errors.ts';
import { dataFiles, openDataFolder } from '../../src/store/data-folder.ts';
import { initRegistry } from '../../src/store/lowdb/registry.ts';
import { slotAt, visit } from '../contract/store.data.ts';
import { temporaryFolder } from './temporary.ts';

const root = temporaryFolder();
let n = 0;
const fresh = (): string => join(root, String(++n));

const refusal = async (what: Promise<unknown>): Promise<string> => {
  try {
    await what;
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  throw new Error('was not refused');
};

/** A process that holds the folder until it is killed. */
async function holder(folder: string): Promise<ChildProcess> {
  const module = new URL('../../src/store/data-folder.ts', import.meta.url);
  const code = `const m = await import('${module}'); await m.openDataFolder(process.argv[1]); process.stdout.write('held'); setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', code, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((resolve, reject) => {
    child.stdout?.once('data', resolve);
    child.once('exit', () => reject(new Error('the holder ended')));
  });
  return child;
}

const killed = (child: ChildProcess): Promise<unknown> => {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  return gone;
};

describe('data folder', () => {
  it('opens everything together, and again after it was closed', async () => {
    const folder = fresh();
    await initRegistry(dataFiles(folder).registry, '示例县');
    const first = await openDataFolder(folder);
    const sha = await first.evidence.put(new TextEncoder().encode('<html>'));
    await first.observations.append([visit('s', slotAt(0))]);
    expect((await first.registry.load()).title).toBe('示例县');
    await first.close();
    const again = await openDataFolder(folder);
    expect(await again.evidence.get(sha)).toBeDefined();
    expect((await again.observations.known([visit('s', slotAt(0)).key])).size).toBe(1);
    await again.close();
  });

  it('lets one collector in, names the other, and lets readers pass', async () => {
    const folder = fresh();
    const first = await openDataFolder(folder);
    const message = await refusal(openDataFolder(folder));
    expect(message.split('\n')).toHaveLength(1);
    expect(message).toContain(`数据文件夹正被另一个巡查进程使用（进程号 ${process.pid}，自 `);
    const reader = await openDataFolder(folder, { use: 'share' });
    await first.observations.append([visit('s', slotAt(0))]);
    expect((await reader.observations.window('site.access', 's', slotAt(0), slotAt(1))).length).toBe(1);
    await reader.close();
    await first.close();
    await (await openDataFolder(folder)).close();
  });

  it('takes over from a process that was killed', async () => {
    const folder = fresh();
    const child = await holder(folder);
    expect(await refusal(openDataFolder(folder))).toContain(`进程号 ${child.pid}`);
    await killed(child);
    await (await openDataFolder(folder)).close();
  });

  it('is given free again when opening fails', async () => {
    const folder = fresh();
    await (await openDataFolder(folder)).close();
    writeFileSync(dataFiles(folder).database, '不是数据库'.repeat(1000));
    expect(await refusal(openDataFolder(folder))).toContain('这不是巡查的数据库文件');
    expect(await refusal(openDataFolder(folder))).toContain('这不是巡查的数据库文件');
  });

  it('says in one line what is wrong with the place', async () => {
    expect(await refusal(openDataFolder(fresh(), { use: 'share' }))).toContain('数据文件夹不存在');
    const file = fresh();
    writeFileSync(file, 'x');
    expect(await refusal(openDataFolder(file))).toMatch(/不是文件夹/);
  });
});
