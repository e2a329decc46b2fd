import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BugError, InputError } from '#core/errors.ts';
import type { EvidenceStore } from '../ports.ts';
import { folderError, writeWhole } from './disk.ts';
import { endingOf, endings } from './sniff.ts';

/**
 * 佐证 as files named by their SHA-256: `ab/cdef….html.txt`. Same bytes, same file, written once. A person can check any
 * of them with `sha256sum`. How they are named, and why, is in `sniff.ts`.
 */
export function openEvidenceStore(folder: string): EvidenceStore {
  /** Being written just now: two puts of the same bytes share one write. */
  const writing = new Map<string, Promise<void>>();

  const base = (sha256: string): string => join(folder, sha256.slice(0, 2), sha256.slice(2));
  const find = (sha256: string): string => {
    if (!/^[0-9a-f]{64}$/.test(sha256)) throw new BugError(`not a SHA-256: ${sha256}`);
    for (const ending of endings) {
      const path = `${base(sha256)}.${ending}`;
      if (existsSync(path)) return path;
    }
    return '';
  };

  return {
    async put(bytes) {
      const sha256 = hash(bytes);
      const path = `${base(sha256)}.${endingOf(bytes)}`;
      const under = writing.get(sha256);
      if (under) {
        await under;
        return sha256;
      }
      const write = (async () => {
        if ((await sizeOf(path)) !== bytes.byteLength) await writeWhole(path, bytes);
      })().finally(() => writing.delete(sha256));
      writing.set(sha256, write);
      await write;
      return sha256;
    },

    async get(sha256) {
      const path = find(sha256);
      if (path === '') return undefined;
      let bytes: Buffer;
      try {
        bytes = await readFile(path);
      } catch (error) {
        throw folderError(path, error);
      }
      // Evidence that no longer is what was seen must not be shown as if it were.
      if (hash(bytes) !== sha256)
        throw new InputError({
          file: path,
          place: '',
          message: '佐证文件的内容与它的 SHA-256 不符，已被改动或损坏',
          hint: '从备份恢复这个文件，不要直接编辑佐证',
        });
      return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    },

    path: find,
  };
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw folderError(path, error);
  }
}
