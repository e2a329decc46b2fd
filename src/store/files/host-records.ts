import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { CooldownStore, HostRecord } from '#core/host-record.ts';
import { writeWhole } from './disk.ts';

const Saved = z.object({
  version: z.literal(1),
  hosts: z.array(
    z.object({
      host: z.string(),
      day: z.string(),
      used: z.number().int().nonnegative(),
      lastAt: z.iso.datetime().nullable(),
      strikes: z.number().int().nonnegative(),
      coolUntil: z.iso.datetime().nullable(),
      coolWhy: z.string().nullable(),
    }),
  ),
});

/** Hosts that nothing is due for any more are forgotten beyond this many. */
const remembered = 2_000;

/**
 * 访问节制记录 as one small file: a few dozen hosts, written whole after each request, which is paced by seconds anyway. A file that does not
 * read is taken as none: the worst that follows is one polite request too early.
 */
export function openHostRecords(path: string): CooldownStore {
  let loaded: Promise<Map<string, HostRecord>> | undefined;
  let writing: Promise<void> = Promise.resolve();
  const records = () => {
    loaded ??= read(path);
    return loaded;
  };
  return {
    async load(host) {
      return (await records()).get(host);
    },
    async save(record) {
      const all = await records();
      // The newest last: what is forgotten is what was not asked for longest.
      all.delete(record.host);
      all.set(record.host, record);
      if (all.size > remembered) for (const host of [...all.keys()].slice(0, all.size - remembered)) all.delete(host);
      // One write after the other, each with all that is known by then.
      const write = writing.then(() =>
        writeWhole(path, `${JSON.stringify({ version: 1, hosts: [...all.values()] }, null, 1)}\n`),
      );
      writing = write.catch(() => {});
      await write;
    },
  };
}

async function read(path: string): Promise<Map<string, HostRecord>> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    return new Map();
  }
  try {
    return new Map(Saved.parse(JSON.parse(text)).hosts.map((h) => [h.host, h]));
  } catch {
    return new Map();
  }
}
