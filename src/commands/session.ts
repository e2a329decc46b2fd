import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Registry } from '#core/registry.ts';
import { configOf } from '../app.ts';
import type { Config } from '../config.ts';
import type { GlobalFlags } from '../flags.ts';
import { type DataFolder, dataFiles, openDataFolder } from '../store/data-folder.ts';
import { openRegistryStore } from '../store/lowdb/registry.ts';

/** Opens the data folder for one command and closes it whatever happens. */
export async function withData<T>(
  flags: GlobalFlags,
  use: 'collect' | 'share',
  work: (data: DataFolder, config: Config) => Promise<T>,
): Promise<T> {
  const { config } = configOf(flags);
  // A mistyped folder must not come into being: what collects needs a register that is there.
  const { registry } = dataFiles(resolve(config.data));
  if (use === 'collect' && !existsSync(registry)) await openRegistryStore(registry).load();
  const data = await openDataFolder(resolve(config.data), { use, onUnreadable });
  try {
    return await work(data, config);
  } finally {
    await data.close();
  }
}

export const digestOf = (registry: Registry) => createHash('sha256').update(JSON.stringify(registry)).digest('hex');

/** One valid JSON document on stdout. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** A stored record that no longer reads is judged as not seen, and said: nothing vanishes silently. */
function onUnreadable(key: string, why: string): void {
  process.stderr.write(`有一条监测记录读不出来，按没有看到处理：${key}（${why}）\n`);
}
