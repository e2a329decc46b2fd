import { chmod, lstat, mkdir } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import type { Environment } from './places.ts';

/** A folder of ours alone: programs are run from it, so nobody else may be able to write there. */
async function own(folder: string): Promise<string | null> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const s = await lstat(folder);
    if (!s.isDirectory()) return null;
    if (process.getuid !== undefined) {
      if (s.uid !== process.getuid()) return null;
      if ((s.mode & 0o022) !== 0) await chmod(folder, 0o700);
    }
    return folder;
  } catch {
    return null;
  }
}

/** Folder for what can be made again at any time; null when no folder can be written. */
export async function cacheFolder(env: Environment): Promise<string | null> {
  const base = env.XDG_CACHE_HOME;
  const home = base !== undefined && path.isAbsolute(base) ? base : path.join(homedir(), '.cache');
  return (
    (await own(path.join(home, 'xuncha'))) ??
    (await own(path.join(tmpdir(), `xuncha-${process.getuid?.() ?? 'cache'}`)))
  );
}
